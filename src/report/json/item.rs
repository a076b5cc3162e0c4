//! An item as JSON: its finding, its parts, and the ways to meet it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::case::{FactId, Field, Laterality, Part};
use crate::policy::{ItemFinding, Measure, PartFinding, Reading, Way, WayStep};

use super::day::DayJson;
use super::lazy::{Each, Names, Shown};
use super::schema::{FindingName, PartKey, Question};

/// One item.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ItemJson<'d> {
    item: &'static str,
    #[schemars(with = "FindingName")]
    finding: &'static str,
    why: &'d str,
    first_met: Option<DayJson>,
    reading: Option<&'static str>,
    #[schemars(with = "Vec<String>")]
    readings: Names<'d, Reading, ()>,
    would_meet: Option<&'d str>,
    #[schemars(with = "Vec<Question>")]
    questions: Names<'d, Field, Laterality>,
    #[schemars(with = "Vec<PartJson<'d>>")]
    parts: Each<'d, PartFinding, &'d str, PartJson<'d>>,
    #[schemars(with = "Vec<Vec<StepJson<'d>>>")]
    ways: Each<'d, Way, (), Steps<'d>>,
    #[schemars(with = "Option<String>")]
    evidence: Option<Shown<'d>>,
    #[schemars(with = "Option<String>")]
    flag: Option<Shown<'d>>,
}

/// The steps of a way.
type Steps<'d> = Each<'d, WayStep, (), StepJson<'d>>;

/// One part of an item; keys that do not apply are left out.
#[derive(Debug, Serialize, JsonSchema)]
struct PartJson<'d> {
    part: &'static str,
    #[schemars(with = "FindingName")]
    finding: &'static str,
    #[schemars(with = "Vec<Question>")]
    facts: Names<'d, Field, Laterality>,
    #[serde(flatten)]
    measure: MeasureJson,
    why: &'d str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MeasureJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<DayJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<DayJson>,
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
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum StepJson<'d> {
    Reading {
        reading: &'static str,
        r#as: &'static str,
    },
    Fact {
        #[schemars(with = "Question")]
        question: &'static str,
        #[serde(flatten)]
        entry: EntryJson,
    },
    ServiceDate {
        from: DayJson,
    },
    Days {
        #[schemars(with = "Question")]
        question: &'static str,
        days: u32,
    },
    Clinician,
    Record {
        what: &'d str,
    },
}

/// The entry of a list, counted from 1, and its part; left out for a whole answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EntryJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<PartKey>")]
    part: Option<&'static str>,
}

impl EntryJson {
    pub(super) fn of(entry: Option<(usize, Part)>) -> Self {
        Self { entry: entry.map(|(index, _)| index + 1), part: entry.map(|(_, part)| part.key()) }
    }
}

impl<'d> ItemJson<'d> {
    /// An item of this joint.
    pub(super) fn of(side: Laterality, found: &'d ItemFinding) -> Self {
        Self {
            item: found.item.number(),
            finding: found.finding.name(),
            why: &found.why,
            first_met: found.first_met.map(DayJson),
            reading: found.readings.first().map(|reading| reading.name()),
            readings: Each::of(&found.readings, (), |(), reading| reading.name()),
            would_meet: (!found.would_meet.is_empty()).then_some(found.would_meet.as_str()),
            questions: questions(found.reads, side),
            parts: Each::of(&found.parts, &found.why, part),
            ways: Each::of(&found.ways, (), |(), Way(steps)| Each::of(steps, (), step)),
            evidence: found.evidence.as_ref().map(Shown),
            flag: found.flag.as_ref().map(Shown),
        }
    }
}

fn questions(reads: &[Field], side: Laterality) -> Names<'_, Field, Laterality> {
    Each::of(reads, side, |side, field| field.at(side).name())
}

/// A part; a single one has the reason of its item.
fn part<'d>(of_item: &'d str, found: &'d PartFinding) -> PartJson<'d> {
    PartJson {
        part: found.part,
        finding: found.finding.name(),
        facts: questions(found.reads, found.side),
        measure: measure(found.measure),
        why: if found.why.is_empty() { of_item } else { &found.why },
    }
}

fn measure(of: Measure) -> MeasureJson {
    MeasureJson {
        from: of.from.map(DayJson),
        to: of.to.map(DayJson),
        counted: of.counted,
        needed: of.needed,
        most: of.most,
        unit: of.unit,
    }
}

fn step((): (), of: &WayStep) -> StepJson<'_> {
    match of {
        WayStep::Reading(reading) => StepJson::Reading { reading: reading.name(), r#as: "met" },
        WayStep::Fact { fact: FactId { question, entry }, .. } => {
            StepJson::Fact { question: question.name(), entry: EntryJson::of(*entry) }
        }
        WayStep::ServiceDate(day) => StepJson::ServiceDate { from: DayJson(*day) },
        WayStep::Days { question, days } => StepJson::Days { question: question.name(), days: *days },
        WayStep::Clinician => StepJson::Clinician,
        WayStep::Record(what) => StepJson::Record { what },
    }
}
