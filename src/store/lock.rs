//! Who writes a case: a lock file beside it, released by the kernel when its
//! holder ends, never renamed and never deleted.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;

use super::folder::{CaseId, Folder};
use super::locked_file::LockedFile;
use super::open::options;
use super::rights::{PRIVATE, follow_folder};

/// The right to write one case; let go when dropped.
#[derive(Debug)]
pub struct Lock {
    file: LockedFile,
    revision: u64,
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

/// The first line of a lock file: how often its case was saved.
const REVISION: &str = "revision ";
const REVISION_LINE: usize = REVISION.len() + 20 + 1;
const TRIES: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(4);
const LONGEST_HOLDER: u64 = 500;
const LOOKS_FOR_NAME: u32 = 250;
const UNNAMED: &str = "somebody";

impl Lock {
    /// Locks a case for writing.
    ///
    /// # Errors
    /// When somebody else holds it, or the lock file can't be written.
    pub fn take(folder: &Folder, id: &CaseId, who: &str) -> Result<Self, LockError> {
        let file = options_to_write().create(true).open(lock_file(folder, id))?;
        follow_folder(folder, &file);
        Self::hold(file, who)
    }

    /// Locks a name nobody has used yet; `None` when somebody has.
    pub(super) fn create(folder: &Folder, id: &CaseId, who: &str) -> io::Result<Option<Self>> {
        let file = match options_to_write().create_new(true).open(lock_file(folder, id)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(error),
        };
        follow_folder(folder, &file);
        match Self::hold(file, who) {
            Ok(lock) => Ok(Some(lock)),
            Err(LockError::Held(_)) => Ok(None),
            Err(LockError::Io(error)) => Err(error),
        }
    }

    /// The lock of a case that nobody writes now, held without a word.
    pub(super) fn idle(folder: &Folder, id: &CaseId) -> Option<Self> {
        let file = options_to_write().create(true).open(lock_file(folder, id)).ok()?;
        follow_folder(folder, &file);
        file.try_lock().ok()?;
        Some(Self { file: LockedFile::of(file), revision: 0 })
    }

    fn hold(file: File, who: &str) -> Result<Self, LockError> {
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("the lock is not a regular file: move it away").into());
        }
        if !try_shortly(&file)? {
            return Err(LockError::Held(named(LOOKS_FOR_NAME, || Ok(contents(&file)?.1))?));
        }
        let file = LockedFile::of(file);
        let (revision, _) = contents(&file)?;
        let lock = Self { file, revision };
        lock.write_revision()?;
        let holder = format!("{who}\n");
        lock.file.write_all_at(holder.as_bytes(), REVISION_LINE as u64)?;
        lock.file.set_len((REVISION_LINE + holder.len()) as u64)?;
        Ok(lock)
    }

    /// How often the case was saved.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Counts a save. The count is for people: when it can't be written the
    /// next opening counts on from an older one, and the log shows that.
    pub fn count_save(&mut self) -> u64 {
        self.revision += 1;
        let _ = self.write_revision();
        self.revision
    }

    fn write_revision(&self) -> io::Result<()> {
        self.file.write_all_at(format!("{REVISION}{:020}\n", self.revision).as_bytes(), 0)
    }
}

impl Folder {
    /// A new name of the form `2026-03-02-001`, held by a lock of its own so
    /// that nobody else can take it.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn new_case(&self, today: NaiveDate, who: &str) -> io::Result<(CaseId, Lock)> {
        for number in 1..=u32::MAX {
            let Some(id) = CaseId::new(&format!("{today}-{number:03}")) else { continue };
            if self.has(&id) {
                continue;
            }
            if let Some(lock) = Lock::create(self, &id, who)? {
                return Ok((id, lock));
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Whether the lock could be had, also from somebody who only looks for leftovers.
fn try_shortly(file: &File) -> io::Result<bool> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN),
        }
    }
    Ok(false)
}

/// Who holds a lock: whoever has just taken it may not have written so yet.
fn named(looks: u32, mut read: impl FnMut() -> io::Result<String>) -> io::Result<Holder> {
    for _ in 0..looks {
        let holder = read()?;
        if !holder.is_empty() {
            return Ok(Holder(holder));
        }
        std::thread::sleep(BETWEEN);
    }
    Ok(Holder(UNNAMED.to_owned()))
}

/// The revision and the holder that a lock file names.
fn contents(file: &File) -> io::Result<(u64, String)> {
    let mut bytes = Vec::new();
    file.take(LONGEST_HOLDER).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    match first.strip_prefix(REVISION) {
        Some(count) => Ok((count.parse().unwrap_or(0), rest.trim().to_owned())),
        None => Ok((0, text.trim().to_owned())),
    }
}

fn options_to_write() -> OpenOptions {
    let mut options = options();
    options.write(true).mode(PRIVATE);
    options
}

fn lock_file(folder: &Folder, id: &CaseId) -> PathBuf {
    folder.path().join(format!(".{id}.lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty_folder() -> (tempfile::TempDir, Folder, CaseId) {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        (temp, folder, CaseId::new("one").unwrap())
    }

    /// A child between fork and exec holds such a copy.
    fn inherited(lock: &Lock) -> File {
        lock.file.try_clone().unwrap()
    }

    #[test]
    fn dropped_lock_is_free_while_a_child_still_has_its_descriptor() {
        let (_temp, folder, id) = empty_folder();
        let lock = Lock::take(&folder, &id, "pat").unwrap();
        let child = inherited(&lock);
        assert!(matches!(Lock::take(&folder, &id, "sam"), Err(LockError::Held(Holder(who))) if who == "pat"));
        drop(lock);
        let lock = Lock::idle(&folder, &id).unwrap();
        let other_child = inherited(&lock);
        drop(lock);
        Lock::take(&folder, &id, "sam").unwrap();
        drop((child, other_child));
    }

    #[test]
    fn holder_is_waited_for_while_it_writes_its_name() {
        let mut written = ["", "", "pat"].into_iter();
        assert_eq!(named(3, || Ok(written.next().unwrap().to_owned())).unwrap(), Holder("pat".to_owned()));
        assert_eq!(named(1, || Ok(String::new())).unwrap(), Holder("somebody".to_owned()));
    }

    #[test]
    fn new_name_is_refused_where_no_lock_can_be_written() {
        let (temp, folder, id) = empty_folder();
        let lock = Lock::create(&folder, &id, "pat").unwrap();
        assert!(lock.is_some());
        assert!(Lock::create(&folder, &id, "sam").unwrap().is_none());
        drop(temp);
        assert_eq!(Lock::create(&folder, &id, "pat").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn lock_that_could_not_be_completed_is_free_again() {
        let (_temp, folder, id) = empty_folder();
        drop(Lock::take(&folder, &id, "pat").unwrap());
        // What can't be written is read-only here.
        let file = File::open(lock_file(&folder, &id)).unwrap();
        let child = file.try_clone().unwrap();
        assert!(matches!(Lock::hold(file, "sam"), Err(LockError::Io(_))));
        Lock::take(&folder, &id, "kim").unwrap();
        drop(child);
    }
}
