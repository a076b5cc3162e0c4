//! What is asked in a request: the questions whose facts the applicable items read.

use crate::case::{Answer, Entry, Facts, Field, Laterality, Part, QuestionId, Shape};

use super::edition::{Candidate, Editions, NumberedRule};
use super::item::Item;
use super::reading::ReadingSettings;
use super::relevance::{RECORD_KEEPING, is_relevant, part_is_relevant};
use super::unit::Essentials;

/// More questions than a request usually wants, each counted as often as it is wanted.
const MANY: usize = 96;

/// The questions that apply to this request, in the order of the file.
pub fn applicable(facts: &Facts, editions: &Editions) -> Vec<QuestionId> {
    let first = Essentials::FIELDS.iter().chain(&RECORD_KEEPING[..2]);
    let mut wanted: Vec<QuestionId> = Vec::with_capacity(MANY);
    wanted.extend(first.map(|field| field.at(Laterality::Left)));
    for_each_candidate(facts, editions, |Candidate { unit, pathway, .. }| {
        wanted.push(Field::ServiceDate.at(unit.side));
        let Some(pathway) = pathway else { return };
        let told_by = pathway.told_by.iter();
        wanted.extend(RECORD_KEEPING.iter().chain(told_by).map(|field| field.at(unit.side)));
        for asking in pathway.asking() {
            let relevant = |field: &&Field| is_relevant(facts, **field);
            wanted.extend(asking.rule.reads.iter().filter(relevant).map(|field| field.at(unit.side)));
            if unit.both_requested() {
                let of_other = asking.rule.reads_of_other_joint.iter();
                wanted.extend(of_other.map(|field| field.at(unit.side.other())));
            }
        }
    });
    QuestionId::all().filter(|question| wanted.contains(question)).collect()
}

/// The questions whose answers count: those that apply, and whether the record
/// states an inability while the reason is missing. Nobody is asked that then;
/// but where the answer is no, no reason can count.
pub fn considered(facts: &Facts, editions: &Editions) -> Vec<QuestionId> {
    let mut questions = applicable(facts, editions);
    let any = Laterality::Left;
    if facts.therapy.inability.is_missing() && questions.contains(&Field::Inability.at(any)) {
        questions.push(Field::InabilityInRecord.at(any));
    }
    questions
}

/// The parts of a record that are asked for where this list is asked for.
pub fn applicable_parts(facts: &Facts, editions: &Editions, question: QuestionId) -> Vec<Part> {
    let mut wanted = Vec::new();
    let field = question.field();
    for_each_candidate(facts, editions, |Candidate { edition, pathway, .. }| {
        let Some(pathway) = pathway else { return };
        // The pathway of the missing history: a joint without one yet has no other that reads it.
        let unknown = edition.pathways.iter().filter(|other| other.stands_in_for.is_some());
        let unknown = unknown.filter(|_| pathway.told_by.contains(&field));
        let asking = [pathway].into_iter().chain(unknown).flat_map(|pathway| pathway.asking());
        let reading = asking.filter(|asking| asking.rule.reads.contains(&field));
        wanted.extend(reading.flat_map(|asking| asking.rule.parts.iter().copied().flatten()));
    });
    let Shape::Entries(shapes) = facts.fact(question).shape() else { return Vec::new() };
    shapes.iter().map(|shape| shape.part).filter(|part| wanted.contains(part)).collect()
}

/// The parts that are asked for in one entry of this list, counted from 0; of
/// an entry that is not there yet, those that every entry has.
pub fn entry_parts(facts: &Facts, editions: &Editions, question: QuestionId, index: usize) -> Vec<Part> {
    let entry = facts.entries(question).into_iter().nth(index).unwrap_or_default();
    let mut parts = applicable_parts(facts, editions, question);
    parts.retain(|part| part_is_relevant(&entry, *part));
    parts
}

/// The questions that apply, decide something, and have no answer yet; a list
/// whose entries lack an answer is one of them.
pub fn unanswered(facts: &Facts, editions: &Editions) -> Vec<QuestionId> {
    let open = |question: &QuestionId| {
        let decides = !RECORD_KEEPING.contains(&question.field());
        decides && !is_answered(facts, editions, *question)
    };
    applicable(facts, editions).into_iter().filter(open).collect()
}

/// Whether a question is answered, its entries to the last part that is asked for.
fn is_answered(facts: &Facts, editions: &Editions, question: QuestionId) -> bool {
    match facts.answer(question) {
        None => false,
        Some(Answer::Entries(entries)) => {
            let parts = applicable_parts(facts, editions, question);
            let whole = |entry: &Entry| {
                parts.iter().all(|part| !part_is_relevant(entry, *part) || entry.part(*part).is_some())
            };
            entries.iter().all(whole)
        }
        Some(_) => true,
    }
}

/// The items that ask for a field in the request at hand, those that decide first.
pub fn items_asking(facts: &Facts, editions: &Editions, field: Field) -> Vec<Item> {
    let mut found = Vec::new();
    for_each_candidate(facts, editions, |Candidate { pathway, .. }| {
        let asking = pathway.into_iter().flat_map(|pathway| pathway.asking());
        for asking in asking.filter(|asking| asking.rule.reads.contains(&field)) {
            if !found.contains(&asking.item) {
                found.push(asking.item);
            }
        }
    });
    found
}

/// The item a question is filed under in this request: its number leads the
/// page, and evidence and flags go with it.
pub fn filed_under(facts: &Facts, editions: &Editions, field: Field) -> Option<Item> {
    let mut found = None;
    for_each_candidate(facts, editions, |candidate| {
        found = found.or_else(|| candidate_files_under(&candidate, field));
    });
    found
}

fn candidate_files_under(candidate: &Candidate<'_>, field: Field) -> Option<Item> {
    let edition = candidate.edition;
    let pathway = candidate.pathway?;
    let decides = |asking: &&NumberedRule| {
        asking.rule.reads.contains(&field) && !edition.stands_in(pathway, asking.item)
    };
    let telling = edition.pathways.iter().filter(|other| other.told_by.contains(&field));
    let mut standing_in = telling
        .flat_map(|other| other.items.iter().filter(|numbered| edition.stands_in(other, numbered.item)));
    let asking = pathway.asking().find(decides);
    asking.or_else(|| standing_in.next().filter(|_| pathway.told_by.contains(&field))).map(|found| found.item)
}

/// What a list comes to in this request, in words: `35 of 42 days`.
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
