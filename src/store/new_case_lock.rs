//! Making cases from files one at a time in a folder: two programs that make a case of
//! the same request see each other's.

use std::io;

use rustix::fs::OFlags;

use super::folder::Folder;
use super::locked_file::{LockedFile, lock_with_retries};
use super::permissions::apply_folder_rights;

/// The right to make a case from a file; released when dropped.
#[derive(Debug)]
pub struct NewCaseLock {
    _file: LockedFile,
}

/// The lock file. It does not end in `.lock`, as those of cases do.
const NAME: &str = ".new-case";
/// How often the lock is tried before giving up: a minute in all. Another program may be
/// reading a large folder that has no index yet.
const LOCK_ATTEMPTS: u32 = 30_000;

impl Folder {
    /// Waits until no other program makes a case from a file.
    ///
    /// # Errors
    /// When the folder can't be written, or another program takes too long.
    pub fn lock_new_cases(&self) -> io::Result<NewCaseLock> {
        self.check_in_place()?;
        let file = self.directory()?.open_file(NAME, OFlags::RDWR | OFlags::CREATE)?;
        // Best effort: a colleague's file can't be changed, and has these rights already.
        let _ = apply_folder_rights(self, &file);
        lock_with_retries(LOCK_ATTEMPTS, "another program is making cases", || file.try_lock())?;
        Ok(NewCaseLock { _file: LockedFile::of(file) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_program_at_a_time_makes_cases() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let lock = folder.lock_new_cases().unwrap();
        let other = folder.directory().unwrap().open_file(NAME, OFlags::RDONLY).unwrap();
        assert!(other.try_lock().is_err());
        drop(lock);
        other.try_lock().unwrap();
        let never_there = Folder::at(temp.path());
        drop((other, temp));
        assert!(folder.lock_new_cases().is_err());
        assert_eq!(never_there.lock_new_cases().unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
