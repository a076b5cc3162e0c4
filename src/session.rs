//! An open case: its interview and its file, kept in step. An answer is taken
//! when it is on the disk, or not at all.
//!
//! It knows the interview and the store; no screen. The clock comes in from `main`.

use std::io;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::case::{Case, Text};
use crate::casefile::{self, Drafts};
use crate::interview::Interview;
use crate::policy::PolicySettings;
use crate::store::{
    AuditAction, AuditEvent, CaseId, Folder, Lock, LockError, ReadError, SaveError, read_case, read_text,
};

mod audit;
mod change;
mod drafts;
#[cfg(test)]
pub(crate) mod samples;
mod workspace;

use audit::since;
pub use change::ChangeError;
use change::{closed, closed_by};
pub use drafts::DraftSnapshot;
pub use workspace::{Progress, Workspace};

/// The clock, as `main` hands it in.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Today, where the coordinator is.
    pub today: fn() -> NaiveDate,
    /// The time of day, where the coordinator is.
    pub time: fn() -> NaiveTime,
}

impl Clock {
    /// Now, where the coordinator is; right across midnight too.
    pub fn now(&self) -> NaiveDateTime {
        let (before, time, after) = ((self.today)(), (self.time)(), (self.today)());
        if before == after { before.and_time(time) } else { after.and_time((self.time)()) }
    }
}

/// Whether what is on the screen is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// Nothing has been answered yet.
    Nothing,
    /// It was as the file stands.
    AsRead,
    /// Saved at this time.
    At(NaiveTime),
    /// Not saved, and why.
    Failed(String),
}

/// A case that is open.
#[derive(Debug)]
pub struct Session {
    folder: Folder,
    id: CaseId,
    who: String,
    lock: Option<Lock>,
    holder: Option<String>,
    interview: Interview,
    on_disk: Option<String>,
    settings: PolicySettings,
    clock: Clock,
    saved: Saved,
    /// What the audit log could not take so far: it goes in with the next line that can be written.
    unlogged: Vec<AuditEvent>,
    drafts: Drafts,
    drafts_are_kept: bool,
}

/// Who opens a case, and over which connection: for the lock and the audit log.
pub type Actor = str;

impl Session {
    /// Opens a case: to write it, or to read it while somebody else writes.
    ///
    /// # Errors
    /// When the file can't be read as a case.
    pub fn open(
        folder: &Folder,
        id: &CaseId,
        who: &Actor,
        settings: PolicySettings,
        clock: Clock,
    ) -> Result<Self, ReadError> {
        // A name that is no case gets no lock file.
        let there = folder.has(id);
        let lock = if there { Self::lock(folder, id, who, clock) } else { Err(String::new()) };
        // What can't be swept now is swept by the next to open a case.
        let _ = folder.sweep(lock.as_ref().ok().map(|lock| (id, lock)));
        let (case, text) = match read_case(&folder.file(id), &settings.editions) {
            Ok(read) => read,
            Err(refusal) => return Err(Self::refused(folder, id, who, clock, refusal)),
        };
        let lock = lock.and_then(|lock| match closed_by(&case, &settings, (clock.today)()) {
            None => Ok(lock),
            Some(edition) => Err(closed(edition)),
        });
        let (lock, holder) = lock.map_or_else(|holder| (None, Some(holder)), |lock| (Some(lock), None));
        let event = if lock.is_some() { AuditAction::Opened } else { AuditAction::OpenedToRead };
        let mut session = Self::new(folder, id, who, settings, clock);
        session.saved = Saved::AsRead;
        if let Some(lock) = &lock {
            session.find_drafts(folder, id, lock);
        }
        session.lock = lock;
        session.holder = holder;
        session.interview = Interview::of(case, &session.settings.editions);
        session.on_disk = Some(text);
        session.note(vec![(event, Vec::new())], "opened");
        Ok(session)
    }

