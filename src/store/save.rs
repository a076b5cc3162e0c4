//! Saving a case: it is completely on the disk afterwards, or plainly not saved.
//!
//! The new version is written and synced beside the old one, then the two files
//! are swapped. After the swap the replaced file is read once more: if it is not
//! what this program had read, they are swapped back and both versions are kept.
//! So no update is lost, even to a program that ignores the locks.

use std::fs::File;
use std::io::{self, Write};

use rustix::fs::OFlags;

use super::directory::Directory;
use super::exchange::{Placement, exchange};
use super::folder::{CaseId, Folder};
use super::lock::Lock;
use super::permissions::apply_folder_rights;
use super::read::{ReadError, read_text_in};
use super::version::Version;

/// Why a case was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file is no longer the one this program read.
    #[error(
        "NOT SAVED: somebody else changed the file; both versions are kept, yours as {0}: compare the two"
    )]
    Changed(String),
    /// The file is no longer there.
    #[error("NOT SAVED: somebody deleted or renamed the file; your version is kept as {0}")]
    Gone(String),
    /// The folder is not at its path any more: nothing was written.
    #[error("NOT SAVED: {0}")]
    FolderNotInPlace(io::Error),
    /// The new version was not written; the file is unchanged.
    #[error("NOT SAVED ({0}): the file is unchanged; try again")]
    NotWritten(io::Error),
    /// The new version is in place, but the folder could not be synced.
    #[error("saved, but not confirmed on disk ({0}): the new version may be lost in a power cut; try again")]
    FolderNotSynced(io::Error),
}

impl SaveError {
    /// The kind of failure in one word, for the audit log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Changed(_) => "changed",
            Self::Gone(_) => "gone",
            Self::FolderNotInPlace(_) => "folder-not-in-place",
            Self::NotWritten(_) => "not-written",
            Self::FolderNotSynced(_) => "not-confirmed",
        }
    }
}

impl Folder {
    /// Replaces the text of a case, if it is still `before` (`None`: there is no file yet).
    ///
    /// # Errors
    /// When somebody else changed the file or the disk fails; see [`SaveError`].
    pub fn save(&self, id: &CaseId, _lock: &Lock, before: Option<&str>, text: &str) -> Result<(), SaveError> {
        self.check_in_place().map_err(SaveError::FolderNotInPlace)?;
        let new = self.write_version(id, before, text).map_err(SaveError::NotWritten)?;
        let conflict = match self.place(&new, id, before, text) {
            Ok(Placement::Done) => return self.sync().map_err(SaveError::FolderNotSynced),
            Ok(Placement::Conflict) => SaveError::Changed,
            Ok(Placement::Gone) => SaveError::Gone,
            Err(error) => {
                self.remove_if_possible(&new);
                return Err(SaveError::NotWritten(error));
            }
        };
        Err(self.keep_beside(id, &new, text).map_or_else(SaveError::NotWritten, conflict))
    }

    fn place(&self, new: &str, id: &CaseId, before: Option<&str>, text: &str) -> io::Result<Placement> {
        let (directory, file) = (self.directory()?, &id.file_name());
        let Some(before) = before else {
            let is_free = directory.rename_to_free(new, directory, file)?;
            return Ok(if is_free { Placement::Done } else { Placement::Conflict });
        };
        match self.read_text(id) {
            Ok(now) if now == before => exchange(directory, new, file, before, text, Directory::swap),
            Err(ReadError::Missing) => Ok(Placement::Gone),
            Err(ReadError::Io(error)) => Err(error),
            _ => Ok(Placement::Conflict),
        }
    }

    /// Writes a new version of the case. Its file says which version it is to replace.
    fn write_version(&self, id: &CaseId, before: Option<&str>, text: &str) -> io::Result<String> {
        let replaced = before.and_then(|_| self.version_in(&id.file_name()));
        self.write_file(self.create_new(id, replaced)?, text)
    }

    /// The version in a file, if there is one.
    pub(super) fn version_in(&self, name: &str) -> Option<Version> {
        let found = self.directory().and_then(|directory| directory.stat_of(name));
        found.ok().as_ref().map(Version::of)
    }

    /// Writes and syncs a new file beside the case, and gives its name; leaves nothing
    /// when that fails.
    fn write_new(&self, id: &CaseId, text: &str) -> io::Result<String> {
        self.write_file(self.create_new(id, None)?, text)
    }

