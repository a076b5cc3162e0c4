//! D.I.C.1, D.I.C.2 and D.I.C.5: billed lines, each with a finding of its own
//! that never changes the outcome.

use crate::case::{Fact, Facts, Item, Sedation, YesNo};

use super::codes::{self, Billed, ONE_PROCEDURE, Service};
use super::finding::Finding;

/// The finding on one billed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// The policy's number.
    pub item: Item,
    /// What is billed, or asked for.
    pub what: String,
    /// `not-met`, `unclear` or `missing`; lines in order are left out.
    pub finding: Finding,
    /// Why.
    pub why: String,
}

impl ServiceLine {
    fn new(item: Item, what: impl Into<String>, finding: Finding, why: impl Into<String>) -> Self {
        Self { item, what: what.into(), finding, why: why.into() }
    }
}

/// The lines of a request for injections.
pub(super) fn of_injections(facts: &Facts) -> Vec<ServiceLine> {
    let billed = codes::billed(facts);
    let mut service_lines = Vec::new();
    if ONE_PROCEDURE.iter().all(|code| billed.iter().any(|line| line.code == *code)) {
        service_lines.push(ServiceLine::new(
            Item::DIC1,
            ONE_PROCEDURE.join(" and "),
            Finding::NotMet,
            "both codes are billed for one procedure: choose one code",
        ));
    }
    imaging(facts, &billed, &mut service_lines);
    sedation(facts, &billed, &mut service_lines);
    service_lines
}

fn imaging(facts: &Facts, billed: &[Billed], service_lines: &mut Vec<ServiceLine>) {
    const WHY: &str = "included in the injection, not separately billable";
    let coded = billed.iter().filter(|line| line.service() == Some(Service::Imaging));
    let before = service_lines.len();
    service_lines.extend(coded.map(|line| ServiceLine::new(Item::DIC2, &line.shown, Finding::NotMet, WHY)));
    if service_lines.len() > before {
        return;
    }
    let what = "image guidance or contrast";
    match facts.request.imaging_line {
        Fact::Known(YesNo::Yes) => {
            service_lines.push(ServiceLine::new(Item::DIC2, what, Finding::NotMet, WHY))
        }
        Fact::Known(YesNo::No) => {}
        Fact::Unanswered | Fact::NotDocumented => service_lines.push(ServiceLine::new(
            Item::DIC2,
            what,
            Finding::Missing,
            "whether it is billed on a line of its own is not known",
        )),
    }
}

fn sedation(facts: &Facts, billed: &[Billed], service_lines: &mut Vec<ServiceLine>) {
    const WHY: &str = "not medically necessary with the injection: a clinical reviewer decides the line";
    let before = service_lines.len();
    let coded = billed.iter().filter(|line| line.sedates());
    service_lines.extend(coded.map(|line| ServiceLine::new(Item::DIC5, &line.shown, Finding::NotMet, WHY)));
    let coded = service_lines.len() > before;
    let asked = &facts.request.sedation;
    match asked.known() {
        None if coded => {}
        None => service_lines.push(ServiceLine::new(
            Item::DIC5,
            "sedation",
            Finding::Missing,
            "whether sedation is asked for is not known",
        )),
        Some(Sedation::None) => {}
        Some(Sedation::DeepOrGeneral) => service_lines.push(ServiceLine::new(
            Item::DIC5,
            "deep sedation or general anesthesia",
            Finding::Unclear,
            "the policy does not name it: a clinical reviewer decides the line",
        )),
        Some(_) if coded => {}
        Some(Sedation::MonitoredAnesthesia) => {
            service_lines.push(ServiceLine::new(Item::DIC5, "monitored anesthesia", Finding::NotMet, WHY))
        }
        Some(Sedation::ConsciousSedation) => {
            service_lines.push(ServiceLine::new(Item::DIC5, "conscious sedation", Finding::NotMet, WHY))
        }
    }
}
