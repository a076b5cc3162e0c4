//! The search behind the ways to meet one criterion: tries every set of steps, the
//! smallest first.

use chrono::NaiveDate;

use crate::case::{Answer, FactId, Field, QuestionId};

use super::criterion::Criterion;
use super::finding::Finding;
use super::gap::{Gap, Gaps};
use super::information_requests::name_entry;
use super::reading::{Reading, Setting};
use super::step_set::StepSet;
use super::trial::Trial;
use super::unit::Unit;
use super::verdict::VerdictSet;
use super::way::{Way, WayStep};

/// The most steps of which every set is tried; of more, the first ones are.
const MOST_STEPS: usize = 14;

/// The most evaluations spent on one criterion.
const MOST_EVALUATIONS: u32 = 8_000;

/// A step that can be taken or not.
enum Candidate {
    Reading(Reading),
    Fact(Gap),
    ServiceDate,
}

/// A set of steps, and whether a clinician answers, too.
#[derive(Debug, Clone, Copy)]
struct Steps {
    set: StepSet,
    clinician: bool,
}

pub(super) struct Search<'s, 'u> {
    unit: &'s Unit<'u>,
    criterion: &'s Criterion,
    candidates: Vec<Candidate>,
    trial: Trial<'u>,
    evaluations: u32,
    most_evaluations: u32,
}

impl<'s, 'u> Search<'s, 'u> {
    pub(super) fn new(unit: &'s Unit<'u>, criterion: &'s Criterion, again: Option<Gap>) -> Self {
        let mut trial = Trial::of(unit);
        let gaps = Gaps::of(criterion, &trial).into_all(criterion, &mut trial).into_iter().chain(again);
        let unsettled = |reading: &&Reading| unit.readings.of(**reading) == Setting::Unsettled;
        let readings = criterion.readings.iter().filter(unsettled).copied().map(Candidate::Reading);
        let service = Field::ServiceDate.at(unit.side);
        let service_date = criterion.reads.contains(&Field::ServiceDate).then_some(Candidate::ServiceDate);
        let facts = gaps.filter(|gap| gap.fact.question != service).map(Candidate::Fact);
        let mut candidates: Vec<Candidate> = service_date.into_iter().chain(readings).chain(facts).collect();
        candidates.truncate(MOST_STEPS);
        let most_evaluations = MOST_EVALUATIONS / (1 + entries(unit, criterion).pow(2) / 16);
        Self { unit, criterion, candidates, trial, evaluations: 0, most_evaluations }
    }

    /// The sets of steps that meet the criterion, and of which none can be left out; with
    /// `clinician`, a clinician's answer is one step of each.
    /// Most often there is one: the steps without which all the others are not enough.
    pub(super) fn minimal_sets(&mut self, clinician: bool) -> Vec<Way> {
        let (all, steps) = (self.all(), |set| Steps { set, clinician });
        if self.meets(steps(all)).is_none() {
            return Vec::new();
        }
        let each = 0..self.candidates.len();
        let needed =
            each.filter(|index| self.meets(steps(all.without(self.with_what_hangs_on(*index)))).is_none());
        let needed = needed.map(StepSet::one).fold(StepSet::NONE, StepSet::with);
        let mut enough: Vec<(StepSet, Option<NaiveDate>)> = Vec::new();
        for set in all.without(needed).by_size().map(|more| needed.with(more)) {
            // Of a set that meets it without a day, or of this day, nothing larger is needed.
            let smaller: Vec<Option<NaiveDate>> =
                enough.iter().filter(|(known, _)| set.contains(*known)).map(|(_, day)| *day).collect();
            if smaller.contains(&None) || self.is_exhausted() {
                continue;
            }
            let earlier = |day: &Option<NaiveDate>| smaller.iter().all(|known| day < known);
            enough.extend(self.meets(steps(set)).filter(earlier).map(|day| (set, day)));
        }
        enough.into_iter().map(|(set, day)| self.way(steps(set), day)).collect()
    }

    /// The sets of steps with which fewer more days of therapy are needed than with any
    /// smaller set, each with those days.
    pub(super) fn with_more_days(&mut self) -> Vec<Way> {
        if (self.criterion.days_short)(self.unit).is_none() {
            return Vec::new();
        }
        let mut needed: Vec<(StepSet, u32)> = Vec::new();
        let mut found = Vec::new();
        for set in self.all().by_size() {
            if self.is_exhausted() {
                break;
            }
            let steps = Steps { set, clinician: false };
            let Some((question, days)) = self.fewest_days(steps) else { continue };
            let smaller = needed.iter().filter(|(known, _)| set.contains(*known));
            if smaller.map(|(_, days)| *days).min().is_none_or(|least| days < least) {
                needed.push((set, days));
                let mut way = self.way(steps, None);
                way.0.push(WayStep::Days { question, days });
                found.extend((days > 0).then_some(way));
            }
        }
        found
    }

    fn all(&self) -> StepSet {
        StepSet::first(self.candidates.len())
    }

    fn is_exhausted(&self) -> bool {
        self.evaluations > self.most_evaluations
    }

    /// Whether a set of steps meets the criterion for sure; with the first day of service
    /// that does, if that is one of the steps.
    fn meets(&mut self, steps: Steps) -> Option<Option<NaiveDate>> {
        let takes_service = self.index_of_service().is_some_and(|index| steps.set.has(index));
        if takes_service && !self.knows_every_list(steps) {
            return None;
        }
        let mut first: Option<Option<NaiveDate>> = None;
        self.for_each_value(steps, 0, &mut |search| {
            let met = search.met_now(steps, takes_service);
            if let Some(day) = met {
                first = Some(first.map_or(day, |earlier| earlier.min(day)));
            }
            met.is_some() && !takes_service
        });
        first
    }

