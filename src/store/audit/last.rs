//! The end of the audit log: the case that somebody worked on last.

use std::io::{self, Read, Seek, SeekFrom};

use crate::store::folder::{CaseId, Folder};

use super::LOG;
use super::line::{AuditAction, AuditLine};

/// How much of the end of the log is searched.
const TAIL: u64 = 32 * 1024;

impl Folder {
    /// The case that somebody opened or changed last, if that is not long ago.
    pub fn last_case_of(&self, is_them: impl Fn(&str) -> bool) -> Option<CaseId> {
        let tail = self.end_of_log().ok()?;
        let lines = tail.split(|byte| *byte == b'\n').rev();
        let mut events = lines.filter_map(|line| serde_json::from_slice::<AuditLine>(line).ok());
        let last = events.find(|event| is_work(event.event) && is_them(&event.who))?;
        CaseId::new(&last.case)
    }

    fn end_of_log(&self) -> io::Result<Vec<u8>> {
        let mut log = self.open_to_read(LOG)?;
        let length = log.metadata()?.len();
        log.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        log.take(TAIL).read_to_end(&mut tail)?;
        Ok(tail)
    }
}

/// Whether somebody had the case on the screen to work on it.
fn is_work(action: AuditAction) -> bool {
    !matches!(action, AuditAction::Refused | AuditAction::Replayed | AuditAction::HeadLost)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;
    use crate::store::AuditEvent;

    fn event(who: &str, case: &str, action: AuditAction) -> AuditEvent {
        AuditEvent {
            at: NaiveDateTime::default(),
            who: who.to_owned(),
            case: case.to_owned(),
            action,
            what: Vec::new(),
            revision: None,
            file: None,
        }
    }

    #[test]
    fn last_case_of_somebody_is_the_one_they_opened_or_changed_last() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let last = |who: &str| folder.last_case_of(|other| other == who).map(|id| id.to_string());
        assert_eq!(last("pat"), None, "no log");
        let log = |event| folder.log_events(&[event]).unwrap();
        log(event("pat", "one", AuditAction::Opened));
        log(event("pat", "two", AuditAction::Answered));
        log(event("kim", "three", AuditAction::Created));
        log(event("pat", "four", AuditAction::Refused));
        log(event("pat", "five", AuditAction::Replayed));
        assert_eq!((last("pat"), last("kim"), last("sam")), (Some("two".into()), Some("three".into()), None));
        folder.log_events(&vec![event("kim", "three", AuditAction::Answered); 300]).unwrap();
        assert_eq!((last("pat"), last("kim")), (None, Some("three".into())), "long ago");
    }
}
