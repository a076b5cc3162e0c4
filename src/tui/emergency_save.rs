//! Saves the drafts when the program ends unexpectedly: on a signal, a lost
//! terminal or a crash. Each may come on another thread than the wizard's.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::session::DraftSnapshot;

static SNAPSHOT: Mutex<Option<DraftSnapshot>> = Mutex::new(None);

/// Sets the drafts to save from now on.
pub(super) fn set(snapshot: Option<DraftSnapshot>) {
    *SNAPSHOT.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
}

/// Saves the drafts, once; a second caller waits until they are saved. A failure
/// is ignored: there is no screen left to show it on.
pub(super) fn save() {
    write(SNAPSHOT.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Saves the drafts unless another thread is setting or saving them: a crash
/// while they are locked must not wait for itself.
pub(super) fn save_if_unlocked() {
    match SNAPSHOT.try_lock() {
        Ok(snapshot) => write(snapshot),
        Err(TryLockError::Poisoned(snapshot)) => write(snapshot.into_inner()),
        Err(TryLockError::WouldBlock) => {}
    }
}

fn write(mut snapshot: MutexGuard<'_, Option<DraftSnapshot>>) {
    if let Some(snapshot) = snapshot.take() {
        let _ = snapshot.keep();
    }
}
