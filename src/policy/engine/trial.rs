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

#[cfg(test)]
mod tests {
    use super::super::test_unit::{day, listing, procedure_on, unit};
    use super::*;
    use crate::case::{Decimal, Field, Laterality, Part, Required};

    #[test]
    fn day_of_service_on_trial_is_that_of_the_unit() {
        let facts = Facts::default();
        let mut trial = Trial::of(&unit(&facts));
        let fact = FactId { question: Field::ServiceDate.at(Laterality::Left), entry: None };
        trial.set(fact, Some(&Answer::Day(day("2026-04-01"))));
        let on_trial = trial.unit();
        assert_eq!(on_trial.service, Some(day("2026-04-01")));
        assert_eq!(on_trial.service_days, DateRange::day(day("2026-04-01")));
        trial.set(fact, None);
        assert_eq!(trial.unit().service, None);
        assert_eq!(trial.unit().service_days, unit(&facts).service_days);
    }

    #[test]
    fn relief_that_lasted_longer_than_since_the_ablation_is_not_possible() {
        let mut facts = listing(Field::Ablations, vec![procedure_on("2025-12-10")]);
        facts.request.received = Required(Some(day("2026-03-02")));
        let mut trial = Trial::of(&unit(&facts));
        let question = Field::Ablations.at(Laterality::Left);
        let relief = FactId { question, entry: Some((0, Part::ReliefMonths)) };
        for (months, possible) in [(2, true), (3, false)] {
            trial.set(relief, Some(&Answer::Number(Decimal::whole(months))));
            assert_eq!(trial.is_possible(), possible, "{months}");
        }
    }

    #[test]
    fn reading_on_trial_is_settled_and_then_left_open() {
        let facts = Facts::default();
        let mut trial = Trial::of(&unit(&facts));
        let reading = crate::policy::Reading::REGISTER[0];
        for (met, setting) in [(true, Setting::Met), (false, Setting::Unsettled)] {
            trial.settle(reading, met);
            assert_eq!(trial.unit().readings.of(reading), setting);
        }
    }
}
