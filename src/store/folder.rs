//! The case folder and the names of the cases in it.

#![expect(clippy::disallowed_methods, reason = "only `store` uses the file system")]

use std::fmt;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::case::Text;

/// The name of a case, which is its file name without `.toml`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseId(String);

const EXTENSION: &str = "toml";
const MAX_NAME_LENGTH: usize = 100;
/// The name of the settings file, which no case can have.
const SETTINGS: &str = "settings";
const ACCESS_BY_OTHERS: u32 = 0o007;

impl CaseId {
    /// A name of letters, digits, `-`, `_` and `.`, starting with a letter or
    /// a digit; `None` for any other, and for the name of the settings file.
    pub fn new(name: &str) -> Option<Self> {
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let valid_start = name.chars().next().is_some_and(|first| first.is_ascii_alphanumeric());
        let fits =
            valid_start && name.len() <= MAX_NAME_LENGTH && name.chars().all(allowed) && !name.contains("..");
        (fits && name != SETTINGS).then(|| Self(name.to_owned()))
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

impl fmt::Display for CaseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A path from the root, for complaints.
pub fn full_name(path: &Path) -> Text {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Text::new(full.to_string_lossy())
}

/// A folder of cases.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at this path, whether it exists or not.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its path from the root, for complaints.
    pub fn full_name(&self) -> Text {
        full_name(&self.path)
    }

    /// Whether the folder exists.
    ///
    /// # Errors
    /// When something else is there, or the way to it can't be read.
    pub fn is_there(&self) -> io::Result<bool> {
        match std::fs::metadata(&self.path) {
            Ok(metadata) if metadata.is_dir() => Ok(true),
            Ok(_) => Err(io::ErrorKind::NotADirectory.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether users outside the folder's group have any access to it.
    pub fn is_open_to_others(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|metadata| metadata.mode() & ACCESS_BY_OTHERS != 0)
    }

    /// The case a path names, if the path is in this folder.
    pub fn holds(&self, path: &Path) -> Option<CaseId> {
        let parent = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        let same = std::fs::canonicalize(parent).ok()? == std::fs::canonicalize(&self.path).ok()?;
        CaseId::of_path(path).filter(|_| same)
    }

    /// The case that an argument names: its name or its file name, or the path of a
    /// file in this folder.
    pub fn case_named(&self, argument: &Path) -> Option<CaseId> {
        match argument.parent() {
            Some(parent) if parent == Path::new("") => {
                CaseId::of_path(argument).or_else(|| CaseId::new(argument.to_str()?))
            }
            Some(_) => self.holds(argument),
            None => None,
        }
    }

    /// The file of a case.
    pub fn file(&self, id: &CaseId) -> PathBuf {
        self.path.join(format!("{id}.{EXTENSION}"))
    }

    /// The settings file of the folder, whether it exists or not.
    pub fn settings_file(&self) -> PathBuf {
        self.path.join(format!("{SETTINGS}.{EXTENSION}"))
    }

    /// Whether anything exists under the file name of a case, even a link or a folder.
    pub fn has(&self, id: &CaseId) -> bool {
        self.file(id).symlink_metadata().is_ok()
    }

    /// Whether the folder has at most so many cases. One that can't be listed has none.
    pub fn has_at_most(&self, count: usize) -> bool {
        let Ok(entries) = std::fs::read_dir(&self.path) else { return true };
        let names = entries.flatten().map(|entry| entry.file_name());
        names.filter(|name| CaseId::of_path(Path::new(name)).is_some()).nth(count).is_none()
    }

    /// The cases in the folder, by name.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn cases(&self) -> io::Result<Vec<CaseId>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.path)? {
            found.extend(CaseId::of_path(&entry?.path()));
        }
        found.sort();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_up_to_a_number_and_other_files_are_not() {
        let temp = tempfile::tempdir().unwrap();
        for name in ["one.toml", "two.toml", "settings.toml", "one.report.md"] {
            std::fs::write(temp.path().join(name), "").unwrap();
        }
        let folder = Folder::at(temp.path());
        assert_eq!([1, 2, 3].map(|count| folder.has_at_most(count)), [false, true, true]);
        assert!(Folder::at(temp.path().join("gone")).has_at_most(0));
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
