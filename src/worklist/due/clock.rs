//! The clocks: the federal caps, which are built in, and those that a plan adds.

use chrono::NaiveDate;

use crate::case::{Text, Urgency};

use super::calendar::Calendar;
use super::length::Length;
use super::receipt::Receipt;

/// Where a clock is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Federal,
    /// Added by the plan, in the settings file.
    Plan,
}

/// How soon after receipt a request has to be answered, by one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueClock {
    /// Its name.
    pub name: Text,
    /// Its length.
    pub length: Length,
    /// The requests it is for; `None` for all.
    pub urgency: Option<Urgency>,
    /// The first day in force: it is for requests received on that day or later.
    pub from: NaiveDate,
    /// The rule it is from.
    pub source: Text,
    /// Who set it.
    pub origin: Origin,
}

impl DueClock {
    /// Whether the clock is for requests of this urgency.
    pub fn is_for(&self, receipt: &Receipt) -> bool {
        self.urgency.is_none_or(|urgency| urgency == receipt.counted_urgency())
    }

    /// Whether the clock is in force for requests received on this day.
    pub fn is_in_force(&self, receipt: &Receipt) -> bool {
        self.from <= receipt.day
    }
}

/// The clocks, and the days and hours on which the plan is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockSettings {
    clocks: Vec<DueClock>,
    /// The days and hours on which the plan is open.
    pub calendar: Calendar,
}

impl Default for ClockSettings {
    fn default() -> Self {
        Self { clocks: federal_caps(), calendar: Calendar::default() }
    }
}

impl ClockSettings {
    /// Adds a clock. It can only make requests due earlier: the earliest end counts.
    pub fn add(&mut self, clock: DueClock) {
        self.clocks.push(clock);
    }

    /// Every clock: the federal caps, then those of the plan.
    pub fn clocks(&self) -> &[DueClock] {
        &self.clocks
    }

    /// Whether the plan has added no clock.
    pub fn are_federal_only(&self) -> bool {
        self.clocks.iter().all(|clock| clock.origin == Origin::Federal)
    }

    /// What to say while the plan has added no clock.
    pub const FEDERAL_ONLY: &'static str = "clocks: federal only";
}

/// The caps of 42 CFR 438.210(d). The standard cap was 14 calendar days before the
/// rating periods from 2026-01-01 and is not built in for those.
fn federal_caps() -> Vec<DueClock> {
    let cap = |name: &str, urgency, length, from, source: &str| {
        Some(DueClock {
            name: Text::new(name),
            length,
            urgency: Some(urgency),
            from: from?,
            source: Text::new(source),
            origin: Origin::Federal,
        })
    };
    let caps = [
        cap(
            "federal cap, standard",
            Urgency::Standard,
            Length::CalendarDays(7),
            NaiveDate::from_ymd_opt(2026, 1, 1),
            "42 CFR 438.210(d)(1), for rating periods from 2026-01-01",
        ),
        cap(
            "federal cap, expedited",
            Urgency::Expedited,
            Length::Hours(72),
            // The section as it is applies since then (438.210(f)).
            NaiveDate::from_ymd_opt(2017, 7, 1),
            "42 CFR 438.210(d)(2), for rating periods from 2017-07-01",
        ),
    ];
    caps.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn federal_caps_are_built_in() {
        let settings = ClockSettings::default();
        let caps: Vec<_> = settings
            .clocks()
            .iter()
            .map(|clock| (clock.length.to_string(), clock.urgency, clock.from.to_string()))
            .collect();
        let expected = [
            ("7 calendar days".to_owned(), Some(Urgency::Standard), "2026-01-01".to_owned()),
            ("72 hours".to_owned(), Some(Urgency::Expedited), "2017-07-01".to_owned()),
        ];
        assert_eq!(caps, expected);
        assert!(settings.clocks().iter().all(|clock| clock.source.raw().contains("42 CFR 438.210(d)")));
    }

    #[test]
    fn clocks_are_federal_only_until_the_plan_adds_one() {
        let mut settings = ClockSettings::default();
        assert!(settings.are_federal_only());
        settings.add(DueClock { origin: Origin::Plan, ..settings.clocks()[0].clone() });
        assert!(!settings.are_federal_only());
    }
}
