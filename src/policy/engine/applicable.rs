//! Which questions apply to a request: those whose facts its items read.

use crate::case::{Case, Facts, Field, Laterality, Part, QuestionId, QuestionSet, Shape};

use super::edition::{Candidate, Editions};
use super::item::Item;
use super::pathway::NumberedRule;
use super::reading::ReadingSettings;
use super::relevance::{RECORD_KEEPING, is_relevant};
use super::unit::Essentials;

/// The questions that apply to this request.
pub fn applicable(facts: &Facts, editions: &Editions) -> QuestionSet {
    let first = Essentials::FIELDS.iter().chain(&RECORD_KEEPING[..2]);
    let mut wanted = QuestionSet::default();
    wanted.extend(first.map(|field| field.at(Laterality::Left)));
    for_each_candidate(facts, editions, |Candidate { unit, pathway, .. }| {
        wanted.insert(Field::ServiceDate.at(unit.side));
        let Some(pathway) = pathway else { return };
        let selecting = pathway.selected_by.iter();
        wanted.extend(RECORD_KEEPING.iter().chain(selecting).map(|field| field.at(unit.side)));
        for numbered in pathway.asking_rules() {
            let relevant = |field: &&Field| is_relevant(facts, **field);
            wanted.extend(numbered.rule.whole.reads.iter().filter(relevant).map(|field| field.at(unit.side)));
            if unit.both_requested() {
                let of_other = numbered.rule.whole.reads_of_other_joint.iter();
                wanted.extend(of_other.map(|field| field.at(unit.side.other())));
            }
        }
    });
    wanted
}

/// The questions whose answers can change a finding: those that apply, and
/// whether the record states an inability while its reason is missing. That one
/// is not asked then, but a `no` still means that no reason can count.
pub fn considered(facts: &Facts, editions: &Editions) -> QuestionSet {
    considered_of(applicable(facts, editions), facts)
}

/// The same, given the questions that apply.
pub fn considered_of(mut questions: QuestionSet, facts: &Facts) -> QuestionSet {
    // Neither is a field of a joint: `at` ignores the side.
    let any_side = Laterality::Left;
    if facts.therapy.inability.is_missing() && questions.contains(&Field::Inability.at(any_side)) {
        questions.insert(Field::InabilityInRecord.at(any_side));
    }
    questions
}

/// The answers of a provider that count in this request and are not confirmed, in file order.
pub fn unconfirmed(case: &Case, editions: &Editions) -> Vec<QuestionId> {
    let mut found: Vec<QuestionId> =
        QuestionId::all().filter(|question| case.is_unconfirmed(*question)).collect();
    if !found.is_empty() {
        let considered = considered(&case.facts, editions);
        found.retain(|question| considered.contains(question));
    }
    found
}

/// The parts that are asked for in the records of this list.
pub fn applicable_parts(facts: &Facts, editions: &Editions, question: QuestionId) -> Vec<Part> {
    let mut wanted = Vec::new();
    let field = question.field();
    for_each_candidate(facts, editions, |Candidate { edition, pathway, .. }| {
        let Some(pathway) = pathway else { return };
        // A list that selects the pathway may be read only by the pathway for a missing
        // history: its parts are asked for all the same.
        let standing_in = edition.pathways.iter().filter(|other| other.stands_in_for.is_some());
        let standing_in = standing_in.filter(|_| pathway.selected_by.contains(&field));
        let asking = [pathway].into_iter().chain(standing_in).flat_map(|pathway| pathway.asking_rules());
        let reading = asking.filter(|numbered| numbered.rule.whole.reads.contains(&field));
        wanted.extend(reading.flat_map(|numbered| numbered.rule.whole.parts.iter().copied().flatten()));
    });
    let Shape::Entries(shapes) = facts.fact(question).shape() else { return Vec::new() };
    shapes.iter().map(|shape| shape.part).filter(|part| wanted.contains(part)).collect()
}

/// The items that ask for a field in this request: those that decide, then the billed lines.
pub fn items_asking(facts: &Facts, editions: &Editions, field: Field) -> Vec<Item> {
    let mut found = Vec::new();
    for_each_candidate(facts, editions, |Candidate { pathway, .. }| {
        let asking = pathway.into_iter().flat_map(|pathway| pathway.asking_rules());
        for numbered in asking.filter(|numbered| numbered.rule.whole.reads.contains(&field)) {
            if !found.contains(&numbered.item) {
                found.push(numbered.item);
            }
        }
    });
    found
}

/// The item a question is shown under in this request: its evidence and flags
/// belong to that item.
pub fn filed_under(facts: &Facts, editions: &Editions, field: Field) -> Option<Item> {
    let mut found = None;
    for_each_candidate(facts, editions, |candidate| {
        found = found.or_else(|| item_of_candidate(&candidate, field));
    });
    found
}

fn item_of_candidate(candidate: &Candidate<'_>, field: Field) -> Option<Item> {
    let edition = candidate.edition;
    let pathway = candidate.pathway?;
    let decides = |numbered: &&NumberedRule| {
        numbered.rule.whole.reads.contains(&field) && !edition.stands_in(pathway, numbered.item)
    };
    let selected = edition.pathways.iter().filter(|other| other.selected_by.contains(&field));
    let mut standing_in = selected
        .flat_map(|other| other.items.iter().filter(|numbered| edition.stands_in(other, numbered.item)));
    let deciding = pathway.asking_rules().find(decides);
    let found = deciding.or_else(|| standing_in.next().filter(|_| pathway.selected_by.contains(&field)));
    found.map(|numbered| numbered.item)
}

/// The total of a list in this request, in words: `35 days of active therapy ... (42 needed)`.
pub fn list_total(facts: &Facts, editions: &Editions, field: Field) -> Option<String> {
    let essentials = Essentials::of(facts).ok()?;
    let side = *essentials.side.joints().first()?;
    let readings = ReadingSettings::default();
    let first = editions.candidates(facts, side, essentials, &readings).next()?;
    (first.edition.list_total)(&first.unit, field)
}

fn for_each_candidate(facts: &Facts, editions: &Editions, mut each: impl FnMut(Candidate<'_>)) {
    let Ok(essentials) = Essentials::of(facts) else { return };
    let readings = ReadingSettings::default();
    for side in essentials.side.joints() {
        editions.candidates(facts, *side, essentials, &readings).for_each(&mut each);
    }
}
