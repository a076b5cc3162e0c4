//! Permissions of the files in a case folder.

use std::fmt;
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;

use rustix::fs::{Gid, Stat, fchown};
use rustix::process::{getegid, geteuid, getgroups};

use super::directory::Directory;
use super::folder::Folder;

const SHARED_WITH_GROUP: u32 = 0o660;
const PRIVATE: u32 = 0o600;
const GROUP_CAN_WRITE: u32 = 0o020;
const ACCESS_BY_OTHERS: u32 = 0o007;
/// Files in such a folder have its group.
const SET_GROUP: u32 = 0o2000;

/// What is wrong with the permissions of a folder, with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderWarning {
    /// Users outside the folder's group have access to it.
    OpenToOthers,
    /// The folder is shared with a group that new files can't get.
    GroupNotGiven,
}

impl fmt::Display for FolderWarning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::OpenToOthers => "Others on this host can read this folder: run chmod o-rwx on it.",
            Self::GroupNotGiven => "The folder's group can't open what you save here: run chmod g+s on it.",
        })
    }
}

impl Folder {
    /// What is wrong with its permissions.
    pub fn warning(&self) -> Option<FolderWarning> {
        let found = self.directory().and_then(Directory::stat).ok()?;
        if found.st_mode & ACCESS_BY_OTHERS != 0 {
            return Some(FolderWarning::OpenToOthers);
        }
        let group = group_to_give(&found)?;
        let can_give = geteuid().is_root() || getgroups().is_ok_and(|groups| groups.contains(&group));
        (!can_give).then_some(FolderWarning::GroupNotGiven)
    }
}

/// Gives a file the group and the mode that its folder implies, whatever the umask: shared
/// with the group where the folder is, never open to others, and private where it can't
/// get the group.
pub(super) fn apply_folder_rights(folder: &Folder, file: &File) -> io::Result<()> {
    let found = folder.directory()?.stat()?;
    let group = group_to_give(&found);
    let has_group = group.is_none_or(|group| fchown(file, None, Some(group)).is_ok());
    let mode = if is_shared(&found) && has_group { SHARED_WITH_GROUP } else { PRIVATE };
    file.set_permissions(Permissions::from_mode(mode))
}

fn is_shared(folder: &Stat) -> bool {
    folder.st_mode & GROUP_CAN_WRITE != 0
}

/// The group of a shared folder, if its files don't have it by themselves.
fn group_to_give(folder: &Stat) -> Option<Gid> {
    let group = Gid::from_raw(folder.st_gid);
    let is_given = !is_shared(folder) || folder.st_mode & SET_GROUP != 0 || group == getegid();
    (!is_given).then_some(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_is_given_only_in_a_shared_folder_of_another_group_that_does_not_give_it() {
        let own = getegid().as_raw();
        for (mode, group, expected) in [
            (0o770, own + 1, Some(own + 1)),
            (0o770, own, None),
            (0o2770, own + 1, None),
            (0o700, own + 1, None),
            (0o2770, own, None),
        ] {
            let mut folder = rustix::fs::stat("/").unwrap();
            (folder.st_mode, folder.st_gid) = (mode, group);
            assert_eq!(group_to_give(&folder).map(Gid::as_raw), expected, "{mode:o} {group}");
        }
    }
}
