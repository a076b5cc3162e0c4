//! Permissions of the files in a case folder.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::directory::Directory;
use super::folder::Folder;

const SHARED_WITH_GROUP: u32 = 0o660;
const PRIVATE: u32 = 0o600;
const GROUP_CAN_WRITE: u32 = 0o020;

/// The mode of a new file: shared with the group where the folder is, never open to others.
pub(super) fn file_mode(folder: &Folder) -> u32 {
    let mode = folder.directory().and_then(Directory::stat).map(|found| found.st_mode);
    if mode.is_ok_and(|mode| mode & GROUP_CAN_WRITE != 0) { SHARED_WITH_GROUP } else { PRIVATE }
}

/// Gives a file the mode that its folder implies, whatever the umask. Best effort:
/// a colleague's file can't be changed, and has that mode already.
pub(super) fn apply_folder_mode(folder: &Folder, file: &File) {
    let _ = file.set_permissions(Permissions::from_mode(file_mode(folder)));
}