    /// A step, and the day of service with a missing list.
    fn with_what_hangs_on(&self, index: usize) -> StepSet {
        let is_list =
            matches!(&self.candidates[index], Candidate::Fact(gap) if gap.is_missing_list(self.unit));
        let service = self.index_of_service().filter(|_| is_list);
        service.into_iter().map(StepSet::one).fold(StepSet::one(index), StepSet::with)
    }

    /// While a list is missing, a day would be advised only to be later than all that it
    /// could hold: the list is asked for instead.
    fn knows_every_list(&self, steps: Steps) -> bool {
        let each = self.candidates.iter().enumerate();
        let mut lists = each.filter_map(|(index, candidate)| match candidate {
            Candidate::Fact(gap) if gap.is_missing_list(self.unit) => Some(index),
            _ => None,
        });
        lists.all(|index| steps.set.has(index))
    }

    /// Takes the steps from `next` on, with every value of the facts among them, until
    /// `done` says so.
    fn for_each_value(
        &mut self,
        steps: Steps,
        next: usize,
        done: &mut impl FnMut(&mut Self) -> bool,
    ) -> bool {
        let Some(index) = (next..self.candidates.len()).find(|index| steps.set.has(*index)) else {
            return done(self);
        };
        match &self.candidates[index] {
            Candidate::ServiceDate => self.for_each_value(steps, index + 1, done),
            Candidate::Reading(reading) => {
                let reading = *reading;
                self.trial.settle(reading, true);
                let ended = self.for_each_value(steps, index + 1, done);
                self.trial.settle(reading, false);
                ended
            }
            Candidate::Fact(gap) => {
                let (fact, before, values) = (gap.fact, gap.answer.clone(), gap.few_values().to_vec());
                let ended = values
                    .iter()
                    .any(|value| self.try_value(fact, value) && self.for_each_value(steps, index + 1, done));
                self.trial.set(fact, before.as_ref());
                ended
            }
        }
    }

    /// Gives a fact a value; false where that is impossible, or nothing could be met then.
    fn try_value(&mut self, fact: FactId, value: &Answer) -> bool {
        self.trial.set(fact, Some(value));
        self.evaluations += 1;
        !self.is_exhausted() && self.trial.is_possible()
    }

    /// Whether the criterion is met as the trial stands, on the planned day of service or
    /// on the first later one that meets it.
    fn met_now(&mut self, steps: Steps, takes_service: bool) -> Option<Option<NaiveDate>> {
        if !takes_service {
            self.evaluations += 1;
            let results = (self.criterion.evaluate)(&self.trial.unit());
            return is_met(results, steps.clinician).then_some(None);
        }
        let days = self.service_days();
        self.evaluations += u32::try_from(days.len()).unwrap_or(u32::MAX);
        let unit = self.trial.unit();
        let met_on =
            |day: &NaiveDate| is_met((self.criterion.evaluate)(&unit.with_service_on(*day)), steps.clinician);
        days.into_iter().find(met_on).map(Some)
    }

    /// The days of service on which the result can turn, from the planned one on.
    fn service_days(&self) -> Vec<NaiveDate> {
        let unit = self.trial.unit();
        let mut days = (self.criterion.change_days)(&unit);
        days.extend([self.unit.first_service(), self.unit.governed_from]);
        days.retain(|day| *day >= self.unit.first_service() && *day >= self.unit.governed_from);
        days.sort_unstable();
        days
    }

    /// The fewest more days of therapy that are needed after a set of steps.
    fn fewest_days(&mut self, steps: Steps) -> Option<(QuestionId, u32)> {
        let mut each: Vec<(QuestionId, u32)> = Vec::new();
        self.for_each_value(steps, 0, &mut |search| {
            search.evaluations += 1;
            each.extend((search.criterion.days_short)(&search.trial.unit()));
            false
        });
        each.into_iter().min_by_key(|(_, days)| *days)
    }

    fn index_of_service(&self) -> Option<usize> {
        self.candidates.iter().position(|candidate| matches!(candidate, Candidate::ServiceDate))
    }

    fn way(&self, steps: Steps, day: Option<NaiveDate>) -> Way {
        let taken = self.candidates.iter().enumerate().filter(|(index, _)| steps.set.has(*index));
        let mut way: Vec<WayStep> = taken.filter_map(|(_, candidate)| self.step(candidate, day)).collect();
        way.extend(steps.clinician.then_some(WayStep::Clinician));
        Way(way)
    }

    fn step(&self, candidate: &Candidate, day: Option<NaiveDate>) -> Option<WayStep> {
        match candidate {
            Candidate::Reading(reading) => Some(WayStep::Reading(*reading)),
            Candidate::ServiceDate => day.map(WayStep::ServiceDate),
            Candidate::Fact(gap) => {
                Some(WayStep::Fact { fact: gap.fact, what: name_entry(self.unit.facts, gap.fact) })
            }
        }
    }
}

/// The entries of the lists that a criterion reads: an evaluation takes longer with more.
fn entries(unit: &Unit<'_>, criterion: &Criterion) -> u32 {
    let counts = criterion.reads.iter().map(|field| unit.facts.fact(field.at(unit.side)).entry_count());
    // A list has at most 50 entries.
    u32::try_from(counts.sum::<usize>()).unwrap_or(0)
}

/// Whether every result is met; with a clinician's answer, also what needs judgement.
fn is_met(results: VerdictSet, clinician: bool) -> bool {
    let judged = |finding: Finding| clinician && finding == Finding::Unclear && results.has_no_reading();
    let met = |finding: Finding| matches!(finding, Finding::Met | Finding::NotApplicable) || judged(finding);
    results.findings().all(met)
}

#[cfg(test)]
mod tests;
