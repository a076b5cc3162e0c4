//! Withdrawing a case from the list, and bringing it back: under the lock of the case,
//! and in the audit log.

use std::io;

use crate::case::Text;
use crate::store::{AuditAction, AuditEvent, CaseId, Folder, Lock, LockError, MoveError, digest, read_text};

use super::Workspace;
use super::audit::holder_line;

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
    /// It was moved, but the audit log could not be written.
    #[error("moved, but NOT in the audit log ({0})")]
    Unlogged(io::Error),
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
        let lock = self.lock_to_move(id)?;
        let file = self.digest_of(id);
        let moved = self.folder.withdraw(id, &lock, &holder_line(&self.who, self.clock));
        let files = moved.map_err(|error| match error {
            MoveError::Missing => WithdrawError::NotInList(id.clone()),
            MoveError::Conflict(LockError::Held(holder)) => WithdrawError::Open(Text::new(holder.0)),
            other => WithdrawError::NotMoved(other.to_string()),
        })?;
        self.log_move(id, &lock, AuditAction::Withdrawn, files, file)
    }

    /// Brings a withdrawn case back into the list.
    ///
    /// # Errors
    /// Why it is still withdrawn, or that it is not in the audit log.
    pub fn restore(&self, id: &CaseId) -> Result<(), WithdrawError> {
        if !is_in(&self.folder.withdrawn(), id, &self.folder) {
            return Err(WithdrawError::NotWithdrawn(id.clone()));
        }
        let lock = self.lock_to_move(id)?;
        let files = self.folder.restore(id, &lock).map_err(|error| match error {
            MoveError::Missing => WithdrawError::NotWithdrawn(id.clone()),
            other => WithdrawError::NotMoved(other.to_string()),
        })?;
        let file = self.digest_of(id);
        self.log_move(id, &lock, AuditAction::Restored, files, file)
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

    fn digest_of(&self, id: &CaseId) -> Option<String> {
        read_text(&self.folder.file(id)).ok().map(|text| digest(text.as_bytes()))
    }

    fn log_move(
        &self,
        id: &CaseId,
        lock: &Lock,
        action: AuditAction,
        what: Vec<String>,
        file: Option<String>,
    ) -> Result<(), WithdrawError> {
        let event = AuditEvent {
            at: self.clock.local(),
            who: self.who.clone(),
            case: id.to_string(),
            action,
            what,
            revision: Some(lock.revision()),
            file,
        };
        self.folder.log_events(&[event]).map_err(WithdrawError::Unlogged)
    }
}

/// Whether a folder has a case, or files of it that an interrupted move to the other
/// folder left, or from there.
fn is_in(folder: &Folder, id: &CaseId, other: &Folder) -> bool {
    folder.has(id) || (other.has(id) && folder.has_files_of(id))
}
