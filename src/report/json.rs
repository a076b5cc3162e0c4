//! A determination as JSON, for other programs.
//!
//! The keys and their order are published, and items are in the order of the
//! policy, so this is made from the determination itself: the order of the outline
//! is for human readers and may change.

mod day;
mod item;
mod lazy;
mod schema;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::case::{Choice, Laterality, Part, Text};
use crate::policy::{
    Advisory, CodingCheck, Condition, Determination, InformationRequest, Item, ItemFinding, Reading,
    ServiceLine, UnitDetermination,
};

use super::outline::ids;
use day::DayJson;
use item::EntryJson;
pub use item::ItemJson;
use lazy::{Each, Names, Shown};
pub use schema::determination_schema;
use schema::{FactState, FindingName, OutcomeName, Question, Side};

/// A determination as printed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeterminationJson<'d> {
    #[schemars(with = "String")]
    case: Shown<'d>,
    policy: &'static str,
    policy_effective: Cow<'static, str>,
    edition: Cow<'static, str>,
    received: DayJson,
    complete: bool,
    /// Only if there are any.
    #[serde(skip_serializing_if = "is_zero")]
    unconfirmed: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hypothetical: bool,
    #[schemars(with = "OutcomeName")]
    outcome: &'static str,
    #[schemars(with = "Vec<UnitJson<'d>>")]
    units: Each<'d, UnitDetermination, bool, UnitJson<'d>>,
    #[schemars(with = "Vec<LineJson<'d>>")]
    lines: Each<'d, ServiceLine, (), LineJson<'d>>,
    #[schemars(with = "Vec<AdvisoryJson<'d>>")]
    advisories: Each<'d, Advisory, (), AdvisoryJson<'d>>,
    #[schemars(with = "Vec<AskJson<'d>>")]
    ask_for: Each<'d, InformationRequest, (), AskJson<'d>>,
    #[schemars(with = "Vec<String>")]
    readings_used: Names<'d, (Reading, &'static str), ()>,
    #[schemars(with = "Vec<CodingJson<'d>>")]
    coding_checks: Each<'d, CodingCheck, (), CodingJson<'d>>,
}

/// One joint.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitJson<'d> {
    #[schemars(with = "Side")]
    side: &'static str,
    /// Only if several editions decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<Cow<'static, str>>,
    pathway: Option<&'static str>,
    service_date: Option<DayJson>,
    #[schemars(with = "OutcomeName")]
    outcome: &'static str,
    #[schemars(with = "Vec<ItemJson<'d>>")]
    items: Each<'d, ItemFinding, Laterality, ItemJson<'d>>,
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
    #[schemars(with = "Vec<String>")]
    items: Names<'d, Item, ()>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    only_if: Option<ConditionJson>,
    #[schemars(with = "Vec<schema::PartKey>")]
    show: Names<'d, Part, ()>,
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
    pub fn new(case: &'d Text, determination: &'d Determination) -> Self {
        let edition = ids(&determination.editions);
        Self {
            case: Shown(case),
            policy: determination.editions.first().map_or("", |label| label.policy),
            policy_effective: edition.clone(),
            edition,
            received: DayJson(determination.received),
            complete: determination.complete,
            unconfirmed: determination.unconfirmed,
            hypothetical: determination.hypothetical,
            outcome: determination.outcome.name(),
            units: Each::of(&determination.units, determination.editions.len() > 1, unit),
            lines: Each::of(&determination.service_lines, (), line),
            advisories: Each::of(&determination.advisories, (), advisory),
            ask_for: Each::of(&determination.ask_for, (), ask),
            readings_used: Each::of(&determination.readings_used, (), |(), (reading, _)| reading.name()),
            coding_checks: Each::of(&determination.coding_checks, (), coding),
        }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn unit(several_editions: bool, unit: &UnitDetermination) -> UnitJson<'_> {
    UnitJson {
        edition: several_editions.then(|| ids(&unit.editions)),
        side: unit.side.name(),
        pathway: unit.pathway.map(|pathway| pathway.number()),
        service_date: unit.service_date.map(DayJson),
        outcome: unit.outcome.name(),
        items: Each::of(&unit.items, unit.side, ItemJson::of),
    }
}

fn line((): (), line: &ServiceLine) -> LineJson<'_> {
    LineJson { item: line.item.number(), what: &line.what, finding: line.finding.name(), why: &line.why }
}

fn advisory((): (), advisory: &Advisory) -> AdvisoryJson<'_> {
    AdvisoryJson { item: advisory.item.map(|item| item.number()), why: &advisory.why }
}

fn coding((): (), check: &CodingCheck) -> CodingJson<'_> {
    CodingJson { what: &check.what, why: check.why }
}

fn ask((): (), request: &InformationRequest) -> AskJson<'_> {
    AskJson {
        item: request.items.first().map_or("", |item| item.number()),
        question: request.question.name(),
        what: &request.what,
        state: request.state.name(),
        entry: EntryJson::of(request.entry),
        items: Each::of(&request.items, (), |(), item| item.number()),
        only_if: request.only_if.map(condition),
        show: Each::of(&request.show, (), |(), part| part.key()),
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
