//! The order of the worklist.

use std::cmp::Ordering;

use super::entry::Entry;

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
            SortBy::Due => self.known_first(one.due_at, other.due_at),
            SortBy::Received => self.known_first(one.received, other.received),
            SortBy::Member => self.turned(one.member_key().cmp(&other.member_key())),
            SortBy::Stands => self.turned(one.progress.cmp(&other.progress)),
        };
        by_key
            .then_with(|| other.is_expedited.cmp(&one.is_expedited))
            .then_with(|| Self::default().known_first(one.received, other.received))
            .then_with(|| one.name.cmp(&other.name))
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
