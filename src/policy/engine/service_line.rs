//! The finding on one billed line.

use super::finding::Finding;
use super::item::Item;

/// The finding on one billed line; it never changes an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceLine {
    /// The item.
    pub item: Item,
    /// What is billed or requested.
    pub what: String,
    /// `not-met`, `unclear` or `missing`: lines without a problem are not listed.
    pub finding: Finding,
    /// Why.
    pub why: String,
}
