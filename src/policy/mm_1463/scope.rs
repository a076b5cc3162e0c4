//! The effective date: whether MM-1463 governs the request.

use std::fmt::{self, Write};

use crate::case::Field;
use crate::policy::engine::{Criterion, Item, Measure, Rule, Unit, Verdict, VerdictSet};

use super::items::POLICY;

/// The effective date.
pub(super) static EFFECTIVE_DATE: Rule = Rule {
    item: Item::EFFECTIVE_DATE,
    title: "the policy governs from 2025-07-01",
    summary: "The policy governs services on or after its effective date.",
    criteria: "Service on or after 2025-07-01: governs, and the item is left out. Service before it: not met, the request is \
           outside the policy. Service missing and receipt before it: missing.",
    whole: Criterion {
        name: "effective-date",
        reads: &[Field::ServiceDate],
        remedy: "a day of service on or after the effective date",
        measure: |unit| Measure { from: Some(unit.governed_from), to: unit.service, ..Measure::default() },
        evaluate: governs,
        explain: explain_governs,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn governs(unit: &Unit<'_>) -> VerdictSet {
    VerdictSet::between(
        Verdict::met_if(unit.last_service() >= unit.governed_from),
        Verdict::met_if(unit.first_service() >= unit.governed_from),
    )
}

fn explain_governs(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    match unit.service {
        Some(day) => write!(out, "planned {day}; {POLICY} governs services from {}", unit.governed_from),
        None => write!(
            out,
            "received {}, date of service not known; {POLICY} governs services from {}",
            unit.received(),
            unit.governed_from
        ),
    }
}
