//! The histories of ablation a joint can have had (D.II.B) when dates or months of
//! relief are missing.

use chrono::NaiveDate;

use crate::case::{Ablation, DateRange, days_before, latest_with_months_until, months_before};
use crate::policy::engine::Unit;

/// What D.II.B asks about the ablations of a joint, on complete facts.
///
/// F is the first ablation, L the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct History {
    /// There was more than one ablation.
    pub(super) repeated: bool,
    /// F was in the months before receipt in which an ablation is recent.
    pub(super) first_recent: bool,
    /// Pain stayed reduced long enough after F.
    pub(super) first_long: bool,
    /// L was in those months.
    pub(super) last_recent: bool,
    /// Pain stayed reduced long enough after L.
    pub(super) last_long: bool,
    /// The latest day L can have been on in this history.
    pub(super) last: NaiveDate,
    /// The earliest day L can have been on in any history.
    pub(super) earliest_last: NaiveDate,
}

/// The days an ablation can have been on: its months of relief were over by receipt.
pub(super) fn days(unit: &Unit<'_>, ablation: &Ablation) -> DateRange {
    let dates = unit.possible_days(&ablation.date);
    let relief = ablation.relief_months.known();
    relief.and_then(|relief| relief.possible_days(dates, unit.received())).unwrap_or(dates)
}

/// Possible days of one ablation that give D.II.B the same answers.
#[derive(Debug, Clone, Copy)]
struct Segment {
    /// Which ablation of the list.
    ablation_index: usize,
    days: DateRange,
    recent: bool,
    long: bool,
}

/// Every history the listed ablations can have had.
///
/// The possible days of an ablation are split into segments, in each of which it is
/// either recent or not and its relief either long or not. A history is determined
/// by the segments of the first and of the last ablation. The first is placed on the
/// first day of its segment and the last on the last day of its own, which leaves
/// the most days in between for the others.
pub(super) fn histories(unit: &Unit<'_>) -> Vec<History> {
    let listed = unit.joint.ablations.known().map(Vec::as_slice).unwrap_or_default();
    let days: Vec<DateRange> = listed.iter().map(|ablation| days(unit, ablation)).collect();
    let segments: Vec<Segment> = listed
        .iter()
        .zip(&days)
        .enumerate()
        .flat_map(|(ablation_index, (ablation, days))| segments(unit, ablation_index, ablation, *days))
        .collect();
    let earliest_last = days.iter().map(|days| days.first).max().unwrap_or(NaiveDate::MIN);
    let repeated = listed.len() > 1;
    let mut found: Vec<History> = Vec::with_capacity(segments.len());
    for first in &segments {
        for last in &segments {
            // One ablation is both first and last; of several, two different ones are.
            let is_pair = (first.ablation_index == last.ablation_index) != repeated
                && (repeated || std::ptr::eq(first, last));
            if !(is_pair && fits(&segments, listed.len(), first, last)) {
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

fn segments(
    unit: &Unit<'_>,
    ablation_index: usize,
    ablation: &Ablation,
    days: DateRange,
) -> impl Iterator<Item = Segment> {
    let limits = &unit.limits;
    let since = months_before(unit.received(), limits.repeat_months);
    let long_until = latest_with_months_until(unit.received(), limits.rolling_months);
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
            possible.then_some(Segment { ablation_index, days, recent, long })
        },
    )
}

/// Whether the other ablations can lie between these two. Of two on the same day,
/// the one with long relief counts as the later.
fn fits(segments: &[Segment], count: usize, first: &Segment, last: &Segment) -> bool {
    let between = DateRange { first: first.days.first, last: last.days.last };
    if between.first > between.last {
        return false;
    }
    if between.first == between.last && first.long && !last.long {
        return false;
    }
    // This includes the two themselves, which always lie between.
    (0..count).all(|ablation_index| {
        segments
            .iter()
            .filter(|segment| segment.ablation_index == ablation_index)
            .any(|segment| lies_between(segment, between, first, last))
    })
}

fn lies_between(segment: &Segment, between: DateRange, first: &Segment, last: &Segment) -> bool {
    let mut allowed = between;
    if first.long && !segment.long {
        allowed.first = crate::case::days_after(allowed.first, 1);
    }
    if !last.long && segment.long {
        allowed.last = days_before(allowed.last, 1);
    }
    allowed.first <= allowed.last && segment.days.intersection(allowed).is_some()
}
