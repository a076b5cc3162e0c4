//! Who writes a case: a lock file beside it, released by the kernel when its
//! holder ends, never renamed and never deleted.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use super::folder::{CaseId, Folder};
use super::save::file_mode;

/// The right to write one case; let go when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Who holds a case, in their own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder(pub String);

/// Why a case can't be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else writes it.
    #[error("{} has it open", .0.0)]
    Held(Holder),
    /// The lock file can't be written.
    #[error("its lock can't be written ({0})")]
    Io(#[from] io::Error),
}

impl Lock {
    /// Locks a case for writing.
    ///
    /// # Errors
    /// When somebody else holds it, or the lock file can't be written.
    pub fn take(folder: &Folder, id: &CaseId, who: &str) -> Result<Self, LockError> {
        let file = options(folder).create(true).open(lock_file(folder, id))?;
        Self::hold(file, who)
    }

    /// Locks a name nobody has used yet; `None` when somebody has.
    pub(super) fn create(folder: &Folder, id: &CaseId, who: &str) -> io::Result<Option<Self>> {
        let file = match options(folder).create_new(true).open(lock_file(folder, id)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(error),
        };
        match Self::hold(file, who) {
            Ok(lock) => Ok(Some(lock)),
            Err(LockError::Held(_)) => Ok(None),
            Err(LockError::Io(error)) => Err(error),
        }
    }

    fn hold(mut file: File, who: &str) -> Result<Self, LockError> {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder)?;
                return Err(LockError::Held(Holder(holder.trim().to_owned())));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{who}")?;
        Ok(Self { _file: file })
    }
}

fn options(folder: &Folder) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(file_mode(folder));
    options
}

fn lock_file(folder: &Folder, id: &CaseId) -> PathBuf {
    folder.path().join(format!(".{id}.lock"))
}
