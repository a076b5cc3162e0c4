//! Making a case folder.

#![expect(clippy::disallowed_methods, reason = "only `store` uses the file system")]

use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use super::folder::Folder;

const ONLY_THE_USER: u32 = 0o700;

impl Folder {
    /// Makes the folder, and those above it that are missing, for this user alone.
    ///
    /// # Errors
    /// When it can't be made, or its name is not surely on the disk.
    pub fn make(&self) -> io::Result<()> {
        let path = std::path::absolute(self.path())?;
        let with_a_new_name = folders_above_missing_ones(&path);
        DirBuilder::new().recursive(true).mode(ONLY_THE_USER).create(&path)?;
        with_a_new_name.into_iter().try_for_each(sync)
    }
}

/// Syncs a folder, so that new names in it survive a power cut.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The folders in which a name is made with a path: those of its missing folders.
fn folders_above_missing_ones(path: &Path) -> Vec<&Path> {
    path.ancestors().take_while(|path| !path.exists()).filter_map(Path::parent).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn folder_is_made_for_the_user_alone_with_those_above_it() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path().join("new/cases"));
        assert!(!folder.is_there().unwrap());
        folder.make().unwrap();
        assert!(folder.is_there().unwrap());
        for path in folder.path().ancestors().take(2) {
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, ONLY_THE_USER);
        }
    }

    #[test]
    fn names_are_made_in_each_folder_above_a_missing_one() {
        let temp = tempfile::tempdir().unwrap();
        let (new, cases) = (temp.path().join("new"), temp.path().join("new/cases"));
        assert_eq!(folders_above_missing_ones(&cases), [&new, temp.path()]);
        assert!(folders_above_missing_ones(temp.path()).is_empty());
    }

    #[test]
    fn folder_inside_a_file_is_not_made() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let folder = Folder::at(file.path().join("cases"));
        assert!(folder.is_there().is_err() && folder.make().is_err());
    }
}
