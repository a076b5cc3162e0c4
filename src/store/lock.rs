//! Case locks: a lock file beside each case, so that only one program writes it.
//! The kernel releases the lock when its holder exits; the file is never renamed
//! or deleted.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::time::Duration;

use chrono::NaiveDate;
use rustix::fs::OFlags;

use crate::case::Text;

use super::folder::{CaseId, Folder};
use super::locked_file::LockedFile;
use super::permissions::apply_folder_rights;

/// The right to write one case; released when dropped.
#[derive(Debug)]
pub struct Lock {
    file: LockedFile,
    counts: Counts,
    /// The name that it reserves for a case which is not saved yet.
    reserved: Option<(Folder, CaseId)>,
}

impl Drop for Lock {
    /// A new case that was abandoned leaves no lock. Best effort: a name that stays
    /// reserved is only skipped.
    fn drop(&mut self) {
        if let Some((folder, id)) = self.reserved.take().filter(|(folder, id)| !folder.has(id)) {
            folder.remove_if_possible(&lock_file(&id));
        }
    }
}

/// What the first line of a lock file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    /// How often the case was saved.
    revision: u64,
    /// Where the audit log has its last line about the case, as its first byte.
    logged_at: Option<u64>,
}

/// Who has a case open, as written in its lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder(pub String);

/// Why a case can't be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else has it open.
    #[error("{} has it open", .0.0)]
    Held(Holder),
    /// The lock file can't be written.
    #[error("its lock can't be written ({0})")]
    Io(#[from] io::Error),
}

/// The first line of a lock file starts with this and says how often the case was saved.
const REVISION: &str = "revision ";
/// What follows says where the audit log has its last line about the case.
const LOGGED_AT: &str = " log ";
/// In the place of a number that is not known.
const UNKNOWN: &str = "--------------------";
impl Counts {
    fn parse(words: &str) -> Self {
        let (revision, logged_at) = words.split_once(LOGGED_AT).unwrap_or((words, UNKNOWN));
        Self { revision: revision.parse().unwrap_or(0), logged_at: logged_at.parse().ok() }
    }
}

/// The length is fixed, so that the line can be overwritten in place.
impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{REVISION}{:020}{LOGGED_AT}", self.revision)?;
        match self.logged_at {
            Some(offset) => write!(out, "{offset:020}"),
            None => out.write_str(UNKNOWN),
        }
    }
}
const LOCK_ATTEMPTS: u32 = 5;
const RETRY_DELAY: Duration = Duration::from_millis(4);
const MAX_LENGTH: u64 = 500;
const HOLDER_READ_ATTEMPTS: u32 = 250;
const UNKNOWN_HOLDER: &str = "somebody";

impl Lock {
    /// Locks a case for writing.
    ///
    /// # Errors
    /// When somebody else holds it, or the lock file can't be written.
    pub fn take(folder: &Folder, id: &CaseId, who: &str) -> Result<Self, LockError> {
        folder.check_in_place()?;
        for _ in 0..LOCK_ATTEMPTS {
            let lock = Self::acquire(open_to_write(folder, id, OFlags::empty())?, who)?;
            if lock.file.metadata()?.nlink() > 0 {
                return Ok(lock);
            }
        }
        Err(io::Error::other("its lock is removed again and again: try again").into())
    }

    /// Whether a case was ever locked.
    pub(super) fn was_taken(folder: &Folder, id: &CaseId) -> bool {
        folder.has_file(&lock_file(id))
    }

