//! A unit and its facts, for the tests of the engine.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::limits::Limits;
use super::reading::ReadingSettings;
use super::unit::{Essentials, Unit, evidence_window, possible_service_days};
use crate::case::{Answer, Entry, Facts, Field, Laterality, Part, PartialDate, Procedure, RequestedSide};

pub(crate) const LIMITS: Limits = Limits {
    relief_percent: 75,
    therapy_days: 42,
    evidence_months: 6,
    spacing_days: 7,
    therapeutic_months: 2,
    rolling_months: 12,
    repeat_months: 36,
    injections: 4,
    diagnostics: 2,
    chronic_months: 3,
    chronic_days: 84,
};

static READINGS: LazyLock<ReadingSettings> = LazyLock::new(ReadingSettings::default);

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The left joint of a request received on 2026-03-02, under the limits of 2025-07-01.
pub(crate) fn unit(facts: &Facts) -> Unit<'_> {
    let received = day("2026-03-02");
    let service = facts.left.service_date.known().copied();
    Unit {
        facts,
        joint: &facts.left,
        side: Laterality::Left,
        essentials: Essentials {
            received,
            procedure: Procedure::RadiofrequencyAblation,
            side: RequestedSide::Left,
        },
        service,
        service_days: possible_service_days(service, received),
        governed_from: day("2025-07-01"),
        evidence_window: evidence_window(received, &LIMITS),
        limits: &LIMITS,
        readings: &READINGS,
    }
}

/// Facts with these entries in a list of the left joint or of the case.
pub(crate) fn listing(field: Field, entries: Vec<Entry>) -> Facts {
    let mut facts = Facts::default();
    facts.fact_mut(field.at(Laterality::Left)).set(Some(&Answer::Entries(entries))).unwrap();
    facts
}

/// A date known to the day, the month or the year.
pub(crate) fn date(text: &str) -> PartialDate {
    PartialDate::parse_partial(text).or_else(|| text.parse().ok().map(PartialDate::Day)).unwrap()
}

/// An injection or ablation on this date, with nothing else known of it.
pub(crate) fn procedure_on(text: &str) -> Entry {
    Entry::default().with(Part::Date, Some(Answer::PartialDate(date(text))))
}
