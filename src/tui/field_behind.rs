//! The field behind a row of the determination: the question, and for a list the
//! entry and the part, where an answer would change the row.

use crate::case::{FactId, Laterality, QuestionId, Target};
use crate::interview::Interview;
use crate::policy::{Determination, InformationRequest, Item, ItemFinding, PartFinding, Way, WayStep};

use super::determination_layout::RowId;

/// A question, or one part of an entry of its list.
pub(super) type Place = (QuestionId, Target);

/// The field behind a row; `None` if no question stands behind it.
pub(super) fn field_behind(
    row: RowId,
    determination: &Determination,
    interview: &Interview,
) -> Option<Place> {
    let mut places = match row {
        RowId::Request(fact) => of_fact(fact, determination),
        RowId::Item(side, item) => of_item(side, item, determination, interview),
        RowId::ServiceLine(index) => {
            let item = determination.service_lines.get(index).map(|line| line.item);
            of_item_of_any_side(item, determination, interview)
        }
        RowId::Listed(.., item) => of_item_of_any_side(item, determination, interview),
    }
    .into_iter();
    places.find(|(question, target)| interview.asks(*question, *target))
}

/// The item of a row, and the joint to read it for.
pub(super) fn item_behind(row: RowId, determination: &Determination) -> Option<(Laterality, Item)> {
    let first = determination.units.first().map(|unit| unit.side)?;
    match row {
        RowId::Request(fact) => {
            let request = determination.ask_for.iter().find(|request| is_for(request, fact))?;
            Some((fact.question.side().unwrap_or(first), *request.items.first()?))
        }
        RowId::Item(side, item) => Some((side, item)),
        RowId::ServiceLine(index) => Some((first, determination.service_lines.get(index)?.item)),
        RowId::Listed(.., item) => Some((first, item?)),
    }
}

fn is_for(request: &InformationRequest, fact: FactId) -> bool {
    (request.question, request.entry) == (fact.question, fact.entry)
}

/// The fact itself, then its list; then the question that it depends on.
fn of_fact(fact: FactId, determination: &Determination) -> Vec<Place> {
    let FactId { question, entry } = fact;
    let request = determination.ask_for.iter().find(|request| is_for(request, fact));
    let only_if = request.and_then(|request| request.only_if).map(|condition| condition.question);
    let part = entry.map(|(index, part)| (question, Target::Part { index, part }));
    let whole = [Some(question), only_if].into_iter().flatten().map(|question| (question, Target::Whole));
    part.into_iter().chain(whole).collect()
}

/// What it misses comes first, then what would make it met, then the part that
/// decided, then all that it reads.
fn of_item(side: Laterality, item: Item, determination: &Determination, interview: &Interview) -> Vec<Place> {
    let of_side = |question: QuestionId| question.side().is_none_or(|other| other == side);
    let missing = determination.ask_for.iter().filter(|asked| asked.serves(item) && of_side(asked.question));
    let mut places: Vec<Place> = missing
        .map(|asked| FactId { question: asked.question, entry: asked.entry })
        .flat_map(|fact| of_fact(fact, determination))
        .collect();
    let unit = determination.units.iter().find(|unit| unit.side == side);
    let found = unit.and_then(|unit| unit.items.iter().find(|found| found.item == item));
    if let Some(found) = found {
        places.extend(found.ways.iter().flat_map(|way| of_way(way, determination)));
        places.extend(deciding_facts(found).map(whole));
    }
    places.extend(read_by(Some(side), item, interview).into_iter().map(whole));
    places
}

fn of_item_of_any_side(
    item: Option<Item>,
    determination: &Determination,
    interview: &Interview,
) -> Vec<Place> {
    let Some(item) = item else { return Vec::new() };
    let missing = determination.ask_for.iter().filter(|asked| asked.serves(item));
    let facts = missing.map(|asked| FactId { question: asked.question, entry: asked.entry });
    let mut places: Vec<Place> = facts.flat_map(|fact| of_fact(fact, determination)).collect();
    let side = determination.units.first().map(|unit| unit.side);
    places.extend(read_by(side, item, interview).into_iter().map(whole));
    places
}

fn of_way(Way(steps): &Way, determination: &Determination) -> Vec<Place> {
    let places = steps.iter().flat_map(|step| match step {
        WayStep::Fact { fact, .. } => of_fact(*fact, determination),
        WayStep::Days { question, .. } => vec![whole(*question)],
        _ => Vec::new(),
    });
    places.collect()
}

/// The facts of the parts that have the finding of the whole item.
fn deciding_facts(found: &ItemFinding) -> impl Iterator<Item = QuestionId> {
    let decides = |part: &&PartFinding| part.finding == found.finding;
    found.parts.iter().filter(decides).flat_map(|part| part.facts.iter().copied())
}

fn read_by(side: Option<Laterality>, item: Item, interview: &Interview) -> Vec<QuestionId> {
    let Some((rule, _)) = interview.rule(side, item) else { return Vec::new() };
    let side = side.unwrap_or(Laterality::Left);
    rule.reads.iter().map(|field| field.at(side)).collect()
}

fn whole(question: QuestionId) -> Place {
    (question, Target::Whole)
}
