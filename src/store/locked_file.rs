//! A file with a lock on it.

use std::fs::File;
use std::ops::{Deref, DerefMut};

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
