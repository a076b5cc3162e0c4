//! The missing facts that a criterion reads, and those known only to the month or
//! the year.

use crate::case::{Answer, Entry, FactId, Part, QuestionId, Shape, State};

use super::criterion::Criterion;
use super::possible_values::MissingFact;
use super::relevance::{Condition, RECORD_KEEPING, condition, holds, part_is_relevant};
use super::trial::Trial;
use super::unit::Unit;
use super::verdict::VerdictSet;

/// A fact that is missing, or known only to the month or the year.
#[derive(Debug, Clone)]
pub(crate) struct Gap {
    pub(crate) fact: FactId,
    /// Unanswered or not documented; a date known to the month or the year counts as
    /// not documented.
    pub(crate) state: State,
    /// The answer as it stands.
    pub(crate) answer: Option<Answer>,
    /// The answer without which it is not needed, while that answer is missing, too.
    pub(crate) only_if: Option<Condition>,
    /// Values it could have: at least one for each possible result.
    pub(crate) values: Vec<Answer>,
    /// Some of them, for a first look: where the earliest and the latest are the best and
    /// the worst, these two; else one for each set of results.
    few: Vec<Answer>,
    /// Whether the earliest and the latest value are the best and the worst.
    pub(crate) is_monotone: bool,
}

impl Gap {
    /// The values between which it makes the most difference.
    pub(crate) fn telling_values(&self) -> &[Answer] {
        if self.is_monotone { &self.few } else { &self.values }
    }

    /// Some of its values, for a first look; all, where they are few anyway.
    pub(crate) fn few_values(&self) -> &[Answer] {
        if self.few.is_empty() { &self.values } else { &self.few }
    }

    /// Whether the value of another fact limits which values this one can have: relief is
    /// never longer than the time since the procedure.
    pub(crate) fn is_limited_by(&self, other: &Self) -> bool {
        let parts = |gap: &Self| gap.fact.entry.map(|(index, part)| (gap.fact.question, index, part));
        match (parts(self), parts(other)) {
            (Some((question, index, part)), Some((same, other, limiting))) => {
                let pair = [part, limiting];
                (question, index) == (same, other)
                    && (pair == [Part::Date, Part::ReliefMonths] || pair == [Part::ReliefMonths, Part::Date])
            }
            _ => false,
        }
    }

    /// Whether the list as a whole is missing.
    pub(crate) fn is_missing_list(&self, unit: &Unit<'_>) -> bool {
        self.fact.entry.is_none() && matches!(unit.facts.fact(self.fact.question).shape(), Shape::Entries(_))
    }
}

/// Of more values than this, few are picked for a first look.
const FEW_VALUES: usize = 4;

impl Gap {
    /// The same gap, for what only names it.
    pub(crate) fn without_values(&self) -> Self {
        let Self { fact, state, answer, only_if, .. } = self;
        Self {
            fact: *fact,
            state: *state,
            answer: answer.clone(),
            only_if: *only_if,
            values: Vec::new(),
            few: Vec::new(),
            is_monotone: self.is_monotone,
        }
    }

    /// Picks the first and the last value, and one for each different set of results: as the
    /// trial stands, and without any entry in the lists that are missing. While a list could
    /// hold anything, values can look alike that are not.
    fn pick_few(&mut self, criterion: &Criterion, trial: &mut Trial<'_>, missing_lists: &[MissingList]) {
        if self.is_monotone || self.values.len() <= FEW_VALUES {
            return;
        }
        let last = self.values.len() - 1;
        let mut picked: Vec<(&Answer, [VerdictSet; 2])> = Vec::new();
        for (index, value) in self.values.iter().enumerate() {
            trial.set(self.fact, Some(value));
            let open = (criterion.evaluate)(&trial.unit());
            let results = [open, without_entries(criterion, trial, missing_lists).unwrap_or(open)];
            let is_new = picked.iter().all(|(_, known)| *known != results);
            if index == 0 || index == last || is_new {
                picked.push((value, results));
            }
        }
        trial.set(self.fact, self.answer.as_ref());
        self.few = picked.into_iter().map(|(value, _)| value.clone()).collect();
    }
}

/// A list that is missing: its fact, and what stands in its place.
type MissingList = (FactId, Option<Answer>);

/// The results without any entry in the missing lists; `None` if no list is missing.
fn without_entries(
    criterion: &Criterion,
    trial: &mut Trial<'_>,
    missing_lists: &[MissingList],
) -> Option<VerdictSet> {
    missing_lists.first()?;
    for (list, _) in missing_lists {
        trial.set(*list, Some(&Answer::Entries(Vec::new())));
    }
    let results = (criterion.evaluate)(&trial.unit());
    for (list, before) in missing_lists {
        trial.set(*list, before.as_ref());
    }
    Some(results)
}

/// The gaps in what a criterion reads.
pub(crate) struct Gaps {
    all: Vec<Gap>,
    has_few: bool,
}

