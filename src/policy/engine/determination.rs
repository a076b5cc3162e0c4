//! The determination as data: each unit's items with their findings and reasons,
//! the billed lines, the advisories, and the information to request.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::case::{Field, Laterality, Text};

use super::coding_check::CodingCheck;
use super::edition::EditionLabel;
use super::finding::{Finding, Outcome};
use super::information_requests::InformationRequest;
use super::item::Item;
use super::part_finding::PartFinding;
use super::pathway::Pathway;
use super::reading::Reading;
use super::service_line::ServiceLine;
use super::way::Way;

/// The determination of a request, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determination {
    /// R, the day the request was received.
    pub received: NaiveDate,
    /// Whether every question that can change a finding is answered.
    pub complete: bool,
    /// How many answers of a provider that count are not confirmed yet.
    pub unconfirmed: usize,
    /// The highest outcome among the units.
    pub outcome: Outcome,
    /// One for each joint requested.
    pub units: Vec<UnitDetermination>,
    /// The billed lines with a problem.
    pub service_lines: Vec<ServiceLine>,
    /// The advisories, which decide nothing.
    pub advisories: Vec<Advisory>,
    /// Warnings about codes.
    pub coding_checks: Vec<CodingCheck>,
    /// Every missing fact that could change a finding, whatever the outcome.
    pub ask_for: Vec<InformationRequest>,
    /// The settled readings that decided, with the name of the setting.
    pub readings_used: Vec<(Reading, &'static str)>,
    /// The editions that decided: more than one when the joints' days of service are
    /// under different editions, or when a day is missing.
    pub editions: Vec<EditionLabel>,
    /// Whether it was made for a what-if, under other limits than the policy's.
    pub hypothetical: bool,
}

impl Determination {
    /// What the coordinator does next, once for the whole case: one side of two
    /// can't be approved alone.
    pub fn next_step(&self) -> &'static str {
        self.outcome.next_step()
    }
}

/// The determination of one joint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDetermination {
    /// The joint.
    pub side: Laterality,
    /// The pathway that applies; `None` outside the policy.
    pub pathway: Option<Pathway>,
    /// The edition in force on S, or every edition that could be while S is missing.
    pub editions: Vec<EditionLabel>,
    /// S, the planned day of service, unless it is missing.
    pub service_date: Option<NaiveDate>,
    /// The highest outcome among its items.
    pub outcome: Outcome,
    /// Its items, in the order of the policy.
    pub items: Vec<ItemFinding>,
}

/// One item's finding, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFinding {
    /// The item.
    pub item: Item,
    /// The finding.
    pub finding: Finding,
    /// The facts it reads.
    pub reads: &'static [Field],
    /// The reason: the facts and dates that decided it.
    pub why: String,
    /// The first day of service on which it would be met, when only the day is wrong.
    pub first_met: Option<NaiveDate>,
    /// The unsettled readings that made it unclear, in the order of the register.
    pub readings: Vec<Reading>,
    /// Its parts, each with its own finding.
    pub parts: Vec<PartFinding>,
    /// The ways to meet it, each of which is enough; empty when it is met or nothing would meet it.
    pub ways: Vec<Way>,
    /// The ways in words; empty when it is met.
    pub would_meet: String,
    /// Why it was flagged for a clinician, if it was.
    pub flag: Option<Text>,
    /// Where in the record its evidence is, if that was noted.
    pub evidence: Option<Text>,
}

/// A remark with a determination, which decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advisory {
    /// The item, where there is one.
    pub item: Option<Item>,
    /// The remark.
    pub why: Cow<'static, str>,
}
