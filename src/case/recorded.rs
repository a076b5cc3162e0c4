//! A determination as the case file records it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::text::Text;

/// A determination as the file holds it: names only, so that an older or newer
/// program's words can be compared with this one's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// The outcome.
    pub outcome: Option<String>,
    /// The day it was recorded.
    pub date: Option<NaiveDate>,
    /// The program and version that wrote it.
    pub program: Option<String>,
    /// The policy text it was read against.
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
    /// The part of the policy it was read under.
    pub pathway: Option<String>,
    /// Item number, finding and why.
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
