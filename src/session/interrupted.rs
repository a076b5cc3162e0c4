//! What the audit log said last of a case that is opened, compared with its files: what
//! became of a change that a program began and did not live to end, and whether another
//! program changed the case since.

use crate::store::{AuditAction, AuditEvent, AuditKey, AuditLine, CaseId, Folder, Lock, is_file_of};

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
    pub(super) fn missing_line(
        &self,
        lock: &mut Lock,
        now: &FilesNow<'_>,
        key: &AuditKey,
    ) -> Option<AuditEvent> {
        let line = now.folder.last_line_about(now.id, lock)?;
        let file = now.text.map(|text| key.digest(text));
        if !line.begun {
            let is_changed = file.is_some() && now.is_other_text(line.file.as_deref(), key);
            let event = self.event(AuditAction::ChangedOutside);
            return is_changed.then_some(AuditEvent { file, of: Some(line.number), ..event });
        }
        let (action, what) = outcome(&line, now, key);
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
}

impl FilesNow<'_> {
    /// Whether the case file is not the one with this digest. With a digest that was made
    /// with another key that is not known, which `audit --verify` reports.
    fn is_other_text(&self, digest: Option<&str>, key: &AuditKey) -> bool {
        is_file_of(digest, Some(key), self.text) == Some(false)
    }
}

fn outcome(line: &AuditLine, now: &FilesNow<'_>, key: &AuditKey) -> (AuditAction, Vec<String>) {
    let done = |is_done| if is_done { AuditAction::FoundDone } else { AuditAction::FoundNotDone };
    if let Some(paper) = &line.paper {
        let is_it = |text: &str| is_file_of(Some(paper), Some(key), Some(text)) == Some(true);
        let written = now.folder.find_paper(now.id, is_it);
        return (done(written.is_some()), written.into_iter().collect());
    }
    let [is_intended, is_before] =
        [&line.file, &line.was].map(|digest| !now.is_other_text(digest.as_deref(), key));
    let action = match line.event {
        AuditAction::Withdrawn => done(!now.folder.has(now.id)),
        AuditAction::Restored => done(now.folder.has(now.id)),
        _ if is_intended || is_before => done(is_intended),
        _ => AuditAction::FoundChanged,
    };
    (action, Vec::new())
}
