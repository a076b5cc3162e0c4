//! Information requests: the missing facts that could change a finding, to be
//! asked from the provider.

use std::fmt::{self, Write};

use crate::case::{
    Answer, Choice, End, Entry, Facts, Field, Onset, Part, PartialDate, QuestionId, Shape, State,
};

use super::edition::{Candidate, NumberedRule, PathwayRules};
use super::finding::Finding;
use super::item::Item;
use super::relevance::{RECORD_KEEPING, is_relevant, part_is_relevant};
use super::unit::Unit;
use super::verdict::Evaluation;

/// What the answer to another question must be for a fact to be needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionKind {
    /// Something is named.
    NotEmpty,
    /// A day is given.
    Day,
    /// A reason is given that can count.
    Reason,
}

impl ConditionKind {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotEmpty => "not-empty",
            Self::Day => "a-day",
            Self::Reason => "a-reason",
        }
    }
}

/// A fact is needed only if the answer to another question, requested with it, is of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The other question.
    pub question: QuestionId,
    /// What its answer must be.
    pub is: ConditionKind,
}

/// A missing fact that a determination asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationRequest {
    /// The items it serves, in the order of the policy; never empty.
    pub items: Vec<Item>,
    /// The question.
    pub question: QuestionId,
    /// For a list: the entry, counted from 0, and the part of it.
    pub entry: Option<(usize, Part)>,
    /// Whether it is unanswered, not documented, or known but not enough.
    pub state: State,
    /// What is asked for, in words.
    pub what: String,
    /// The answer to another question without which it is not needed.
    pub only_if: Option<Condition>,
    /// What the answer has to show; for a list, of each entry.
    pub show: Vec<Part>,
}

/// The missing facts to request for an item: none when they could not change its
/// finding, else all of them, so that one letter asks for everything.
pub(crate) fn of_item(
    candidate: &Candidate<'_>,
    numbered: &NumberedRule,
    evaluation: Evaluation,
) -> Vec<InformationRequest> {
    match stood_in_for(candidate, numbered.item) {
        Some(other) => of_pathway_stood_in_for(candidate, numbered, other),
        None => of_rule(&candidate.unit, numbered, evaluation),
    }
}

/// Requests the day of service: the edition that decides depends on it.
pub(crate) fn ask_for_service_date(unit: &Unit<'_>, item: Item, requests: &mut Vec<InformationRequest>) {
    let question = Field::ServiceDate.at(unit.side);
    if !requests.iter().any(|request| request.question == question) {
        let state = missing_state(unit.facts.answer(question).as_ref());
        requests.extend(state.map(|state| InformationRequest::new(item, question, None, state)));
    }
}

/// The pathway whose items this item replaces while its facts are missing.
fn stood_in_for<'a>(candidate: &Candidate<'a>, item: Item) -> Option<&'a PathwayRules> {
    let pathway = candidate.pathway?;
    let other = candidate.edition.pathway(pathway.stands_in_for?)?;
    candidate.edition.stands_in(pathway, item).then_some(other)
}

fn of_rule(unit: &Unit<'_>, numbered: &NumberedRule, evaluation: Evaluation) -> Vec<InformationRequest> {
    if !evaluation.can_change && evaluation.finding != Finding::Missing {
        return Vec::new();
    }
    let mut requests = missing(unit, numbered);
    let insufficient = (numbered.rule.insufficient)(unit);
    requests.extend(
        insufficient.map(|question| InformationRequest::new(numbered.item, question, None, State::Known)),
    );
    requests
}

/// The facts that select the pathway, and everything the replaced pathway would request.
fn of_pathway_stood_in_for(
    candidate: &Candidate<'_>,
    numbered: &NumberedRule,
    other: &PathwayRules,
) -> Vec<InformationRequest> {
    let unit = &candidate.unit;
    let own = candidate.pathway.map(|pathway| pathway.items.as_slice()).unwrap_or_default();
    let selecting = candidate.pathway.map(|pathway| pathway.selected_by).unwrap_or_default();
    let mut requests: Vec<InformationRequest> = selecting
        .iter()
        .map(|field| {
            let question = field.at(unit.side);
            let state = unit.facts.answer(question).map_or(State::Unanswered, |_| State::NotDocumented);
            InformationRequest::new(numbered.item, question, None, state)
        })
        .collect();
    for theirs in other.items.iter().filter(|theirs| !own.iter().any(|mine| mine.item == theirs.item)) {
        let evaluation = (theirs.rule.evaluate)(unit).evaluate();
        let theirs = of_rule(unit, theirs, evaluation).into_iter();
        requests.extend(theirs.map(|request| InformationRequest { items: vec![numbered.item], ..request }));
    }
    requests
}