    fn write_file(&self, (name, mut file): (String, File), text: &str) -> io::Result<String> {
        let written = apply_folder_rights(self, &file)
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all());
        match written {
            Ok(()) => Ok(name),
            Err(error) => {
                self.remove_if_possible(&name);
                Err(error)
            }
        }
    }

    /// Creates a file that no other program writes to, even where locks don't work.
    fn create_new(&self, id: &CaseId, replaced: Option<Version>) -> io::Result<(String, File)> {
        let directory = self.directory()?;
        let replaced = replaced.map(|version| format!(".{version}")).unwrap_or_default();
        for number in 1..MAX_NUMBER {
            let name = format!(".{id}.{number}{replaced}{TEMPORARY_SUFFIX}");
            match directory.open_file(&name, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                opened => return opened.map(|file| (name, file)),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Keeps the version that lost a conflict under another name, and gives that name.
    /// If somebody else saved between the two swaps, `new` holds their version: both
    /// are kept.
    fn keep_beside(&self, id: &CaseId, new: &str, text: &str) -> io::Result<String> {
        let is_ours = read_text_in(self.directory()?, new).is_ok_and(|now| now == text);
        let name = self.move_beside(id, new)?;
        if is_ours { Ok(name) } else { self.move_beside(id, &self.write_new(id, text)?) }
    }

    /// Renames a version to a free conflict file, and gives that name.
    pub(super) fn move_beside(&self, id: &CaseId, new: &str) -> io::Result<String> {
        self.rename_to_first_free(new, |number| id.conflict(number).file_name())
    }

    /// Writes a report beside a case and gives its file name, which no file had before.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn save_report(&self, id: &CaseId, text: &str) -> io::Result<String> {
        self.write_beside(id, text, |number| match number {
            1 => format!("{id}.report.md"),
            _ => format!("{id}.report-{number}.md"),
        })
    }

    /// Writes a letter beside a case and gives its file name, which no file had before.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn save_letter(&self, id: &CaseId, text: &str) -> io::Result<String> {
        self.write_beside(id, text, |number| format!("{id}.letter-{number}.txt"))
    }

    /// The file name of a report or letter beside a case that has such a text.
    pub fn find_paper(&self, id: &CaseId, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let files = self.files_of(id).unwrap_or_default();
        let mut papers = files.into_iter().filter(|file| !file.is_case_file()).map(|file| file.name);
        let directory = self.directory().ok()?;
        papers.find(|name| read_text_in(directory, name).is_ok_and(|text| is_it(&text)))
    }

    /// Writes a copy of a case as it was written by hand beside it, and gives its file
    /// name, which no file had before.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn save_original(&self, id: &CaseId, text: &str) -> io::Result<String> {
        self.write_beside(id, text, |number| format!("{id}.original-{number}.txt"))
    }

    fn write_beside(&self, id: &CaseId, text: &str, name: impl Fn(u32) -> String) -> io::Result<String> {
        self.check_in_place()?;
        let new = self.write_new(id, text)?;
        let written = self.rename_to_first_free(&new, name);
        if written.is_err() {
            self.remove_if_possible(&new);
        }
        written
    }

    /// Renames a file to the first of these names that no file has, and gives that name.
    fn rename_to_first_free(&self, new: &str, name: impl Fn(u32) -> String) -> io::Result<String> {
        let directory = self.directory()?;
        for number in 1..MAX_NUMBER {
            let name = name(number);
            if directory.rename_to_free(new, directory, &name)? {
                directory.sync()?;
                return Ok(name);
            }
        }
        Err(io::Error::other("too many files of this kind: move some of them away"))
    }

    /// Writes a file beside a case, replacing an earlier one of that name.
    ///
    /// # Errors
    /// When the folder can't be written; an earlier file is then unchanged.
    pub(super) fn replace(&self, id: &CaseId, name: &str, text: &str) -> io::Result<()> {
        let new = self.write_new(id, text)?;
        if let Err(error) = self.directory()?.rename(&new, name) {
            self.remove_if_possible(&new);
            return Err(error);
        }
        self.sync()
    }
}

/// How many files of one kind a case can have.
const MAX_NUMBER: u32 = 1000;

