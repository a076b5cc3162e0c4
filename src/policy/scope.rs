//! Whether MM-1463 governs the request at all: its effective date.

use std::fmt::{self, Write};

use crate::case::{Field, Item};

use super::finding::{Verdict, VerdictSet};
use super::limits::{POLICY, effective};
use super::rule::{Kind, Rule};
use super::unit::Unit;

/// The effective date.
pub(super) const EFFECTIVE_DATE: Rule = Rule {
    item: Item::EffectiveDate,
    title: "the policy governs from 2025-07-01",
    summary: "The policy governs services on or after its effective date.",
    criteria: "Service on or after 2025-07-01: governs, and the item is left out. Service before it: not met, the request is \
           outside the policy. Service missing and receipt before it: missing.",
    kind: Kind::Criterion,
    reads: &[Field::ServiceDate],
    parts: &[],
    readings: &[],
    remedy: "a day of service on or after the effective date",
    evaluate: governs,
    explain: explain_governs,
};

fn governs(unit: &Unit<'_>) -> VerdictSet {
    VerdictSet::between(
        Verdict::met_if(unit.last_service() >= effective()),
        Verdict::met_if(unit.first_service() >= effective()),
    )
}

fn explain_governs(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    match unit.service {
        Some(day) => write!(out, "planned {day}; {POLICY} governs services from {}", effective()),
        None => write!(
            out,
            "received {}, date of service not known; {POLICY} governs services from {}",
            unit.received(),
            effective()
        ),
    }
}
