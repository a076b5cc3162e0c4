//! The workspace that cases are opened in, and the progress of a case.

use std::fmt;

use crate::case::Case;
use crate::casefile::ProgramSettings;
use crate::policy::{self, Outcome, PolicySettings};
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

/// The progress of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Every question that an item depends on is answered.
    Outcome(Outcome),
    /// So many of these questions have no answer yet.
    Unanswered(usize),
}

impl Progress {
    /// The progress of this case.
    pub fn of(case: &Case, settings: &PolicySettings) -> Self {
        let left = policy::unanswered(&case.facts, settings).len();
        let determined = policy::decide(case, settings).ok().filter(|_| left == 0);
        determined.map_or(Self::Unanswered(left), |determined| Self::Outcome(determined.outcome))
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outcome(outcome) => outcome.fmt(out),
            Self::Unanswered(1) => out.write_str("1 question unanswered"),
            Self::Unanswered(left) => write!(out, "{left} questions unanswered"),
        }
    }
}
