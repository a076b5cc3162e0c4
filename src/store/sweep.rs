//! Cleaning up a case folder: files of interrupted saves, and drafts of deleted cases.

use std::io;

use super::drafts::DRAFT_SUFFIX;
use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::save::TEMPORARY_SUFFIX;

impl Folder {
    /// Removes files of interrupted saves and drafts of deleted cases, for the case
    /// that is held and for every case that nobody is writing now.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn sweep(&self, held: Option<(&CaseId, &Lock)>) -> io::Result<()> {
        let directory = self.directory()?;
        for name in directory.names()? {
            let name = name?;
            let Some(name) = name.to_str() else { continue };
            let Some(id) = self.case_to_clean(name) else { continue };
            if held.is_some_and(|(held, _)| *held == id) {
                directory.remove_if_possible(name);
            } else if let Some(_lock) = Lock::idle(self, &id) {
                directory.remove_if_possible(name);
            }
        }
        Ok(())
    }

    /// The case that a removable file of this name belongs to.
    fn case_to_clean(&self, name: &str) -> Option<CaseId> {
        case_of_temporary(name).or_else(|| case_of_drafts(name).filter(|id| !self.knows(id)))
    }
}

/// The case whose interrupted save left a file of this name.
fn case_of_temporary(name: &str) -> Option<CaseId> {
    let (id, number) = name.strip_prefix('.')?.strip_suffix(TEMPORARY_SUFFIX)?.rsplit_once('.')?;
    CaseId::new(id).filter(|_| number.parse::<u32>().is_ok())
}

/// The case whose drafts are in a file of this name.
fn case_of_drafts(name: &str) -> Option<CaseId> {
    CaseId::new(name.strip_prefix('.')?.strip_suffix(DRAFT_SUFFIX)?)
}
