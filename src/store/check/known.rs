//! The cases of an index, taken by name in order.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::store::folder::CaseId;
use crate::store::index::{Index, IndexedCase};

/// The cases of an index that are not taken yet.
pub(super) struct KnownCases(Peekable<IntoIter<IndexedCase>>);

impl KnownCases {
    /// The cases of an index.
    pub(super) fn of(index: &Index) -> Self {
        let mut cases = index.cases();
        cases.sort_unstable_by(|a, b| a.entry.row.name.cmp(&b.entry.row.name));
        Self(cases.into_iter().peekable())
    }

    /// The names of the cases before this one: if cases are asked for in order, they are gone.
    pub(super) fn gone_before(&mut self, id: &CaseId) -> Vec<Box<str>> {
        let before = std::iter::from_fn(|| self.0.next_if(|case| *case.entry.row.name < *id.as_str()));
        before.map(|case| case.entry.row.name).collect()
    }

    /// The case of this name, if it comes next.
    pub(super) fn take(&mut self, id: &CaseId) -> Option<IndexedCase> {
        self.0.next_if(|case| *case.entry.row.name == *id.as_str())
    }

    /// The names of the cases that are left.
    pub(super) fn rest(self) -> impl Iterator<Item = Box<str>> {
        self.0.map(|case| case.entry.row.name)
    }
}
