//! Checking a case folder against its index: cases that are new, changed or gone are
//! read again, and the index is written anew.

mod known;
mod listing;

use std::io;

use crate::case::Case;
use crate::policy::Editions;
use crate::worklist::{Change, Entry, Row, have_duplicates};

use super::folder::{CaseId, Folder};
use super::index::{Index, IndexKey, IndexedCase};
use super::lock::last_holder;

use known::KnownCases;
use listing::{CaseFile, Listing};

/// How a folder is checked.
#[derive(Debug, Clone)]
pub struct Check {
    /// The case folder.
    pub folder: Folder,
    /// The settings that rows depend on.
    pub key: IndexKey,
    /// The editions that cases are read under.
    pub editions: Editions,
    /// Now, in seconds since 1970 (UTC).
    pub now: i64,
}

/// What a check has found so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What differs from the index.
    pub changes: Vec<Change>,
    /// How many cases are checked.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// After so many cases that were read, or cases that were only looked at, what was found is told.
const BATCH: usize = 64;
const LOOKED_AT_IN_BATCH: usize = 2048;

impl Check {
    /// Checks the folder against an index. `row` makes the row of a case; `tell` is told what
    /// was found, batch by batch, and returns whether to go on.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn run(
        &self,
        index: &Index,
        row: impl Fn(&CaseId, &Case) -> Row,
        mut tell: impl FnMut(Checked) -> bool,
    ) -> io::Result<()> {
        let listing = Listing::of(&self.folder, self.now)?;
        let mut known = KnownCases::of(index);
        let mut found = Found { of: listing.files.len(), ..Found::default() };
        let misnamed = listing.misnamed.iter().map(|file| {
            let row = Row::misnamed(&file.shown().to_string(), &file.rename_to);
            Change::Set(Entry::of(row))
        });
        // They are not in the index: whatever is listed has been looked for.
        found.changes.extend(misnamed);
        let mut cases = Vec::with_capacity(listing.files.len());
        for file in &listing.files {
            known.gone_before(&file.id).into_iter().for_each(|name| found.remove(name));
            let before = known.take(&file.id);
            cases.push(self.case(file, listing.has_lock(&file.id), before, &row, &mut found));
            if let Some(checked) = found.count()
                && !tell(checked)
            {
                return Ok(());
            }
        }
        known.rest().for_each(|name| found.remove(name));
        if found.is_index_old {
            found.changes.extend(mark_duplicates(&mut cases));
            // Best effort: without an index the next start reads the cases again.
            let _ = self.folder.write_index(self.key, &in_order(cases));
        }
        tell(found.rest());
        Ok(())
    }

    /// A case as it is now. What the worklist has to change for it is added to what is found.
    fn case(
        &self,
        file: &CaseFile,
        has_lock: bool,
        before: Option<IndexedCase>,
        row: impl Fn(&CaseId, &Case) -> Row,
        found: &mut Found,
    ) -> IndexedCase {
        let (who, is_open) = if has_lock { last_holder(&self.folder, &file.id) } else { Default::default() };
        let is_settled = |before: &IndexedCase| file.stamp.is_some() && before.stamp == file.stamp;
        let is_read = !before.as_ref().is_some_and(is_settled);
        let before = before.map(|before| before.entry);
        let row = match &before {
            Some(before) if !is_read => before.row.clone(),
            _ => self.read_row(&file.id, row),
        };
        let is_duplicate = before.as_ref().is_some_and(|before| before.is_duplicate);
        let entry = Entry { row, who: who.into(), is_open, is_duplicate };
        found.is_index_old |= is_read || before.as_ref().is_none_or(|before| before.who != entry.who);
        if before.as_ref() != Some(&entry) {
            found.changes.push(Change::Set(entry.clone()));
        }
        IndexedCase { stamp: file.stamp, entry }
    }

    fn read_row(&self, id: &CaseId, row: impl Fn(&CaseId, &Case) -> Row) -> Row {
        match self.folder.read_case(id, &self.editions) {
            Ok((case, _)) => row(id, &case),
            Err(_) => Row::unreadable(id.as_str()),
        }
    }
}

/// What is found and not told yet.
#[derive(Default)]
struct Found {
    changes: Vec<Change>,
    /// Whether the index has to be written anew.
    is_index_old: bool,
    done: usize,
    told: usize,
    of: usize,
}

impl Found {
    fn remove(&mut self, name: Box<str>) {
        self.is_index_old = true;
        self.changes.push(Change::Removed(name));
    }

    /// Counts a case; now and then it is time to tell what was found.
    fn count(&mut self) -> Option<Checked> {
        self.done += 1;
        let is_time = self.changes.len() >= BATCH || self.done >= self.told + LOOKED_AT_IN_BATCH;
        is_time.then(|| {
            self.told = self.done;
            Checked { changes: std::mem::take(&mut self.changes), done: self.done, of: self.of }
        })
    }

    /// What is left to tell when all cases are checked.
    fn rest(self) -> Checked {
        Checked { changes: self.changes, done: self.of, of: self.of }
    }
}

/// Marks possible duplicates anew, and gives the entries whose mark has changed.
fn mark_duplicates(cases: &mut [IndexedCase]) -> Vec<Change> {
    let rows: Vec<&Row> = cases.iter().map(|case| &case.entry.row).collect();
    let marks = have_duplicates(&rows);
    let mut changes = Vec::new();
    for (case, is_duplicate) in cases.iter_mut().zip(marks) {
        if case.entry.is_duplicate != is_duplicate {
            case.entry.is_duplicate = is_duplicate;
            changes.push(Change::Set(case.entry.clone()));
        }
    }
    changes
}

/// The cases as they are indexed: in the order of the first screen, which sorts fastest
/// what is sorted already. Who has one open now is looked up every time.
fn in_order(mut cases: Vec<IndexedCase>) -> Vec<IndexedCase> {
    cases.iter_mut().for_each(|case| case.entry.is_open = false);
    let order = crate::worklist::Order::default();
    cases.sort_unstable_by(|a, b| order.compare(&a.entry, &b.entry));
    cases
}

#[cfg(test)]
mod tests;
