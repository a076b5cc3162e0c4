//! What is asked: the facts the applicable items read, and among the missing
//! ones those that matter.

use std::fmt::{self, Write};

use crate::case::{
    ActiveKind, Answer, Choice, End, Entry, Fact, Facts, Field, InactiveKind, Item, Laterality, Onset,
    OtherBlock, Part, PartialDate, QuestionId, Report, Shape, State,
};

use super::PolicySettings;
use super::finding::{Evaluation, Finding};
use super::pathway::{NEEDED, Pathway};
use super::rule::Rule;
use super::therapy::Episode;
use super::unit::{Needs, Unit};

/// A missing fact that a determination asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationRequest {
    /// The item it would decide.
    pub item: Item,
    /// The question.
    pub question: QuestionId,
    /// Of a list: which entry, counted from 0, and which part of it.
    pub entry: Option<(usize, Part)>,
    /// Whether nobody asked, or the record does not say.
    pub state: State,
    /// What is asked for, in words.
    pub what: String,
}

/// Facts that are kept for the record and that no item decides on.
const RECORD_KEEPING: [Field; 4] = [Field::MemberName, Field::BirthDate, Field::Codes, Field::Diagnoses];

/// The places that are asked for in this request, in the order of the file.
pub fn applicable(facts: &Facts) -> Vec<QuestionId> {
    let mut wanted: Vec<QuestionId> =
        NEEDED.iter().chain(&RECORD_KEEPING[..2]).map(|f| f.at(Laterality::Left)).collect();
    for_each_unit(facts, |unit| {
        wanted.push(Field::ServiceDate.at(unit.side));
        let Some(pathway) = unit.pathway() else { return };
        let told_by = pathway.told_by().iter();
        wanted.extend(RECORD_KEEPING.iter().chain(told_by).map(|field| field.at(unit.side)));
        for rule in rules(pathway) {
            let bearing = rule.reads.iter().filter(|field| is_relevant(facts, **field));
            wanted.extend(bearing.map(|field| field.at(unit.side)));
        }
        if unit.both_requested() && pathway.items().contains(&Item::DIC3) {
            wanted.push(Field::ServiceDate.at(unit.side.other()));
        }
    });
    QuestionId::all().filter(|question| wanted.contains(question)).collect()
}

/// The places whose answers count: those that are asked for, and whether the
/// record states an inability while the reason is missing. Nobody is asked that
/// then; but where the answer is no, no reason can count.
pub fn considered(facts: &Facts) -> Vec<QuestionId> {
    let mut questions = applicable(facts);
    let any = Laterality::Left;
    if facts.therapy.inability.is_missing() && questions.contains(&Field::Inability.at(any)) {
        questions.push(Field::InabilityInRecord.at(any));
    }
    questions
}

/// The parts of a record that are asked for where this list is asked for.
pub fn applicable_parts(facts: &Facts, question: QuestionId) -> Vec<Part> {
    let mut wanted = Vec::new();
    for_each_unit(facts, |unit| {
        let Some(pathway) = unit.pathway() else { return };
        // The rule of the history itself: a joint without one yet has no other that reads it.
        let told_by = pathway.told_by().contains(&question.field()).then(|| super::rule(Item::DII));
        let reading = rules(pathway).chain(told_by).filter(|rule| rule.reads.contains(&question.field()));
        wanted.extend(reading.flat_map(|rule| rule.parts.iter().copied().flatten()));
    });
    let Shape::Entries(shapes) = facts.fact(question).shape() else { return Vec::new() };
    shapes.iter().map(|shape| shape.part).filter(|part| wanted.contains(part)).collect()
}

/// The parts that are asked for in one entry of this list, counted from 0; of
/// an entry that is not there yet, those that every entry has.
pub fn entry_parts(facts: &Facts, question: QuestionId, index: usize) -> Vec<Part> {
    let entry = facts.entries(question).into_iter().nth(index).unwrap_or_default();
    let mut parts = applicable_parts(facts, question);
    parts.retain(|part| part_is_relevant(&entry, *part));
    parts
}

