//! Folders for tests, gone with them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use tempfile::TempDir;

/// A file system in memory.
const MEMORY: &str = "/dev/shm";

/// A folder in memory where that can be had: no power fails here, and waiting
/// for a disk would take most of the time.
pub(crate) fn temporary() -> TempDir {
    let in_memory = tempfile::tempdir_in(MEMORY);
    in_memory.or_else(|_| tempfile::tempdir()).unwrap()
}
