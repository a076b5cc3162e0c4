//! D.I.C.1, D.I.C.2 and D.I.C.5: findings on billed lines, which never change the outcome.

use crate::case::{Fact, Facts, Sedation, YesNo};
use crate::policy::engine::{Finding, Item, ServiceLine};

use super::codes::{self, Billed, ONE_PROCEDURE, Service};

fn line(item: Item, what: impl Into<String>, finding: Finding, why: &str) -> ServiceLine {
    ServiceLine { item, what: what.into(), finding, why: why.to_owned() }
}

/// D.I.C.1: two codes billed for one procedure.
pub(super) fn both_codes(facts: &Facts, item: Item) -> Vec<ServiceLine> {
    const WHY: &str = "both codes are billed for one procedure: choose one code";
    let both = ONE_PROCEDURE.iter().all(|code| codes::billed(facts).any(|billed| billed.is(code)));
    both.then(|| line(item, ONE_PROCEDURE.join(" and "), Finding::NotMet, WHY)).into_iter().collect()
}

/// D.I.C.2: an imaging code, or imaging on a separate line.
pub(super) fn imaging(facts: &Facts, item: Item) -> Vec<ServiceLine> {
    const WHY: &str = "included in the injection, not separately billable";
    let coded = coded(facts, |billed| billed.service() == Some(Service::Imaging));
    if !coded.is_empty() {
        return coded.into_iter().map(|written| line(item, written, Finding::NotMet, WHY)).collect();
    }
    let what = "image guidance or contrast";
    match facts.request.imaging_line {
        Fact::Known(YesNo::Yes) => vec![line(item, what, Finding::NotMet, WHY)],
        Fact::Known(YesNo::No) => Vec::new(),
        Fact::Unanswered | Fact::NotDocumented => {
            let why = "whether it is billed on a line of its own is not known";
            vec![line(item, what, Finding::Missing, why)]
        }
    }
}

/// D.I.C.5: a sedation code, or requested sedation.
pub(super) fn sedation(facts: &Facts, item: Item) -> Vec<ServiceLine> {
    const WHY: &str = "not medically necessary with the injection: a clinical reviewer decides the line";
    let not_met = |what: String| line(item, what, Finding::NotMet, WHY);
    let mut lines: Vec<ServiceLine> =
        coded(facts, |billed| billed.is_sedation()).into_iter().map(not_met).collect();
    match facts.request.sedation.known() {
        Some(Sedation::None) => {}
        Some(Sedation::DeepOrGeneral) => lines.push(line(
            item,
            "deep sedation or general anesthesia",
            Finding::Unclear,
            "the policy does not name it: a clinical reviewer decides the line",
        )),
        _ if !lines.is_empty() => {}
        None => {
            lines.push(line(
                item,
                "sedation",
                Finding::Missing,
                "whether sedation is asked for is not known",
            ));
        }
        Some(Sedation::MonitoredAnesthesia) => lines.push(not_met("monitored anesthesia".to_owned())),
        Some(Sedation::ConsciousSedation) => lines.push(not_met("conscious sedation".to_owned())),
    }
    lines
}

/// The billed codes of a kind, as written.
fn coded(facts: &Facts, wanted: fn(Billed<'_>) -> bool) -> Vec<String> {
    codes::billed(facts).filter(|billed| wanted(*billed)).map(Billed::shown).collect()
}
