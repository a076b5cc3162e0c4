//! What is kept when the program is ended from outside: by a signal, a dead
//! line or a fault of its own, each of which comes on a thread of its own.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::session::Left;

static LEFT: Mutex<Option<Left>> = Mutex::new(None);

/// Says what is to be kept from now on.
pub(super) fn is(left: Option<Left>) {
    *LEFT.lock().unwrap_or_else(PoisonError::into_inner) = left;
}

/// Keeps it, once. Whoever comes second waits until it is kept. Nothing can be
/// done about a failure: there is nobody left to say it to.
pub(super) fn keep() {
    keep_of(LEFT.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Keeps it, unless it is just being changed or kept.
pub(super) fn keep_if_free() {
    match LEFT.try_lock() {
        Ok(left) => keep_of(left),
        Err(TryLockError::Poisoned(left)) => keep_of(left.into_inner()),
        Err(TryLockError::WouldBlock) => {}
    }
}

fn keep_of(mut left: MutexGuard<'_, Option<Left>>) {
    if let Some(left) = left.take() {
        let _ = left.keep();
    }
}
