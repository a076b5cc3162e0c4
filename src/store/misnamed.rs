//! Files that end as case files do, and whose names no case can have.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;

use crate::case::Text;

use super::folder::{CaseId, Folder, ends_as_a_case};

/// A file that would be a case if it were renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misnamed {
    /// The name of the file, as it is.
    pub file: OsString,
    /// A free file name that it can be given.
    pub rename_to: String,
}

const ENDING: &str = "toml";
/// The name where nothing of the old one can be kept.
const NAMELESS: &str = "case";

impl Misnamed {
    /// The file of this name, if it is one. Hidden files are none, and the settings file.
    pub(super) fn of(folder: &Folder, name: &OsStr) -> Option<Self> {
        let path = Path::new(name);
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        let is_case_or_settings = CaseId::of_path(path).is_some() || folder.settings_file().ends_with(name);
        if is_hidden || is_case_or_settings || !ends_as_a_case(path) {
            return None;
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        Some(Self { file: name.to_owned(), rename_to: free_name(folder, &case_name(&stem)) })
    }

    /// The file at this path, if it is one.
    pub fn at(path: &Path) -> Option<Self> {
        let parent = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        let name = path.file_name().filter(|_| path.is_file())?;
        Self::of(&Folder::at(parent), name)
    }

    /// The name of the file, as it is shown.
    pub fn shown(&self) -> Text {
        Text::new(self.file.to_string_lossy())
    }
}

impl Folder {
    /// The files that would be cases if they were renamed, by name.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub fn misnamed(&self) -> io::Result<Vec<Misnamed>> {
        let mut found = Vec::new();
        for name in self.directory()?.names()? {
            found.extend(Misnamed::of(self, &name));
        }
        found.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(found)
    }
}

/// A name that a case can have, as near to this one as possible.
fn case_name(stem: &str) -> String {
    let mut name = String::new();
    for letter in stem.chars() {
        let kept = if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
        if kept.is_ascii_alphanumeric() || !name.is_empty() && !name.ends_with(kept) {
            name.push(kept);
        }
    }
    name.truncate(CaseId::MAX_LENGTH);
    if CaseId::new(&name).is_some() { name } else { NAMELESS.to_owned() }
}

/// A file name that no file has.
fn free_name(folder: &Folder, name: &str) -> String {
    let numbered = (2..).map(|number| {
        let end = format!("-{number}");
        format!("{}{end}.{ENDING}", &name[..name.len().min(CaseId::MAX_LENGTH - end.len())])
    });
    let mut names = std::iter::once(format!("{name}.{ENDING}")).chain(numbered);
    names.find(|name| !folder.has_file(name)).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes files itself")]
mod tests {
    use super::*;

    #[test]
    fn name_that_is_proposed_is_near_to_the_old_one_and_free() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let proposed = |name: &str| Misnamed::of(&folder, name.as_ref()).map(|found| found.rename_to);
        let long = format!("{}.toml", "a".repeat(101));
        for (name, proposal) in [
            ("Müller.toml", "M-ller.toml"),
            ("A B.toml", "A-B.toml"),
            ("UP.TOML", "UP.toml"),
            ("_a..b.toml", "a.b.toml"),
            ("Ж.toml", "case.toml"),
            ("settings.TOML", "case.toml"),
            (&long, &format!("{}.toml", "a".repeat(100))),
        ] {
            assert_eq!(proposed(name).as_deref(), Some(proposal), "{name}");
        }
        for name in ["one.toml", "settings.toml", ".A B.toml", "A B.txt", "A B.toml~", "toml"] {
            assert_eq!(proposed(name), None, "{name}");
        }
        std::fs::create_dir(temp.path().join("UP.toml")).unwrap();
        std::fs::create_dir(temp.path().join(format!("{}.toml", "a".repeat(100)))).unwrap();
        assert_eq!(proposed("UP.TOML").as_deref(), Some("UP-2.toml"));
        std::fs::write(temp.path().join("UP.TOML"), "").unwrap();
        let at_its_path = Misnamed::at(&temp.path().join("UP.TOML")).unwrap();
        assert_eq!(at_its_path.rename_to, "UP-2.toml", "free in the folder of the file");
        assert_eq!(proposed(&long), Some(format!("{}-2.toml", "a".repeat(98))));
    }
}
