//! Withdrawing a case: all its files move into a folder of their own, and back.
//! Nothing is deleted or replaced.
//!
//! The case file moves last, both ways: if the program ends in between, the case is
//! still where it was, and the same command moves what is left.

use std::io;
use std::path::Path;

use super::directory::Directory;
use super::file_of_case::FileOfCase;
use super::folder::{CaseId, Folder};
use super::lock::{Lock, LockError};

/// Why a case was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is no such case.
    #[error("there is no such case")]
    Missing,
    /// A case of that name is in the other place already.
    #[error("{0} is there already: rename it, then try again")]
    Taken(String),
    /// The folder of withdrawn cases is something else.
    #[error("{0} is not a folder: move it away")]
    NotAFolder(String),
    /// Somebody has a file of the case open that lost a conflict.
    #[error("{0}")]
    Conflict(LockError),
    /// A file could not be moved.
    #[error("{0}: nothing is lost, try again")]
    Io(#[from] io::Error),
}

/// The folder of withdrawn cases, inside the case folder.
const WITHDRAWN: &str = "withdrawn";

impl Folder {
    /// The folder of the cases that were withdrawn from this one, whether it exists or not.
    pub fn withdrawn(&self) -> Self {
        self.inside(WITHDRAWN)
    }

    /// The text of a case in the folder, or else of one that was withdrawn from it, if it
    /// can be read.
    pub fn read_text_or_withdrawn(&self, id: &CaseId) -> Option<String> {
        self.read_text(id).or_else(|_| self.withdrawn().read_text(id)).ok()
    }

    /// Whether a case of this name is in the folder or was withdrawn from it.
    pub(super) fn knows(&self, id: &CaseId) -> bool {
        self.has(id) || self.withdrawn().has(id)
    }

    /// Withdraws a case. Gives the names of its files in the folder of withdrawn cases.
    ///
    /// # Errors
    /// When a file can't be moved; the case is then still in the list.
    pub fn withdraw(&self, id: &CaseId, _lock: &Lock, who: &str) -> Result<Vec<String>, MoveError> {
        self.check_in_place()?;
        self.check_not_taken(id, &self.withdrawn())?;
        let others = self.lock_conflicts(id, who)?;
        self.make_withdrawn()?;
        let moved = self.move_case(id, &self.withdrawn());
        drop(others);
        moved
    }

    /// Brings a withdrawn case back. Gives the names of its files in the folder.
    ///
    /// # Errors
    /// When a file can't be moved; the case is then still withdrawn.
    pub fn restore(&self, id: &CaseId, _lock: &Lock) -> Result<Vec<String>, MoveError> {
        self.check_in_place()?;
        self.withdrawn().check_not_taken(id, self)?;
        self.withdrawn().move_case(id, self)
    }

    /// Whether any file of a case is in the folder.
    pub fn has_files_of(&self, id: &CaseId) -> bool {
        self.files_of(id).is_ok_and(|files| !files.is_empty())
    }

    fn check_not_taken(&self, id: &CaseId, to: &Self) -> Result<(), MoveError> {
        if !self.has(id) || !to.has(id) {
            return Ok(());
        }
        let name = id.file_name();
        if self.directory()?.is_same_file(&name, to.directory()?, &name) {
            return Ok(());
        }
        Err(MoveError::Taken(super::full_name(&to.file(id)).to_string()))
    }

    /// Locks the versions of the case that lost a conflict and were opened as cases since.
    fn lock_conflicts(&self, id: &CaseId, who: &str) -> Result<Vec<Lock>, MoveError> {
        let files = self.files_of(id)?;
        let conflicts = files.iter().filter_map(|file| CaseId::of_path(Path::new(&file.name)));
        let others = conflicts.filter(|other| other != id && Lock::was_taken(self, other));
        others.map(|other| Lock::take(self, &other, who).map_err(MoveError::Conflict)).collect()
    }

    /// Makes the folder of withdrawn cases, with the rights of the case folder.
    fn make_withdrawn(&self) -> Result<(), MoveError> {
        let withdrawn = self.withdrawn();
        match withdrawn.is_there() {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(_) => return Err(MoveError::NotAFolder(withdrawn.full_name().to_string())),
        }
        self.directory()?.make_directory(WITHDRAWN)?;
        Ok(self.sync()?)
    }

    fn move_case(&self, id: &CaseId, to: &Self) -> Result<Vec<String>, MoveError> {
        let files = self.files_of(id)?;
        if files.is_empty() {
            return Err(MoveError::Missing);
        }
        let (case, papers): (Vec<_>, Vec<_>) = files.into_iter().partition(FileOfCase::is_case_file);
        let mut moved = Vec::new();
        for group in [papers, case] {
            for file in &group {
                moved.push(self.move_file(file, to)?);
            }
            to.sync()?;
            self.sync()?;
        }
        Ok(moved)
    }

