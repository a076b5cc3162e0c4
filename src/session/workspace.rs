//! The workspace that cases are opened in.

use crate::casefile::ProgramSettings;
use crate::policy::PolicySettings;
use crate::store::{CaseId, Folder, ReadError};

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

    /// Starts a new case; see [`Session::create`].
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(&self) -> std::io::Result<Session> {
        Session::create(&self.folder, &self.who, self.settings.clone(), self.clock)
    }
}
