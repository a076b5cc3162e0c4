//! Saving a case so that it is whole and on the disk, or plainly not saved.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;

use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::read::{ReadError, read_text};

/// Why an answer is not on the disk.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file is no longer the one this program read.
    #[error("somebody changed the file meanwhile: yours is kept beside it as {0}")]
    Changed(String),
    /// The old file is whole, the new one was not written.
    #[error("NOT SAVED ({0}): the file is as it was")]
    NotWritten(io::Error),
    /// The new file is in place, but the folder may not have reached the disk.
    #[error("NOT SURELY SAVED ({0}): the new file is visible but may not survive a power cut")]
    FolderNotSynced(io::Error),
}

const GROUP_SHARED: u32 = 0o660;
const PRIVATE: u32 = 0o600;
const GROUP_WRITES: u32 = 0o020;

/// The rights of a new file: what its folder grants, never anything to others.
pub(super) fn file_mode(folder: &Folder) -> u32 {
    let shared = std::fs::metadata(folder.path()).is_ok_and(|about| about.mode() & GROUP_WRITES != 0);
    if shared { GROUP_SHARED } else { PRIVATE }
}

impl Folder {
    /// Replaces the text of a case, if it still is `before` (`None`: there is no file yet).
    ///
    /// # Errors
    /// When the file was changed meanwhile, or the disk says no; see [`SaveError`].
    pub fn save(&self, id: &CaseId, _lock: &Lock, before: Option<&str>, text: &str) -> Result<(), SaveError> {
        let unchanged = match (read_text(&self.file(id)), before) {
            (Ok(now), Some(before)) => now == before,
            (Err(ReadError::Missing), None) => true,
            (Err(ReadError::Io(error)), _) => return Err(SaveError::NotWritten(error)),
            _ => false,
        };
        if !unchanged {
            return Err(self.keep_beside(id, text));
        }
        self.replace(id, text)
    }

    fn replace(&self, id: &CaseId, text: &str) -> Result<(), SaveError> {
        let new = self.leftover(id);
        let written = self.write_new(&new, text).and_then(|()| std::fs::rename(&new, self.file(id)));
        if let Err(error) = written {
            // The old file is untouched; a leftover is swept at the next opening.
            let _ = std::fs::remove_file(&new);
            return Err(SaveError::NotWritten(error));
        }
        File::open(self.path()).and_then(|folder| folder.sync_all()).map_err(SaveError::FolderNotSynced)
    }

    fn write_new(&self, path: &PathBuf, text: &str) -> io::Result<()> {
        let mode = file_mode(self);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
        file.set_permissions(Permissions::from_mode(mode))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }

    fn keep_beside(&self, id: &CaseId, text: &str) -> SaveError {
        for number in 1..100 {
            let name = format!("{id}.conflict-{number}.toml");
            let path = self.path().join(&name);
            if path.exists() {
                continue;
            }
            return match self.write_new(&path, text) {
                Ok(()) => SaveError::Changed(name),
                Err(error) => SaveError::NotWritten(error),
            };
        }
        SaveError::NotWritten(io::ErrorKind::AlreadyExists.into())
    }

    /// Where the next version of a case is written before it takes its place.
    fn leftover(&self, id: &CaseId) -> PathBuf {
        self.path().join(format!(".{id}.new"))
    }

    /// Removes what an interrupted save of this case left behind.
    pub fn sweep(&self, id: &CaseId, _lock: &Lock) {
        // Nothing there is the usual case.
        let _ = std::fs::remove_file(self.leftover(id));
    }
}

impl Folder {
    /// Writes a report beside a case, replacing an earlier one, and gives its file name.
    ///
    /// # Errors
    /// When the folder can't be written; an earlier report is then as it was.
    pub fn save_report(&self, id: &CaseId, text: &str) -> io::Result<String> {
        let name = format!("{id}.report.md");
        let new = self.path().join(format!(".{id}.report.new"));
        self.write_new(&new, text)?;
        std::fs::rename(&new, self.path().join(&name))?;
        File::open(self.path())?.sync_all()?;
        Ok(name)
    }
}
