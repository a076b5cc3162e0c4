//! What can go from a case folder: what interrupted saves left, and the drafts
//! of cases that are gone.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::io;

use super::drafts::ENDING;
use super::exchange::remove;
use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::save::LEFTOVER;

impl Folder {
    /// Removes what interrupted saves left behind, of the case that is held and
    /// of every case that nobody writes now; and the drafts of cases that are gone.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn sweep(&self, held: Option<(&CaseId, &Lock)>) -> io::Result<()> {
        for entry in std::fs::read_dir(self.path())? {
            let entry = entry?;
            let id = entry.file_name().to_str().and_then(|name| self.swept(name));
            let Some(id) = id else { continue };
            if held.is_some_and(|(held, _)| *held == id) {
                remove(&entry.path());
            } else if let Some(_lock) = Lock::idle(self, &id) {
                remove(&entry.path());
            }
        }
        Ok(())
    }

    /// The case whose file of this name can go.
    fn swept(&self, name: &str) -> Option<CaseId> {
        of_leftover(name).or_else(|| of_drafts(name).filter(|id| !self.has(id)))
    }
}

/// The case whose interrupted save left a file of this name.
fn of_leftover(name: &str) -> Option<CaseId> {
    let (id, number) = name.strip_prefix('.')?.strip_suffix(LEFTOVER)?.rsplit_once('.')?;
    CaseId::new(id).filter(|_| number.parse::<u32>().is_ok())
}

/// The case whose drafts a file of this name holds.
fn of_drafts(name: &str) -> Option<CaseId> {
    CaseId::new(name.strip_prefix('.')?.strip_suffix(ENDING)?)
}