fn for_each_unit(facts: &Facts, mut each: impl FnMut(&Unit<'_>)) {
    let Ok(needs) = Needs::of(facts) else { return };
    let settings = PolicySettings::default();
    for side in needs.side.joints() {
        each(&Unit::new(facts, *side, needs, &settings));
    }
}

fn rules(pathway: Pathway) -> impl Iterator<Item = &'static Rule> {
    pathway.items().iter().chain(pathway.lines()).map(|item| super::rule(*item))
}

/// The places that are asked for, decide something, and have no answer yet;
/// a list whose entries lack an answer is one of them.
pub fn unanswered(facts: &Facts) -> Vec<QuestionId> {
    let open = |question: &QuestionId| {
        let decides = !RECORD_KEEPING.contains(&question.field());
        decides && !is_answered(facts, *question)
    };
    applicable(facts).into_iter().filter(open).collect()
}

/// Whether a place is answered, its entries to the last part that is asked for.
fn is_answered(facts: &Facts, question: QuestionId) -> bool {
    match facts.answer(question) {
        None => false,
        Some(Answer::Entries(entries)) => {
            let parts = applicable_parts(facts, question);
            let whole = |entry: &Entry| {
                parts.iter().all(|part| !part_is_relevant(entry, *part) || entry.part(*part).is_some())
            };
            entries.iter().all(whole)
        }
        Some(_) => true,
    }
}

/// Whether a fact is asked for, given the answers it depends on.
fn is_relevant(facts: &Facts, field: Field) -> bool {
    match field {
        Field::OtherBlockWhere => matches!(facts.request.other_block, Fact::Known(OtherBlock::On(_))),
        Field::InabilityInRecord => facts.therapy.inability.known().is_some_and(|reason| reason.can_count()),
        Field::Report | Field::Working => {
            facts.device.implanted.known().is_some_and(|devices| !devices.is_empty())
        }
        _ => true,
    }
}

/// Whether a part of a record is asked for, given the kind of therapy.
pub fn part_is_relevant(entry: &Entry, part: Part) -> bool {
    let kind = |name: &'static str| entry.part(Part::Kind) == Some(&Answer::Choice(name));
    match part {
        Part::Supervised | Part::Plan | Part::FollowUp => kind(ActiveKind::HomeExercise.name()),
        Part::TensDetails => kind(InactiveKind::Tens.name()),
        _ => true,
    }
}

/// The missing facts that an item asks for, given how it stands: none when no
/// value of theirs could change it, else all of them, so that everything
/// leaves in one letter.
pub(super) fn of_item(unit: &Unit<'_>, rule: &Rule, evaluation: Evaluation) -> Vec<InformationRequest> {
    if !evaluation.open && evaluation.finding != Finding::Missing {
        return Vec::new();
    }
    let mut requests = missing(unit, rule);
    let report = unit.facts.device.report.known();
    let lacks_report =
        report.is_some_and(|report| *report != Report::Yes) && is_relevant(unit.facts, Field::Report);
    if rule.item == Item::DIII && lacks_report {
        requests.push(InformationRequest::new(rule.item, Field::Report.at(unit.side), None, State::Known));
    }
    requests
}

/// Every missing fact an item reads.
fn missing(unit: &Unit<'_>, rule: &Rule) -> Vec<InformationRequest> {
    let mut found = Vec::new();
    let counts = |field: &&Field| is_relevant(unit.facts, **field) && !RECORD_KEEPING.contains(field);
    for field in rule.reads.iter().filter(counts) {
        let mut questions = vec![field.at(unit.side)];
        if rule.item == Item::DIC3 && *field == Field::ServiceDate && unit.both_requested() {
            questions.push(field.at(unit.side.other()));
        }
        for question in questions {
            let fact = unit.facts.fact(question);
            match fact.answer() {
                None => found.push(InformationRequest::new(rule.item, question, None, State::Unanswered)),
                Some(Answer::NotDocumented) => {
                    found.push(InformationRequest::new(rule.item, question, None, State::NotDocumented))
                }
                Some(Answer::Entries(entries)) => {
                    let counting = |entry: &&(usize, Entry)| can_count(unit, *field, entry.0);
                    let numbered: Vec<(usize, Entry)> = entries.into_iter().enumerate().collect();
                    missing_parts(rule, question, fact.shape(), numbered.iter().filter(counting), &mut found);
                }
                Some(answer) if is_partial(&answer) => {
                    found.push(InformationRequest::new(rule.item, question, None, State::NotDocumented));
                }
                Some(_) => {}
            }
        }
    }
    found
}

