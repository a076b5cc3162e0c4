//! Which questions are asked: those with an answer that could still change the
//! finding of an item, a billed line, or a part of an item that may not be met.

use crate::case::{Answer, Entry, FactId, Facts, Field, Laterality, Part, QuestionId, Shape, State};

use super::applicable::applicable_parts;
use super::edition::Editions;
use super::influence::Influence;
use super::item::Item;
use super::joint_unit::{JointUnit, influences_of, joints};
use super::pathway::NumberedRule;
use super::relevance::{RECORD_KEEPING, part_is_relevant};
use super::settings::PolicySettings;
use super::unit::Essentials;

/// The unanswered facts that still matter, in file order: whole questions, and parts
/// of the entries of a list.
pub fn asked(facts: &Facts, settings: &PolicySettings) -> Vec<FactId> {
    let mut found: Vec<FactId> = Essentials::missing(facts).map(whole).collect();
    if let Ok(essentials) = Essentials::of(facts) {
        found.extend(asked_of_joints(facts, &joints(facts, essentials, settings)));
    }
    let order: Vec<QuestionId> = QuestionId::all().collect();
    let place = |fact: &FactId| order.iter().position(|question| *question == fact.question);
    found.sort_by_key(|fact| (place(fact), fact.entry));
    found.dedup();
    found
}

/// The items for which a fact is asked, in the order of the policy; none for a fact that
/// every determination needs.
pub fn asked_for(facts: &Facts, settings: &PolicySettings, fact: FactId) -> Vec<Item> {
    let Ok(essentials) = Essentials::of(facts) else { return Vec::new() };
    let mut found: Vec<Item> = Vec::new();
    for joint in joints(facts, essentials, settings) {
        for item in asked_for_joint(facts, &joint, fact) {
            if !found.contains(&item) {
                found.push(item);
            }
        }
    }
    found
}

fn asked_for_joint(facts: &Facts, joint: &JointUnit<'_>, fact: FactId) -> Vec<Item> {
    let influenced = |influences: &[Influence]| influences.iter().any(|known| known.gap.fact == fact);
    let deciding = joint.influences().iter().filter(|(_, influences)| influenced(influences));
    let mut found: Vec<Item> = deciding.map(|(item, _)| *item).collect();
    for pathway in joint.candidates().filter_map(|candidate| candidate.pathway) {
        let lines = pathway.service_lines.iter().filter(|numbered| of_line(facts, numbered).contains(&fact));
        let selected = fact.entry.is_none() && pathway.selected_by.contains(&fact.question.field());
        let selecting = pathway.items.iter().take(usize::from(selected));
        found.extend(selecting.chain(lines).map(|numbered| numbered.item));
    }
    found
}

/// The same for the requested joints, in no order.
pub(crate) fn asked_of_joints(facts: &Facts, joints: &[JointUnit<'_>]) -> Vec<FactId> {
    let mut found = Vec::new();
    joints.iter().for_each(|joint| of_joint(facts, joint, &mut found));
    found
}

/// The questions that are asked: a list is one of them while a part of an entry is.
pub fn unanswered(facts: &Facts, settings: &PolicySettings) -> Vec<QuestionId> {
    let mut questions: Vec<QuestionId> =
        asked(facts, settings).into_iter().map(|fact| fact.question).collect();
    questions.dedup();
    questions
}

/// The parts that are asked for in one entry of this list, counted from 0, with those
/// that are answered; for a new entry, those that do not depend on another part.
/// `asked` are the facts that are asked.
pub fn entry_parts(
    facts: &Facts,
    editions: &Editions,
    question: QuestionId,
    index: usize,
    asked: &[FactId],
) -> Vec<Part> {
    let mut parts = applicable_parts(facts, editions, question);
    let entry = facts.entries(question).into_iter().nth(index);
    let is_asked = |part| asked.contains(&FactId { question, entry: Some((index, part)) });
    parts.retain(|part| match &entry {
        None => part_is_relevant(&Entry::default(), *part),
        Some(entry) => part_is_relevant(entry, *part) && (entry.part(*part).is_some() || is_asked(*part)),
    });
    parts
}

const fn whole(question: QuestionId) -> FactId {
    FactId { question, entry: None }
}

/// The unanswered facts of one joint that still matter.
fn of_joint(facts: &Facts, joint: &JointUnit<'_>, found: &mut Vec<FactId>) {
    found.extend(asked_of(joint.influences()));
    joint.others.iter().for_each(|candidate| found.extend(asked_of(&influences_of(candidate))));
    for candidate in joint.candidates() {
        let Some(pathway) = candidate.pathway else { continue };
        let selecting = pathway.selected_by.iter().map(|field| whole(field.at(candidate.unit.side)));
        found.extend(selecting.filter(|fact| is_unanswered(facts, *fact)));
        found.extend(pathway.service_lines.iter().flat_map(|numbered| of_line(facts, numbered)));
    }
    found.extend(service_date(facts, joint));
}

fn asked_of(influences: &[(Item, Vec<Influence>)]) -> Vec<FactId> {
    let gaps = influences.iter().flat_map(|(_, influences)| influences).map(|known| &known.gap);
    let asked = gaps.filter(|gap| gap.state == State::Unanswered && gap.only_if.is_none());
    asked.map(|gap| gap.fact).collect()
}

fn is_unanswered(facts: &Facts, fact: FactId) -> bool {
    facts.state(fact) == State::Unanswered
}

/// The day of service, while it decides under which edition an item is evaluated, or
/// whether the policy governs at all.
fn service_date(facts: &Facts, joint: &JointUnit<'_>) -> Option<FactId> {
    let fact = whole(Field::ServiceDate.at(joint.first.unit.side));
    let decides = || joint.items().into_iter().any(|(_, numbered)| joint.depends_on_edition(numbered));
    (is_unanswered(facts, fact) && decides()).then_some(fact)
}

/// The unanswered facts that can change a billed line.
fn of_line(facts: &Facts, numbered: &NumberedRule) -> Vec<FactId> {
    let fields = numbered.rule.whole.reads.iter().filter(|field| !RECORD_KEEPING.contains(field));
    // Lines are billed for the case: none of these is a field of a joint.
    let unanswered = fields.map(|field| whole(field.at(Laterality::Left)));
    let unanswered = unanswered.filter(|fact| is_unanswered(facts, *fact));
    unanswered.filter(|fact| changes_line(facts, numbered, *fact)).collect()
}

fn changes_line(facts: &Facts, numbered: &NumberedRule, fact: FactId) -> bool {
    let Shape::Choice(names) = facts.fact(fact.question).shape() else { return true };
    let lines = |name: &&'static str| {
        let mut facts = facts.clone();
        // The name is one of the question's own.
        let _ = facts.set_fact(fact, Some(&Answer::Choice(name)));
        (numbered.rule.service_lines)(&facts, numbered.item)
    };
    let mut each = names.iter().map(lines);
    let first = each.next();
    each.any(|other| Some(other) != first)
}
