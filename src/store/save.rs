//! Saving a case so that it is whole and on the disk, or plainly not saved.
//!
//! The new version is written whole beside the old one and reaches the disk;
//! then the two change places. What stood there is read once more after that:
//! if it is not what this program had read, they change back and both are
//! kept. So an update is not lost even to a program that knows no locks.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::read::{ReadError, read_text};

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

const GROUP_SHARED: u32 = 0o660;
const PRIVATE: u32 = 0o600;
const GROUP_WRITES: u32 = 0o020;
const PERMISSION_BITS: u32 = 0o7777;

/// The rights of a new file: what its folder grants, never anything to others.
fn file_mode(folder: &Folder) -> u32 {
    let shared = std::fs::metadata(folder.path()).is_ok_and(|about| about.mode() & GROUP_WRITES != 0);
    if shared { GROUP_SHARED } else { PRIVATE }
}

/// Gives a file the rights its folder grants, whatever the umask. A file of a
/// colleague can't be changed and has them already.
pub(super) fn follow_folder(folder: &Folder, file: &File) {
    let mode = file_mode(folder);
    if file.metadata().is_ok_and(|about| about.mode() & PERMISSION_BITS != mode) {
        let _ = file.set_permissions(Permissions::from_mode(mode));
    }
}

/// Makes the names in a folder reach the disk.
pub(super) fn sync_folder(folder: &Folder) -> io::Result<()> {
    File::open(folder.path())?.sync_all()
}

/// How a new version came to its place.
enum Placed {
    /// It stands there.
    There,
    /// Something else stands there, which was left alone.
    Taken,
    /// What it was to replace is gone.
    Gone,
}

impl Folder {
    /// Replaces the text of a case, if it still is `before` (`None`: there is no file yet).
    ///
    /// # Errors
    /// When the file was changed meanwhile, or the disk says no; see [`SaveError`].
    pub fn save(&self, id: &CaseId, _lock: &Lock, before: Option<&str>, text: &str) -> Result<(), SaveError> {
        let new = self.write_new(id, text).map_err(SaveError::NotWritten)?;
        let placed = self.place(&new, &self.file(id), before);
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

    fn place(&self, new: &Path, file: &Path, before: Option<&str>) -> io::Result<Placed> {
        let Some(before) = before else {
            return Ok(if move_to_free(new, file)? { Placed::There } else { Placed::Taken });
        };
        match read_text(file) {
            Ok(now) if now == before => exchange(new, file, before),
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

/// What can't be removed is swept later.
pub(super) fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// Moves a file to a name that is free; `false` when it is not.
fn move_to_free(from: &Path, to: &Path) -> io::Result<bool> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        Err(error) if unsupported(error) => match std::fs::hard_link(from, to) {
            Ok(()) => {
                remove(from);
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        },
        Err(error) => Err(error.into()),
    }
}

/// Lets the two versions change places, and back when the old one is not
/// `before`, or can't be read to be compared.
fn exchange(new: &Path, file: &Path, before: &str) -> io::Result<Placed> {
    match renameat_with(CWD, new, CWD, file, RenameFlags::EXCHANGE) {
        Ok(()) => {}
        Err(Errno::NOENT) if new.exists() => return Ok(Placed::Gone),
        // The file system knows no exchange: the check just made has to do.
        Err(error) if unsupported(error) => return std::fs::rename(new, file).map(|()| Placed::There),
        Err(error) => return Err(error.into()),
    }
    let failed = match read_text(new) {
        Ok(displaced) if displaced == before => {
            remove(new);
            return Ok(Placed::There);
        }
        Err(ReadError::Io(error)) => Some(error),
        _ => None,
    };
    let back = renameat_with(CWD, new, CWD, file, RenameFlags::EXCHANGE);
    match (back, failed) {
        // Ours stands there now; theirs must not be taken for a leftover.
        (Err(_), _) | (Ok(()), None) => Ok(Placed::Taken),
        (Ok(()), Some(error)) => Err(error),
    }
}

fn unsupported(error: Errno) -> bool {
    matches!(error, Errno::INVAL | Errno::NOSYS | Errno::NOTSUP)
}

#[cfg(test)]
mod tests {
    use super::*;

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
