//! The determination recorded in a case file.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::text::Text;

/// A recorded determination: names instead of types, so that one written by an
/// older or newer program can be read and compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// The outcome.
    pub outcome: Option<String>,
    /// The day it was recorded.
    pub date: Option<NaiveDate>,
    /// The program and version that wrote it.
    pub program: Option<String>,
    /// The edition of the policy that decided.
    pub policy_text: Option<String>,
    /// The settled readings that decided, each with its setting.
    pub readings: Option<BTreeMap<String, String>>,
    /// The units.
    pub units: Vec<RecordedUnit>,
    /// The billed lines.
    pub lines: Option<Vec<RecordedLine>>,
}

/// One unit of a recorded determination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedUnit {
    /// The joint.
    pub side: String,
    /// The unit's outcome.
    pub outcome: Option<String>,
    /// The pathway of the policy that applied.
    pub pathway: Option<String>,
    /// Its items.
    pub items: Vec<RecordedItem>,
}

/// One item of a recorded determination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedItem {
    /// The policy's number.
    pub item: String,
    /// The finding.
    pub finding: String,
    /// What decided it.
    pub why: Option<Text>,
}

/// One billed line of a recorded determination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedLine {
    /// The policy's number.
    pub item: String,
    /// What is billed.
    pub what: Text,
    /// The finding.
    pub finding: String,
}
