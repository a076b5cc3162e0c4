//! The order of the worklist.

use std::cmp::Ordering;

use chrono::Datelike;

use super::entry::Entry;
use super::progress::Progress;

/// What the worklist is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// When the case is due; cases without a due time come last.
    #[default]
    Due,
    /// The day of receipt; cases without one come last.
    Received,
    /// The member's identifier.
    Member,
    /// How far the case has come: first what needs work.
    Stands,
}

impl SortBy {
    /// All of them, in the order in which the key goes through them.
    pub const ALL: [Self; 4] = [Self::Due, Self::Received, Self::Member, Self::Stands];

    /// Its name, in the settings and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Received => "received",
            Self::Member => "member",
            Self::Stands => "stands",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }

    fn next(self) -> Self {
        let at = Self::ALL.iter().position(|by| *by == self).unwrap_or_default();
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// The order of the worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// What it is sorted by.
    pub by: SortBy,
    /// Whether it is turned round.
    pub is_reversed: bool,
}

impl Order {
    /// The order after this one: turned round, then by the next column.
    #[must_use]
    pub fn next(self) -> Self {
        match self.is_reversed {
            false => Self { is_reversed: true, ..self },
            true => Self { by: self.by.next(), is_reversed: false },
        }
    }

    /// The order in words.
    pub fn words(self) -> String {
        let turned = if self.is_reversed { ", turned round" } else { "" };
        format!("by {}{turned}", self.by.name())
    }

