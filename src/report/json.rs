//! A determination as JSON, for other programs.
//!
//! The keys and their order are published, and items are in the order of the
//! policy, so this is made from the determination itself: the order of the outline
//! is for human readers and may change.

mod item;

use serde::Serialize;

use crate::case::{Part, Text};
use crate::policy::{Condition, Determination, InformationRequest, UnitDetermination};

use super::outline::ids;
use item::EntryJson;
pub use item::ItemJson;

/// A determination as printed.
#[derive(Debug, Serialize)]
pub struct DeterminationJson {
    case: String,
    policy: &'static str,
    policy_effective: String,
    edition: String,
    received: String,
    complete: bool,
    /// Only if there are any.
    #[serde(skip_serializing_if = "is_zero")]
    unconfirmed: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hypothetical: bool,
    outcome: &'static str,
    units: Vec<UnitJson>,
    lines: Vec<LineJson>,
    advisories: Vec<AdvisoryJson>,
    ask_for: Vec<AskJson>,
    readings_used: Vec<String>,
    coding_checks: Vec<CodingJson>,
}

/// One joint.
#[derive(Debug, Serialize)]
pub struct UnitJson {
    side: &'static str,
    /// Only if several editions decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    pathway: Option<&'static str>,
    service_date: Option<String>,
    outcome: &'static str,
    items: Vec<ItemJson>,
}

#[derive(Debug, Serialize)]
struct LineJson {
    item: &'static str,
    what: String,
    finding: &'static str,
    why: String,
}

#[derive(Debug, Serialize)]
struct AdvisoryJson {
    item: Option<&'static str>,
    why: String,
}

/// One missing fact.
#[derive(Debug, Serialize)]
pub struct AskJson {
    item: &'static str,
    question: String,
    what: String,
    state: &'static str,
    #[serde(flatten)]
    entry: EntryJson,
    items: Vec<&'static str>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    only_if: Option<ConditionJson>,
    show: Vec<&'static str>,
}

/// The answer to another question without which a fact is not needed.
#[derive(Debug, Serialize)]
struct ConditionJson {
    question: String,
    is: &'static str,
}

#[derive(Debug, Serialize)]
struct CodingJson {
    what: String,
    why: &'static str,
}

impl DeterminationJson {
    /// The determination of the case of that name.
    pub fn new(case: &Text, determination: &Determination) -> Self {
        let lines = determination.service_lines.iter().map(|line| LineJson {
            item: line.item.number(),
            what: line.what.clone(),
            finding: line.finding.name(),
            why: line.why.clone(),
        });
        let advisories = determination.advisories.iter();
        let coding = determination.coding_checks.iter();
        Self {
            case: case.to_string(),
            policy: determination.editions.first().map_or("", |label| label.policy),
            policy_effective: ids(&determination.editions),
            edition: ids(&determination.editions),
            received: determination.received.to_string(),
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
                    why: advisory.why.to_string(),
                })
                .collect(),
            ask_for: determination.ask_for.iter().map(ask).collect(),
            readings_used: determination
                .readings_used
                .iter()
                .map(|(reading, _)| reading.name().to_owned())
                .collect(),
            coding_checks: coding
                .map(|check| CodingJson { what: check.what.clone(), why: check.why })
                .collect(),
        }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn unit(unit: &UnitDetermination, several_editions: bool) -> UnitJson {
    UnitJson {
        edition: several_editions.then(|| ids(&unit.editions)),
        side: crate::case::Choice::name(unit.side),
        pathway: unit.pathway.map(|pathway| pathway.number()),
        service_date: unit.service_date.map(|day| day.to_string()),
        outcome: unit.outcome.name(),
        items: unit.items.iter().map(|found| ItemJson::of(unit, found)).collect(),
    }
}

fn ask(request: &InformationRequest) -> AskJson {
    AskJson {
        item: request.items.first().map_or("", |item| item.number()),
        question: request.question.to_string(),
        what: request.what.clone(),
        state: request.state.name(),
        entry: EntryJson::of(request.entry),
        items: request.items.iter().map(|item| item.number()).collect(),
        only_if: request.only_if.map(condition),
        show: request.show.iter().copied().map(Part::key).collect(),
    }
}

fn condition(of: Condition) -> ConditionJson {
    ConditionJson { question: of.question.to_string(), is: of.is.name() }
}

/// The determination on one line of JSON.
pub fn json(case: &Text, determination: &Determination) -> String {
    // It can't fail: there are no maps with keys that are not strings, and no floats.
    serde_json::to_string(&DeterminationJson::new(case, determination)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
