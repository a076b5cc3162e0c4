//! What is kept when the program is ended from outside: by a signal, a dead
//! line or a fault of its own, each of which comes on a thread of its own.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::session::DraftSnapshot;

static SNAPSHOT: Mutex<Option<DraftSnapshot>> = Mutex::new(None);

/// Says what is to be kept from now on.
pub(super) fn is(snapshot: Option<DraftSnapshot>) {
    *SNAPSHOT.lock().unwrap_or_else(PoisonError::into_inner) = snapshot;
}

/// Keeps it, once. Whoever comes second waits until it is kept. Nothing can be
/// done about a failure: there is nobody left to say it to.
pub(super) fn keep() {
    keep_of(SNAPSHOT.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Keeps it, unless it is just being changed or kept.
pub(super) fn keep_if_free() {
    match SNAPSHOT.try_lock() {
        Ok(snapshot) => keep_of(snapshot),
        Err(TryLockError::Poisoned(snapshot)) => keep_of(snapshot.into_inner()),
        Err(TryLockError::WouldBlock) => {}
    }
}

fn keep_of(mut snapshot: MutexGuard<'_, Option<DraftSnapshot>>) {
    if let Some(snapshot) = snapshot.take() {
        let _ = snapshot.keep();
    }
}
