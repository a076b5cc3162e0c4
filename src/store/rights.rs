//! The rights of files beside the cases, and getting the folder itself to the disk.

#![expect(clippy::disallowed_methods, reason = "the one room with a file system")]

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::folder::Folder;

const GROUP_SHARED: u32 = 0o660;
pub(super) const PRIVATE: u32 = 0o600;
const GROUP_WRITES: u32 = 0o020;

/// The rights of a new file: what its folder grants, never anything to others.
pub(super) fn file_mode(folder: &Folder) -> u32 {
    let shared = std::fs::metadata(folder.path()).is_ok_and(|about| about.mode() & GROUP_WRITES != 0);
    if shared { GROUP_SHARED } else { PRIVATE }
}

/// Gives a file the rights its folder grants, whatever the umask. A file of a
/// colleague can't be changed and has them already.
pub(super) fn follow_folder(folder: &Folder, file: &File) {
    let _ = file.set_permissions(Permissions::from_mode(file_mode(folder)));
}

/// Makes the names in a folder reach the disk.
pub(super) fn sync_folder(folder: &Folder) -> io::Result<()> {
    File::open(folder.path())?.sync_all()
}
