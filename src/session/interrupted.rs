//! What became of a change that a program began and did not live to end.

use crate::store::{AuditAction, AuditEvent, AuditLine, CaseId, Folder, Lock};

use super::case_log::CaseLog;

/// The files of a case as they are now.
pub(super) struct FilesNow<'f> {
    pub(super) folder: &'f Folder,
    pub(super) id: &'f CaseId,
    /// The text of the case file, in the list or withdrawn.
    pub(super) text: Option<&'f str>,
}

impl CaseLog {
    /// The line that says what became of a change that was begun and not ended, if the
    /// last line about the case is one. The count of saves follows.
    pub(super) fn found_interrupted(&self, lock: &mut Lock, now: &FilesNow<'_>) -> Option<AuditEvent> {
        let line = now.folder.last_line_about(now.id, lock).filter(|line| line.begun)?;
        let (action, what) = self.outcome(&line, now);
        let done = line.revision.filter(|_| action == AuditAction::FoundDone).unwrap_or_default();
        lock.raise_revision(done);
        Some(AuditEvent {
            what,
            revision: Some(lock.revision()),
            file: now.text.map(|text| self.digest(text)),
            of: Some(line.number),
            ..self.event(action)
        })
    }

    fn outcome(&self, line: &AuditLine, now: &FilesNow<'_>) -> (AuditAction, Vec<String>) {
        let done = |is_done| if is_done { AuditAction::FoundDone } else { AuditAction::FoundNotDone };
        if let Some(paper) = &line.paper {
            let written = now.folder.find_paper(now.id, |text| self.digest(text) == *paper);
            return (done(written.is_some()), written.into_iter().collect());
        }
        let action = match line.event {
            AuditAction::Withdrawn => done(!now.folder.has(now.id)),
            AuditAction::Restored => done(now.folder.has(now.id)),
            _ => {
                let file = now.text.map(|text| self.digest(text));
                let is_either = [&line.file, &line.was].contains(&&file);
                if is_either { done(file == line.file) } else { AuditAction::FoundChanged }
            }
        };
        (action, Vec::new())
    }
}
