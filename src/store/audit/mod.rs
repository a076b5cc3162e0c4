//! The audit log beside the cases: who did what to which case, one line each,
//! every line with the digest of the line before.
//!
//! `.audit.log` only ever grows. `.audit.head` says how far it goes, so that
//! lines taken off its end are missed. Whoever may write the folder and knows
//! this layout can write both anew from the start: against that only a copy
//! somewhere else helps. A line holds no answer, only the name of the question.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

mod line;
mod verify;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use super::folder::Folder;
use super::locked_file::LockedFile;
use super::rights::{follow_folder, sync_folder};

pub use line::{AuditAction, AuditEvent, AuditLine, digest};
pub use verify::{AuditFault, AuditReport};

use line::Head;
use verify::Verifier;

const LOG: &str = ".audit.log";
const HEAD: &str = ".audit.head";
/// How long another program may hold the log before this one gives up.
const PATIENCE: Duration = Duration::from_secs(10);
const BETWEEN: Duration = Duration::from_millis(2);
/// A longer line is none of this program's.
const LONGEST_LINE: u64 = 64 * 1024;

impl Folder {
    /// Whether anything was ever noted in this folder.
    pub fn is_audited(&self) -> bool {
        self.path().join(LOG).symlink_metadata().is_ok()
    }

    /// Adds lines to the log, and gives them back only when they are on the disk.
    ///
    /// # Errors
    /// When the log can't be written; none of the lines is in it then.
    pub fn note(&self, notes: &[AuditEvent]) -> io::Result<()> {
        if notes.is_empty() {
            return Ok(());
        }
        let mut log = self.lock_to_append()?;
        let mut head_file = self.open_to_write(HEAD, OFlags::empty())?;
        let mut head = Head::read(&mut head_file)?;
        let is_new = log.metadata()?.len() == 0;
        let rebuilt = head.is_none() && !is_new;
        if is_new && head.is_none() {
            head_file.write_all_at(Head::default().to_string().as_bytes(), 0)?;
        }
        let length = catch_up(&mut log, &mut head)?;
        let mut head = head.unwrap_or_default();
        let mut lines = String::new();
        for note in rebuilt.then(AuditEvent::head_lost).iter().chain(notes) {
            lines.push_str(&head.next(note));
        }
        if let Err(error) = log.write_all(lines.as_bytes()).and_then(|()| log.sync_data()) {
            // Best effort: what can't be cut off here is cut off by the next to write.
            let _ = log.set_len(length);
            return Err(error);
        }
        if is_new {
            sync_folder(self)?;
        }
        head_file.write_all_at(head.to_string().as_bytes(), 0)
    }

    /// Goes through the whole log, and says of every line what it is and of
    /// the log what is wrong.
    ///
    /// # Errors
    /// When the log can't be read, or this program's own lines are refused by `each`.
    pub fn audit(&self, mut each: impl FnMut(&AuditLine) -> io::Result<()>) -> io::Result<AuditReport> {
        // Nobody appends between the reading of the head and of the log.
        let log = self.lock_to_read()?;
        let head = match self.open_to_read(HEAD) {
            Ok(mut file) => Head::read(&mut file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let mut verifier = Verifier::new(head);
        let mut lines = BufReader::new(&*log);
        let mut line = Vec::new();
        loop {
            line.clear();
            if lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(verifier.finish());
            }
            if let Some(entry) = verifier.line(&line) {
                each(&entry)?;
            }
        }
    }

    fn lock_to_append(&self) -> io::Result<LockedFile> {
        let log = self.open_to_write(LOG, OFlags::APPEND)?;
        patiently(|| log.try_lock())?;
        Ok(LockedFile::of(log))
    }

    fn lock_to_read(&self) -> io::Result<LockedFile> {
        let log = self.open_to_read(LOG)?;
        patiently(|| log.try_lock_shared())?;
        Ok(LockedFile::of(log))
    }

    fn open_to_write(&self, name: &str, flags: OFlags) -> io::Result<File> {
        let flags = (flags | OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).mode(0o600).custom_flags(flags);
        let file = options.open(self.path().join(name))?;
        regular(&file)?;
        follow_folder(self, &file);
        Ok(file)
    }

    fn open_to_read(&self, name: &str) -> io::Result<File> {
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        let path: PathBuf = self.path().join(name);
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        regular(&file)?;
        Ok(file)
    }
}

fn regular(file: &File) -> io::Result<()> {
    if file.metadata()?.is_file() {
        Ok(())
    } else {
        Err(io::Error::other("the audit log is not a regular file: move it away"))
    }
}

/// Waits for the log, but not for a program that was stopped while it held it.
fn patiently(try_lock: impl Fn() -> Result<(), TryLockError>) -> io::Result<()> {
    let started = Instant::now();
    loop {
        match try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "somebody holds the audit log"));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(BETWEEN),
        }
    }
}

/// Counts in the lines of a program that ended before it could move the head,
/// and cuts off a line it did not finish. A log shorter than its head is left
/// as it is: the next line then shows the gap for good.
fn catch_up(log: &mut File, head: &mut Option<Head>) -> io::Result<u64> {
    let length = log.metadata()?.len();
    let known = head.as_ref().map_or(0, |head| head.length);
    if length <= known {
        return Ok(length);
    }
    log.seek(SeekFrom::Start(known))?;
    let mut lines = BufReader::new(&*log);
    let mut line = Vec::new();
    let mut whole = known;
    loop {
        line.clear();
        let read = lines.read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        let Some(text) = line.strip_suffix(b"\n") else {
            drop(lines);
            log.set_len(whole)?;
            break;
        };
        head.get_or_insert_default().count_in(text);
        whole += u64::try_from(read).unwrap_or(0);
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_is_free_once_read_or_written_while_a_child_still_has_its_descriptor() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        for lock in [Folder::lock_to_append, Folder::lock_to_read] {
            let log = lock(&folder).unwrap();
            let child = log.try_clone().unwrap();
            drop(log);
            let other = folder.open_to_write(LOG, OFlags::APPEND).unwrap();
            other.try_lock().unwrap();
            drop(child);
        }
    }
}
