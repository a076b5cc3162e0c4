//! The input of commands: case files, one case from standard input, the settings.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use crate::case::{Case, Text};
use crate::casefile::{self, ProgramSettings, complaint};
use crate::policy::{Edition, Editions, PolicySettings};
use crate::store::{CaseId, Folder, ReadError, read_case, read_settings_text, read_stream, read_text};

/// Where a case is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Input,
}

impl Source {
    /// The source a command-line argument names.
    pub fn named(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Self::Input } else { Self::File(argument.to_owned()) }
    }

    /// The same, where an argument may also be the name of a case in the folder.
    pub fn named_in(folder: &Folder, argument: &Path) -> Self {
        let id = argument.to_str().and_then(CaseId::new).filter(|id| folder.has(id));
        id.map_or_else(|| Self::named(argument), |id| Self::File(folder.file(&id)))
    }

    /// The name of the case: the file name without its extension.
    pub fn case_name(&self) -> Text {
        match self {
            Self::File(path) => Text::new(path.file_stem().unwrap_or_default().to_string_lossy()),
            Self::Input => Text::new("-"),
        }
    }

    /// The name of the source in complaints.
    pub fn display_name(&self) -> Text {
        match self {
            Self::File(path) => Text::new(path.to_string_lossy()),
            Self::Input => Text::new("standard input"),
        }
    }

    /// Reads the case.
    ///
    /// # Errors
    /// When it can't be read, or every complaint about it.
    pub fn read(&self, editions: &Editions) -> Result<Case, ReadError> {
        match self {
            Self::File(path) => read_case(path, editions).map(|(case, _)| case),
            Self::Input => Ok(casefile::read(&read_stream(io::stdin())?, editions)?),
        }
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
    use crate::policy::Limits;

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
            let source = Source::named(Path::new(argument));
            assert_eq!(source == Source::Input, argument == "-");
            assert_eq!(source.case_name().to_string(), case, "{argument}");
            assert_eq!(source.display_name().to_string(), complaint, "{argument}");
        }
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
