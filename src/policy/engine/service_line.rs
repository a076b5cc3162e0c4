//! The finding on one billed line.

use super::finding::Finding;
use super::item::Item;

/// The finding on one billed line, which never changes an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// The item.
    pub item: Item,
    /// What is billed, or asked for.
    pub what: String,
    /// `not-met`, `unclear` or `missing`; lines in order are left out.
    pub finding: Finding,
    /// Why.
    pub why: String,
}
