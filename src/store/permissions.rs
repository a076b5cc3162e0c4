//! Permissions of the files in a case folder, and syncing the folder itself.

#![expect(clippy::disallowed_methods, reason = "only `store` uses the file system")]

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use super::folder::Folder;

const SHARED_WITH_GROUP: u32 = 0o660;
pub(super) const PRIVATE: u32 = 0o600;
const GROUP_CAN_WRITE: u32 = 0o020;

/// The mode of a new file: shared with the group where the folder is, never open to others.
pub(super) fn file_mode(folder: &Folder) -> u32 {
    let shared =
        std::fs::metadata(folder.path()).is_ok_and(|metadata| metadata.mode() & GROUP_CAN_WRITE != 0);
    if shared { SHARED_WITH_GROUP } else { PRIVATE }
}

/// Gives a file the mode that its folder implies, whatever the umask. Best effort:
/// a colleague's file can't be changed, and has that mode already.
pub(super) fn apply_folder_mode(folder: &Folder, file: &File) {
    let _ = file.set_permissions(Permissions::from_mode(file_mode(folder)));
}

/// Syncs a folder, so that new file names in it survive a power cut.
pub(super) fn sync_folder(folder: &Folder) -> io::Result<()> {
    sync(folder.path())
}

/// The same for a folder by its path.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
