//! An item of a policy, to which flags and evidence belong.

use std::cmp::Ordering;
use std::fmt;

/// An item of a policy, under any number that an edition gives it.
///
/// Two items are equal when their keys are: an edition that only renumbers an
/// item keeps its key, one that replaces it gives the new item a key of its own.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    key: &'static str,
    number: &'static str,
}

impl Item {
    /// An item of the first edition: its number is its key.
    pub const fn new(number: &'static str) -> Self {
        Self { key: number, number }
    }

    /// An item that a later edition adds, with a key no earlier item has.
    pub const fn with_key(key: &'static str, number: &'static str) -> Self {
        Self { key, number }
    }

    /// The same item under another number.
    #[must_use]
    pub const fn renumbered(self, number: &'static str) -> Self {
        Self { number, ..self }
    }

    /// The key of its flag and evidence in a case file.
    pub const fn key(self) -> &'static str {
        self.key
    }

    /// The number in the edition at hand.
    pub const fn number(self) -> &'static str {
        self.number
    }
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.key, other.key) || self.key == other.key
    }
}

impl Eq for Item {}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Item {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(other.key)
    }
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.number)
    }
}
