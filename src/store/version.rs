//! Which version of a case a new one is to replace. It stands in the name of the new
//! version's file: after a kill, that tells which of the two files is which.

use std::fmt;

use rustix::fs::Stat;

/// A version of a case file. Other bytes are another version: they have another inode, or
/// were written at another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    inode: u64,
    length: u64,
    /// When it was written, in seconds since 1970 and nanoseconds.
    written: (u64, u64),
}

impl Version {
    /// The version that is in a file.
    pub(super) fn of(file: &Stat) -> Self {
        let number = |number: i64| u64::try_from(number).unwrap_or(0);
        Self {
            inode: file.st_ino,
            length: number(file.st_size),
            written: (number(file.st_mtime), file.st_mtime_nsec),
        }
    }

    /// The version that is written so.
    pub(super) fn read(text: &str) -> Option<Self> {
        let numbers: Option<Vec<u64>> =
            text.split('-').map(|number| u64::from_str_radix(number, 16).ok()).collect();
        let &[inode, length, seconds, nanoseconds] = numbers?.as_slice() else { return None };
        Some(Self { inode, length, written: (seconds, nanoseconds) })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, nanoseconds) = self.written;
        write!(out, "{:x}-{:x}-{seconds:x}-{nanoseconds:x}", self.inode, self.length)
    }
}
