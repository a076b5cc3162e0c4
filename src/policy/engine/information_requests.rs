//! Information requests: the missing facts that could change a finding, to be
//! asked from the provider.

use std::fmt::{self, Write};

use crate::case::{Answer, Choice, Entry, FactId, Facts, Field, Laterality, Part, QuestionId, Shape, State};

use super::edition::Candidate;
use super::finding::Finding;
use super::gap::Gap;
use super::item::Item;
use super::joint_unit::JointUnit;
use super::pathway::{NumberedRule, PathwayRules};
use super::relevance::{Condition, RECORD_KEEPING};
use super::rule::Rule;
use super::unit::Unit;
use super::verdict::Evaluation;

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

/// The missing facts to request for an item: those that could change its finding, so
/// that one letter asks for everything and nothing in it is idle.
pub(crate) fn of_item<'a>(
    joint: &JointUnit<'a>,
    candidate: &Candidate<'a>,
    numbered: &NumberedRule,
    evaluation: Evaluation,
) -> Vec<InformationRequest> {
    if let Some(other) = candidate.stood_in_for(numbered.item) {
        return of_pathway_stood_in_for(joint, candidate, numbered.item, other);
    }
    let mut requests = of_rule(joint, candidate, numbered, numbered.item);
    // A known answer is asked about again only where nothing is decided without it.
    requests.retain(|request| request.state != State::Known || evaluation.finding == Finding::Missing);
    requests
}

/// Requests the missing day of service: the edition that decides depends on it.
pub(crate) fn ask_for_service_date(unit: &Unit<'_>, item: Item, requests: &mut Vec<InformationRequest>) {
    let fact = FactId { question: Field::ServiceDate.at(unit.side), entry: None };
    if !requests.iter().any(|request| request.question == fact.question) {
        requests.push(InformationRequest::new(item, fact, unit.facts.state(fact)));
    }
}

fn of_rule<'a>(
    joint: &JointUnit<'a>,
    candidate: &Candidate<'a>,
    numbered: &NumberedRule,
    item: Item,
) -> Vec<InformationRequest> {
    let influences = joint.influences_on(candidate, numbered).into_iter();
    let deciding = influences.filter(|influence| influence.finding);
    deciding.map(|influence| of_gap(&candidate.unit, numbered.rule, item, influence.gap)).collect()
}

fn of_gap(unit: &Unit<'_>, rule: &Rule, item: Item, gap: Gap) -> InformationRequest {
    let show =
        if gap.is_missing_list(unit) { parts_read(unit.facts, rule, gap.fact.question) } else { Vec::new() };
    let request = InformationRequest::new(item, gap.fact, gap.state);
    InformationRequest { only_if: gap.only_if, show, ..request }.naming_entry(unit.facts)
}

/// The parts that a rule reads of each entry of a list.
fn parts_read(facts: &Facts, rule: &Rule, question: QuestionId) -> Vec<Part> {
    let Shape::Entries(shapes) = facts.fact(question).shape() else { return Vec::new() };
    shapes.iter().map(|shape| shape.part).filter(|part| rule.whole.reads_part(*part)).collect()
}

/// The facts that select the pathway, and everything the replaced pathway would request.
fn of_pathway_stood_in_for<'a>(
    joint: &JointUnit<'a>,
    candidate: &Candidate<'a>,
    item: Item,
    other: &'a PathwayRules,
) -> Vec<InformationRequest> {
    let unit = &candidate.unit;
    let selecting = candidate.pathway.map(|pathway| pathway.selected_by).unwrap_or_default();
    let mut requests: Vec<InformationRequest> = selecting
        .iter()
        .map(|field| {
            let fact = FactId { question: field.at(unit.side), entry: None };
            let show = [Part::Date, Part::ReliefMonths].to_vec();
            InformationRequest { show, ..InformationRequest::new(item, fact, unit.facts.state(fact)) }
        })
        .collect();
    for theirs in candidate.only_of(other) {
        requests.extend(of_rule(joint, candidate, theirs, item));
    }
    requests
}

/// The facts that a billed line lacks.
pub(crate) fn of_line(facts: &Facts, numbered: &NumberedRule) -> Vec<InformationRequest> {
    let asked = numbered.rule.whole.reads.iter().filter(|field| !RECORD_KEEPING.contains(field));
    // Lines are billed for the case: none of these is a field of a joint.
    let asked = asked.map(|field| FactId { question: field.at(Laterality::Left), entry: None });
    let missing =
        asked.filter_map(|fact| Some((fact, facts.state(fact))).filter(|(_, state)| *state != State::Known));
    missing.map(|(fact, state)| InformationRequest::new(numbered.item, fact, state)).collect()
}

impl InformationRequest {
    /// Whether it serves this item.
    pub fn serves(&self, item: Item) -> bool {
        self.items.contains(&item)
    }

    fn new(item: Item, fact: FactId, state: State) -> Self {
        let FactId { question, entry } = fact;
        let what = fact_in_words(fact);
        Self { items: vec![item], question, entry, state, what, only_if: None, show: Vec::new() }
    }

    /// The fact that is asked for.
    pub fn fact(&self) -> FactId {
        FactId { question: self.question, entry: self.entry }
    }

    fn naming_entry(self, facts: &Facts) -> Self {
        let what = name_entry(facts, self.fact());
        Self { what, ..self }
    }

    /// Adds the items and the parts of another request for the same fact.
    pub(crate) fn merge(&mut self, other: &Self) {
        let new = other.items.iter().filter(|item| !self.items.contains(item));
        let new: Vec<Item> = new.copied().collect();
        self.items.extend(new);
        self.show.extend(&other.show);
        self.show.sort_unstable();
        self.show.dedup();
    }
}

/// A question in words, with its joint.
fn fact_in_words(fact: FactId) -> String {
    let joint = fact.question.side().map(|side| format!(", {} joint", side.name())).unwrap_or_default();
    format!("{}{joint}", fact.question.field().label())
}

/// A fact in words, with the part and the entry of its list.
pub(crate) fn name_entry(facts: &Facts, fact: FactId) -> String {
    let whole = fact_in_words(fact);
    let Some((index, part)) = fact.entry else { return whole };
    let mut what = format!("{} of entry {}", part.label(), index + 1);
    let entry = facts.entries(fact.question).into_iter().nth(index).unwrap_or_default();
    // Writing to a string does not fail.
    let _ = identify_entry(&mut what, &entry);
    format!("{what}, {whole}")
}

/// The kind or the date of an entry, in brackets, to tell it from the others.
fn identify_entry(out: &mut String, entry: &Entry) -> fmt::Result {
    match (entry.part(Part::Kind), entry.part(Part::Date)) {
        (Some(Answer::Choice(kind)), _) => write!(out, " ({kind})"),
        (_, Some(Answer::PartialDate(when))) => write!(out, " ({when})"),
        _ => Ok(()),
    }
}