/// Every missing fact that an item reads and that is asked for.
pub(crate) fn missing(unit: &Unit<'_>, numbered: &NumberedRule) -> Vec<InformationRequest> {
    let rule = numbered.rule;
    let is_asked = |field: &&Field| is_relevant(unit.facts, **field) && !RECORD_KEEPING.contains(field);
    let mut found = Vec::new();
    for field in rule.reads.iter().filter(is_asked) {
        missing_at(unit, numbered, field.at(unit.side), &mut found);
        if unit.both_requested() && rule.reads_of_other_joint.contains(field) {
            missing_at(unit, numbered, field.at(unit.side.other()), &mut found);
        }
    }
    found
}

fn missing_at(
    unit: &Unit<'_>,
    numbered: &NumberedRule,
    question: QuestionId,
    found: &mut Vec<InformationRequest>,
) {
    let request = |state| InformationRequest::new(numbered.item, question, None, state);
    match unit.facts.answer(question) {
        None => found.push(request(State::Unanswered)),
        Some(Answer::NotDocumented) => found.push(request(State::NotDocumented)),
        Some(Answer::Entries(entries)) => {
            let can_count = |(index, _): &(usize, &Entry)| {
                (numbered.rule.entry_can_count)(unit, question.field(), *index)
            };
            for (index, entry) in entries.iter().enumerate().filter(can_count) {
                found.extend(missing_parts(unit.facts, numbered, question, index, entry));
            }
        }
        Some(answer) if is_partial(&answer) => found.push(request(State::NotDocumented)),
        Some(_) => {}
    }
}

fn missing_parts(
    facts: &Facts,
    numbered: &NumberedRule,
    question: QuestionId,
    index: usize,
    entry: &Entry,
) -> Vec<InformationRequest> {
    let Shape::Entries(shapes) = facts.fact(question).shape() else { return Vec::new() };
    let read = shapes.iter().map(|shape| shape.part).filter(|part| numbered.rule.reads_part(*part));
    let missing = read.filter(|part| part_is_relevant(entry, *part)).filter_map(|part| {
        let state = missing_state(entry.part(part))?;
        Some(InformationRequest::new(numbered.item, question, Some((index, part)), state).with_entry(entry))
    });
    missing.collect()
}

/// The state of a missing or partial answer; `None` when it is fully known.
fn missing_state(answer: Option<&Answer>) -> Option<State> {
    match answer {
        None => Some(State::Unanswered),
        Some(Answer::NotDocumented) => Some(State::NotDocumented),
        Some(answer) => is_partial(answer).then_some(State::NotDocumented),
    }
}

/// A date known to the month or the year only.
fn is_partial(answer: &Answer) -> bool {
    let partial = |when: &PartialDate| !matches!(when, PartialDate::Day(_));
    match answer {
        Answer::PartialDate(when)
        | Answer::DateOrOngoing(End::On(when))
        | Answer::DateOrAgo(Onset::Since(when)) => partial(when),
        _ => false,
    }
}

impl InformationRequest {
    /// Whether it serves this item.
    pub fn serves(&self, item: Item) -> bool {
        self.items.contains(&item)
    }

    fn new(item: Item, question: QuestionId, entry: Option<(usize, Part)>, state: State) -> Self {
        let joint = question.side().map(|side| format!(", {} joint", side.name())).unwrap_or_default();
        let what = format!("{}{joint}", question.field().label());
        Self { items: vec![item], question, entry, state, what, only_if: None, show: Vec::new() }
    }

    /// Names the part and the entry of the list.
    fn with_entry(mut self, entry: &Entry) -> Self {
        if let Some((index, part)) = self.entry {
            let mut what = format!("{} of entry {}", part.label(), index + 1);
            // Writing to a string does not fail.
            let _ = identify_entry(&mut what, entry);
            self.what = format!("{what}, {}", self.what);
        }
        self
    }
}

/// The kind or the date of an entry, in brackets, to tell it from the others.
fn identify_entry(out: &mut String, entry: &Entry) -> fmt::Result {
    match (entry.part(Part::Kind), entry.part(Part::Date)) {
        (Some(Answer::Choice(kind)), _) => write!(out, " ({kind})"),
        (_, Some(Answer::PartialDate(when))) => write!(out, " ({when})"),
        _ => Ok(()),
    }
}