/// Whether an entry could count whatever its missing parts are: a therapy that
/// was over before the window opened can't.
fn can_count(unit: &Unit<'_>, field: Field, index: usize) -> bool {
    let therapy = &unit.facts.therapy;
    let episode = match field {
        Field::ActiveTherapy => {
            therapy.active.known().and_then(|list| list.get(index)).map(|entry| Episode::active(unit, entry))
        }
        Field::InactiveTherapy => therapy
            .inactive
            .known()
            .and_then(|list| list.get(index))
            .map(|entry| Episode::inactive(unit, entry)),
        _ => None,
    };
    episode.is_none_or(|episode| episode.longest().and(unit.evidence()).is_some())
}

fn missing_parts<'e>(
    rule: &Rule,
    question: QuestionId,
    shape: Shape,
    entries: impl Iterator<Item = &'e (usize, Entry)>,
    found: &mut Vec<InformationRequest>,
) {
    let Shape::Entries(shapes) = shape else { return };
    for (index, entry) in entries {
        let read = shapes.iter().map(|shape| shape.part).filter(|part| rule.reads_part(*part));
        for part in read.filter(|part| part_is_relevant(entry, *part)) {
            let state = match entry.part(part) {
                None => State::Unanswered,
                Some(Answer::NotDocumented) => State::NotDocumented,
                Some(answer) if is_partial(answer) => State::NotDocumented,
                Some(_) => continue,
            };
            found.push(
                InformationRequest::new(rule.item, question, Some((*index, part)), state).naming(entry),
            );
        }
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
    fn new(item: Item, question: QuestionId, entry: Option<(usize, Part)>, state: State) -> Self {
        let joint = question.side().map(|side| format!(", {} joint", side.name())).unwrap_or_default();
        let what = format!("{}{joint}", question.field().label());
        Self { item, question, entry, state, what }
    }

    fn naming(mut self, entry: &Entry) -> Self {
        if let Some((index, part)) = self.entry {
            let mut what = format!("{} of entry {}", part.label(), index + 1);
            // Writing to a string does not fail.
            let _ = name_entry(&mut what, entry);
            self.what = format!("{what}, {}", self.what);
        }
        self
    }
}

/// The kind or the date of an entry, in brackets, to tell it from its neighbours.
fn name_entry(out: &mut String, entry: &Entry) -> fmt::Result {
    match (entry.part(Part::Kind), entry.part(Part::Date)) {
        (Some(Answer::Choice(kind)), _) => write!(out, " ({kind})"),
        (_, Some(Answer::PartialDate(when))) => write!(out, " ({when})"),
        _ => Ok(()),
    }
}

/// What a unit whose history of ablations is missing asks for: the history,
/// and whatever D.II.A would ask for.
pub(super) fn of_unknown_history(unit: &Unit<'_>) -> Vec<InformationRequest> {
    let state = unit
        .facts
        .fact(Field::Ablations.at(unit.side))
        .answer()
        .map_or(State::Unanswered, |_| State::NotDocumented);
    let mut requests = vec![InformationRequest::new(Item::DII, Field::Ablations.at(unit.side), None, state)];
    for item in Pathway::InitialAblation.items() {
        let rule = super::rule(*item);
        let of_initial = !Pathway::Ablation.items().contains(item);
        if of_initial {
            let evaluation = (rule.evaluate)(unit).evaluate();
            requests.extend(
                of_item(unit, rule, evaluation)
                    .into_iter()
                    .map(|ask| InformationRequest { item: Item::DII, ..ask }),
            );
        }
    }
    requests
}

/// What a line with a missing fact asks for.
pub(super) fn of_line(unit: &Unit<'_>, rule: &Rule) -> Vec<InformationRequest> {
    missing(unit, rule)
}
