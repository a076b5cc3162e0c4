//! The draft file beside a case: input that was typed but not accepted yet.

use std::io;

use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::read::read_text_in;

/// The draft file of one case; only the holder of the case's lock can get it.
#[derive(Debug, Clone)]
pub struct DraftFile {
    folder: Folder,
    id: CaseId,
}

/// The suffix of draft files.
pub(super) const DRAFT_SUFFIX: &str = ".draft";

impl DraftFile {
    /// Its text, if it exists and can be read.
    pub fn read(&self) -> Option<String> {
        read_text_in(self.folder.directory().ok()?, &file_name(&self.id)).ok()
    }

    /// The text of the case file, if it can be read.
    pub fn case_text(&self) -> Option<String> {
        self.folder.read_text(&self.id).ok()
    }

    /// Replaces its text.
    ///
    /// # Errors
    /// When the folder can't be written; an earlier draft file is then unchanged.
    pub fn write(&self, text: &str) -> io::Result<()> {
        self.folder.replace(&self.id, &file_name(&self.id), text)
    }

    /// Removes it, if it exists.
    ///
    /// # Errors
    /// When it exists and can't be removed.
    pub fn remove(&self) -> io::Result<()> {
        match self.folder.directory()?.remove(&file_name(&self.id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Folder {
    /// The draft file of a case, for the holder of its lock.
    pub fn draft_file(&self, id: &CaseId, _lock: &Lock) -> DraftFile {
        DraftFile { folder: self.clone(), id: id.clone() }
    }
}

fn file_name(id: &CaseId) -> String {
    format!(".{id}{DRAFT_SUFFIX}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removing_drafts_fails_only_when_they_stay() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let id = CaseId::new("one").unwrap();
        let drafts = folder.draft_file(&id, &Lock::take(&folder, &id, "pat").unwrap());
        drafts.write("at").unwrap();
        assert_eq!(drafts.read().as_deref(), Some("at"));
        drafts.remove().unwrap();
        assert_eq!(drafts.read(), None);
        drafts.remove().unwrap();
        std::fs::create_dir(folder.path().join(".one.draft")).unwrap();
        drafts.remove().unwrap_err();
    }
}
