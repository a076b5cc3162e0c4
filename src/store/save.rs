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

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

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
        Err(self.keep_beside(id, &new).map_or_else(SaveError::NotWritten, conflict))
    }

    fn place(&self, new: &Path, file: &Path, before: Option<&str>) -> io::Result<Placed> {
        let Some(before) = before else {
            return Ok(if move_to_free(new, file)? { Placed::There } else { Placed::Taken });
        };
        match read_text(file) {
            Ok(now) if now == before => exchange(new, file, before, change_places),
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

    /// Gives a version that can't take its place a name of its own.
    fn keep_beside(&self, id: &CaseId, new: &Path) -> io::Result<String> {
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
        // The file system may know links and not this.
        Err(_) => link_to_free(from, to),
    }
}

fn link_to_free(from: &Path, to: &Path) -> io::Result<bool> {
    match std::fs::hard_link(from, to) {
        Ok(()) => {
            remove(from);
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn change_places(one: &Path, other: &Path) -> Result<(), Errno> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

/// Lets the two versions change places, and back when the old one is not
/// `before`, or can't be read to be compared.
fn exchange(
    new: &Path,
    file: &Path,
    before: &str,
    change_places: impl Fn(&Path, &Path) -> Result<(), Errno>,
) -> io::Result<Placed> {
    match change_places(new, file) {
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
    match (change_places(new, file), failed) {
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
    use std::fs;

    use super::*;

    /// A folder with two versions of a case: `ours` is to take the place of the other.
    struct Versions {
        _temp: tempfile::TempDir,
        ours: PathBuf,
        case: PathBuf,
    }

    fn versions() -> Versions {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("new")).unwrap();
        let [ours, case] = ["new/ours", "case"].map(|name| temp.path().join(name));
        fs::write(&ours, "ours").unwrap();
        fs::write(&case, "theirs").unwrap();
        Versions { _temp: temp, ours, case }
    }

    impl Versions {
        fn exchanged(&self, before: &str) -> io::Result<Placed> {
            exchange(&self.ours, &self.case, before, change_places)
        }

        /// What happens on a file system that refuses an exchange in this way.
        fn refused(&self, error: Errno) -> io::Result<Placed> {
            exchange(&self.ours, &self.case, "theirs", |_, _| Err(error))
        }

        fn texts(&self) -> [Option<String>; 2] {
            [&self.ours, &self.case].map(|path| fs::read_to_string(path).ok())
        }
    }

    fn text(words: &str) -> Option<String> {
        Some(words.to_owned())
    }

    #[test]
    fn version_that_was_read_is_replaced_and_another_is_left_alone() {
        let both = versions();
        assert!(matches!(both.exchanged("theirs"), Ok(Placed::There)));
        assert_eq!(both.texts(), [None, text("ours")]);
        let both = versions();
        assert!(matches!(both.exchanged("what was read"), Ok(Placed::Taken)));
        assert_eq!(both.texts(), [text("ours"), text("theirs")]);
    }

    #[test]
    fn case_that_is_gone_is_told_apart_from_a_version_that_is() {
        let both = versions();
        fs::remove_file(&both.case).unwrap();
        assert!(matches!(both.exchanged("theirs"), Ok(Placed::Gone)));
        let both = versions();
        fs::remove_file(&both.ours).unwrap();
        assert_eq!(both.exchanged("theirs").err().unwrap().kind(), io::ErrorKind::NotFound);
        assert_eq!(both.texts(), [None, text("theirs")]);
    }

    #[test]
    fn file_system_without_exchange_renames_and_one_that_fails_does_nothing() {
        for error in [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP] {
            let both = versions();
            assert!(matches!(both.refused(error), Ok(Placed::There)));
            assert_eq!(both.texts(), [None, text("ours")]);
        }
        let both = versions();
        assert_eq!(both.refused(Errno::ROFS).err().unwrap().kind(), io::ErrorKind::ReadOnlyFilesystem);
        assert_eq!(both.texts(), [text("ours"), text("theirs")]);
    }

    #[test]
    fn version_that_cant_be_read_to_be_compared_goes_back() {
        let both = versions();
        let parent = both.ours.parent().unwrap();
        // What was displaced can't be reached: its folder has become a file.
        let out_of_reach = |_: &Path, _: &Path| {
            fs::remove_dir_all(parent).or_else(|_| fs::remove_file(parent)).unwrap();
            fs::write(parent, "").unwrap();
            Ok(())
        };
        let failed = exchange(&both.ours, &both.case, "theirs", out_of_reach).err().unwrap();
        assert_eq!(failed.kind(), io::ErrorKind::NotADirectory);
    }

    #[test]
    fn version_that_is_not_the_one_read_never_leaves_its_place() {
        let both = versions();
        let folder = Folder::at(both.case.parent().unwrap());
        // There is nothing to change places with.
        fs::remove_file(&both.ours).unwrap();
        let placed = folder.place(&both.ours, &both.case, Some("what was read"));
        assert!(matches!(placed, Ok(Placed::Taken)));
    }

    #[test]
    fn free_name_is_taken_and_a_taken_one_left_alone() {
        for take in [move_to_free, link_to_free] {
            let both = versions();
            assert!(!take(&both.ours, &both.case).unwrap());
            assert_eq!(both.texts(), [text("ours"), text("theirs")]);
            fs::remove_file(&both.case).unwrap();
            assert!(take(&both.ours, &both.case).unwrap());
            assert_eq!(both.texts(), [None, text("ours")]);
            take(&both.ours, &both.case).unwrap_err();
        }
    }
}
