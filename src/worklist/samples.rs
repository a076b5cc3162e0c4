//! Entries for tests of the worklist.

use chrono::NaiveDate;

use crate::case::{Procedure, RequestedSide};
use crate::policy::Outcome;

use super::due::DueTime;
use super::entry::Entry;
use super::moment::Moment;
use super::progress::Progress;
use super::row::Row;

/// A moment that is 1000 seconds after 1970, on a day that ends at 2000.
pub(super) const MOMENT: Moment = Moment { now: 1000, end_of_today: 2000, today: NaiveDate::MIN };

/// A due time at this second.
pub(super) fn due_at(at: i64) -> DueTime {
    DueTime::new(at, day("1970-01-01"), false)
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A complete diagnostic request for the left joint, received on 2026-03-02.
pub(super) fn entry(name: &str) -> Entry {
    let row = Row {
        rename_to: None,
        member_id: "TC0001234".into(),
        member_name: "Pat Sample".into(),
        procedure: Some(Procedure::DiagnosticInjection),
        side: Some(RequestedSide::Left),
        received: Some(day("2026-03-02")),
        progress: Some(Progress::Outcome(Outcome::CriteriaMet)),
        ..Row::unreadable(name)
    };
    Entry::of(row)
}

/// The same with another row.
pub(super) fn with(name: &str, change: impl FnOnce(&mut Row)) -> Entry {
    let mut entry = entry(name);
    change(&mut entry.row);
    entry
}
