//! A determination as JSON, for other programs.
//!
//! The keys and their order are published, and items are in the order of the
//! policy, so this is made from the determination itself: the order of the outline
//! is for human readers and may change.

mod day;
mod item;
mod schema;

use schemars::JsonSchema;
use serde::Serialize;

use crate::case::{Part, Text};
use crate::policy::{Condition, Determination, InformationRequest, UnitDetermination};

use super::outline::ids;
use day::DayJson;
use item::EntryJson;
pub use item::ItemJson;
pub use schema::determination_schema;
use schema::{FactState, FindingName, OutcomeName, Question, Side};

/// A determination as printed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeterminationJson<'d> {
    case: String,
    policy: &'static str,
    policy_effective: String,
    edition: String,
    received: DayJson,
    complete: bool,
    /// Only if there are any.
    #[serde(skip_serializing_if = "is_zero")]
    unconfirmed: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hypothetical: bool,
    #[schemars(with = "OutcomeName")]
    outcome: &'static str,
    units: Vec<UnitJson<'d>>,
    lines: Vec<LineJson<'d>>,
    advisories: Vec<AdvisoryJson<'d>>,
    ask_for: Vec<AskJson<'d>>,
    readings_used: Vec<&'d str>,
    coding_checks: Vec<CodingJson<'d>>,
}

/// One joint.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitJson<'d> {
    #[schemars(with = "Side")]
    side: &'static str,
    /// Only if several editions decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    pathway: Option<&'static str>,
    service_date: Option<DayJson>,
    #[schemars(with = "OutcomeName")]
    outcome: &'static str,
    items: Vec<ItemJson<'d>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct LineJson<'d> {
    item: &'static str,
    what: &'d str,
    #[schemars(with = "FindingName")]
    finding: &'static str,
    why: &'d str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct AdvisoryJson<'d> {
    item: Option<&'static str>,
    why: &'d str,
}

/// One missing fact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskJson<'d> {
    item: &'static str,
    #[schemars(with = "Question")]
    question: &'static str,
    what: &'d str,
    #[schemars(with = "FactState")]
    state: &'static str,
    #[serde(flatten)]
    entry: EntryJson,
    items: Vec<&'static str>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    only_if: Option<ConditionJson>,
    #[schemars(with = "Vec<schema::PartKey>")]
    show: Vec<&'static str>,
}

/// The answer to another question without which a fact is not needed.
#[derive(Debug, Serialize, JsonSchema)]
struct ConditionJson {
    #[schemars(with = "Question")]
    question: &'static str,
    is: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CodingJson<'d> {
    what: &'d str,
    why: &'static str,
}

impl<'d> DeterminationJson<'d> {
    /// The determination of the case of that name.
    pub fn new(case: &Text, determination: &'d Determination) -> Self {
        let lines = determination.service_lines.iter().map(|line| LineJson {
            item: line.item.number(),
            what: &line.what,
            finding: line.finding.name(),
            why: &line.why,
        });
        let advisories = determination.advisories.iter();
        let coding = determination.coding_checks.iter();
        Self {
            case: case.to_string(),
            policy: determination.editions.first().map_or("", |label| label.policy),
            policy_effective: ids(&determination.editions),
            edition: ids(&determination.editions),
            received: DayJson(determination.received),
            complete: determination.complete,
            unconfirmed: determination.unconfirmed,
            hypothetical: determination.hypothetical,
            outcome: determination.outcome.name(),
            units: determination
                .units
                .iter()
                .map(|each| unit(each, determination.editions.len() > 1))
                .collect(),
            lines: lines.collect(),
            advisories: advisories
                .map(|advisory| AdvisoryJson {
                    item: advisory.item.map(|item| item.number()),
                    why: &advisory.why,
                })
                .collect(),
            ask_for: determination.ask_for.iter().map(ask).collect(),
            readings_used: determination.readings_used.iter().map(|(reading, _)| reading.name()).collect(),
            coding_checks: coding.map(|check| CodingJson { what: &check.what, why: check.why }).collect(),
        }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn unit(unit: &UnitDetermination, several_editions: bool) -> UnitJson<'_> {
    UnitJson {
        edition: several_editions.then(|| ids(&unit.editions)),
        side: crate::case::Choice::name(unit.side),
        pathway: unit.pathway.map(|pathway| pathway.number()),
        service_date: unit.service_date.map(DayJson),
        outcome: unit.outcome.name(),
        items: unit.items.iter().map(|found| ItemJson::of(unit, found)).collect(),
    }
}

fn ask(request: &InformationRequest) -> AskJson<'_> {
    AskJson {
        item: request.items.first().map_or("", |item| item.number()),
        question: request.question.name(),
        what: &request.what,
        state: request.state.name(),
        entry: EntryJson::of(request.entry),
        items: request.items.iter().map(|item| item.number()).collect(),
        only_if: request.only_if.map(condition),
        show: request.show.iter().copied().map(Part::key).collect(),
    }
}

fn condition(of: Condition) -> ConditionJson {
    ConditionJson { question: of.question.name(), is: of.is.name() }
}

/// Writes the determination on one line of JSON, without its end.
pub fn write_json(case: &Text, determination: &Determination, out: &mut Vec<u8>) {
    // It can't fail: there are no maps with keys that are not strings, and no floats.
    let _ = serde_json::to_writer(out, &DeterminationJson::new(case, determination));
}

/// The determination on one line of JSON.
pub fn json(case: &Text, determination: &Determination) -> String {
    // It can't fail: there are no maps with keys that are not strings, and no floats.
    serde_json::to_string(&DeterminationJson::new(case, determination)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