    /// Locks a case name that was never used; `None` when it was.
    pub(super) fn create(folder: &Folder, id: &CaseId, who: &str) -> io::Result<Option<Self>> {
        folder.check_in_place()?;
        let file = match open_to_write(folder, id, OFlags::EXCL) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(error),
        };
        match Self::acquire(file, who) {
            Ok(mut lock) => {
                lock.reserved = Some((folder.clone(), id.clone()));
                Ok(Some(lock))
            }
            Err(LockError::Held(_)) => Ok(None),
            Err(LockError::Io(error)) => Err(error),
        }
    }

    /// Locks a case that nobody is writing now, without writing who holds it.
    pub(super) fn idle(folder: &Folder, id: &CaseId) -> Option<Self> {
        let file = open_to_write(folder, id, OFlags::empty()).ok()?;
        file.try_lock().ok()?;
        let file = LockedFile::of(file);
        let is_there = file.metadata().is_ok_and(|found| found.nlink() > 0);
        is_there.then(|| Self { file, counts: Counts::default(), reserved: None })
    }

    fn acquire(file: File, who: &str) -> Result<Self, LockError> {
        if !try_lock_briefly(&file)? {
            return Err(LockError::Held(wait_for_holder(HOLDER_READ_ATTEMPTS, || {
                Ok(read_contents(&file)?.1)
            })?));
        }
        let file = LockedFile::of(file);
        let (counts, _) = read_contents(&file)?;
        let lock = Self { file, counts, reserved: None };
        let text = format!("{counts}\n{who}\n");
        lock.file.write_all_at(text.as_bytes(), 0)?;
        lock.file.set_len(text.len() as u64)?;
        Ok(lock)
    }

    /// How often the case was saved.
    pub fn revision(&self) -> u64 {
        self.counts.revision
    }

    /// Counts saves that another program made and did not live to count. It is written
    /// with the next [`Self::note`].
    pub fn raise_revision(&mut self, revision: u64) {
        self.counts.revision = self.counts.revision.max(revision);
    }

    /// Where the audit log has its last line about the case, as far as it is known.
    pub(super) fn logged_at(&self) -> Option<u64> {
        self.counts.logged_at
    }

    /// Notes how often the case was saved, and the last line of the audit log about it.
    /// Best effort: when this can't be written, the next holder continues from an older
    /// count, which the audit log shows.
    pub fn note(&mut self, revision: u64, logged_at: u64) {
        self.counts = Counts { revision, logged_at: Some(logged_at) };
        self.reserved = self.reserved.take().filter(|_| revision == 0);
        let _ = self.file.write_all_at(format!("{}\n", self.counts).as_bytes(), 0);
    }
}

impl Folder {
    /// Picks a new case name of the form `2026-03-02-001` and locks it, so that
    /// nobody else can use it.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn new_case(&self, today: NaiveDate, who: &str) -> io::Result<(CaseId, Lock)> {
        for number in 1..=u32::MAX {
            let Some(id) = CaseId::new(&format!("{today}-{number:03}")) else { continue };
            if self.knows(&id) {
                continue;
            }
            if let Some(lock) = Lock::create(self, &id, who)? {
                return Ok((id, lock));
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Tries to lock for a moment: a sweep by another program holds a lock briefly.
fn try_lock_briefly(file: &File) -> io::Result<bool> {
    for _ in 0..LOCK_ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => std::thread::sleep(RETRY_DELAY),
        }
    }
    Ok(false)
}

/// Reads who holds a lock, and waits for a holder that has just locked the file
/// and not written its name yet.
fn wait_for_holder(attempts: u32, mut read: impl FnMut() -> io::Result<String>) -> io::Result<Holder> {
    for _ in 0..attempts {
        let holder = read()?;
        if !holder.is_empty() {
            return Ok(Holder(holder));
        }
        std::thread::sleep(RETRY_DELAY);
    }
    Ok(Holder(UNKNOWN_HOLDER.to_owned()))
}

/// The counts and the holder written in a lock file.
fn read_contents(file: &File) -> io::Result<(Counts, String)> {
    let mut bytes = Vec::new();
    file.take(MAX_LENGTH).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    match first.strip_prefix(REVISION) {
        Some(counts) => Ok((Counts::parse(counts), rest.trim().to_owned())),
        None => Ok((Counts::default(), text.trim().to_owned())),
    }
}

/// How often a case was saved, by its lock file; `None` if it has none that can be read.
pub fn saves_counted(folder: &Folder, id: &CaseId) -> Option<u64> {
    let file = folder.directory().ok()?.open_file(&lock_file(id), OFlags::RDONLY).ok()?;
    read_contents(&file).ok().map(|(counts, _)| counts.revision)
}

/// Who had a case open last, and whether it is open now.
pub(super) fn last_holder(folder: &Folder, id: &CaseId) -> (String, bool) {
    let opened = folder.directory().and_then(|directory| directory.open_file(&lock_file(id), OFlags::RDONLY));
    let Ok(file) = opened else { return Default::default() };
    let is_held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    // Let go at once: who opens the case now waits for a moment only.
    let _ = file.unlock();
    let (_, holder) = read_contents(&file).unwrap_or_default();
    (Text::new(holder).to_string(), is_held)
}

/// Opens a lock file, which is made if it is missing.
fn open_to_write(folder: &Folder, id: &CaseId, flags: OFlags) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::CREATE | flags;
    let file = folder.directory()?.open_file(&lock_file(id), flags)?;
    check_is_only_a_lock(&file, id)?;
    // Best effort: a colleague's file can't be changed, and has these rights already.
    let _ = apply_folder_rights(folder, &file);
    Ok(file)
}

