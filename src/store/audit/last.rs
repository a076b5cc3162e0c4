//! The end of the audit log: the case that somebody worked on last.

use std::io::{self, Read, Seek, SeekFrom};

use crate::store::folder::{CaseId, Folder};

use super::LOG;
use super::line::AuditLine;

/// How much of the end of the log is searched.
const TAIL: u64 = 32 * 1024;

impl Folder {
    /// The case that somebody opened or changed last, if that is not long ago.
    pub fn last_case_of(&self, is_them: impl Fn(&str) -> bool) -> Option<CaseId> {
        let tail = self.end_of_log().ok()?;
        let lines = tail.split(|byte| *byte == b'\n').rev();
        let mut events = lines.filter_map(|line| serde_json::from_slice::<AuditLine>(line).ok());
        let last = events.find(|event| event.event.is_work() && is_them(&event.who))?;
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::{AuditAction, AuditEvent, Sync};

    fn event(who: &str, case: &str, action: AuditAction) -> AuditEvent {
        AuditEvent::new(DateTime::default(), who, case, action)
    }

    #[test]
    fn last_case_of_somebody_is_the_one_they_opened_or_changed_last() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let last = |who: &str| folder.last_case_of(|other| other == who).map(|id| id.to_string());
        assert_eq!(last("pat"), None, "no log");
        let log = |event| folder.log_events(&[event], Sync::Later).unwrap();
        log(event("pat", "one", AuditAction::Opened));
        log(event("pat", "two", AuditAction::Answered));
        log(event("kim", "three", AuditAction::Created));
        log(event("pat", "four", AuditAction::Refused));
        log(event("pat", "five", AuditAction::Replayed));
        assert_eq!((last("pat"), last("kim"), last("sam")), (Some("two".into()), Some("three".into()), None));
        folder.log_events(&vec![event("kim", "three", AuditAction::Answered); 300], Sync::Later).unwrap();
        assert_eq!((last("pat"), last("kim")), (None, Some("three".into())), "long ago");
    }
}
