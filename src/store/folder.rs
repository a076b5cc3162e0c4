//! The case folder and the names of the cases in it.

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::case::Text;

use super::directory::Directory;
use super::syslog::Syslog;

/// The name of a case, which is its file name without `.toml`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseId(String);

const EXTENSION: &str = "toml";
/// The name of the settings file, which no case can have.
const SETTINGS: &str = "settings";

impl CaseId {
    /// The longest name, in bytes, but for the marks of lost conflicts.
    pub(super) const MAX_LENGTH: usize = 100;
    /// The longest name with them.
    const MAX_LENGTH_WITH_CONFLICTS: usize = 200;

    /// A name of letters, digits, `-`, `_` and `.`, starting with a letter or
    /// a digit; `None` for any other, and for the name of the settings file.
    pub fn new(name: &str) -> Option<Self> {
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let valid_start = name.chars().next().is_some_and(|first| first.is_ascii_alphanumeric());
        let fits =
            valid_start && has_fitting_length(name) && name.chars().all(allowed) && !name.contains("..");
        (fits && name != SETTINGS).then(|| Self(name.to_owned()))
    }

    /// The name of a version of this case that lost a conflict. Where that is too long, it
    /// is numbered as a version of the case that this one is a version of.
    pub(super) fn conflict(&self, number: u32) -> Self {
        let mut stem = self.as_str();
        loop {
            let name = format!("{stem}{CONFLICT}{number}");
            match before_conflict(stem) {
                Some(before) if !has_fitting_length(&name) => stem = before,
                _ => return Self(name),
            }
        }
    }

    /// The name of its file.
    pub(super) fn file_name(&self) -> String {
        format!("{self}.{EXTENSION}")
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The case a path names, if its file name is that of a case.
    pub fn of_path(path: &Path) -> Option<Self> {
        let is_case = path.extension().is_some_and(|extension| extension == EXTENSION);
        let stem = path.file_stem().filter(|_| is_case)?;
        Self::new(stem.to_str()?)
    }
}

/// What the number of a version that lost a conflict follows.
pub(super) const CONFLICT: &str = ".conflict-";

fn has_fitting_length(name: &str) -> bool {
    let mut stem = name;
    while let Some(before) = before_conflict(stem) {
        stem = before;
    }
    stem.len() <= CaseId::MAX_LENGTH && name.len() <= CaseId::MAX_LENGTH_WITH_CONFLICTS
}

/// The name without the last mark of a lost conflict, if it ends with one.
fn before_conflict(name: &str) -> Option<&str> {
    let (before, number) = name.rsplit_once(CONFLICT)?;
    number.parse::<u32>().is_ok().then_some(before)
}

impl fmt::Display for CaseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Whether a file name ends as that of a case, in letters of any case.
pub(super) fn ends_as_a_case(name: &Path) -> bool {
    name.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION))
}

/// A path from the root, for complaints.
pub fn full_name(path: &Path) -> Text {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Text::new(full.to_string_lossy())
}

/// A folder of cases. It is opened when it is first used; from then on all files are read
/// and written in the directory that was opened, by every clone, whatever is at the path.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    /// Its path from the root: the current folder may be unmounted, too.
    full_path: PathBuf,
    /// The folder that this one is in and its name there, if it is opened from there.
    inside: Option<(Box<Folder>, &'static str)>,
    directory: Arc<OnceLock<Directory>>,
    /// Where a copy of its audit log goes.
    syslog: Option<Arc<Syslog>>,
}

/// Why nothing is written any more. The full path of the folder follows.
#[derive(Debug, thiserror::Error)]
#[error(
    "the case folder {0} was unmounted, moved or replaced while it was in use: bring it back and try again, or quit and start again"
)]
struct FolderReplaced(Text);

