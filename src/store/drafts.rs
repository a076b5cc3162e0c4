//! The file beside a case that holds what was begun and not accepted.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::io;
use std::path::PathBuf;

use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::read::read_text;

/// Where what was begun on a case is kept; for whoever holds the case.
#[derive(Debug, Clone)]
pub struct DraftFile {
    folder: Folder,
    id: CaseId,
}

/// What the name of a file of drafts ends in.
pub(super) const ENDING: &str = ".draft";

impl DraftFile {
    /// Its text, if it is there and can be read.
    pub fn read(&self) -> Option<String> {
        read_text(&self.path()).ok()
    }

    /// The text of the case beside it, if that can be read.
    pub fn case(&self) -> Option<String> {
        read_text(&self.folder.file(&self.id)).ok()
    }

    /// Replaces its text.
    ///
    /// # Errors
    /// When the folder can't be written; what was there is then as it was.
    pub fn write(&self, text: &str) -> io::Result<()> {
        self.folder.replace(&self.id, &name(&self.id), text)
    }

    /// Removes it, if it is there.
    ///
    /// # Errors
    /// When it is there and can't be removed.
    pub fn remove(&self) -> io::Result<()> {
        match std::fs::remove_file(self.path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(name(&self.id))
    }
}

impl Folder {
    /// Where what was begun on a case is kept, for the holder of its lock.
    pub fn drafts(&self, id: &CaseId, _lock: &Lock) -> DraftFile {
        DraftFile { folder: self.clone(), id: id.clone() }
    }
}

fn name(id: &CaseId) -> String {
    format!(".{id}{ENDING}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_removed_if_they_are_there_and_else_it_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let id = CaseId::new("one").unwrap();
        let drafts = folder.drafts(&id, &Lock::take(&folder, &id, "pat").unwrap());
        drafts.write("at").unwrap();
        assert_eq!(drafts.read().as_deref(), Some("at"));
        drafts.remove().unwrap();
        assert_eq!(drafts.read(), None);
        drafts.remove().unwrap();
        std::fs::create_dir(drafts.path()).unwrap();
        drafts.remove().unwrap_err();
    }
}