impl Gaps {
    pub(crate) fn of(criterion: &Criterion, trial: &Trial<'_>) -> Self {
        Self { all: all_gaps(&trial.unit(), criterion), has_few: false }
    }

    pub(crate) fn add(&mut self, gap: Option<Gap>) {
        self.all.extend(gap);
    }

    pub(crate) fn all(&self) -> &[Gap] {
        &self.all
    }

    /// The same, each with few values for a first look.
    pub(crate) fn with_few_values(&mut self, criterion: &Criterion, trial: &mut Trial<'_>) -> &[Gap] {
        if !self.has_few {
            let lists = self.all.iter().filter(|gap| gap.is_missing_list(&trial.unit()));
            let lists: Vec<MissingList> = lists.map(|gap| (gap.fact, gap.answer.clone())).collect();
            self.all.iter_mut().for_each(|gap| {
                let others: Vec<MissingList> =
                    lists.iter().filter(|(list, _)| *list != gap.fact).cloned().collect();
                gap.pick_few(criterion, trial, &others);
            });
            self.has_few = true;
        }
        &self.all
    }

    pub(crate) fn into_all(mut self, criterion: &Criterion, trial: &mut Trial<'_>) -> Vec<Gap> {
        self.with_few_values(criterion, trial);
        self.all
    }
}

fn all_gaps(unit: &Unit<'_>, criterion: &Criterion) -> Vec<Gap> {
    let mut found = Vec::new();
    for field in criterion.reads.iter().filter(|field| !RECORD_KEEPING.contains(field)) {
        let only_if = condition(*field);
        let held = only_if.map(|condition| holds(unit.facts, condition));
        // Not needed: the answer it depends on says so.
        if held == Some(Some(false)) {
            continue;
        }
        let only_if = only_if.filter(|_| held == Some(None));
        let mut at = |question| gaps_at(unit, criterion, question, only_if, &mut found);
        at(field.at(unit.side));
        if unit.both_requested() && criterion.reads_of_other_joint.contains(field) {
            at(field.at(unit.side.other()));
        }
    }
    found
}

fn gaps_at(
    unit: &Unit<'_>,
    criterion: &Criterion,
    question: QuestionId,
    only_if: Option<Condition>,
    found: &mut Vec<Gap>,
) {
    let known = unit.facts.fact(question);
    let whole = FactId { question, entry: None };
    match known.shape() {
        Shape::Entries(shapes) if known.state() == State::Known => {
            let parts = shapes.iter().filter(|shape| !shape.required && criterion.reads_part(shape.part));
            let parts: Vec<(Part, Shape)> = parts.map(|shape| (shape.part, shape.shape)).collect();
            entry_gaps(unit, criterion, question, &parts, found);
        }
        shape => found.extend(gap(unit, criterion, whole, shape, only_if)),
    }
}

fn entry_gaps(
    unit: &Unit<'_>,
    criterion: &Criterion,
    question: QuestionId,
    parts: &[(Part, Shape)],
    found: &mut Vec<Gap>,
) {
    let known = unit.facts.fact(question);
    // Made only where a part depends on the kind of therapy.
    let mut entries: Option<Vec<Entry>> = None;
    for index in 0..known.entry_count() {
        for (part, shape) in parts {
            let fact = FactId { question, entry: Some((index, *part)) };
            let Some(gap) = gap(unit, criterion, fact, *shape, None) else { continue };
            let entries = entries.get_or_insert_with(|| unit.facts.entries(question));
            if entries.get(index).is_some_and(|entry| part_is_relevant(entry, *part)) {
                found.push(gap);
            }
        }
    }
}

fn gap(
    unit: &Unit<'_>,
    criterion: &Criterion,
    fact: FactId,
    shape: Shape,
    only_if: Option<Condition>,
) -> Option<Gap> {
    let (state, answer) = match unit.facts.state(fact) {
        State::Known => (State::NotDocumented, Some(unit.facts.answer_to(fact).filter(is_partial)?)),
        State::NotDocumented => (State::NotDocumented, Some(Answer::NotDocumented)),
        State::Unanswered => (State::Unanswered, None),
    };
    let missing = MissingFact { unit, criterion, fact, shape, known: answer.as_ref() };
    let (values, extremes) = missing.possible_values();
    let (is_monotone, few) = (extremes.is_some(), extremes.map_or_else(Vec::new, Vec::from));
    Some(Gap { fact, state, answer, only_if, values, few, is_monotone })
}

/// A fact whose answer is known and not enough, as one that can be given again.
pub(crate) fn known_but_not_enough(unit: &Unit<'_>, question: QuestionId) -> Option<Gap> {
    let fact = FactId { question, entry: None };
    let Shape::Choice(names) = unit.facts.fact(question).shape() else { return None };
    let values: Vec<Answer> = names.iter().map(|name| Answer::Choice(name)).collect();
    let (few, answer) = (Vec::new(), unit.facts.answer(question));
    Some(Gap { fact, state: State::Known, answer, only_if: None, values, few, is_monotone: false })
}

