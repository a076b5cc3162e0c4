//! The parts of an item, each with its own finding and what was counted for it.

use chrono::NaiveDate;

use crate::case::{Field, Laterality, QuestionId};

use super::finding::Finding;

/// What was counted for a part of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measure {
    /// The first day that counts.
    pub from: Option<NaiveDate>,
    /// The last day that counts.
    pub to: Option<NaiveDate>,
    /// How much was counted: at least, of what is needed; at most, of what is limited.
    pub counted: Option<u32>,
    /// How much is needed.
    pub needed: Option<u32>,
    /// How much is allowed.
    pub most: Option<u32>,
    /// What is counted, in the plural.
    pub unit: Option<&'static str>,
}

/// The finding on one part of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartFinding {
    /// The name of the part.
    pub part: &'static str,
    /// The finding on it.
    pub finding: Finding,
    /// The joint of its item.
    pub side: Laterality,
    /// The facts it reads.
    pub reads: &'static [Field],
    /// What was counted.
    pub measure: Measure,
    /// The reason in words.
    pub why: String,
}

impl PartFinding {
    /// The questions whose answers it reads.
    pub fn facts(&self) -> impl Iterator<Item = QuestionId> {
        self.reads.iter().map(|field| field.at(self.side))
    }
}
