//! What is kept when the program is ended from outside: by a signal, a dead
//! line or a fault of its own, each of which comes on a thread of its own.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::session::DraftSnapshot;

static LEFT: Mutex<Option<DraftSnapshot>> = Mutex::new(None);

/// Says what is to be kept from now on.
pub(super) fn is(draft_snapshot: Option<DraftSnapshot>) {
    *LEFT.lock().unwrap_or_else(PoisonError::into_inner) = draft_snapshot;
}

/// Keeps it, once. Whoever comes second waits until it is kept. Nothing can be
/// done about a failure: there is nobody left to say it to.
pub(super) fn keep() {
    keep_of(LEFT.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Keeps it, unless it is just being changed or kept.
pub(super) fn keep_if_free() {
    match LEFT.try_lock() {
        Ok(draft_snapshot) => keep_of(draft_snapshot),
        Err(TryLockError::Poisoned(draft_snapshot)) => keep_of(draft_snapshot.into_inner()),
        Err(TryLockError::WouldBlock) => {}
    }
}

fn keep_of(mut draft_snapshot: MutexGuard<'_, Option<DraftSnapshot>>) {
    if let Some(draft_snapshot) = draft_snapshot.take() {
        let _ = draft_snapshot.keep();
    }
}