/// Fails if the file may be a case under another name: nothing is written into that.
fn check_is_only_a_lock(file: &File, id: &CaseId) -> io::Result<()> {
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::other("the lock is not a regular file: move it away"));
    }
    if found.nlink() > 1 {
        let name = lock_file(id);
        return Err(io::Error::other(format!("{name} is another file under a second name: remove {name}")));
    }
    Ok(())
}

fn lock_file(id: &CaseId) -> String {
    format!(".{id}.lock")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use super::*;

    fn empty_folder() -> (tempfile::TempDir, Folder, CaseId) {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        (temp, folder, CaseId::new("one").unwrap())
    }

    /// The copy that a child between fork and exec has.
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
    fn holder_is_awaited_until_its_name_is_written() {
        let mut written = ["", "", "pat"].into_iter();
        assert_eq!(
            wait_for_holder(3, || Ok(written.next().unwrap().to_owned())).unwrap(),
            Holder("pat".to_owned())
        );
        assert_eq!(wait_for_holder(1, || Ok(String::new())).unwrap(), Holder("somebody".to_owned()));
    }

    #[test]
    fn name_is_locked_once_and_a_missing_folder_is_an_error() {
        let (temp, folder, id) = empty_folder();
        let lock = Lock::create(&folder, &id, "pat").unwrap();
        assert!(lock.is_some());
        assert!(Lock::create(&folder, &id, "sam").unwrap().is_none());
        drop(temp);
        let gone = Lock::create(&folder, &id, "pat").unwrap_err().to_string();
        assert!(gone.contains("was unmounted, moved or replaced"), "{gone}");
        let never_there = Folder::at(folder.path());
        assert_eq!(Lock::create(&never_there, &id, "pat").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn new_case_that_is_abandoned_leaves_no_lock_and_one_that_was_saved_keeps_it() {
        let (_temp, folder, id) = empty_folder();
        drop(Lock::create(&folder, &id, "pat").unwrap());
        assert!(!Lock::was_taken(&folder, &id));
        let mut lock = Lock::create(&folder, &id, "pat").unwrap().unwrap();
        lock.note(1, 0);
        drop(lock);
        assert!(Lock::was_taken(&folder, &id));
        let other = CaseId::new("other").unwrap();
        let lock = Lock::create(&folder, &other, "pat").unwrap();
        std::fs::write(folder.file(&other), "saved by somebody else").unwrap();
        drop(lock);
        assert!(Lock::was_taken(&folder, &other));
    }

    #[test]
    fn lock_that_is_a_case_under_another_name_is_never_written_to() {
        let (_temp, folder, id) = empty_folder();
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().mode() & 0o777;
        let case = folder.path().join("two.toml");
        std::fs::write(&case, "a case").unwrap();
        let before = mode(&case);
        std::fs::hard_link(&case, folder.path().join(lock_file(&id))).unwrap();
        let refused = Lock::take(&folder, &id, "pat").unwrap_err().to_string();
        assert!(
            refused.contains(".one.lock is another file under a second name: remove .one.lock"),
            "{refused}"
        );
        assert!(Lock::idle(&folder, &id).is_none());
        assert_eq!((std::fs::read_to_string(&case).unwrap().as_str(), mode(&case)), ("a case", before));
    }

    #[test]
    fn lock_is_released_when_its_holder_cant_be_written() {
        let (_temp, folder, id) = empty_folder();
        drop(Lock::take(&folder, &id, "pat").unwrap());
        // Opened read-only, so that writing the holder fails.
        let file = File::open(folder.path().join(lock_file(&id))).unwrap();
        let child = file.try_clone().unwrap();
        assert!(matches!(Lock::acquire(file, "sam"), Err(LockError::Io(_))));
        Lock::take(&folder, &id, "kim").unwrap();
        drop(child);
    }
}
