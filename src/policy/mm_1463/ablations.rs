//! The histories of ablation a joint can have had (D.II.B), when dates or
//! months of relief are missing.

use chrono::NaiveDate;

use crate::case::{Ablation, DateRange, days_before, latest_with_months_until, months_before};
use crate::policy::engine::Unit;

/// What D.II.B asks of the ablations of a joint, on complete facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct History {
    /// There was more than one.
    pub(super) repeated: bool,
    /// F lies in the months in which an ablation is recent.
    pub(super) first_recent: bool,
    /// Pain stayed reduced long enough after F.
    pub(super) first_long: bool,
    /// L lies in those months.
    pub(super) last_recent: bool,
    /// Pain stayed reduced long enough after L.
    pub(super) last_long: bool,
    /// The latest day L can have been on.
    pub(super) last: NaiveDate,
    /// The earliest day L can have been on, whatever the rest.
    pub(super) earliest_last: NaiveDate,
}

/// The days an ablation can have been on: never later than its relief allows.
pub(super) fn days(unit: &Unit<'_>, ablation: &Ablation) -> DateRange {
    let dates = unit.days(&ablation.date);
    let relief = ablation.relief_months.known();
    relief.and_then(|relief| relief.possible_days(dates, unit.received())).unwrap_or(dates)
}

/// Days of one ablation on which nothing D.II.B asks of it changes.
#[derive(Debug, Clone, Copy)]
struct Piece {
    owner: usize,
    days: DateRange,
    recent: bool,
    long: bool,
}

/// Every history the listed ablations can have had.
///
/// An ablation's days fall into pieces in which it is or is not recent and
/// relief was or was not long. A history is fixed by which piece holds the
/// first ablation and which the last. The first is put on its piece's first
/// day and the last on its piece's last day: that leaves the others most room.
pub(super) fn histories(unit: &Unit<'_>) -> Vec<History> {
    let listed = unit.joint.ablations.known().map(Vec::as_slice).unwrap_or_default();
    let pieces: Vec<Piece> =
        listed.iter().enumerate().flat_map(|(owner, ablation)| pieces(unit, owner, ablation)).collect();
    let earliest_last =
        listed.iter().map(|ablation| days(unit, ablation).first).max().unwrap_or(NaiveDate::MIN);
    let repeated = listed.len() > 1;
    let mut found: Vec<History> = Vec::with_capacity(pieces.len());
    for first in &pieces {
        for last in &pieces {
            let pair = (first.owner == last.owner) != repeated;
            if !(pair && (repeated || std::ptr::eq(first, last)) && fits(&pieces, listed.len(), first, last))
            {
                continue;
            }
            let history = History {
                repeated,
                first_recent: first.recent,
                first_long: first.long,
                last_recent: last.recent,
                last_long: last.long,
                last: last.days.last,
                earliest_last,
            };
            if !found.contains(&history) {
                found.push(history);
            }
        }
    }
    found
}

fn pieces(unit: &Unit<'_>, owner: usize, ablation: &Ablation) -> impl Iterator<Item = Piece> {
    let limits = &unit.limits;
    let since = months_before(unit.received(), limits.repeat_months);
    let long_until = latest_with_months_until(unit.received(), limits.rolling_months);
    let days = days(unit, ablation);
    let known = ablation
        .relief_months
        .known()
        .map(|relief| relief.0 >= crate::case::Decimal::whole(limits.rolling_months.into()));
    [(true, true), (true, false), (false, true), (false, false)].into_iter().filter_map(
        move |(recent, long)| {
            let mut days = days;
            if recent {
                days.first = days.first.max(since)
            } else {
                days.last = days.last.min(days_before(since, 1))
            }
            if long {
                days.last = days.last.min(long_until)
            }
            let possible = days.first <= days.last && known.is_none_or(|known| known == long);
            possible.then_some(Piece { owner, days, recent, long })
        },
    )
}

/// Whether the other ablations can lie between these two without taking the
/// place of either. On one day the one with the longer relief is the later.
fn fits(pieces: &[Piece], count: usize, first: &Piece, last: &Piece) -> bool {
    let between = DateRange { first: first.days.first, last: last.days.last };
    if between.first > between.last {
        return false;
    }
    if between.first == between.last && first.long && !last.long {
        return false;
    }
    // The two themselves always do.
    (0..count).all(|owner| {
        pieces
            .iter()
            .filter(|piece| piece.owner == owner)
            .any(|piece| lies_between(piece, between, first, last))
    })
}

fn lies_between(piece: &Piece, between: DateRange, first: &Piece, last: &Piece) -> bool {
    let mut room = between;
    if first.long && !piece.long {
        room.first = crate::case::days_after(room.first, 1);
    }
    if !last.long && piece.long {
        room.last = days_before(room.last, 1);
    }
    room.first <= room.last && piece.days.intersection(room).is_some()
}
