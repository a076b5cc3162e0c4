//! An open case: its interview and its file, kept in sync. An answer is accepted
//! only once it is on the disk.
//!
//! The session uses the interview and the store, no screen. `main` provides the clock.

use std::collections::VecDeque;
use std::io;

use chrono::{NaiveDate, NaiveTime};

use crate::case::{Case, Text};
use crate::casefile::{self, Drafts};
use crate::interview::Interview;
use crate::policy::PolicySettings;
use crate::store::{AuditAction, AuditEvent, CaseId, Folder, Lock, LockError, ReadError, Sync};

mod actor;
mod audit;
mod case_log;
mod change;
mod clock;
mod confirm;
mod drafts;
mod idle;
mod import;
mod intake;
mod interrupted;
mod listing;
mod new_case;
mod papers;
mod proposals;
#[cfg(test)]
pub(crate) mod samples;
mod save;
mod time_of_receipt;
mod undo;
mod withdraw;
mod workspace;

pub use actor::{Person, key_fingerprint};
use audit::holder_line;
use case_log::{CaseLog, unlogged};
pub use change::ChangeError;
use change::{archived_edition, archived_reason};
pub use clock::Clock;
pub use drafts::DraftSnapshot;
pub use idle::TakenUp;
pub use intake::{intake_help, intake_text};
pub use new_case::NewCaseError;
pub use papers::LetterError;
pub use withdraw::WithdrawError;
pub use workspace::Workspace;

/// Whether the case is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was answered yet.
    Nothing,
    /// Unchanged since the file was read.
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
    lock: Option<Lock>,
    /// Why the case can't be written, if it can't.
    read_only: Option<String>,
    interview: Interview,
    on_disk: Option<String>,
    settings: PolicySettings,
    clock: Clock,
    saved: Saved,
    /// The lines of the audit log about the case.
    audit: CaseLog,
    drafts: Drafts,
    has_draft_file: bool,
    /// The case before each change of this sitting that can be undone, the last one last.
    earlier: VecDeque<Interview>,
}

/// Who works on a case, and over which connection, for the lock and the audit log.
pub type Actor = str;

impl Session {
    /// Opens a case: for writing, or read-only while somebody else has it open.
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
        // A mistyped name must not leave a lock file.
        let exists = folder.has(id);
        let lock = if exists { Self::lock(folder, id, who, clock) } else { Err(String::new()) };
        // Best effort: the next open retries.
        let _ = folder.sweep(lock.as_ref().ok().map(|lock| (id, lock)));
        let (case, text) = match folder.read_case(id, &settings.editions) {
            Ok(read) => read,
            Err(ReadError::Missing) if folder.withdrawn().has(id) => {
                let refusal = ReadError::Withdrawn(id.clone());
                return Err(Self::log_refusal(folder, id, who, clock, refusal));
            }
            Err(refusal) => return Err(Self::log_refusal(folder, id, who, clock, refusal)),
        };
        let lock = lock.and_then(|lock| match archived_edition(&case, &settings, clock.today()) {
            None => Ok(lock),
            Some(edition) => Err(archived_reason(edition)),
        });
        let (lock, read_only) = lock.map_or_else(|reason| (None, Some(reason)), |lock| (Some(lock), None));
        let mut session = Self::new(folder, id, who, settings, clock);
        session.saved = Saved::AsRead;
        if let Some(lock) = &lock {
            session.read_drafts(folder, id, lock);
        }
        session.lock = lock;
        session.read_only = read_only;
        session.interview = Interview::of(case, &session.settings);
        session.on_disk = Some(text);
        session.log_opening();
        Ok(session)
    }

    /// Starts a new case under a reserved name; its file is created with the first answer.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(folder: &Folder, who: &Actor, settings: PolicySettings, clock: Clock) -> io::Result<Self> {
        // Best effort: the next open retries.
        let _ = folder.sweep(None);
        let (id, mut lock) = folder.new_case(clock.today(), &holder_line(who, clock))?;
        let mut session = Self::new(folder, &id, who, settings, clock);
        let created =
            AuditEvent { revision: Some(lock.revision()), ..session.audit.event(AuditAction::Created) };
        let key = session.audit.key();
        let logged = key.and_then(|_| session.audit.write_held(&mut lock, vec![created]));
        logged.map_err(|error| io::Error::new(error.kind(), unlogged(&error)))?;
        session.lock = Some(lock);
        Ok(session)
    }

    fn new(folder: &Folder, id: &CaseId, who: &Actor, settings: PolicySettings, clock: Clock) -> Self {
        Self {
            folder: folder.clone(),
            id: id.clone(),
            lock: None,
            read_only: None,
            interview: Interview::of(Case::default(), &settings),
            on_disk: None,
            settings,
            clock,
            saved: Saved::Nothing,
            audit: CaseLog::new(folder, id, who, clock),
            drafts: Drafts::default(),
            has_draft_file: false,
            earlier: VecDeque::new(),
        }
    }

    /// Locks a case, or says why it is read-only.
    fn lock(folder: &Folder, id: &CaseId, who: &Actor, clock: Clock) -> Result<Lock, String> {
        Lock::take(folder, id, &holder_line(who, clock)).map_err(|error| match error {
            LockError::Held(holder) => format!("{} has it open", Text::new(holder.0)),
            LockError::Io(error) => format!("the lock can't be taken ({error})"),
        })
    }

    /// Logs that a case could not be opened; gives the error back, with that of the log if any.
    fn log_refusal(folder: &Folder, id: &CaseId, who: &Actor, clock: Clock, refusal: ReadError) -> ReadError {
        let mut audit = CaseLog::new(folder, id, who, clock);
        let what = vec![refusal.kind().to_owned()];
        let event = AuditEvent { what, ..audit.event(AuditAction::Refused) };
        match audit.write(vec![event], Sync::Now) {
            Ok(_) => refusal,
            // Without a folder there is no log.
            Err(error) if error.kind() == io::ErrorKind::NotFound => refusal,
            Err(error) => ReadError::Unlogged(Box::new(refusal), error),
        }
    }

    /// A session for a case that is only shown: nothing is locked or saved, for this reason.
    pub fn played(
        folder: &Folder,
        id: &CaseId,
        interview: Interview,
        settings: PolicySettings,
        clock: Clock,
        reason: &str,
    ) -> Self {
        let mut session = Self::new(folder, id, reason, settings, clock);
        session.read_only = Some(reason.to_owned());
        session.interview = interview;
        session.saved = Saved::AsRead;
        session
    }

    /// The name of the case.
    pub fn id(&self) -> &CaseId {
        &self.id
    }

    /// The interview, for reading.
    pub fn interview(&self) -> &Interview {
        &self.interview
    }

    /// The settings determinations are made under.
    pub fn settings(&self) -> &PolicySettings {
        &self.settings
    }

    /// Why the case can't be written, if it can't.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// What is said of comments in the file, which somebody wrote into it by hand.
    pub fn comments_in_words(&self) -> Option<String> {
        let text = self.on_disk.as_deref().filter(|_| self.read_only.is_none())?;
        let comments = match casefile::count_comments(text) {
            0 => return None,
            1 => "the comment".to_owned(),
            count => format!("the {count} comments"),
        };
        Some(format!("the first save drops {comments} of this file; a copy beside it keeps them"))
    }

    /// Whether the case is on the disk.
    pub fn saved(&self) -> &Saved {
        &self.saved
    }

    /// The clock, and the time zone of the coordinator.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Today, where the coordinator is.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// The case with all accepted answers.
    pub fn case(&self) -> &Case {
        self.interview.case()
    }
}
