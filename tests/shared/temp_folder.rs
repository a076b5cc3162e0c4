//! Temporary folders, removed with the test.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tempfile::TempDir;

/// A file system in memory, on Linux.
const MEMORY: &str = "/dev/shm";

/// A folder in memory if possible: waiting for a disk would take most of the
/// time, and no test cuts the power.
pub(crate) fn temporary() -> TempDir {
    let in_memory = tempfile::tempdir_in(MEMORY);
    in_memory.or_else(|_| tempfile::tempdir()).unwrap()
}
