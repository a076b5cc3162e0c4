//! A determination as JSON: the names other programs rely on.
//!
//! The keys and their order are published, and items stand in the order of the
//! policy: so this is made from the determination itself. The order of the
//! outline is a reader's, and may change.

use serde::Serialize;

use crate::case::Text;
use crate::policy::{Determination, ItemFinding, UnitDetermination};

use super::outline::ids;

/// A determination, as it is printed.
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
    /// Where the joints have several.
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
        let asks = determination.ask_for.iter().map(|ask| AskJson {
            item: ask.item.number(),
            question: ask.question.to_string(),
            what: ask.what.clone(),
            state: ask.state.name(),
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
                .map(|said| AdvisoryJson {
                    item: said.item.map(|item| item.number()),
                    why: said.why.to_string(),
                })
                .collect(),
            ask_for: asks.collect(),
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
    // Nothing in it can fail to serialize: no maps with odd keys, no floats.
    serde_json::to_string(&DeterminationJson::new(case, determination)).unwrap_or_default()
}
