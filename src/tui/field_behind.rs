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
    found.parts.iter().filter(decides).flat_map(PartFinding::facts)
}

fn read_by(side: Option<Laterality>, item: Item, interview: &Interview) -> Vec<QuestionId> {
    let Some((rule, _)) = interview.rule(side, item) else { return Vec::new() };
    let side = side.unwrap_or(Laterality::Left);
    rule.whole.reads.iter().map(|field| field.at(side)).collect()
}

fn whole(question: QuestionId) -> Place {
    (question, Target::Whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Field, Part, State};
    use crate::policy::{Condition, ConditionKind, Finding, Measure, PolicySettings};
    use crate::session::samples;

    const SIDE: Laterality = Laterality::Left;
    const THERAPY: QuestionId = Field::ActiveTherapy.at(SIDE);
    const IMPLANTED: QuestionId = Field::Implanted.at(SIDE);
    const REPORT: QuestionId = Field::Report.at(SIDE);

    /// A complete case with one active therapy and no device.
    fn clean() -> (Interview, Determination) {
        let case = samples::case("2026-03-02-diagnostic-clean");
        let settings = PolicySettings::default();
        let interview = Interview::of(case, &settings);
        let determination = interview.determination(&settings).unwrap();
        (interview, determination)
    }

    fn change(determination: &mut Determination, item: Item, change: impl FnOnce(&mut ItemFinding)) {
        let items = &mut determination.units[0].items;
        change(items.iter_mut().find(|found| found.item == item).unwrap());
    }

    fn request(question: QuestionId, entry: Option<(usize, Part)>) -> InformationRequest {
        let (what, show) = (question.to_string(), Vec::new());
        let state = State::NotDocumented;
        InformationRequest { items: vec![Item::D_III], question, entry, state, what, only_if: None, show }
    }

    #[test]
    fn a_request_leads_to_its_entry_and_part() {
        let (interview, mut determination) = clean();
        determination.ask_for = vec![request(THERAPY, Some((0, Part::End)))];
        let fact = FactId { question: THERAPY, entry: Some((0, Part::End)) };
        let part = Target::Part { index: 0, part: Part::End };
        let found = field_behind(RowId::Request(fact), &determination, &interview);
        assert_eq!(found, Some((THERAPY, part)));
        assert_eq!(item_behind(RowId::Request(fact), &determination), Some((SIDE, Item::D_III)));
        let gone = FactId { question: THERAPY, entry: Some((7, Part::End)) };
        assert_eq!(
            field_behind(RowId::Request(gone), &determination, &interview),
            Some((THERAPY, Target::Whole))
        );
    }

    #[test]
    fn a_request_that_depends_on_another_answer_leads_to_that_question_first() {
        let (interview, mut determination) = clean();
        let only_if = Some(Condition { question: IMPLANTED, is: ConditionKind::NotEmpty });
        determination.ask_for = vec![InformationRequest { only_if, ..request(REPORT, None) }];
        let fact = FactId { question: REPORT, entry: None };
        let found = field_behind(RowId::Request(fact), &determination, &interview);
        assert_eq!(found, Some((IMPLANTED, Target::Whole)), "nobody asks for a report without a device");
    }

    #[test]
    fn an_item_leads_to_what_would_meet_it_then_to_the_part_that_decides() {
        let (interview, mut determination) = clean();
        let row = RowId::Item(SIDE, Item::D_I_A_1);
        let whole = |field: Field| Some((field.at(SIDE), Target::Whole));
        assert_eq!(
            field_behind(row, &determination, &interview),
            whole(Field::Location),
            "the first it reads"
        );
        change(&mut determination, Item::D_I_A_1, |found| {
            found.finding = Finding::NotMet;
            let part = |finding, reads| PartFinding {
                part: "part",
                finding,
                side: SIDE,
                reads,
                measure: Measure::default(),
                why: String::new(),
            };
            found.parts =
                vec![part(Finding::Met, &[Field::Location]), part(Finding::NotMet, &[Field::Onset])];
        });
        assert_eq!(field_behind(row, &determination, &interview), whole(Field::Onset));
        change(&mut determination, Item::D_I_A_1, |found| {
            let fact = FactId { question: THERAPY, entry: Some((0, Part::Start)) };
            found.ways = vec![Way(vec![WayStep::Clinician, WayStep::Fact { fact, what: String::new() }])];
        });
        let part = Target::Part { index: 0, part: Part::Start };
        assert_eq!(field_behind(row, &determination, &interview), Some((THERAPY, part)));
    }

    #[test]
    fn a_note_leads_to_what_its_item_reads_and_a_code_to_nothing() {
        let (interview, determination) = clean();
        let note = RowId::Listed("Notes", 0, Some(Item::D_I_A_3));
        let tests = (Field::PositiveTests.at(SIDE), Target::Whole);
        assert_eq!(field_behind(note, &determination, &interview), Some(tests));
        let code = RowId::Listed("Codes to check", 0, None);
        assert_eq!(field_behind(code, &determination, &interview), None);
        assert_eq!(item_behind(code, &determination), None);
    }
}
