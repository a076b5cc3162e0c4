//! D.I.C.1, D.I.C.2 and D.I.C.5: billed lines, each with a finding of its own
//! that never changes the outcome.

use crate::case::{Fact, Facts, Item, Sedation, YesNo};

use super::codes::{self, Billed, ONE_PROCEDURE, Service};
use super::finding::Finding;

/// The finding on one billed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The policy's number.
    pub item: Item,
    /// What is billed, or asked for.
    pub what: String,
    /// `not-met`, `unclear` or `missing`; lines in order are left out.
    pub finding: Finding,
    /// Why.
    pub why: String,
}

impl Line {
    fn new(item: Item, what: impl Into<String>, finding: Finding, why: impl Into<String>) -> Self {
        Self { item, what: what.into(), finding, why: why.into() }
    }
}

/// The lines of a request for injections.
pub(super) fn of_injections(facts: &Facts) -> Vec<Line> {
    let billed = codes::billed(facts);
    let mut lines = Vec::new();
    if ONE_PROCEDURE.iter().all(|code| billed.iter().any(|line| line.code == *code)) {
        lines.push(Line::new(
            Item::DIC1,
            ONE_PROCEDURE.join(" and "),
            Finding::NotMet,
            "both codes are billed for one procedure: choose one code",
        ));
    }
    imaging(facts, &billed, &mut lines);
    sedation(facts, &billed, &mut lines);
    lines
}

fn imaging(facts: &Facts, billed: &[Billed], lines: &mut Vec<Line>) {
    const WHY: &str = "included in the injection, not separately billable";
    let coded = billed.iter().filter(|line| line.service() == Some(Service::Imaging));
    let before = lines.len();
    lines.extend(coded.map(|line| Line::new(Item::DIC2, &line.shown, Finding::NotMet, WHY)));
    if lines.len() > before {
        return;
    }
    let what = "image guidance or contrast";
    match facts.request.imaging_line {
        Fact::Known(YesNo::Yes) => lines.push(Line::new(Item::DIC2, what, Finding::NotMet, WHY)),
        Fact::Known(YesNo::No) => {}
        Fact::Unanswered | Fact::NotDocumented => lines.push(Line::new(
            Item::DIC2,
            what,
            Finding::Missing,
            "whether it is billed on a line of its own is not known",
        )),
    }
}

fn sedation(facts: &Facts, billed: &[Billed], lines: &mut Vec<Line>) {
    const WHY: &str = "not medically necessary with the injection: a clinical reviewer decides the line";
    let before = lines.len();
    let coded = billed.iter().filter(|line| line.sedates());
    lines.extend(coded.map(|line| Line::new(Item::DIC5, &line.shown, Finding::NotMet, WHY)));
    let coded = lines.len() > before;
    let asked = &facts.request.sedation;
    match asked.known() {
        None if coded => {}
        None => lines.push(Line::new(
            Item::DIC5,
            "sedation",
            Finding::Missing,
            "whether sedation is asked for is not known",
        )),
        Some(Sedation::None) => {}
        Some(Sedation::DeepOrGeneral) => lines.push(Line::new(
            Item::DIC5,
            "deep sedation or general anesthesia",
            Finding::Unclear,
            "the policy does not name it: a clinical reviewer decides the line",
        )),
        Some(_) if coded => {}
        Some(Sedation::MonitoredAnesthesia) => {
            lines.push(Line::new(Item::DIC5, "monitored anesthesia", Finding::NotMet, WHY))
        }
        Some(Sedation::ConsciousSedation) => {
            lines.push(Line::new(Item::DIC5, "conscious sedation", Finding::NotMet, WHY))
        }
    }
}