    /// Moves a file to the first name that is free, and gives that name.
    fn move_file(&self, file: &FileOfCase, to: &Self) -> io::Result<String> {
        let (from, to) = (self.directory()?, to.directory()?);
        for name in file.names() {
            if from.rename_to_free(&file.name, to, &name)? {
                return Ok(name);
            }
            // Where files are linked and then removed, the program may have ended in between.
            if from.is_same_file(&file.name, to, &name) {
                from.remove_if_possible(&file.name);
                return Ok(name);
            }
        }
        Err(io::Error::other("too many files of this kind: move some of them away"))
    }

    /// The files of a case, by name.
    pub(super) fn files_of(&self, id: &CaseId) -> io::Result<Vec<FileOfCase>> {
        let mut files = Vec::new();
        let names = match self.directory().and_then(Directory::names) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
            listed => listed?,
        };
        for name in names {
            files.extend(name.to_str().and_then(|name| FileOfCase::of(id, name)));
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use std::collections::BTreeMap;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    fn folder_with(names: &[&str]) -> (tempfile::TempDir, Folder, CaseId) {
        let temp = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(temp.path().join(name), format!("text of {name}")).unwrap();
        }
        let folder = Folder::at(temp.path());
        (temp, folder, id("one"))
    }

    fn id(name: &str) -> CaseId {
        CaseId::new(name).unwrap()
    }

    fn lock(folder: &Folder, id: &CaseId) -> Lock {
        Lock::take(folder, id, "pat").unwrap()
    }

    fn withdraw(folder: &Folder, id: &CaseId) -> Result<Vec<String>, MoveError> {
        folder.withdraw(id, &lock(folder, id), "pat")
    }

    fn restore(folder: &Folder, id: &CaseId) -> Result<Vec<String>, MoveError> {
        folder.restore(id, &lock(folder, id))
    }