/// The suffix of a new version until it replaces the case file.
pub(super) const TEMPORARY_SUFFIX: &str = ".new";

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use super::*;

    #[test]
    fn file_changed_since_it_was_read_stays_in_place() {
        let temp = tempfile::tempdir().unwrap();
        let (folder, id) = (Folder::at(temp.path()), CaseId::new("one").unwrap());
        std::fs::write(folder.file(&id), "theirs").unwrap();
        // The new version does not exist, so that a swap would fail.
        let placement = folder.place("ours", &id, Some("what was read"), "ours");
        assert!(matches!(placement, Ok(Placement::Conflict)));
    }

    fn case() -> (tempfile::TempDir, Folder, CaseId) {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        (temp, folder, CaseId::new("one").unwrap())
    }

    fn text_of(folder: &Folder, name: &str) -> String {
        std::fs::read_to_string(folder.path().join(name)).unwrap()
    }

    #[test]
    fn each_failure_has_its_word_for_the_log() {
        let disk = || io::Error::other("a fault");
        let errors = [
            SaveError::Changed("one".into()),
            SaveError::Gone("one".into()),
            SaveError::FolderNotInPlace(disk()),
            SaveError::NotWritten(disk()),
            SaveError::FolderNotSynced(disk()),
        ];
        let words = ["changed", "gone", "folder-not-in-place", "not-written", "not-confirmed"];
        assert_eq!(errors.each_ref().map(SaveError::kind), words);
    }

    #[test]
    fn new_file_gets_a_free_name_and_a_fault_is_not_taken_for_a_name_in_use() {
        let (temp, folder, id) = case();
        let created = || folder.create_new(&id, None).map(|(name, _)| name);
        assert_eq!([created().unwrap(), created().unwrap()], [".one.1.new", ".one.2.new"]);
        drop(temp);
        assert_eq!(created().unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn version_that_lost_a_conflict_is_kept_once() {
        let (_temp, folder, id) = case();
        let new = folder.write_new(&id, "ours").unwrap();
        assert_eq!(folder.keep_beside(&id, &new, "ours").unwrap(), "one.conflict-1.toml");
        assert_eq!(text_of(&folder, "one.conflict-1.toml"), "ours");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn reports_and_letters_are_numbered_and_never_replaced() {
        let (_temp, folder, id) = case();
        std::fs::write(folder.path().join("one.letter-1.txt"), "by hand").unwrap();
        let names = ["one.report.md", "one.report-2.md", "one.report-3.md"];
        for (number, name) in names.iter().enumerate() {
            assert_eq!(folder.save_report(&id, &format!("report {number}")).unwrap(), *name);
        }
        assert_eq!(folder.save_letter(&id, "second").unwrap(), "one.letter-2.txt");
        assert_eq!(text_of(&folder, "one.report.md"), "report 0");
        assert_eq!(text_of(&folder, "one.report-3.md"), "report 2");
        assert_eq!(text_of(&folder, "one.letter-1.txt"), "by hand");
        assert_eq!(text_of(&folder, "one.letter-2.txt"), "second");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5, "nothing else is left");
    }

    #[test]
    fn version_saved_between_the_swaps_is_kept_with_ours() {
        let (_temp, folder, id) = case();
        let new = folder.write_new(&id, "theirs").unwrap();
        let kept = folder.keep_beside(&id, &new, "ours").unwrap();
        assert_eq!(text_of(&folder, "one.conflict-1.toml"), "theirs");
        assert_eq!(text_of(&folder, &kept), "ours");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn new_version_is_not_tried_again_where_no_file_can_be_made() {
        let (temp, folder, id) = case();
        temp.close().unwrap();
        assert_eq!(folder.write_new(&id, "ours").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    /// The files of a folder after a save of `longer ours` over `before` was interrupted
    /// while somebody else was writing, and the next open swept.
    fn swept_after(interrupted: impl FnOnce(&Folder, &CaseId, &str)) -> Vec<(String, String)> {
        let (_temp, folder, id) = case();
        std::fs::write(folder.file(&id), "before").unwrap();
        let new = folder.write_version(&id, Some("before"), "longer ours").unwrap();
        interrupted(&folder, &id, &new);
        folder.sweep(None).unwrap();
        let mut files = Vec::new();
        for name in
            folder.directory().unwrap().names().unwrap().into_iter().map(|name| name.into_string().unwrap())
        {
            if !name.ends_with(".lock") {
                files.push((text_of(&folder, &name), name));
            }
        }
        files.sort();
        files
    }

    fn swap(folder: &Folder, id: &CaseId, new: &str) {
        folder.directory().unwrap().swap(new, &id.file_name()).unwrap();
    }

    #[test]
    fn version_that_came_between_the_check_and_a_kill_is_kept() {
        let file = |text: &str, name: &str| (text.to_owned(), name.to_owned());
        let before_the_swap = swept_after(|_, _, _| ());
        assert_eq!(before_the_swap, [file("before", "one.toml")], "not acknowledged");
        let after_the_swap = swept_after(swap);
        assert_eq!(after_the_swap, [file("longer ours", "one.toml")]);
        let both = [file("longer ours", "one.toml"), file("theirs, longest", "one.conflict-1.toml")];
        let written_in_place = swept_after(|folder, id, new| {
            std::fs::write(folder.file(id), "theirs, longest").unwrap();
            swap(folder, id, new);
        });
        assert_eq!(written_in_place, both);
        let moved_over = swept_after(|folder, id, new| {
            std::fs::write(folder.path().join("theirs"), "theirs, longest").unwrap();
            folder.directory().unwrap().rename("theirs", &id.file_name()).unwrap();
            swap(folder, id, new);
        });
        assert_eq!(moved_over, both);
        let swapped_back = swept_after(|folder, id, new| {
            std::fs::write(folder.file(id), "theirs, longest").unwrap();
            swap(folder, id, new);
            swap(folder, id, new);
        });
        let theirs_in_place =
            [file("longer ours", "one.conflict-1.toml"), file("theirs, longest", "one.toml")];
        assert_eq!(swapped_back, theirs_in_place);
    }

    #[test]
    fn version_of_a_case_with_the_longest_name_can_be_opened() {
        let (_temp, folder, _) = case();
        let mut id = CaseId::new(&"a".repeat(CaseId::MAX_LENGTH)).unwrap();
        for _ in 0..20 {
            let new = folder.write_new(&id, "ours").unwrap();
            let name = folder.move_beside(&id, &new).unwrap();
            id = CaseId::of_path(name.as_ref()).unwrap();
            assert_eq!(folder.read_text(&id).unwrap(), "ours");
            drop(Lock::take(&folder, &id, "pat").unwrap());
        }
    }
}
