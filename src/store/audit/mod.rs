//! The audit log of a case folder: who did what to which case, one event per
//! line. Each line contains the digest of the previous one.
//!
//! `.audit.log` only grows: nothing in it is ever replaced or cut off. `.audit.head`
//! records its length, so that lines cut off the end are noticed. Anybody who may write
//! to the folder and knows this layout can forge both files from the start; only a copy
//! elsewhere protects against that. A line names the question that was answered, never
//! the answer.
//!
//! What changes the folder is logged twice: what is begun, synced before anything is
//! changed, and what became of it. Where the second line is missing, the next program
//! that opens the case finds out and writes it.

mod action;
mod append;
mod cases;
mod head;
mod key;
mod last;
mod line;
mod past;
mod sent;
mod verify;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Take};

use rustix::fs::OFlags;

use super::folder::Folder;
use super::locked_file::{LockedFile, lock_with_retries};
use super::permissions::apply_folder_rights;

pub use action::AuditAction;
pub use append::{LoggedLine, Sync};
pub use cases::{LoggedCase, LoggedCases};
pub use key::{AuditKey, is_file_of, made_with};
pub use line::{AuditEvent, AuditLine, AuditTime, Begun, digest};
pub use sent::SentLine;
pub use verify::{AuditFault, AuditReport};

use head::Head;
use verify::Verifier;

const LOG: &str = ".audit.log";
const HEAD: &str = ".audit.head";
/// How often the log is tried before giving up: ten seconds in all.
const LOCK_ATTEMPTS: u32 = 5000;
const LOCKED: &str = "another program has locked the audit log";
/// This program writes no longer line, line feed included.
const MAX_LINE_LENGTH: u64 = 65_536;

impl Folder {
    /// Whether this folder has an audit log.
    pub fn is_audited(&self) -> bool {
        self.has_file(LOG)
    }

    /// Reads the audit log as it is now, calls `each` on every valid line, and reports
    /// what is wrong with the log. Lines appended meanwhile are not read.
    ///
    /// # Errors
    /// When the log can't be read, or `each` fails.
    pub fn audit(&self, each: impl FnMut(&AuditLine) -> io::Result<()>) -> io::Result<AuditReport> {
        self.audit_with_digests(None, each)
    }

    /// The same; adds the digest of each whole line to these, in order.
    ///
    /// # Errors
    /// When the log can't be read, or `each` fails.
    pub fn audit_with_digests(
        &self,
        mut digests: Option<&mut Vec<String>>,
        mut each: impl FnMut(&AuditLine) -> io::Result<()>,
    ) -> io::Result<AuditReport> {
        let (log, head) = self.snapshot()?;
        let mut verifier = Verifier::new(head);
        let mut lines = BufReader::new(log);
        let mut line = Vec::new();
        while read_line(&mut lines, &mut line)? {
            let parsed = verifier.check_line(&line);
            if let Some(digests) = digests.as_mut().filter(|_| line.ends_with(b"\n")) {
                digests.push(verifier.digest().to_owned());
            }
            parsed.as_ref().map_or(Ok(()), &mut each)?;
        }
        Ok(verifier.finish())
    }

