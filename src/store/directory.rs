//! An open directory: every file in it is reached from its descriptor. So a case folder
//! stays the one that was opened, whatever is at its path later.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{
    AtFlags, CWD, Gid, Mode, OFlags, RawDir, RenameFlags, Stat, fchmod, fchown, fstat, linkat, mkdirat,
    openat, renameat, renameat_with, stat, statat, unlinkat,
};
use rustix::io::Errno;

use super::open::open_at;

/// An open directory. Names are those of files in it.
#[derive(Debug)]
pub(super) struct Directory(OwnedFd);

/// So many bytes of a listing are read at once: a file that is replaced while the folder is
/// listed can be missed between two reads.
const LISTED_AT_ONCE: usize = 256 * 1024;
const TO_LIST: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Directory {
    /// Opens the directory at a path; links are followed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(openat(CWD, path, TO_LIST, Mode::empty())?))
    }

    /// Opens a directory in this one; a link is not followed.
    pub(super) fn open_inside(&self, name: &str) -> io::Result<Self> {
        Ok(Self(openat(&self.0, name, TO_LIST | OFlags::NOFOLLOW, Mode::empty())?))
    }

    /// Opens a file; see [`open_at`].
    pub(super) fn open_file(&self, name: &str, flags: OFlags) -> io::Result<File> {
        open_at(&self.0, name, flags)
    }

    /// What is known of the directory itself.
    pub(super) fn stat(&self) -> io::Result<Stat> {
        Ok(fstat(&self.0)?)
    }

    /// What is known of a file; of a link itself, not of what it leads to.
    pub(super) fn stat_of(&self, name: &str) -> io::Result<Stat> {
        Ok(statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// Whether this directory is the one at a path.
    pub(super) fn is_at(&self, path: &Path) -> io::Result<bool> {
        Ok(is_same(&self.stat()?, &stat(path)?))
    }

    /// Whether this directory is the one of this name in another.
    pub(super) fn is_inside(&self, other: &Self, name: &str) -> io::Result<bool> {
        Ok(is_same(&self.stat()?, &other.stat_of(name)?))
    }

    /// Whether two names, the other one in another directory, are those of one file.
    pub(super) fn is_same_file(&self, name: &str, other: &Self, other_name: &str) -> bool {
        let both = self.stat_of(name).and_then(|one| Ok((one, other.stat_of(other_name)?)));
        both.is_ok_and(|(one, other)| is_same(&one, &other))
    }

    /// The names in the directory, in no order.
    pub(super) fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        self.visit_names(|name| {
            names.push(name.to_owned());
            ControlFlow::Continue(())
        })?;
        Ok(names)
    }

    /// Visits the names in the directory, in no order, until a visit breaks off.
    pub(super) fn visit_names(&self, mut visit: impl FnMut(&OsStr) -> ControlFlow<()>) -> io::Result<()> {
        let listed = openat(&self.0, ".", TO_LIST, Mode::empty())?;
        let mut buffer = Vec::with_capacity(LISTED_AT_ONCE);
        let mut entries = RawDir::new(listed, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name != "." && name != ".." && visit(name).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Makes a directory in this one, with its group and its rights.
    pub(super) fn make_directory(&self, name: &str) -> io::Result<()> {
        let own = self.stat()?;
        mkdirat(&self.0, name, Mode::RWXU)?;
        let made = self.open_inside(name)?;
        // Best effort: a group that this user is not in can't be given.
        let _ = fchown(&made, None, Some(Gid::from_raw(own.st_gid)));
        Ok(fchmod(&made, Mode::from_raw_mode(own.st_mode))?)
    }

    /// Renames a file, replacing another one.
    pub(super) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(renameat(&self.0, from, &self.0, to)?)
    }

    /// Renames a file to an unused name in a directory; `false` when the name is taken.
    pub(super) fn rename_to_free(&self, from: &str, directory: &Self, to: &str) -> io::Result<bool> {
        match renameat_with(&self.0, from, &directory.0, to, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            // Some file systems have hard links but no rename without replacing.
            Err(_) => self.link_to_free(from, directory, to),
        }
    }

    fn link_to_free(&self, from: &str, directory: &Self, to: &str) -> io::Result<bool> {
        match linkat(&self.0, from, &directory.0, to, AtFlags::empty()) {
            Ok(()) => {
                self.remove_if_possible(from);
                Ok(true)
            }
            Err(Errno::EXIST) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Swaps two files in one step.
    pub(super) fn swap(&self, one: &str, other: &str) -> Result<(), Errno> {
        renameat_with(&self.0, one, &self.0, other, RenameFlags::EXCHANGE)
    }

    /// Removes a file.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes a file. Best effort: the next sweep retries.
    pub(super) fn remove_if_possible(&self, name: &str) {
        let _ = self.remove(name);
    }

    /// Syncs the directory, so that new names in it survive a power cut. The descriptor is
    /// a new one each time: after a failure, one that is used again may tell of no failure.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::from(openat(&self.0, ".", TO_LIST, Mode::empty())?).sync_all()
    }
}

impl AsFd for Directory {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

fn is_same(one: &Stat, other: &Stat) -> bool {
    (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use super::*;

    #[test]
    fn file_is_renamed_only_to_a_free_name() {
        for take in [Directory::rename_to_free, Directory::link_to_free] {
            let temp = tempfile::tempdir().unwrap();
            let directory = Directory::open(temp.path()).unwrap();
            let text = |name: &str| std::fs::read_to_string(temp.path().join(name)).ok();
            std::fs::write(temp.path().join("ours"), "ours").unwrap();
            std::fs::write(temp.path().join("case"), "theirs").unwrap();
            assert!(!take(&directory, "ours", &directory, "case").unwrap());
            assert_eq!([text("ours"), text("case")], [Some("ours".into()), Some("theirs".into())]);
            directory.remove("case").unwrap();
            assert!(take(&directory, "ours", &directory, "case").unwrap());
            assert_eq!([text("ours"), text("case")], [None, Some("ours".into())]);
            take(&directory, "ours", &directory, "case").unwrap_err();
        }
    }

    #[test]
    fn directory_is_known_by_what_it_is_not_by_its_path() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("cases");
        std::fs::create_dir(&path).unwrap();
        let (outer, directory) = (Directory::open(temp.path()).unwrap(), Directory::open(&path).unwrap());
        assert!(directory.is_at(&path).unwrap() && directory.is_inside(&outer, "cases").unwrap());
        std::fs::rename(&path, temp.path().join("moved")).unwrap();
        assert_eq!(directory.is_at(&path).unwrap_err().kind(), io::ErrorKind::NotFound);
        std::fs::create_dir(&path).unwrap();
        assert!(!directory.is_at(&path).unwrap() && !directory.is_inside(&outer, "cases").unwrap());
        drop(directory.open_file("new", OFlags::WRONLY | OFlags::CREATE).unwrap());
        assert_eq!(directory.names().unwrap(), ["new"]);
        assert!(temp.path().join("moved/new").is_file() && !path.join("new").exists());
    }

    #[test]
    fn link_in_the_place_of_a_directory_inside_is_not_followed() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink("elsewhere", temp.path().join("inside")).unwrap();
        let directory = Directory::open(temp.path()).unwrap();
        assert!(directory.open_inside("elsewhere").is_ok() && directory.open_inside("inside").is_err());
    }
}
