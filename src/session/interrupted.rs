//! What the audit log said last of a case that is opened, compared with its files: what
//! became of a change that a program began and did not live to end, and whether another
//! program changed the case since.

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
    /// The line that is missing about the case: what became of a change that was begun and
    /// not ended, or else that the file is not as it was left. The count of saves follows.
    pub(super) fn missing_line(&self, lock: &mut Lock, now: &FilesNow<'_>) -> Option<AuditEvent> {
        let line = now.folder.last_line_about(now.id, lock)?;
        let file = now.text.map(|text| self.digest(text));
        if !line.begun {
            let is_changed = file.is_some() && line.file != file;
            let event = self.event(AuditAction::ChangedOutside);
            return is_changed.then_some(AuditEvent { file, of: Some(line.number), ..event });
        }
        let (action, what) = self.outcome(&line, now);
        let done = line.revision.filter(|_| action == AuditAction::FoundDone).unwrap_or_default();
        lock.raise_revision(done);
        Some(AuditEvent {
            what,
            revision: Some(lock.revision()),
            file,
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
