//! An item as JSON: its finding, its parts, and the ways to meet it.

use serde::Serialize;

use crate::case::{FactId, Part};
use crate::policy::{ItemFinding, Measure, PartFinding, UnitDetermination, Way, WayStep};

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
    parts: Vec<PartJson>,
    ways: Vec<Vec<StepJson>>,
    evidence: Option<String>,
    flag: Option<String>,
}

/// One part of an item; keys that do not apply are left out.
#[derive(Debug, Serialize)]
struct PartJson {
    part: &'static str,
    finding: &'static str,
    facts: Vec<String>,
    #[serde(flatten)]
    measure: MeasureJson,
    why: String,
}

#[derive(Debug, Serialize)]
struct MeasureJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needed: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
}

/// One step of a way; all steps of a way are needed.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum StepJson {
    Reading {
        reading: &'static str,
        r#as: &'static str,
    },
    Fact {
        question: String,
        #[serde(flatten)]
        entry: EntryJson,
    },
    ServiceDate {
        from: String,
    },
    Days {
        question: String,
        days: u32,
    },
    Clinician,
    Record {
        what: String,
    },
}

/// The entry of a list, counted from 1, and its part; left out for a whole answer.
#[derive(Debug, Serialize)]
pub(super) struct EntryJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
}

impl EntryJson {
    pub(super) fn of(entry: Option<(usize, Part)>) -> Self {
        Self { entry: entry.map(|(index, _)| index + 1), part: entry.map(|(_, part)| part.key()) }
    }
}

impl ItemJson {
    pub(super) fn of(unit: &UnitDetermination, found: &ItemFinding) -> Self {
        let readings: Vec<&'static str> = found.readings.iter().map(|reading| reading.name()).collect();
        Self {
            item: found.item.number(),
            finding: found.finding.name(),
            why: found.why.clone(),
            first_met: found.first_met.map(|day| day.to_string()),
            reading: readings.first().copied(),
            readings,
            would_meet: (!found.would_meet.is_empty()).then(|| found.would_meet.clone()),
            questions: found.reads.iter().map(|field| field.at(unit.side).to_string()).collect(),
            parts: found.parts.iter().map(|each| part(each, &found.why)).collect(),
            ways: found.ways.iter().map(|Way(steps)| steps.iter().map(step).collect()).collect(),
            evidence: found.evidence.as_ref().map(ToString::to_string),
            flag: found.flag.as_ref().map(ToString::to_string),
        }
    }
}

/// A part; a single one has the reason of its item.
fn part(found: &PartFinding, of_item: &str) -> PartJson {
    PartJson {
        part: found.part,
        finding: found.finding.name(),
        facts: found.facts.iter().map(ToString::to_string).collect(),
        measure: measure(found.measure),
        why: if found.why.is_empty() { of_item.to_owned() } else { found.why.clone() },
    }
}

fn measure(of: Measure) -> MeasureJson {
    MeasureJson {
        from: of.from.map(|day| day.to_string()),
        to: of.to.map(|day| day.to_string()),
        counted: of.counted,
        needed: of.needed,
        most: of.most,
        unit: of.unit,
    }
}

fn step(of: &WayStep) -> StepJson {
    match of {
        WayStep::Reading(reading) => StepJson::Reading { reading: reading.name(), r#as: "met" },
        WayStep::Fact { fact: FactId { question, entry }, .. } => {
            StepJson::Fact { question: question.to_string(), entry: EntryJson::of(*entry) }
        }
        WayStep::ServiceDate(day) => StepJson::ServiceDate { from: day.to_string() },
        WayStep::Days { question, days } => StepJson::Days { question: question.to_string(), days: *days },
        WayStep::Clinician => StepJson::Clinician,
        WayStep::Record(what) => StepJson::Record { what: what.clone() },
    }
}
