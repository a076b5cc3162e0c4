//! What every item of the policy has: its number, our words for it, what it
//! reads, and how it is worked out.

use std::fmt;

use crate::case::{Field, Item, Part};

use super::finding::VerdictSet;
use super::reading::Reading;
use super::unit::Unit;

/// What an item does to a determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Decides, with the other criteria, whether the unit meets the policy.
    Criterion,
    /// Excludes what it names.
    Exclusion,
    /// Has a finding of its own for a billed line, and never changes the outcome.
    ServiceLine,
    /// Is said with the determination and never changes it.
    Advisory,
}

/// An item of the policy.
#[derive(Debug)]
pub struct Rule {
    /// Its number.
    pub item: Item,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What it asks for, in our words.
    pub summary: &'static str,
    /// How it is decided, to the day.
    pub criteria: &'static str,
    /// What it does to a determination.
    pub kind: Kind,
    /// The facts it reads.
    pub reads: &'static [Field],
    /// The parts it reads of the records it reads, in lists that rules share.
    pub(super) parts: &'static [&'static [Part]],
    /// The live readings it hangs on.
    pub readings: &'static [Reading],
    /// What would make it met, where no day and no missing fact would.
    pub remedy: &'static str,
    pub(super) evaluate: fn(&Unit<'_>) -> VerdictSet,
    pub(super) explain: fn(&Unit<'_>, &mut String) -> fmt::Result,
}

impl Rule {
    /// Whether it reads this part of the records it reads.
    pub fn reads_part(&self, part: Part) -> bool {
        self.parts.iter().any(|parts| parts.contains(&part))
    }
}
