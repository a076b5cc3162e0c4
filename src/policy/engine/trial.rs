//! A unit on trial: with other values for some of its missing facts, another day of
//! service, or other settings of the readings.

use crate::case::{Answer, DateRange, FactId, Facts, validate};

use super::reading::{Reading, ReadingSettings, Setting};
use super::unit::Unit;

/// A unit whose missing facts can be given values.
#[derive(Debug)]
pub(crate) struct Trial<'u> {
    unit: Unit<'u>,
    facts: Facts,
    readings: ReadingSettings,
}

impl<'u> Trial<'u> {
    /// The unit as it stands.
    pub(crate) fn of(unit: &Unit<'u>) -> Self {
        Self { unit: *unit, facts: unit.facts.clone(), readings: *unit.readings }
    }

    /// The unit with the values given so far.
    pub(crate) fn unit(&self) -> Unit<'_> {
        let unit: Unit<'_> = self.unit;
        let joint = self.facts.joint(unit.side);
        let service = joint.service_date.known().copied();
        let service_days = service.map_or(unit.service_days, DateRange::day);
        Unit { facts: &self.facts, joint, service, service_days, readings: &self.readings, ..unit }
    }

    /// Gives a fact a value, or makes it unanswered.
    pub(crate) fn set(&mut self, fact: FactId, answer: Option<&Answer>) {
        // A value of another shape changes nothing, and none is tried.
        let _ = self.facts.set_fact(fact, answer);
    }

    /// Whether the facts could be entered as they are.
    pub(crate) fn is_possible(&self) -> bool {
        validate(&self.facts).is_empty()
    }

    /// Settles a reading as `met`, or leaves it unsettled.
    pub(crate) fn settle(&mut self, reading: Reading, met: bool) {
        let setting = if met { Setting::Met } else { Setting::Unsettled };
        self.readings = self.readings.with(reading, setting);
    }
}