impl Folder {
    /// The folder at this path, whether it exists or not.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let full_path = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        Self { path, full_path, inside: None, directory: Arc::default(), syslog: None }
    }

    /// The folder of this name inside this one, whether it exists or not; a link is none.
    pub(super) fn inside(&self, name: &'static str) -> Self {
        let (path, full_path) = (self.path.join(name), self.full_path.join(name));
        Self {
            path,
            full_path,
            inside: Some((Box::new(self.clone()), name)),
            directory: Arc::default(),
            syslog: None,
        }
    }

    /// The same folder, with a copy of its audit log sent to syslog.
    #[must_use]
    pub fn with_syslog(self, syslog: Arc<Syslog>) -> Self {
        Self { syslog: Some(syslog), ..self }
    }

    /// Where a copy of its audit log goes.
    pub fn syslog(&self) -> Option<&Arc<Syslog>> {
        self.syslog.as_ref()
    }

    /// Why lines of the audit log did not reach syslog, as a sentence without its full stop.
    pub fn unsent(&self) -> Option<String> {
        self.syslog.as_ref()?.problem()
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its path from the root, for complaints.
    pub fn full_name(&self) -> Text {
        Text::new(self.full_path.to_string_lossy())
    }

    /// The directory, which is opened if it is not open yet.
    pub(super) fn directory(&self) -> io::Result<&Directory> {
        if let Some(directory) = self.directory.get() {
            return Ok(directory);
        }
        let opened = match &self.inside {
            Some((folder, name)) => folder.directory()?.open_inside(name)?,
            None => Directory::open(&self.path)?,
        };
        Ok(self.directory.get_or_init(|| opened))
    }

    /// Fails when the open directory is not the one at the path any more. What is written
    /// would not be lost in the directory, but nobody would find it.
    pub(super) fn check_in_place(&self) -> io::Result<()> {
        let directory = self.directory()?;
        let in_place = match &self.inside {
            Some((folder, name)) => {
                folder.check_in_place()?;
                directory.is_inside(folder.directory()?, name)
            }
            None => directory.is_at(&self.full_path),
        };
        match in_place {
            Ok(true) => Ok(()),
            Ok(false) => Err(io::Error::other(FolderReplaced(self.full_name()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(io::Error::other(FolderReplaced(self.full_name())))
            }
            Err(error) => Err(error),
        }
    }

    /// Syncs the folder, so that new file names in it survive a power cut.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.directory()?.sync()
    }

    /// Removes a file. Best effort: the next sweep retries.
    pub(super) fn remove_if_possible(&self, name: &str) {
        if let Ok(directory) = self.directory() {
            directory.remove_if_possible(name);
        }
    }

    /// Whether the folder exists.
    ///
    /// # Errors
    /// When something else is there, or it can't be opened.
    pub fn is_there(&self) -> io::Result<bool> {
        match self.directory() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The case a path names, if the path is in this folder.
    pub fn holds(&self, path: &Path) -> Option<CaseId> {
        let parent = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        let same = self.directory().and_then(|directory| directory.is_at(parent));
        CaseId::of_path(path).filter(|_| same.unwrap_or(false))
    }

    /// The case that an argument names: its name or its file name, or the path of a
    /// file in this folder.
    pub fn case_named(&self, argument: &Path) -> Option<CaseId> {
        match argument.parent() {
            Some(parent) if parent == Path::new("") => {
                let name = argument.to_str().filter(|_| !ends_as_a_case(argument));
                CaseId::of_path(argument).or_else(|| CaseId::new(name?))
            }
            Some(_) => self.holds(argument),
            None => None,
        }
    }

    /// The file of a case.
    pub fn file(&self, id: &CaseId) -> PathBuf {
        self.path.join(id.file_name())
    }

    /// The settings file of the folder, whether it exists or not.
    pub fn settings_file(&self) -> PathBuf {
        self.path.join(format!("{SETTINGS}.{EXTENSION}"))
    }

    /// Whether anything exists under the file name of a case, even a link or a folder.
    pub fn has(&self, id: &CaseId) -> bool {
        self.has_file(&id.file_name())
    }

    /// Whether anything exists under a name.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.directory().and_then(|directory| directory.stat_of(name)).is_ok()
    }

    /// Whether the folder has at most so many cases. One that can't be listed has none.
    pub fn has_at_most(&self, count: usize) -> bool {
        let mut found = 0;
        let visit = |name: &OsStr| {
            found += usize::from(CaseId::of_path(Path::new(name)).is_some());
            if found > count { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        // Those that were counted count, if the rest can't be listed.
        let _ = self.directory().and_then(|directory| directory.visit_names(visit));
        found <= count
    }

    /// The cases in the folder, by name.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn cases(&self) -> io::Result<Vec<CaseId>> {
        let mut found = Vec::new();
        for name in self.directory()?.names()? {
            found.extend(CaseId::of_path(Path::new(&name)));
        }
        found.sort();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test reads and writes files itself")]

    use super::*;

    #[test]
    fn cases_are_counted_up_to_a_number_and_other_files_are_not() {
        let temp = tempfile::tempdir().unwrap();
        for name in ["one.toml", "two.toml", "settings.toml", "one.report.md"] {
            std::fs::write(temp.path().join(name), "").unwrap();
        }
        let folder = Folder::at(temp.path());
        assert_eq!([1, 2, 3].map(|count| folder.has_at_most(count)), [false, true, true]);
        std::fs::write(temp.path().join("three.toml"), "").unwrap();
        assert_eq!([2, 3].map(|count| folder.has_at_most(count)), [false, true]);
        assert!(Folder::at(temp.path().join("gone")).has_at_most(0));
    }

    #[test]
    fn version_that_lost_is_named_after_its_case_as_long_as_that_fits() {
        let version = |name: &str, number: u32| CaseId::new(name).unwrap().conflict(number).to_string();
        assert_eq!(version("a", 1), "a.conflict-1");
        assert_eq!(version("a.conflict-1", 2), "a.conflict-1.conflict-2");
        let room = CaseId::MAX_LENGTH_WITH_CONFLICTS - CaseId::MAX_LENGTH;
        let mark = format!("{CONFLICT}{}", "1".repeat(room % (CONFLICT.len() + 1) + 1));
        let marks = format!("{CONFLICT}1").repeat(room / (CONFLICT.len() + 1) - 1);
        let longest = format!("{}{marks}{mark}", "a".repeat(CaseId::MAX_LENGTH));
        assert_eq!(longest.len(), CaseId::MAX_LENGTH_WITH_CONFLICTS);
        let before = longest.strip_suffix(&mark).unwrap();
        assert_eq!(CaseId::new(&longest).map(|id| id.to_string()), Some(longest.clone()));
        assert_eq!(CaseId::new(&format!("a{longest}")), None);
        assert_eq!(version(&longest, 2), format!("{before}{CONFLICT}2"));
    }

    #[test]
    fn folder_that_cant_be_asked_about_is_not_said_to_be_replaced() {
        let temp = tempfile::tempdir().unwrap();
        let (above, aside) = (temp.path().join("above"), temp.path().join("aside"));
        std::fs::create_dir_all(above.join("cases")).unwrap();
        let folder = Folder::at(above.join("cases"));
        folder.check_in_place().unwrap();
        std::fs::rename(&above, aside).unwrap();
        assert!(folder.check_in_place().unwrap_err().to_string().contains("replaced"));
        std::os::unix::fs::symlink("above", &above).unwrap();
        assert!(!folder.check_in_place().unwrap_err().to_string().contains("replaced"));
    }

    #[test]
    fn argument_names_a_case_by_its_name_its_file_or_its_path_in_the_folder() {
        let temp = tempfile::tempdir().unwrap();
        let (cases, elsewhere) = (temp.path().join("cases"), temp.path().join("elsewhere"));
        for folder in [&cases, &elsewhere] {
            std::fs::create_dir(folder).unwrap();
        }
        let folder = Folder::at(&cases);
        let named = |argument: &Path| folder.case_named(argument).map(|id| id.to_string());
        let one = Some("one".to_owned());
        assert_eq!([named(Path::new("one")), named(Path::new("one.toml"))], [one.clone(), one.clone()]);
        assert_eq!([named(&cases.join("one.toml")), named(&elsewhere.join("one.toml"))], [one, None]);
        assert_eq!([named(Path::new("")), named(Path::new("/"))], [None, None]);
    }
}
