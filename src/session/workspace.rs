//! The workspace that cases are opened in.

use crate::casefile::ProgramSettings;
use crate::policy::PolicySettings;
use crate::store::{AuditAction, AuditEvent, CaseId, Folder, ReadError, Sync};
use crate::worklist::Worklist;

use super::{Clock, Session};

/// What every case is opened with: the folder, the settings, the clock and the user.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The case folder.
    pub folder: Folder,
    /// The settings of readings and limits.
    pub settings: PolicySettings,
    /// The settings file.
    pub program: ProgramSettings,
    /// The clock.
    pub clock: Clock,
    /// Who is at the keyboard, for the lock file and the audit log.
    pub who: String,
}

impl Workspace {
    /// Opens a case; see [`Session::open`].
    ///
    /// # Errors
    /// When the file can't be read as a case.
    pub fn open(&self, id: &CaseId) -> Result<Session, ReadError> {
        Session::open(&self.folder, id, &self.who, self.settings.clone(), self.clock)
    }

    /// Logs that the worklist is shown, where the folder has an audit log. Gives a sentence
    /// without its full stop when that can't be done.
    pub fn log_list(&self, list: &Worklist) -> Option<String> {
        if !self.folder.is_audited() {
            return None;
        }
        let names = list.iter().map(|entry| entry.row.name.to_string());
        let (at, count) = (self.clock.instant(), list.shown_count());
        let event = AuditEvent::view(at, &self.who, AuditAction::Listed, count, names);
        let error = self.folder.log_events(&[event], Sync::Later).err()?;
        Some(format!("this view of the worklist is NOT in the audit log ({error})"))
    }

    /// Starts a new case; see [`Session::create`].
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(&self) -> std::io::Result<Session> {
        Session::create(&self.folder, &self.who, self.settings.clone(), self.clock)
    }
}
