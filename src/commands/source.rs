//! What commands read: case files, one case from standard input, the settings.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use crate::case::{Case, Text};
use crate::casefile::{self, complaint};
use crate::policy::{Edition, Editions, PolicySettings};
use crate::store::{ReadError, read_case, read_stream, read_text};

/// Where a case comes from.
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

    /// The name of the case: the file's name without its ending.
    pub fn case_name(&self) -> Text {
        match self {
            Self::File(path) => Text::new(path.file_stem().unwrap_or_default().to_string_lossy()),
            Self::Input => Text::new("-"),
        }
    }

    /// How complaints name it.
    pub fn shown(&self) -> Text {
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

/// The settings of a run: the readings settled and the limits replaced by files.
///
/// # Errors
/// The complaint about a file that can't be read.
pub fn settings(readings: Option<&Path>, limits: Option<&Path>) -> Result<PolicySettings, String> {
    let mut settings = PolicySettings::default();
    let named = |path: &Path, problem: &dyn Display| complaint(&Text::new(path.to_string_lossy()), problem);
    if let Some(path) = readings {
        let text = read_text(path).map_err(|error| named(path, &error))?;
        settings.readings =
            casefile::read_readings(&text, &settings.editions).map_err(|error| named(path, &error))?;
    }
    if let Some(path) = limits {
        let text = read_text(path).map_err(|error| named(path, &error))?;
        let on_the_spot =
            |edition: Edition| Ok(edition.clone().with_limits(casefile::read_limits(&text, edition.limits)?));
        let editions = settings.editions.try_map(on_the_spot);
        settings.editions = editions.map_err(|error: casefile::Complaints| named(path, &error))?;
    }
    Ok(settings)
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
    fn settings_come_from_their_files_and_from_no_other_place() {
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
    fn complaint_about_a_settings_file_is_led_by_its_name_in_each_line() {
        let bent = file("[readings]\nx = 1\ny = 2");
        let name = bent.path().display();
        let complaint = "there is no such reading: take it out, or correct its name";
        let expected =
            format!("{name}: line 2, column 1: x: {complaint}\n{name}: line 3, column 1: y: {complaint}");
        assert_eq!(settings(Some(bent.path()), None).unwrap_err(), expected);
        let gone = settings(None, Some(Path::new("no/such.toml"))).unwrap_err();
        assert_eq!(gone, "no/such.toml: there is no such file: check the name");
    }
}
