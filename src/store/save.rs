//! Saving a case so that it is whole and on the disk, or plainly not saved.
//!
//! The new version is written whole beside the old one and reaches the disk;
//! then the two change places. What stood there is read once more after that:
//! if it is not what this program had read, they change back and both are
//! kept. So an update is not lost even to a program that knows no locks.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::exchange::{Placed, change_places, exchange, move_to_free, remove};
use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::read::{ReadError, read_text};
use super::rights::{PRIVATE, file_mode, sync_folder};

/// Why an answer is not on the disk.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file is no longer the one this program read.
    #[error(
        "NOT SAVED: somebody changed the file meanwhile; both versions are kept, yours beside theirs as {0}: compare the two"
    )]
    Changed(String),
    /// The file is no longer there.
    #[error("NOT SAVED: somebody deleted or renamed the file meanwhile; yours is kept as {0}")]
    Gone(String),
    /// The old file is whole, the new one was not written.
    #[error("NOT SAVED ({0}): the file is as it was; try again")]
    NotWritten(io::Error),
    /// The new file is in place, but the folder may not have reached the disk.
    #[error("NOT SURELY SAVED ({0}): the new file is visible but may not survive a power cut; save again")]
    FolderNotSynced(io::Error),
}

impl Folder {
    /// Replaces the text of a case, if it still is `before` (`None`: there is no file yet).
    ///
    /// # Errors
    /// When the file was changed meanwhile, or the disk says no; see [`SaveError`].
    pub fn save(&self, id: &CaseId, _lock: &Lock, before: Option<&str>, text: &str) -> Result<(), SaveError> {
        let new = self.write_new(id, text).map_err(SaveError::NotWritten)?;
        let placed = self.place(&new, &self.file(id), before, text);
        let conflict = match placed {
            Ok(Placed::There) => return sync_folder(self).map_err(SaveError::FolderNotSynced),
            Ok(Placed::Taken) => SaveError::Changed,
            Ok(Placed::Gone) => SaveError::Gone,
            Err(error) => {
                remove(&new);
                return Err(SaveError::NotWritten(error));
            }
        };
        Err(self.keep_beside(id, &new, text).map_or_else(SaveError::NotWritten, conflict))
    }

    fn place(&self, new: &Path, file: &Path, before: Option<&str>, text: &str) -> io::Result<Placed> {
        let Some(before) = before else {
            return Ok(if move_to_free(new, file)? { Placed::There } else { Placed::Taken });
        };
        match read_text(file) {
            Ok(now) if now == before => exchange(new, file, before, text, change_places),
            Err(ReadError::Missing) => Ok(Placed::Gone),
            Err(ReadError::Io(error)) => Err(error),
            _ => Ok(Placed::Taken),
        }
    }

    /// Writes the next version beside a case, whole and on the disk, or leaves nothing.
    fn write_new(&self, id: &CaseId, text: &str) -> io::Result<PathBuf> {
        let (path, mut file) = self.create_new(id)?;
        let written = file
            .set_permissions(Permissions::from_mode(file_mode(self)))
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all());
        match written {
            Ok(()) => Ok(path),
            Err(error) => {
                remove(&path);
                Err(error)
            }
        }
    }

    /// A file nobody else writes, even where locks can't be trusted.
    fn create_new(&self, id: &CaseId) -> io::Result<(PathBuf, File)> {
        for number in 1..1000 {
            let path = self.path().join(format!(".{id}.{number}{LEFTOVER}"));
            match OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                opened => return opened.map(|file| (path, file)),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Keeps a version that can't take its place. Where somebody else wrote
    /// between the two exchanges, theirs stands in its stead, and both are kept.
    fn keep_beside(&self, id: &CaseId, new: &Path, text: &str) -> io::Result<String> {
        let is_ours = read_text(new).is_ok_and(|now| now == text);
        let name = self.move_beside(id, new)?;
        if is_ours { Ok(name) } else { self.move_beside(id, &self.write_new(id, text)?) }
    }

    /// Gives a version a name of its own.
    fn move_beside(&self, id: &CaseId, new: &Path) -> io::Result<String> {
        for number in 1..1000 {
            let name = format!("{id}.conflict-{number}.toml");
            if move_to_free(new, &self.path().join(&name))? {
                sync_folder(self)?;
                return Ok(name);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Writes a report beside a case, replacing an earlier one, and gives its file name.
    ///
    /// # Errors
    /// When the folder can't be written; an earlier report is then as it was.
    pub fn save_report(&self, id: &CaseId, text: &str) -> io::Result<String> {
        let name = format!("{id}.report.md");
        self.replace(id, &name, text)?;
        Ok(name)
    }

    /// Writes a file beside a case, replacing an earlier one of that name.
    ///
    /// # Errors
    /// When the folder can't be written; an earlier file is then as it was.
    pub(super) fn replace(&self, id: &CaseId, name: &str, text: &str) -> io::Result<()> {
        let new = self.write_new(id, text)?;
        if let Err(error) = std::fs::rename(&new, self.path().join(name)) {
            remove(&new);
            return Err(error);
        }
        sync_folder(self)
    }
}

/// What the name of a version ends in until it takes its place.
pub(super) const LEFTOVER: &str = ".new";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_that_is_not_the_one_read_never_leaves_its_place() {
        let temp = tempfile::tempdir().unwrap();
        let case = temp.path().join("case");
        std::fs::write(&case, "theirs").unwrap();
        // There is nothing to change places with.
        let ours = temp.path().join("ours");
        let placed = Folder::at(temp.path()).place(&ours, &case, Some("what was read"), "ours");
        assert!(matches!(placed, Ok(Placed::Taken)));
    }

    fn case() -> (tempfile::TempDir, Folder, CaseId) {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        (temp, folder, CaseId::new("one").unwrap())
    }

    fn text_of(folder: &Folder, name: &str) -> String {
        std::fs::read_to_string(folder.path().join(name)).unwrap()
    }

    #[test]
    fn refused_version_is_kept_once() {
        let (_temp, folder, id) = case();
        let new = folder.write_new(&id, "ours").unwrap();
        assert_eq!(folder.keep_beside(&id, &new, "ours").unwrap(), "one.conflict-1.toml");
        assert_eq!(text_of(&folder, "one.conflict-1.toml"), "ours");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn version_that_took_the_place_of_ours_is_kept_with_ours() {
        let (_temp, folder, id) = case();
        let new = folder.write_new(&id, "theirs").unwrap();
        let kept = folder.keep_beside(&id, &new, "ours").unwrap();
        assert_eq!(text_of(&folder, "one.conflict-1.toml"), "theirs");
        assert_eq!(text_of(&folder, &kept), "ours");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
