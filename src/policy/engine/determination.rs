//! The determination as data: each unit's items with their findings and
//! reasons, the lines, the advisories, and what to ask for.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::case::{Field, Laterality};

use super::coding_check::CodingCheck;
use super::edition::{EditionLabel, Pathway};
use super::finding::{Finding, Outcome};
use super::information_requests::InformationRequest;
use super::item::Item;
use super::reading::Reading;
use super::service_line::ServiceLine;

/// What the policy says of a request, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determination {
    /// R, the day the request was received.
    pub received: NaiveDate,
    /// Whether every question that applies has an answer.
    pub complete: bool,
    /// The highest outcome among the units.
    pub outcome: Outcome,
    /// One for each joint requested.
    pub units: Vec<UnitDetermination>,
    /// Billed lines that are not in order.
    pub service_lines: Vec<ServiceLine>,
    /// What is said with the determination and decides nothing.
    pub advisories: Vec<Advisory>,
    /// Codes to look at.
    pub coding_checks: Vec<CodingCheck>,
    /// Missing facts that matter, all of them, whatever the outcome.
    pub ask_for: Vec<InformationRequest>,
    /// The settled readings that decided, with the name of the setting.
    pub readings_used: Vec<(Reading, &'static str)>,
    /// The editions that decided: one, unless the joints have days of service
    /// under different ones or a day is missing.
    pub editions: Vec<EditionLabel>,
    /// Whether it was made under other limits than the policy's.
    pub hypothetical: bool,
}

impl Determination {
    /// What the coordinator does next. It is said once for the whole case: a
    /// coordinator can't approve one side of two.
    pub fn next_step(&self) -> &'static str {
        self.outcome.next_step()
    }
}

/// What the policy says of one joint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDetermination {
    /// The joint.
    pub side: Laterality,
    /// The part of the policy it is read under; `None` outside the policy.
    pub pathway: Option<Pathway>,
    /// The editions it could be decided by: the one in force on S, or all that
    /// could be in force while S is missing.
    pub editions: Vec<EditionLabel>,
    /// S, unless it is missing.
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
    /// The facts and dates that decided it.
    pub why: String,
    /// The first day of service on which it would be met, where only the day is wrong.
    pub first_met: Option<NaiveDate>,
    /// The unsettled readings that made it unclear, in the order of the register.
    pub readings: Vec<Reading>,
    /// What would make it met; empty when it is.
    pub would_meet: String,
}

/// Something said with a determination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advisory {
    /// The item, where there is one.
    pub item: Option<Item>,
    /// What is said.
    pub why: Cow<'static, str>,
}
