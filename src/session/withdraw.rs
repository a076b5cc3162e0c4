//! Withdrawing a case from the list, and bringing it back: under the lock of the case,
//! and in the audit log.

use std::io;

use crate::case::Text;
use crate::store::{AuditAction, CaseId, Folder, Lock, LockError, MoveError};

use super::Workspace;
use super::audit::holder_line;
use super::case_log::{CaseLog, unlogged};
use super::interrupted::FilesNow;

/// Why a case was not withdrawn or brought back, as a sentence without its full stop.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// There is no such case in the list.
    #[error("there is no case {0} in the list: check the name")]
    NotInList(CaseId),
    /// No such case was withdrawn.
    #[error("no case {0} is withdrawn: sij-intake restore without a name lists those that are")]
    NotWithdrawn(CaseId),
    /// Somebody has it open.
    #[error("{0} has it open: it can be withdrawn when they have left it")]
    Open(Text),
    /// A file could not be moved.
    #[error("not moved: {0}")]
    NotMoved(String),
    /// The audit log can't be written, so nothing was moved.
    #[error("{}", unlogged(.0))]
    Unlogged(io::Error),
    /// It was moved, but the audit log could not say so.
    #[error(
        "moved, but the audit log can't say so yet ({0}): have its disk and rights checked, then open the case"
    )]
    EndUnlogged(io::Error),
}

impl Workspace {
    /// Withdraws a case: its files move into the folder of withdrawn cases.
    ///
    /// # Errors
    /// Why it is still in the list, or that it is not in the audit log.
    pub fn withdraw(&self, id: &CaseId) -> Result<(), WithdrawError> {
        if !is_in(&self.folder, id, &self.folder.withdrawn()) {
            return Err(WithdrawError::NotInList(id.clone()));
        }
        self.move_logged(id, AuditAction::Withdrawn, |lock| {
            self.folder.withdraw(id, lock, &holder_line(&self.who, self.clock)).map_err(|error| match error {
                MoveError::Conflict(LockError::Held(holder)) => WithdrawError::Open(Text::new(holder.0)),
                other => WithdrawError::NotMoved(other.to_string()),
            })
        })
    }

    /// Brings a withdrawn case back into the list.
    ///
    /// # Errors
    /// Why it is still withdrawn, or that it is not in the audit log.
    pub fn restore(&self, id: &CaseId) -> Result<(), WithdrawError> {
        if !is_in(&self.folder.withdrawn(), id, &self.folder) {
            return Err(WithdrawError::NotWithdrawn(id.clone()));
        }
        self.move_logged(id, AuditAction::Restored, |lock| {
            self.folder.restore(id, lock).map_err(|error| WithdrawError::NotMoved(error.to_string()))
        })
    }

    /// The cases that were withdrawn, by name.
    ///
    /// # Errors
    /// When their folder can't be listed.
    pub fn withdrawn(&self) -> io::Result<Vec<CaseId>> {
        match self.folder.withdrawn().cases() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            listed => listed,
        }
    }

    fn lock_to_move(&self, id: &CaseId) -> Result<Lock, WithdrawError> {
        Lock::take(&self.folder, id, &holder_line(&self.who, self.clock)).map_err(|error| match error {
            LockError::Held(holder) => WithdrawError::Open(Text::new(holder.0)),
            LockError::Io(error) => WithdrawError::NotMoved(format!("its lock can't be taken ({error})")),
        })
    }

    /// Moves the files of a case between two lines of the audit log.
    fn move_logged(
        &self,
        id: &CaseId,
        action: AuditAction,
        move_files: impl FnOnce(&Lock) -> Result<Vec<String>, WithdrawError>,
    ) -> Result<(), WithdrawError> {
        let mut lock = self.lock_to_move(id)?;
        let mut audit = CaseLog::new(&self.folder, id, &self.who, self.clock);
        let text = self.folder.read_text_or_withdrawn(id);
        let now = FilesNow { folder: &self.folder, id, text: text.as_deref() };
        let key = audit.key().map_err(WithdrawError::Unlogged)?;
        let missing = audit.missing_line(&mut lock, &now, &key);
        audit.write_held(&mut lock, missing.into_iter().collect()).map_err(WithdrawError::Unlogged)?;
        let begun = audit.begin_beside(&mut lock, action, text.as_deref(), None);
        let begun = begun.map_err(WithdrawError::Unlogged)?;
        let moved = move_files(&lock);
        let end = match &moved {
            Ok(files) => (AuditAction::Done, files.clone()),
            Err(_) => (AuditAction::NotDone, Vec::new()),
        };
        let logged = audit.end(&mut lock, &begun, end).map_err(WithdrawError::EndUnlogged);
        moved.and(logged)
    }
}

/// Whether a folder has a case, or files of it that an interrupted move to the other
/// folder left, or from there.
fn is_in(folder: &Folder, id: &CaseId, other: &Folder) -> bool {
    folder.has(id) || (other.has(id) && folder.has_files_of(id))
}