/// Whether a date is known to the month or the year only.
fn is_partial(answer: &Answer) -> bool {
    answer.date().is_some_and(|when| !when.is_day())
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::super::limits::Limits;
    use super::super::test_unit;
    use super::super::unit::Essentials;
    use super::super::verdict::Verdict;
    use super::*;
    use crate::case::{Fact, Facts, Field, Laterality, PartialDate, RequestedSide};

    fn gap(field: Field, entry: Option<(usize, Part)>) -> Gap {
        let fact = FactId { question: field.at(Laterality::Left), entry };
        let state = State::Unanswered;
        Gap {
            fact,
            state,
            answer: None,
            only_if: None,
            values: Vec::new(),
            few: Vec::new(),
            is_monotone: false,
        }
    }

    #[test]
    fn date_and_relief_of_one_procedure_limit_each_other() {
        let part = |index, part| gap(Field::Ablations, Some((index, part)));
        let (date, relief) = (part(0, Part::Date), part(0, Part::ReliefMonths));
        assert!(date.is_limited_by(&relief) && relief.is_limited_by(&date));
        assert!(!date.is_limited_by(&part(1, Part::ReliefMonths)), "of another procedure");
        assert!(
            !date.is_limited_by(&part(0, Part::Date)) && !relief.is_limited_by(&part(0, Part::ReliefMonths))
        );
        let injection = |part| gap(Field::Injections, Some((0, part)));
        assert!(!date.is_limited_by(&injection(Part::ReliefMonths)), "of another list");
        assert!(!injection(Part::Date).is_limited_by(&injection(Part::Purpose)));
        assert!(!gap(Field::Ablations, None).is_limited_by(&date), "a list as a whole");
    }

    /// Met when the injection was before this year, unclear on its first day.
    fn before_this_year(unit: &Unit<'_>) -> VerdictSet {
        let injections = unit.joint.injections.known().map(Vec::as_slice).unwrap_or_default();
        let Some(Fact::Known(PartialDate::Day(day))) = injections.first().map(|first| first.date) else {
            return VerdictSet::between(Verdict::MET, Verdict::NOT_MET);
        };
        VerdictSet::only(match day.cmp(&test_unit::day("2026-01-01")) {
            Ordering::Less => Verdict::MET,
            Ordering::Equal => Verdict::CLINICAL_JUDGEMENT,
            Ordering::Greater => Verdict::NOT_MET,
        })
    }

    static BEFORE_THIS_YEAR: Criterion = Criterion {
        reads: &[Field::Injections],
        parts: &[&[Part::Date]],
        limits: &[Limits::THERAPEUTIC_MONTHS],
        evaluate: before_this_year,
        ..Criterion::BLANK
    };

    #[test]
    fn few_values_are_the_first_the_last_and_one_of_each_result() {
        let other = test_unit::procedure_on("2026-01-01");
        let facts = test_unit::listing(Field::Injections, vec![Entry::default(), other]);
        let mut trial = Trial::of(&test_unit::unit(&facts));
        let gaps = Gaps::of(&BEFORE_THIS_YEAR, &trial).into_all(&BEFORE_THIS_YEAR, &mut trial);
        let [gap] = gaps.as_slice() else { panic!("{gaps:?}") };
        let date = |day| Answer::PartialDate(PartialDate::Day(day));
        let days = ["1926-03-02", "2026-01-01", "2026-01-02", "2026-03-02"].map(test_unit::day).map(date);
        assert_eq!(gap.few_values(), days);
        assert!(gap.values.len() > days.len() && gap.telling_values() == gap.values);
        assert_eq!(trial.unit().facts, &facts, "the trial is as before");
    }

    #[test]
    fn facts_of_the_other_joint_are_missing_only_where_both_are_requested_and_they_are_read() {
        static BOTH_DAYS: Criterion = Criterion {
            reads: &[Field::ServiceDate, Field::SijPain],
            reads_of_other_joint: &[Field::ServiceDate],
            ..Criterion::BLANK
        };
        let facts = Facts::default();
        let left = test_unit::unit(&facts);
        let missing = |side: RequestedSide| -> Vec<String> {
            let unit = Unit { essentials: Essentials { side, ..left.essentials }, ..left };
            let gaps = Gaps::of(&BOTH_DAYS, &Trial::of(&unit));
            gaps.all().iter().map(|gap| gap.fact.question.to_string()).collect()
        };
        assert_eq!(missing(RequestedSide::Left), ["left.service_date", "left.sij_pain"]);
        let both = ["left.service_date", "right.service_date", "left.sij_pain"];
        assert_eq!(missing(RequestedSide::Both), both);
    }
}