    /// Which of two entries comes first. Of two that are equal: the expedited one, the
    /// one received first, then by name.
    pub fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let (one, other) = (&a.row, &b.row);
        let by_key = match self.by {
            SortBy::Due => self.known_first(one.due.map(|due| due.at), other.due.map(|due| due.at)),
            SortBy::Received => self.known_first(one.received, other.received),
            SortBy::Member => self.turned(one.member_key().cmp(&other.member_key())),
            SortBy::Stands => self.turned(one.progress.cmp(&other.progress)),
        };
        by_key
            .then_with(|| other.is_expedited.cmp(&one.is_expedited))
            .then_with(|| Self::default().known_first(one.received, other.received))
            .then_with(|| one.name.cmp(&other.name))
    }

    /// A number that is lower for an entry that comes first. Where two are equal, only
    /// [`Self::compare`] tells. Sorting thousands of entries by it first saves time.
    pub(super) fn rank(self, entry: &Entry) -> u64 {
        let row = &entry.row;
        let key = match self.by {
            SortBy::Due => row.due.map(|due| ascending(due.at)),
            SortBy::Received => row.received.map(|day| ascending(day.num_days_from_ce().into())),
            SortBy::Member => Some(first_letters(&row.member_id)),
            SortBy::Stands => Some(match row.progress {
                None => 0,
                Some(Progress::Unanswered(_)) => 1,
                Some(Progress::Unconfirmed(_)) => 2,
                Some(Progress::Outcome(_)) => 3,
            }),
        };
        let turned =
            |key: u64| if self.is_reversed { LAST_RANK - key.min(LAST_RANK) } else { key.min(LAST_RANK) };
        key.map_or(u64::MAX, turned)
    }

    fn turned(self, order: Ordering) -> Ordering {
        if self.is_reversed { order.reverse() } else { order }
    }

    /// The order of two values; one that is unknown is last either way round.
    fn known_first<T: Ord>(self, a: Option<T>, b: Option<T>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => self.turned(a.cmp(&b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
}

/// The last rank of an entry whose place is known.
const LAST_RANK: u64 = u64::MAX - 1;

/// Numbers below and above zero in the same order without a sign.
fn ascending(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// The first eight letters of a text as a number in the order of texts.
fn first_letters(text: &str) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(text.bytes()).for_each(|(place, letter)| *place = letter);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{day, due_at, with};
    use super::*;
    use crate::policy::Outcome;

    /// The names of these entries in this order.
    fn sorted(order: Order, mut entries: Vec<Entry>) -> Vec<String> {
        entries.sort_by(|a, b| order.compare(a, b));
        entries.into_iter().map(|entry| entry.row.name.into()).collect()
    }

    fn by(by: SortBy) -> Order {
        Order { by, is_reversed: false }
    }

    fn turned(by: SortBy) -> Order {
        Order { by, is_reversed: true }
    }

    #[test]
    fn cases_without_a_due_time_come_last_either_way_round() {
        let due = |name, at: Option<i64>| with(name, |row| row.due = at.map(due_at));
        let entries = || vec![due("none", None), due("later", Some(9)), due("sooner", Some(-3))];
        assert_eq!(sorted(by(SortBy::Due), entries()), ["sooner", "later", "none"]);
        assert_eq!(sorted(turned(SortBy::Due), entries()), ["later", "sooner", "none"]);
    }

    #[test]
    fn receipt_member_and_progress_are_orders_too() {
        let entries = || {
            vec![
                with("b", |row| {
                    row.received = Some(day("2026-03-01"));
                    row.member_id = "TC2".into();
                    row.progress = Some(Progress::Unanswered(2));
                }),
                with("a", |row| {
                    row.received = None;
                    row.member_id = "TC1".into();
                    row.progress = Some(Progress::Outcome(Outcome::CriteriaNotMet));
                }),
                with("c", |row| {
                    row.member_id = "TC3".into();
                    row.progress = None;
                }),
            ]
        };
        for (column, forward, back) in [
            (SortBy::Received, ["b", "c", "a"], ["c", "b", "a"]),
            (SortBy::Member, ["a", "b", "c"], ["c", "b", "a"]),
            (SortBy::Stands, ["c", "b", "a"], ["a", "b", "c"]),
        ] {
            assert_eq!(sorted(by(column), entries()), forward, "{column:?}");
            assert_eq!(sorted(turned(column), entries()), back, "{column:?}");
        }
    }

    #[test]
    fn of_equal_cases_the_expedited_the_earlier_and_the_first_by_name_come_first() {
        let entries = || {
            vec![
                with("d", |row| row.received = None),
                with("c", |_| ()),
                with("b", |_| ()),
                with("late", |row| row.received = Some(day("2026-03-03"))),
                with("quick", |row| {
                    row.is_expedited = true;
                    row.received = None;
                }),
            ]
        };
        for order in [by(SortBy::Due), turned(SortBy::Due)] {
            assert_eq!(sorted(order, entries()), ["quick", "b", "c", "late", "d"]);
        }
    }

    #[test]
    fn ranks_agree_with_the_order() {
        let dues = [None, Some(i64::MIN), Some(-1), Some(0), Some(i64::MAX - 1), Some(i64::MAX)];
        let ids = ["", "TC", "TC0001234", "TC0001235", "TC00012", "\u{10ffff}\u{10ffff}", "é"];
        let mut entries = Vec::new();
        for (number, due) in dues.into_iter().enumerate() {
            for id in ids {
                entries.push(with(&format!("{id}{number}"), |row| {
                    row.due = due.map(due_at);
                    row.member_id = id.into();
                    row.received = (number > 1).then(|| day(&format!("2026-03-0{number}")));
                    row.progress = (number > 0).then_some(Progress::Unanswered(number));
                }));
            }
        }
        for column in SortBy::ALL {
            for order in [by(column), turned(column)] {
                for (one, other) in
                    entries.iter().flat_map(|one| entries.iter().map(move |other| (one, other)))
                {
                    if order.rank(one) < order.rank(other) {
                        assert!(
                            order.compare(one, other).is_lt(),
                            "{order:?} {} {}",
                            one.row.name,
                            other.row.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn ranks_tell_entries_with_other_keys_apart() {
        let early = with("a", |row| {
            (row.due, row.received) = (Some(due_at(-3)), Some(day("2026-03-01")));
            (row.member_id, row.progress) = ("TC1".into(), None);
        });
        let late = with("b", |row| {
            (row.due, row.received) = (Some(due_at(9)), Some(day("2026-03-02")));
            (row.member_id, row.progress) = ("TC2".into(), Some(Progress::Unanswered(1)));
        });
        for column in SortBy::ALL {
            assert!(by(column).rank(&early) < by(column).rank(&late), "{column:?}");
            assert!(turned(column).rank(&early) > turned(column).rank(&late), "{column:?}");
        }
    }

    #[test]
    fn the_key_turns_an_order_round_and_then_goes_to_the_next_column() {
        let mut order = Order::default();
        let words =
            ["by due", "by due, turned round", "by received", "by received, turned round", "by member"];
        for expected in words {
            assert_eq!(order.words(), expected);
            order = order.next();
        }
        let all = (0..8).fold(Order::default(), |order, _| order.next());
        assert_eq!(all, Order::default(), "eight orders, then the first again");
        for column in SortBy::ALL {
            assert_eq!(SortBy::named(column.name()), Some(column));
        }
        assert_eq!(SortBy::named("who"), None);
    }
}
