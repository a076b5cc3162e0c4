//! The lines of the audit log about one case. Whoever changes the case or its files
//! begins with a line and ends with one: without the first line, nothing is changed.

use std::io;

use crate::store::{AuditAction, AuditEvent, AuditKey, Begun, CaseId, Folder, Lock, LoggedLine, Sync};

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
    /// The key of the digests, once it is read.
    key: Option<AuditKey>,
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
struct Intent {
    /// The digest of the case file before.
    was: Option<String>,
    /// The digest of the case file once it is done.
    file: Option<String>,
    /// The digest of the report or letter that is written.
    paper: Option<String>,
    /// Whether the case file is saved, so that its revision counts up.
    is_save: bool,
}

impl CaseLog {
    pub(super) fn new(folder: &Folder, case: &CaseId, who: &Actor, clock: Clock) -> Self {
        let (folder, case, who) = (folder.clone(), case.clone(), who.to_owned());
        Self { folder, case, who, clock, waiting: Vec::new(), key: None }
    }

    /// Reads the key of the digests, unless it is read already.
    ///
    /// # Errors
    /// When the key can't be read, or not be made.
    pub(super) fn key(&mut self) -> io::Result<AuditKey> {
        if self.key.is_none() {
            self.key = Some(self.folder.audit_key()?);
        }
        self.key.clone().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// The digest of a case file or a paper, if there is one, as it stands in the log.
    ///
    /// # Errors
    /// When the key can't be read, or not be made.
    pub(super) fn digest(&mut self, text: Option<&str>) -> io::Result<Option<String>> {
        text.map(|text| Ok(self.key()?.digest(text))).transpose()
    }

    /// Who works on the case.
    pub(super) fn who(&self) -> &Actor {
        &self.who
    }

    /// Takes over the lines of an earlier log of the same case that still wait.
    pub(super) fn take_over(&mut self, earlier: &mut Self) {
        earlier.waiting.append(&mut self.waiting);
        std::mem::swap(&mut self.waiting, &mut earlier.waiting);
    }

    pub(super) fn event(&self, action: AuditAction) -> AuditEvent {
        AuditEvent::new(self.clock.instant(), &self.who, self.case.as_str(), action)
    }

    /// Keeps a line to be written with the next ones.
    pub(super) fn keep(&mut self, event: AuditEvent) {
        self.waiting.push(event);
    }

    /// Writes that the case file is about to be replaced.
    ///
    /// # Errors
    /// When the log can't be written: then it must not be replaced.
    pub(super) fn begin_save(
        &mut self,
        lock: &mut Lock,
        deeds: Vec<Deed>,
        was: Option<&str>,
        text: &str,
    ) -> io::Result<BegunChange> {
        let (was, file) = (self.digest(was)?, self.digest(Some(text))?);
        self.begin(lock, deeds, Intent { was, file, paper: None, is_save: true })
    }

    /// Writes that something is about to be done which leaves the case file as it is.
    ///
    /// # Errors
    /// When the log can't be written: then it must not be done.
    pub(super) fn begin_beside(
        &mut self,
        lock: &mut Lock,
        action: AuditAction,
        text: Option<&str>,
        paper: Option<&str>,
    ) -> io::Result<BegunChange> {
        let (file, paper) = (self.digest(text)?, self.digest(paper)?);
        let intent = Intent { was: file.clone(), file, paper, is_save: false };
        self.begin(lock, vec![(action, Vec::new())], intent)
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
    fn begin(&mut self, lock: &mut Lock, deeds: Vec<Deed>, intent: Intent) -> io::Result<BegunChange> {
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
    // What to do comes first: a screen may cut the rest.
    format!(
        "NOT SAVED (have .audit.log checked, it can't be written: {error}): nothing is taken without \
         its line in the audit log; try again then"
    )
}
