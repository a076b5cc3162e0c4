//! The case files of a folder and their locks, by name.

use std::io;

use crate::harden::allow_memory;
use crate::store::folder::{CaseId, Folder};
use crate::store::index::Stamp;
use crate::store::misnamed::Misnamed;

/// What the list of cases takes for each file while it is made, in bytes: four times what
/// was measured.
const MEMORY_PER_FILE: u64 = 6 << 10;

/// The case files of a folder and their locks.
#[derive(Default)]
pub(super) struct Listing {
    /// The files, by name.
    pub(super) files: Vec<CaseFile>,
    /// The files that would be cases if they were renamed.
    pub(super) misnamed: Vec<Misnamed>,
    /// The names of cases that have a lock file, in order.
    locks: Vec<Box<str>>,
}

/// A case file, and its stamp if that proves anything.
pub(super) struct CaseFile {
    pub(super) id: CaseId,
    pub(super) stamp: Option<Stamp>,
}

impl Listing {
    /// Lists a folder at this time, in seconds since 1970 (UTC). One that was unmounted or
    /// replaced is not listed: nothing could be done with its cases.
    pub(super) fn of(folder: &Folder, now: i64) -> io::Result<Self> {
        let mut listing = Self::default();
        folder.check_in_place()?;
        let directory = folder.directory()?;
        for name in directory.names()? {
            listing.misnamed.extend(Misnamed::of(folder, &name));
            let Some(name) = name.to_str() else { continue };
            if let Some(locked) = name.strip_prefix('.').and_then(|name| name.strip_suffix(".lock")) {
                listing.locks.push(locked.into());
            } else if let Some(id) = CaseId::of_path(name.as_ref()) {
                // The stamp is of before the reading: a change in between is seen next time.
                let stamp = directory.stat_of(name).ok().and_then(|file| Stamp::of(&file, now));
                listing.files.push(CaseFile { id, stamp });
            }
        }
        allow_memory(MEMORY_PER_FILE.saturating_mul(u64::try_from(listing.files.len()).unwrap_or(u64::MAX)));
        listing.files.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        listing.locks.sort_unstable();
        Ok(listing)
    }

    /// Whether a case has a lock file: somebody has it open, or had.
    pub(super) fn has_lock(&self, id: &CaseId) -> bool {
        self.locks.binary_search_by(|lock| (**lock).cmp(id.as_str())).is_ok()
    }
}