    /// The log as far as it goes at this moment, with its head. What is there is never
    /// changed, so it is locked for this moment only: `each` may print to somebody who
    /// does not read, and everybody who appends would wait for them.
    fn snapshot(&self) -> io::Result<(Take<File>, Option<Head>)> {
        let log = self.lock_to_read()?;
        let head = match self.open_to_read(HEAD) {
            Ok(mut file) => Head::read(&mut file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let length = log.metadata()?.len();
        Ok((log.try_clone()?.take(length), head))
    }

    fn lock_to_append(&self) -> io::Result<LockedFile> {
        let log = self.open_to_write(LOG, OFlags::APPEND)?;
        lock_with_retries(LOCK_ATTEMPTS, LOCKED, || log.try_lock())?;
        Ok(LockedFile::of(log))
    }

    fn lock_to_read(&self) -> io::Result<LockedFile> {
        let log = self.open_to_read(LOG)?;
        lock_with_retries(LOCK_ATTEMPTS, LOCKED, || log.try_lock_shared())?;
        Ok(LockedFile::of(log))
    }

    fn open_to_write(&self, name: &str, flags: OFlags) -> io::Result<File> {
        let file = self.directory()?.open_file(name, OFlags::RDWR | OFlags::CREATE | flags)?;
        check_is_regular(&file)?;
        // Best effort: a colleague's file can't be changed, and has these rights already.
        let _ = apply_folder_rights(self, &file);
        Ok(file)
    }

    fn open_to_read(&self, name: &str) -> io::Result<File> {
        let file = self.directory()?.open_file(name, OFlags::RDONLY)?;
        check_is_regular(&file)?;
        Ok(file)
    }
}

/// Reads the next line with its line feed, as far as a line can be long; false at the end.
fn read_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    Ok(lines.take(MAX_LINE_LENGTH).read_until(b'\n', line)? > 0)
}

fn check_is_regular(file: &File) -> io::Result<()> {
    if file.metadata()?.is_file() {
        Ok(())
    } else {
        Err(io::Error::other("the audit log is not a regular file: move it away"))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use chrono::DateTime;

    use super::*;

    #[test]
    fn log_is_unlocked_after_use_while_a_child_still_has_its_descriptor() {
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
        AuditEvent::new(DateTime::default(), "pat", case, AuditAction::Opened)
    }

    /// The cases named in the log, and what is wrong with it.
    fn read_log(folder: &Folder) -> (Vec<String>, Vec<String>) {
        let mut cases = Vec::new();
        let report = folder.audit(|line| {
            cases.push(line.case.clone());
            Ok(())
        });
        (cases, report.unwrap().faults.into_iter().map(|fault| fault.problem).collect())
    }

    #[test]
    fn complete_lines_beyond_the_head_are_kept_and_an_unfinished_line_is_ended() {
        let (_temp, folder) = empty_folder();
        folder.log_events(&[opened("one")], Sync::Now).unwrap();
        let head = std::fs::read(folder.path().join(HEAD)).unwrap();
        folder.log_events(&[opened("two"), opened("three")], Sync::Now).unwrap();
        std::fs::write(folder.path().join(HEAD), head).unwrap();
        let log = folder.path().join(LOG);
        let lines = std::fs::read(&log).unwrap();
        std::fs::write(&log, [&lines[..], b"{\"number\":4"].concat()).unwrap();
        folder.log_events(&[opened("four")], Sync::Now).unwrap();
        let cases = ["one", "two", "three", "", "four"].map(String::from).to_vec();
        assert_eq!(read_log(&folder), (cases, vec![]));
        let now = std::fs::read(&log).unwrap();
        assert!(now.starts_with(&[&lines[..], b"{\"number\":4\n"].concat()), "nothing is cut off");
    }

    #[test]
    fn line_after_a_log_that_was_cut_stands_on_its_own() {
        for cut in [0, 5] {
            let (_temp, folder) = empty_folder();
            folder.log_events(&[opened("one"), opened("two")], Sync::Now).unwrap();
            let log = folder.path().join(LOG);
            let lines = std::fs::read_to_string(&log).unwrap();
            let kept = &lines[..=lines.find('\n').unwrap() - cut];
            std::fs::write(&log, kept).unwrap();
            folder.log_events(&[opened("three")], Sync::Now).unwrap();
            let lines = std::fs::read_to_string(&log).unwrap();
            assert_eq!(lines.lines().count(), 2, "{lines}");
            assert!(lines.lines().nth(1).unwrap().contains("\"three\""), "{lines}");
        }
    }

    #[test]
    fn lines_are_appended_while_the_log_is_read_and_do_not_change_what_is_read() {
        let unfinished = "the line is cut off: the end of the log is missing or was never written";
        for (end, faults) in [("", vec![]), ("{\"number\":3", vec![unfinished])] {
            let (_temp, folder) = empty_folder();
            folder.log_events(&[opened("one"), opened("two")], Sync::Now).unwrap();
            let log = folder.path().join(LOG);
            let lines = std::fs::read_to_string(&log).unwrap();
            std::fs::write(&log, lines + end).unwrap();
            let mut cases = Vec::new();
            let report = folder.audit(|line| {
                cases.push(line.case.clone());
                folder.log_events(&[opened("later")], Sync::Now).map(|_| ())
            });
            assert_eq!(cases, ["one", "two"]);
            let found: Vec<String> = report.unwrap().faults.into_iter().map(|fault| fault.problem).collect();
            assert_eq!(found, faults);
            let (mut all, faults) = read_log(&folder);
            all.retain(|case| !case.is_empty());
            assert_eq!((all, faults), (["one", "two", "later", "later"].map(String::from).to_vec(), vec![]));
        }
    }

    #[test]
    fn unfinished_line_at_the_end_of_a_long_log_is_read_as_it_was_at_the_start() {
        let (_temp, folder) = empty_folder();
        let events = vec![opened("one"); 300];
        folder.log_events(&events, Sync::Now).unwrap();
        let log = folder.path().join(LOG);
        let lines = std::fs::read_to_string(&log).unwrap();
        assert!(lines.len() > 16_384, "more than is read at once");
        std::fs::write(&log, lines + "{\"number\":301").unwrap();
        let mut cases = Vec::new();
        let report = folder.audit(|line| {
            cases.push(line.case.clone());
            folder.log_events(&[opened("later")], Sync::Now).map(|_| ())
        });
        assert_eq!((cases.len(), report.unwrap().faults.len()), (300, 1));
        assert!(cases.iter().all(|case| case == "one"));
    }

    #[test]
    fn log_without_its_head_is_read_and_the_missing_head_is_a_fault() {
        let (_temp, folder) = empty_folder();
        folder.log_events(&[opened("one")], Sync::Now).unwrap();
        std::fs::remove_file(folder.path().join(HEAD)).unwrap();
        let (cases, faults) = read_log(&folder);
        assert_eq!(cases, ["one"]);
        let missing = "the head of the log (.audit.head) is missing or edited: lines may be missing";
        assert_eq!(faults, [missing]);
        std::fs::create_dir(folder.path().join(HEAD)).unwrap();
        assert!(folder.audit(|_| Ok(())).is_err());
    }

    #[test]
    fn pipe_or_link_instead_of_the_log_is_refused() {
        let (_temp, folder) = empty_folder();
        let log = folder.path().join(LOG);
        rustix::fs::mkfifoat(rustix::fs::CWD, &log, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).unwrap();
        let refused = "the audit log is not a regular file: move it away";
        assert_eq!(folder.log_events(&[opened("one")], Sync::Now).unwrap_err().to_string(), refused);
        assert_eq!(folder.audit(|_| Ok(())).unwrap_err().to_string(), refused);
        std::fs::remove_file(&log).unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::fs::write(&elsewhere, "").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &log).unwrap();
        assert!(folder.log_events(&[opened("one")], Sync::Now).is_err());
        assert!(folder.audit(|_| Ok(())).is_err());
        assert_eq!(std::fs::read(&elsewhere).unwrap(), b"");
    }
}