    /// The files of a folder but for its locks, each with its text.
    fn files(folder: &Folder) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder.path()).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_file() && !name.ends_with(".lock") {
                files.insert(name, fs::read_to_string(path).unwrap());
            }
        }
        files
    }

    fn names(folder: &Folder) -> Vec<String> {
        files(folder).into_keys().collect()
    }

    const ALL: [&str; 11] = [
        ".one.conflict-1.draft",
        ".one.draft",
        "one.conflict-1.conflict-2.toml",
        "one.conflict-1.report.md",
        "one.conflict-1.toml",
        "one.letter-1.txt",
        "one.letter-12.txt",
        "one.original-1.txt",
        "one.report-2.md",
        "one.report.md",
        "one.toml",
    ];
    const OTHERS: [&str; 12] = [
        ".one.1.new",
        ".onetwo.draft",
        "one-2.toml",
        "one.conflict-.toml",
        "one.draft",
        "one.letter-x.txt",
        "one.letter.toml",
        "one.report-.md",
        "one.report-2.txt",
        "one.report.toml",
        "onetwo.toml",
        "two.report.md",
    ];

    #[test]
    fn all_files_of_a_case_and_no_others_are_moved_and_come_back_unchanged() {
        let (_temp, folder, one) = folder_with(&[&ALL[..], &OTHERS[..]].concat());
        let before = files(&folder);
        let mut moved = withdraw(&folder, &one).unwrap();
        assert_eq!(moved.last().map(String::as_str), Some("one.toml"), "the case file comes last");
        moved.sort();
        assert_eq!(moved, ALL);
        assert_eq!(
            (names(&folder.withdrawn()), names(&folder)),
            (ALL.map(Into::into).to_vec(), OTHERS.map(Into::into).to_vec())
        );
        assert!(folder.knows(&one) && !folder.has(&one));
        restore(&folder, &one).unwrap();
        assert_eq!((files(&folder), names(&folder.withdrawn())), (before, Vec::new()));
    }

    #[test]
    fn move_that_ended_at_any_file_is_completed_by_the_same_command() {
        for moved in 0..ALL.len() {
            let (_temp, folder, one) = folder_with(&ALL);
            let before = files(&folder);
            folder.make_withdrawn().unwrap();
            let in_between = |from: &Folder, to: &Folder| {
                let papers = ALL.iter().filter(|name| **name != "one.toml").take(moved);
                papers.for_each(|name| fs::rename(from.path().join(name), to.path().join(name)).unwrap());
            };
            in_between(&folder, &folder.withdrawn());
            assert!(folder.has(&one), "still in the list");
            folder.sweep(None).unwrap();
            withdraw(&folder, &one).unwrap();
            assert_eq!(files(&folder.withdrawn()), before);
            in_between(&folder.withdrawn(), &folder);
            folder.sweep(None).unwrap();
            assert!(folder.withdrawn().has(&one), "still withdrawn");
            restore(&folder, &one).unwrap();
            assert_eq!(files(&folder), before);
        }
    }

    #[test]
    fn file_that_is_in_both_places_is_kept_once() {
        let (_temp, folder, one) = folder_with(&["one.toml", "one.report.md"]);
        folder.make_withdrawn().unwrap();
        for name in ["one.toml", "one.report.md"] {
            fs::hard_link(folder.path().join(name), folder.withdrawn().path().join(name)).unwrap();
        }
        withdraw(&folder, &one).unwrap();
        assert_eq!((names(&folder), names(&folder.withdrawn()).len()), (Vec::new(), 2));
    }

    #[test]
    fn case_of_the_same_name_is_never_replaced() {
        let (_temp, folder, one) = folder_with(&["one.toml", "one.report.md"]);
        withdraw(&folder, &one).unwrap();
        fs::write(folder.file(&one), "another case").unwrap();
        let before = (files(&folder), files(&folder.withdrawn()));
        for moved in [withdraw(&folder, &one), restore(&folder, &one)] {
            let Err(MoveError::Taken(path)) = moved else { panic!("{moved:?}") };
            assert!(path.ends_with("one.toml"), "{path}");
            assert_eq!((files(&folder), files(&folder.withdrawn())), before);
        }
    }

    #[test]
    fn paper_whose_name_is_taken_gets_the_next_number() {
        let papers =
            [".one.draft", "one.conflict-1.toml", "one.letter-1.txt", "one.report.md", "one.report-2.md"];
        let (_temp, folder, one) = folder_with(&[&papers[..], &["one.toml"]].concat());
        folder.make_withdrawn().unwrap();
        for name in papers {
            fs::write(folder.withdrawn().path().join(name), format!("older {name}")).unwrap();
        }
        withdraw(&folder, &one).unwrap();
        let now = files(&folder.withdrawn());
        for (name, number) in [
            (".one.draft", ".one.draft-2"),
            ("one.conflict-1.toml", "one.conflict-2.toml"),
            ("one.letter-1.txt", "one.letter-2.txt"),
            ("one.report-2.md", "one.report-3.md"),
            ("one.report.md", "one.report-4.md"),
        ] {
            assert_eq!(now[name], format!("older {name}"));
            assert_eq!(now[number], format!("text of {name}"));
        }
        restore(&folder, &one).unwrap();
        assert_eq!(files(&folder), now);
    }

    #[test]
    fn withdrawn_folder_has_the_rights_of_the_case_folder() {
        for mode in [0o700, 0o770, 0o2770] {
            let (_temp, folder, one) = folder_with(&["one.toml"]);
            fs::set_permissions(folder.path(), Permissions::from_mode(mode)).unwrap();
            withdraw(&folder, &one).unwrap();
            let made = fs::metadata(folder.withdrawn().path()).unwrap();
            assert_eq!(made.mode() & 0o7777, mode, "{mode:o}");
            assert_eq!(made.gid(), fs::metadata(folder.path()).unwrap().gid());
        }
    }

    #[test]
    fn folder_name_that_is_something_else_is_refused() {
        let (_temp, folder, one) = folder_with(&["one.toml", "withdrawn"]);
        assert!(matches!(withdraw(&folder, &one), Err(MoveError::NotAFolder(_))));
        fs::remove_file(folder.withdrawn().path()).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.withdrawn().path()).unwrap();
        assert!(matches!(withdraw(&folder, &one), Err(MoveError::NotAFolder(_))));
        assert!(folder.has(&one));
    }

    #[test]
    fn version_that_lost_a_conflict_and_is_open_stays_with_its_case() {
        let (_temp, folder, one) = folder_with(&["one.toml", "one.conflict-1.toml"]);
        let held = Lock::take(&folder, &id("one.conflict-1"), "sam").unwrap();
        let moved = withdraw(&folder, &one);
        assert!(
            matches!(&moved, Err(MoveError::Conflict(LockError::Held(who))) if who.0 == "sam"),
            "{moved:?}"
        );
        assert_eq!(names(&folder).len(), 2);
        drop(held);
        withdraw(&folder, &one).unwrap();
        assert_eq!(names(&folder), Vec::<String>::new());
    }

    #[test]
    fn version_that_lost_a_conflict_and_was_never_opened_gets_no_lock() {
        let (_temp, folder, one) = folder_with(&["one.toml", "one.conflict-1.toml"]);
        withdraw(&folder, &one).unwrap();
        assert!(!Lock::was_taken(&folder, &id("one.conflict-1")));
    }

    #[test]
    fn new_case_never_gets_the_name_of_a_withdrawn_one() {
        let (_temp, folder, _) = folder_with(&["2026-03-02-001.toml"]);
        let first = id("2026-03-02-001");
        withdraw(&folder, &first).unwrap();
        fs::remove_file(folder.path().join(".2026-03-02-001.lock")).unwrap();
        let (next, _lock) = folder.new_case("2026-03-02".parse().unwrap(), "pat").unwrap();
        assert_eq!(next, id("2026-03-02-002"));
    }

    #[test]
    fn case_without_a_file_is_missing() {
        let (_temp, folder, one) = folder_with(&["two.toml"]);
        assert!(matches!(restore(&folder, &one), Err(MoveError::Missing)), "nothing was ever withdrawn");
        assert!(matches!(withdraw(&folder, &one), Err(MoveError::Missing)));
        assert!(matches!(restore(&folder, &one), Err(MoveError::Missing)));
    }

    #[test]
    fn folder_that_cant_be_read_is_not_taken_for_an_empty_one() {
        let (_temp, folder, one) = folder_with(&["withdrawn"]);
        assert!(matches!(restore(&folder, &one), Err(MoveError::Io(_))));
    }
}
