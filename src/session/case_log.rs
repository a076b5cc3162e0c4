//! The lines of the audit log about one case. Whoever changes the case or its files
//! begins with a line and ends with one: without the first line, nothing is changed.

use std::io;

use crate::store::{AuditAction, AuditEvent, Begun, CaseId, Folder, Lock, LoggedLine, Sync, digest};

use super::{Actor, Clock};

/// The lines of the audit log about one case.
#[derive(Debug)]
pub(super) struct CaseLog {
    folder: Folder,
    case: CaseId,
    who: String,
    clock: Clock,
    /// Lines that could not be written yet; they are written before the next one.
    waiting: Vec<AuditEvent>,
}

/// What is to be done, and which questions, items or files it is about.
pub(super) type Deed = (AuditAction, Vec<String>);

/// A change that is begun: its line is on the disk.
#[derive(Debug)]
pub(super) struct BegunChange {
    line: LoggedLine,
    /// How often the case has been saved once it is done.
    pub(super) revision: u64,
    /// The digest of the case file before.
    was: Option<String>,
    /// The digest of the case file once it is done.
    file: Option<String>,
}

/// What a change makes of the files.
#[derive(Debug, Default)]
pub(super) struct Intent {
    /// The digest of the case file before.
    pub(super) was: Option<String>,
    /// The digest of the case file once it is done.
    pub(super) file: Option<String>,
    /// The digest of the report or letter that is written.
    pub(super) paper: Option<String>,
    /// Whether the case file is saved, so that its revision counts up.
    pub(super) is_save: bool,
}

impl CaseLog {
    pub(super) fn new(folder: &Folder, case: &CaseId, who: &Actor, clock: Clock) -> Self {
        Self { folder: folder.clone(), case: case.clone(), who: who.to_owned(), clock, waiting: Vec::new() }
    }

    /// The digest of a case file or a paper, as it stands in the log.
    pub(super) fn digest(&self, text: &str) -> String {
        digest(text.as_bytes())
    }

    pub(super) fn event(&self, action: AuditAction) -> AuditEvent {
        AuditEvent::new(self.clock.instant(), &self.who, self.case.as_str(), action)
    }

    /// Writes lines; those that can't be written wait.
    ///
    /// # Errors
    /// When the log can't be written.
    pub(super) fn write(&mut self, events: Vec<AuditEvent>, sync: Sync) -> io::Result<LoggedLine> {
        self.waiting.extend(events);
        let written = self.folder.log_events(&self.waiting, sync)?;
        self.waiting.clear();
        Ok(written)
    }

    /// Writes lines about the case for the holder of its lock.
    ///
    /// # Errors
    /// When the log can't be written; the lines wait.
    pub(super) fn write_held(&mut self, lock: &mut Lock, events: Vec<AuditEvent>) -> io::Result<()> {
        if !events.is_empty() {
            let line = self.write(events, Sync::Now)?;
            lock.note(lock.revision(), line.offset);
        }
        Ok(())
    }

    /// Writes what is about to be done.
    ///
    /// # Errors
    /// When the log can't be written: then it must not be done.
    pub(super) fn begin(
        &mut self,
        lock: &mut Lock,
        deeds: Vec<Deed>,
        intent: Intent,
    ) -> io::Result<BegunChange> {
        let Intent { was, file, paper, is_save } = intent;
        let revision = lock.revision() + u64::from(is_save);
        let begun = deeds.into_iter().map(|(action, what)| AuditEvent {
            what,
            revision: Some(revision),
            file: file.clone(),
            begun: Some(Begun { was: was.clone(), paper: paper.clone() }),
            ..self.event(action)
        });
        let events: Vec<AuditEvent> = self.waiting.iter().cloned().chain(begun).collect();
        let line = self.folder.log_events(&events, Sync::Now)?;
        self.waiting.clear();
        lock.note(lock.revision(), line.offset);
        Ok(BegunChange { line, revision, was, file })
    }

    /// Writes what became of it. A line that can't be written waits; if it never is, the
    /// next program that opens the case finds out.
    ///
    /// # Errors
    /// When the log can't be written.
    pub(super) fn end(&mut self, lock: &mut Lock, begun: &BegunChange, end: Deed) -> io::Result<()> {
        let (action, what) = end;
        let (file, revision) = match action {
            AuditAction::Done => (begun.file.clone(), begun.revision),
            _ => (begun.was.clone(), lock.revision()),
        };
        let event = AuditEvent {
            what,
            revision: Some(revision),
            file,
            of: Some(begun.line.number),
            ..self.event(action)
        };
        let written = self.write(vec![event], Sync::Later);
        let logged = written.as_ref().map_or(begun.line, |line| *line);
        lock.note(revision, logged.offset);
        written.map(|_| ())
    }
}

/// Why nothing is changed where the log can't be written, as a sentence without its full stop.
pub(super) fn unlogged(error: &io::Error) -> String {
    format!(
        "NOT SAVED (the audit log can't be written: {error}): nothing is taken without its line there; \
         have .audit.log and its disk checked, then try again"
    )
}
