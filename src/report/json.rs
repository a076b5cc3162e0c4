//! A determination as JSON, for other programs.
//!
//! The keys and their order are published, and items are in the order of the
//! policy, so this is made from the determination itself: the order of the outline
//! is for human readers and may change.

use serde::Serialize;

use crate::case::Text;
use crate::policy::{Determination, ItemFinding, UnitDetermination};

use super::outline::ids;

/// A determination as printed.
#[derive(Debug, Serialize)]
pub struct DeterminationJson {
    case: String,
    policy: &'static str,
    policy_effective: String,
    edition: String,
    received: String,
    complete: bool,
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

/// One item.
#[derive(Debug, Serialize)]
pub struct ItemJson {
    item: &'static str,
    finding: &'static str,
    why: String,
    first_met: Option<String>,
    reading: Option<&'static str>,
    readings: Vec<&'static str>,
    would_meet: Option<String>,
    questions: Vec<String>,
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
        let requests = determination.ask_for.iter().map(|request| AskJson {
            item: request.items.first().map_or("", |item| item.number()),
            question: request.question.to_string(),
            what: request.what.clone(),
            state: request.state.name(),
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
            ask_for: requests.collect(),
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

fn unit(unit: &UnitDetermination, several_editions: bool) -> UnitJson {
    UnitJson {
        edition: several_editions.then(|| ids(&unit.editions)),
        side: crate::case::Choice::name(unit.side),
        pathway: unit.pathway.map(|pathway| pathway.number()),
        service_date: unit.service_date.map(|day| day.to_string()),
        outcome: unit.outcome.name(),
        items: unit.items.iter().map(|found| item(unit, found)).collect(),
    }
}

fn item(unit: &UnitDetermination, found: &ItemFinding) -> ItemJson {
    let readings: Vec<&'static str> = found.readings.iter().map(|reading| reading.name()).collect();
    ItemJson {
        item: found.item.number(),
        finding: found.finding.name(),
        why: found.why.clone(),
        first_met: found.first_met.map(|day| day.to_string()),
        reading: readings.first().copied(),
        readings,
        would_meet: (!found.would_meet.is_empty()).then(|| found.would_meet.clone()),
        questions: found.reads.iter().map(|field| field.at(unit.side).to_string()).collect(),
    }
}

/// The determination on one line of JSON.
pub fn json(case: &Text, determination: &Determination) -> String {
    // It can't fail: there are no maps with keys that are not strings, and no floats.
    serde_json::to_string(&DeterminationJson::new(case, determination)).unwrap_or_default()
}
