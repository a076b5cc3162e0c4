//! Checking a case folder against its index: cases that are new, changed or gone are
//! read again, and the index is written anew.

#![expect(clippy::disallowed_methods, reason = "only `store` uses the file system")]

use std::collections::{HashMap, HashSet};
use std::fs::DirEntry;
use std::io;

use crate::case::Case;
use crate::policy::Editions;
use crate::worklist::{Change, Entry, Row, have_duplicates};

use super::folder::{CaseId, Folder};
use super::index::{Index, IndexKey, IndexedCase, Stamp};
use super::lock::last_holder;
use super::read::read_case;

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
    /// Checks the folder against an index. `row` makes the row of a case; `tell` is told what was found,
    /// batch by batch, and returns whether to go on.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn run(
        &self,
        index: &Index,
        row: impl Fn(&CaseId, &Case) -> Row,
        mut tell: impl FnMut(Checked) -> bool,
    ) -> io::Result<()> {
        let indexed = index.cases();
        let was_empty = indexed.is_empty();
        let listing = self.list()?;
        let mut known: HashMap<Box<str>, IndexedCase> =
            indexed.into_iter().map(|case| (case.entry.row.name.clone(), case)).collect();
        let mut cases = Vec::with_capacity(listing.files.len());
        let (mut batch, mut told, mut is_changed) = (Vec::new(), 0, was_empty);
        for (id, file) in &listing.files {
            let before = known.remove(id.as_str());
            let (case, is_read) = self.case(id, file, listing.has_lock(id), before.as_ref(), &row);
            let is_as_before = before.is_some_and(|before| before.entry == case.entry);
            is_changed |= is_read || (!is_as_before && !case.entry.is_open);
            if !is_as_before {
                batch.push(Change::Set(case.entry.clone()));
            }
            cases.push(case);
            if batch.len() >= BATCH || cases.len() >= told + LOOKED_AT_IN_BATCH {
                told = cases.len();
                if !tell(Checked { changes: std::mem::take(&mut batch), done: told, of: listing.files.len() })
                {
                    return Ok(());
                }
            }
        }
        is_changed |= !known.is_empty();
        batch.extend(known.into_keys().map(Change::Removed));
        if is_changed {
            batch.extend(mark_duplicates(&mut cases));
            // Best effort: without an index the next start reads the cases again.
            let _ = self.folder.write_index(self.key, &in_order(cases));
        }
        tell(Checked { changes: batch, done: listing.files.len(), of: listing.files.len() });
        Ok(())
    }

    fn list(&self) -> io::Result<Listing> {
        let mut listing = Listing::default();
        for entry in std::fs::read_dir(self.folder.path())? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if let Some(locked) = name.strip_prefix('.').and_then(|name| name.strip_suffix(".lock")) {
                listing.locks.insert(locked.into());
            } else if let Some(id) = CaseId::of_path(name.as_ref()) {
                listing.files.push((id, entry));
            }
        }
        listing.files.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(listing)
    }

    /// A case as it is now, and whether its file was read.
    fn case(
        &self,
        id: &CaseId,
        file: &DirEntry,
        has_lock: bool,
        before: Option<&IndexedCase>,
        row: impl Fn(&CaseId, &Case) -> Row,
    ) -> (IndexedCase, bool) {
        // The stamp is of before the reading: a change in between is seen next time.
        let stamp = file.metadata().ok().and_then(|metadata| Stamp::of(&metadata, self.now));
        let unchanged = before.filter(|before| stamp.is_some() && before.stamp == stamp);
        let (who, is_open) = if has_lock { last_holder(&self.folder, id) } else { Default::default() };
        let new_row = || match read_case(&self.folder.file(id), &self.editions) {
            Ok((case, _)) => row(id, &case),
            Err(_) => Row::unreadable(id.as_str()),
        };
        let entry = Entry {
            row: unchanged.map_or_else(new_row, |before| before.entry.row.clone()),
            who: who.into(),
            is_open,
            is_duplicate: before.is_some_and(|before| before.entry.is_duplicate),
        };
        (IndexedCase { stamp, entry }, unchanged.is_none())
    }
}

/// The files of a case folder.
#[derive(Default)]
struct Listing {
    files: Vec<(CaseId, DirEntry)>,
    locks: HashSet<Box<str>>,
}

impl Listing {
    fn has_lock(&self, id: &CaseId) -> bool {
        self.locks.contains(id.as_str())
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
