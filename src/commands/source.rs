//! The input of commands: case files, one case from standard input, the settings.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use crate::case::{Case, Text};
use crate::casefile::{self, ProgramSettings, complaint};
use crate::policy::{Edition, Editions, PolicySettings};
use crate::store::{
    Folder, Misnamed, ReadError, full_name, read_case, read_settings_text, read_stream, read_text,
};

/// Where a case is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Neither the file that was named nor this file of a case exists.
    Missing {
        /// What was named.
        named: PathBuf,
        /// The file of the case with that name.
        case: PathBuf,
    },
    /// A file whose name is not that of a case; this one would be.
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The file name to give it.
        rename_to: String,
    },
    /// Standard input.
    Input,
}

impl Source {
    /// Standard input for `-`, else the file with this path.
    pub fn of_path(path: &Path) -> Self {
        if path.as_os_str() == "-" { Self::Input } else { Self::File(path.to_owned()) }
    }

    /// The source a command-line argument names; `-` is standard input.
    pub fn named(argument: &Path, folder: &Folder) -> Self {
        if argument.as_os_str() == "-" { Self::Input } else { Self::file_named(argument, folder) }
    }

    /// The file an argument names, else the case of that name in the case folder.
    pub fn file_named(argument: &Path, folder: &Folder) -> Self {
        let is_file = argument.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir());
        let is_name = argument.parent() == Some(Path::new(""));
        match folder.case_named(argument).filter(|_| is_name && !is_file) {
            Some(id) if folder.has(&id) => Self::File(folder.file(&id)),
            Some(id) if !argument.is_dir() => {
                Self::Missing { named: argument.to_owned(), case: folder.file(&id) }
            }
            _ => Self::File(argument.to_owned()),
        }
    }

    /// The path of the file, unless it is standard input.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Missing { named: path, .. } | Self::Misnamed { path, .. } => Some(path),
            Self::Input => None,
        }
    }

    /// The name of the case: the file name without its extension.
    pub fn case_name(&self) -> Text {
        let stem = self.path().map(|path| path.file_stem().unwrap_or_default());
        Text::new(stem.unwrap_or("-".as_ref()).to_string_lossy())
    }

    /// The name of the source in complaints.
    pub fn display_name(&self) -> Text {
        Text::new(self.path().unwrap_or("standard input".as_ref()).to_string_lossy())
    }

    /// Reads a partial case, as another program writes it.
    ///
    /// # Errors
    /// When it can't be read, or every complaint about it.
    pub fn read_partial(&self, editions: &Editions) -> Result<Case, ReadError> {
        let text = match self {
            Self::File(path) | Self::Missing { named: path, .. } | Self::Misnamed { path, .. } => {
                read_text(path)
            }
            Self::Input => read_stream(io::stdin()),
        };
        Ok(casefile::read_partial(&text?, editions)?)
    }

    /// Reads the case.
    ///
    /// # Errors
    /// When it can't be read, or every complaint about it.
    pub fn read(&self, editions: &Editions) -> Result<Case, ReadError> {
        match self {
            Self::File(path) => read_case(path, editions).map(|(case, _)| case),
            Self::Missing { case, .. } => Err(ReadError::NeitherFileNorCase(full_name(case))),
            Self::Misnamed { rename_to, .. } => Err(ReadError::NotACaseName(rename_to.clone())),
            Self::Input => Ok(casefile::read(&read_stream(io::stdin())?, editions)?),
        }
    }
}

/// The complaint about an argument that names no case in the case folder.
pub fn not_a_case(folder: &Folder, argument: &Path) -> String {
    match Misnamed::at(argument) {
        Some(found) => {
            complaint(&Text::new(argument.to_string_lossy()), &ReadError::NotACaseName(found.rename_to))
        }
        None => format!(
            "there is no such case in the case folder {}: give its name (letters, digits, '-', '_' and '.') or its file; --cases chooses another folder",
            folder.full_name()
        ),
    }
}

/// The settings of a run: these files settle readings and replace limits.
///
/// # Errors
/// The complaint about a file that can't be read.
pub fn settings(readings: Option<&Path>, limits: Option<&Path>) -> Result<PolicySettings, String> {
    let mut settings = PolicySettings::default();
    let complain =
        |path: &Path, problem: &dyn Display| complaint(&Text::new(path.to_string_lossy()), problem);
    if let Some(path) = readings {
        let text = read_text(path).map_err(|error| complain(path, &error))?;
        settings.readings =
            casefile::read_readings(&text, &settings.editions).map_err(|error| complain(path, &error))?;
    }
    if let Some(path) = limits {
        let text = read_text(path).map_err(|error| complain(path, &error))?;
        let with_limits =
            |edition: Edition| Ok(edition.clone().with_limits(casefile::read_limits(&text, edition.limits)?));
        let editions = settings.editions.try_map(with_limits);
        settings.editions = editions.map_err(|error: casefile::Complaints| complain(path, &error))?;
    }
    Ok(settings)
}

