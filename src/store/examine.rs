//! What the system says of a case folder, for `doctor`. Nothing is changed.

use std::fs::File;
use std::io;

use rustix::fs::{Access, AtFlags, Mode, OFlags, accessat, openat};

use super::directory::Directory;
use super::folder::Folder;

/// What the system says of a case folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderState {
    /// Its permissions, such as `0o2770`.
    pub mode: u32,
    /// Whether this account may list it, and make files in it.
    pub is_writable: bool,
    /// Whether files in it can be locked; `None` where that can't be told without leaving one.
    pub can_lock: Option<bool>,
    /// The bytes that this account can still write.
    pub free: u64,
    /// When it changed last, in seconds since 1970.
    pub changed: i64,
}

impl Folder {
    /// Asks the system about the folder.
    ///
    /// # Errors
    /// When it does not exist or can't be asked about.
    pub fn examine(&self) -> io::Result<FolderState> {
        let directory = self.directory()?;
        let metadata = directory.stat()?;
        let space = rustix::fs::fstatvfs(directory)?;
        Ok(FolderState {
            mode: metadata.st_mode & 0o7777,
            is_writable: is_writable(directory),
            can_lock: can_lock(directory),
            free: space.f_bavail.saturating_mul(space.f_frsize),
            changed: metadata.st_mtime,
        })
    }
}

fn is_writable(directory: &Directory) -> bool {
    let wanted = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    accessat(directory, ".", wanted, AtFlags::EACCESS).is_ok()
}

/// Locks a file that has no name: nothing is left of it.
fn can_lock(directory: &Directory) -> Option<bool> {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let file = openat(directory, ".", flags, Mode::empty()).ok()?;
    Some(File::from(file).try_lock().is_ok())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test lists the folder")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn folder_is_described_and_left_as_it_was() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::set_permissions(temp.path(), std::fs::Permissions::from_mode(0o2770)).unwrap();
        let state = Folder::at(temp.path()).examine().unwrap();
        assert_eq!((state.mode, state.is_writable), (0o2770, true));
        assert_ne!(state.free, 0);
        assert_eq!(std::fs::read_dir(temp.path()).unwrap().count(), 0);
    }

    #[test]
    fn folder_that_was_moved_away_is_still_the_one_that_is_described() {
        let temp = tempfile::tempdir().unwrap();
        let (path, away) = (temp.path().join("cases"), temp.path().join("away"));
        std::fs::create_dir(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o2770)).unwrap();
        let folder = Folder::at(&path);
        assert!(folder.is_there().unwrap());
        std::fs::rename(&path, away).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert_eq!(folder.examine().unwrap().mode, 0o2770);
    }

    #[test]
    fn what_is_no_folder_is_an_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let kind = |path: &std::path::Path| Folder::at(path).examine().unwrap_err().kind();
        assert_eq!(kind(file.path()), io::ErrorKind::NotADirectory);
        assert_eq!(kind(&file.path().with_extension("gone")), io::ErrorKind::NotFound);
    }

    #[test]
    fn files_can_be_locked_where_a_file_without_a_name_can() {
        // Not every file system has files without a name; that in memory does.
        let temp = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let nameless = openat(rustix::fs::CWD, temp.path(), flags, Mode::empty());
        let expected = nameless.ok().map(|file| File::from(file).try_lock().is_ok());
        assert_eq!(Folder::at(temp.path()).examine().unwrap().can_lock, expected);
    }
}