    /// Starts a new case under a name nobody else can have; its file appears with the first answer.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(folder: &Folder, who: &Actor, settings: PolicySettings, clock: Clock) -> io::Result<Self> {
        // What can't be swept now is swept by the next to open a case.
        let _ = folder.sweep(None);
        let (id, lock) = folder.new_case((clock.today)(), &since(who, clock))?;
        let mut session = Self::new(folder, &id, who, settings, clock);
        session.lock = Some(lock);
        session.note(vec![(AuditAction::Created, Vec::new())], "started");
        Ok(session)
    }

    fn new(folder: &Folder, id: &CaseId, who: &Actor, settings: PolicySettings, clock: Clock) -> Self {
        Self {
            folder: folder.clone(),
            id: id.clone(),
            who: who.to_owned(),
            lock: None,
            holder: None,
            interview: Interview::of(Case::default(), &settings.editions),
            on_disk: None,
            settings,
            clock,
            saved: Saved::Nothing,
            unlogged: Vec::new(),
            drafts: Drafts::default(),
            drafts_are_kept: false,
        }
    }

    /// The lock, or why the case is read-only.
    fn lock(folder: &Folder, id: &CaseId, who: &Actor, clock: Clock) -> Result<Lock, String> {
        Lock::take(folder, id, &since(who, clock)).map_err(|error| match error {
            LockError::Held(holder) => format!("{} has it open", Text::new(holder.0)),
            LockError::Io(error) => format!("the lock can't be taken ({error})"),
        })
    }

    fn refused(folder: &Folder, id: &CaseId, who: &Actor, clock: Clock, refusal: ReadError) -> ReadError {
        let note = AuditEvent {
            at: clock.now(),
            who: who.to_owned(),
            case: id.to_string(),
            event: AuditAction::Refused,
            what: vec![refusal.kind().to_owned()],
            revision: None,
            file: None,
        };
        match folder.note(&[note]) {
            Ok(()) => refusal,
            // Where there is no folder there is no log.
            Err(error) if error.kind() == io::ErrorKind::NotFound => refusal,
            Err(error) => ReadError::Unlogged(Box::new(refusal), error),
        }
    }

    /// A case that is only shown: nothing is read, locked or saved.
    pub fn played(
        folder: &Folder,
        id: &CaseId,
        interview: Interview,
        settings: PolicySettings,
        clock: Clock,
        words: &str,
    ) -> Self {
        let mut session = Self::new(folder, id, words, settings, clock);
        session.holder = Some(words.to_owned());
        session.interview = interview;
        session.saved = Saved::AsRead;
        session
    }

    /// The name of the case.
    pub fn id(&self) -> &CaseId {
        &self.id
    }

    /// The interview, to be read.
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    /// The settings determinations are made under.
    pub fn settings(&self) -> &PolicySettings {
        &self.settings
    }

    /// Why the case can't be written, if it can't.
    pub fn read_only(&self) -> Option<&str> {
        self.holder.as_deref()
    }

    /// Whether what is on the screen is on the disk.
    pub fn saved(&self) -> &Saved {
        &self.saved
    }

    /// Today, where the coordinator is.
    pub fn today(&self) -> NaiveDate {
        (self.clock.today)()
    }

    fn save(&mut self) -> Result<(), String> {
        let Some(lock) = &mut self.lock else { return Err("read-only".to_owned()) };
        let text = casefile::write(self.interview.case());
        // A file this program would refuse to open again is not written.
        if let Err(problem) = casefile::readable(&text, &self.settings.editions) {
            self.saved = Saved::Failed(problem.clone());
            return Err(problem);
        }
        match self.folder.save(&self.id, lock, self.on_disk.as_deref(), &text) {
            Ok(()) => {
                lock.count_save();
                self.on_disk = Some(text);
                self.saved = Saved::At((self.clock.time)());
                Ok(())
            }
            Err(error) => {
                self.saved = Saved::Failed(error.to_string());
                self.failed(&error);
                Err(error.to_string())
            }
        }
    }

    /// After a save that failed: what can still be done with this case.
    fn failed(&mut self, error: &SaveError) {
        match error {
            SaveError::NotWritten(_) => {}
            // The next save has to find the file as it now is.
            SaveError::FolderNotSynced(_) => self.on_disk = read_text(&self.folder.file(&self.id)).ok(),
            // Every further answer would make one more file beside it.
            SaveError::Changed(kept) | SaveError::Gone(kept) => {
                let now = if matches!(error, SaveError::Gone(_)) { "is gone" } else { "was changed" };
                let what = vec![kept.clone()];
                self.holder = Some(format!(
                    "the file {now}; your version is kept as {kept}: go back to the list and open it again"
                ));
                self.lock = None;
                self.note(vec![(AuditAction::Conflicted, what)], "refused to save");
            }
        }
    }

    /// The case as it stands.
    pub fn case(&self) -> &Case {
        self.interview.case()
    }

    /// Writes the report of a determination beside the case, and gives its file name.
    ///
    /// # Errors
    /// When somebody else writes the case, when the folder can't be written, or
    /// when the report is there but not in the audit log.
    pub fn save_report(&self, text: &str) -> io::Result<String> {
        if let Some(holder) = &self.holder {
            return Err(io::Error::other(format!("read-only: {holder}")));
        }
        let name = self.folder.save_report(&self.id, text)?;
        let note = self.audit_event(AuditAction::Exported, vec![name.clone()], None);
        match self.folder.note(&[note]) {
            Ok(()) => Ok(name),
            Err(error) => {
                Err(io::Error::other(format!("saved as {name}, but NOT in the audit log ({error})")))
            }
        }
    }
}
