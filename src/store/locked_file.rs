//! A file with a lock on it, and waiting for the lock.

use std::fs::{File, TryLockError};
use std::io;
use std::ops::{Deref, DerefMut};
use std::thread;
use std::time::Duration;

/// A locked file, unlocked when dropped.
///
/// Closing it would not be enough: a forked child that has not called `exec` yet
/// shares the open file, and would keep it locked.
#[derive(Debug)]
pub(super) struct LockedFile(File);

impl LockedFile {
    /// Takes over a file that this program has locked.
    pub(super) fn of(locked: File) -> Self {
        Self(locked)
    }
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        // If this fails, closing the file is all that is left.
        let _ = self.0.unlock();
    }
}

impl Deref for LockedFile {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl DerefMut for LockedFile {
    fn deref_mut(&mut self) -> &mut File {
        &mut self.0
    }
}

const RETRY_DELAY: Duration = Duration::from_millis(2);

/// Waits for a lock, 2 ms for each attempt. It does not wait forever, because the holder
/// may have been suspended: then the words say that the file is locked.
pub(super) fn lock_with_retries(
    attempts: u32,
    locked: &str,
    mut try_lock: impl FnMut() -> Result<(), TryLockError>,
) -> io::Result<()> {
    for _ in 0..attempts {
        match try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => thread::sleep(RETRY_DELAY),
        }
    }
    Err(io::Error::new(io::ErrorKind::TimedOut, locked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_for_a_lock_ends_after_some_attempts() {
        let wait = |attempts, try_lock: &mut dyn FnMut() -> Result<(), TryLockError>| {
            lock_with_retries(attempts, "it is locked", try_lock)
        };
        let mut held = 2;
        let mut released_in_time = || match held {
            0 => Ok(()),
            _ => {
                held -= 1;
                Err(TryLockError::WouldBlock)
            }
        };
        assert_eq!(wait(2, &mut released_in_time).unwrap_err().to_string(), "it is locked");
        wait(1, &mut released_in_time).unwrap();
        let mut broken = || Err(TryLockError::Error(io::ErrorKind::Unsupported.into()));
        assert_eq!(wait(2, &mut broken).unwrap_err().kind(), io::ErrorKind::Unsupported);
    }
}
