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

use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;

use super::folder::Folder;
use super::locked_file::LockedFile;
use super::open::{options, options_with};
use super::rights::{PRIVATE, follow_folder, sync_folder};

pub use line::{AuditAction, AuditEvent, AuditLine, digest};
pub use verify::{AuditFault, AuditReport};

use line::Head;
use verify::Verifier;

const LOG: &str = ".audit.log";
const HEAD: &str = ".audit.head";
/// How often this program looks whether another one still holds the log, for
/// ten seconds in all, before it gives up.
const LOOKS: u32 = 5000;
const BETWEEN: Duration = Duration::from_millis(2);
/// A longer line is none of this program's.
const LONGEST_LINE: u64 = 65_536;

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
        patiently(LOOKS, || log.try_lock())?;
        Ok(LockedFile::of(log))
    }

    fn lock_to_read(&self) -> io::Result<LockedFile> {
        let log = self.open_to_read(LOG)?;
        patiently(LOOKS, || log.try_lock_shared())?;
        Ok(LockedFile::of(log))
    }

    fn open_to_write(&self, name: &str, flags: OFlags) -> io::Result<File> {
        let mut options = options_with(flags);
        options.write(true).create(true).mode(PRIVATE);
        let file = options.open(self.path().join(name))?;
        regular(&file)?;
        follow_folder(self, &file);
        Ok(file)
    }

    fn open_to_read(&self, name: &str) -> io::Result<File> {
        let file = options().open(self.path().join(name))?;
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
fn patiently(looks: u32, mut try_lock: impl FnMut() -> Result<(), TryLockError>) -> io::Result<()> {
    for _ in 0..looks {
        match try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => thread::sleep(BETWEEN),
        }
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, "somebody holds the audit log"))
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

    fn empty_folder() -> (tempfile::TempDir, Folder) {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        (temp, folder)
    }

    fn opened(case: &str) -> AuditEvent {
        AuditEvent { event: AuditAction::Opened, case: case.to_owned(), ..AuditEvent::head_lost() }
    }

    /// The cases that the log names, and what is wrong with it.
    fn audited(folder: &Folder) -> (Vec<String>, Vec<String>) {
        let mut cases = Vec::new();
        let report = folder.audit(|line| {
            cases.push(line.case.clone());
            Ok(())
        });
        (cases, report.unwrap().faults.into_iter().map(|fault| fault.problem).collect())
    }

    #[test]
    fn whole_lines_beyond_the_head_are_kept_and_half_a_line_is_cut_off() {
        let (_temp, folder) = empty_folder();
        folder.note(&[opened("one")]).unwrap();
        let head = std::fs::read(folder.path().join(HEAD)).unwrap();
        folder.note(&[opened("two"), opened("three")]).unwrap();
        std::fs::write(folder.path().join(HEAD), head).unwrap();
        let log = folder.path().join(LOG);
        let lines = std::fs::read(&log).unwrap();
        std::fs::write(&log, [&lines[..], b"{\"number\":4"].concat()).unwrap();
        folder.note(&[opened("four")]).unwrap();
        assert_eq!(audited(&folder), (["one", "two", "three", "four"].map(String::from).to_vec(), vec![]));
    }

    #[test]
    fn log_without_its_head_is_read_and_that_is_told() {
        let (_temp, folder) = empty_folder();
        folder.note(&[opened("one")]).unwrap();
        std::fs::remove_file(folder.path().join(HEAD)).unwrap();
        let (cases, faults) = audited(&folder);
        assert_eq!(cases, ["one"]);
        let told = "the head of the log (.audit.head) is missing or edited: lines may be missing";
        assert_eq!(faults, [told]);
        std::fs::create_dir(folder.path().join(HEAD)).unwrap();
        assert!(folder.audit(|_| Ok(())).is_err());
    }

    #[test]
    fn pipe_or_link_in_the_place_of_the_log_is_refused() {
        let (_temp, folder) = empty_folder();
        let log = folder.path().join(LOG);
        rustix::fs::mkfifoat(rustix::fs::CWD, &log, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).unwrap();
        let refused = "the audit log is not a regular file: move it away";
        assert_eq!(folder.note(&[opened("one")]).unwrap_err().to_string(), refused);
        assert_eq!(folder.audit(|_| Ok(())).unwrap_err().to_string(), refused);
        std::fs::remove_file(&log).unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::fs::write(&elsewhere, "").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &log).unwrap();
        assert!(folder.note(&[opened("one")]).is_err());
        assert!(folder.audit(|_| Ok(())).is_err());
        assert_eq!(std::fs::read(&elsewhere).unwrap(), b"");
    }

    #[test]
    fn log_is_waited_for_and_given_up_in_the_end() {
        let mut held = 2;
        let mut let_go = || match held {
            0 => Ok(()),
            _ => {
                held -= 1;
                Err(TryLockError::WouldBlock)
            }
        };
        assert_eq!(patiently(2, &mut let_go).unwrap_err().kind(), io::ErrorKind::TimedOut);
        patiently(1, &mut let_go).unwrap();
        let broken = || Err(TryLockError::Error(io::ErrorKind::Unsupported.into()));
        assert_eq!(patiently(2, broken).unwrap_err().kind(), io::ErrorKind::Unsupported);
    }
}