/// The settings file: the one that is given, else that of the case folder if it has one.
///
/// # Errors
/// The complaint about a file that can't be read.
pub fn program_settings(given: Option<&Path>, folder: &Folder) -> Result<ProgramSettings, String> {
    let path = given.map_or_else(|| folder.settings_file(), Path::to_owned);
    let complain = |problem: &dyn Display| complaint(&Text::new(path.to_string_lossy()), problem);
    match read_settings_text(&path) {
        Err(ReadError::Missing) if given.is_none() => Ok(ProgramSettings::default()),
        Err(error) => Err(complain(&error)),
        Ok(text) => casefile::read_program_settings(&text).map_err(|error| complain(&error)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use tempfile::NamedTempFile;

    use super::*;
    use crate::policy::{self, Limits};
    use crate::store::CaseId;

    fn file(text: &str) -> NamedTempFile {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_case_is_named_by_its_file_and_a_complaint_names_the_whole_path() {
        for (argument, case, complaint) in [
            ("cases/one.toml", "one", "cases/one.toml"),
            ("./-", "-", "./-"),
            ("-", "-", "standard input"),
            ("a\u{1b}b.toml", "a<U+001B>b", "a<U+001B>b.toml"),
        ] {
            let source = Source::named(Path::new(argument), &Folder::at("no folder"));
            assert_eq!(source == Source::Input, argument == "-");
            assert_eq!(source.case_name().to_string(), case, "{argument}");
            assert_eq!(source.display_name().to_string(), complaint, "{argument}");
        }
    }

    #[test]
    fn an_argument_names_a_file_else_a_case_of_the_folder() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        let cargo = CaseId::new("Cargo").unwrap();
        let one = CaseId::new("one").unwrap();
        let tests = CaseId::new("tests").unwrap();
        for id in [&cargo, &one, &tests] {
            NamedTempFile::new_in(temp.path()).unwrap().persist(folder.file(id)).unwrap();
        }
        let named = |argument: &str| Source::named(Path::new(argument), &folder);
        for case in ["one", "one.toml"] {
            assert_eq!(named(case), Source::File(folder.file(&one)), "{case}");
        }
        assert_eq!(named("Cargo.toml"), Source::File("Cargo.toml".into()), "a file in the current folder");
        assert_eq!(named("tests"), Source::File(folder.file(&tests)), "a folder is no case");
        for path in ["src", "./one", "elsewhere/one.toml", "not a name"] {
            assert_eq!(named(path), Source::File(path.into()), "{path}");
        }
    }

    #[test]
    fn complaint_names_the_file_and_the_case_that_are_missing() {
        let source = Source::named(Path::new("nope"), &Folder::at("/folder"));
        assert_eq!(source.case_name().to_string(), "nope");
        let complaint = complaint(&source.display_name(), &source.read(policy::editions()).unwrap_err());
        assert_eq!(
            complaint,
            "nope: there is no such file, and no case /folder/nope.toml: check the name; --cases chooses \
             another case folder"
        );
    }

    #[test]
    fn settings_come_only_from_their_files() {
        let readings = file("[readings]\nfifth-injection = 'met'");
        let limits = file("[limits]\ntherapy_days = 7");
        assert!(settings(None, None).unwrap().are_as_printed());

        let settled = settings(Some(readings.path()), None).unwrap();
        let reading = settled.editions.reading("fifth-injection").unwrap();
        assert_eq!(settled.readings.name_of(reading), "met");
        assert!(!settled.is_hypothetical());

        let hypothetical = settings(None, Some(limits.path())).unwrap();
        assert!(hypothetical.is_hypothetical());
        assert_eq!(Limits::THERAPY_DAYS.value(&hypothetical.editions.latest().limits), 7);
    }

    #[test]
    fn each_complaint_about_a_settings_file_starts_with_its_name() {
        let invalid = file("[readings]\nx = 1\ny = 2");
        let name = invalid.path().display();
        let complaint = "there is no such reading: take it out, or correct its name";
        let expected =
            format!("{name}: line 2, column 1: x: {complaint}\n{name}: line 3, column 1: y: {complaint}");
        assert_eq!(settings(Some(invalid.path()), None).unwrap_err(), expected);
        let gone = settings(None, Some(Path::new("no/such.toml"))).unwrap_err();
        assert_eq!(gone, "no/such.toml: there is no such file: check the name");
    }
}
