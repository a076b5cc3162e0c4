//! What commands read: case files, one case from standard input, the settings.

use std::fmt::Display;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::case::{Case, Text};
use crate::casefile::{self, LARGEST, complaint};
use crate::policy::{Edition, Editions, PolicySettings};
use crate::store::{ReadError, read_case, read_text};

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
            Self::Input => {
                let mut text = String::new();
                io::stdin().take(LARGEST + 1).read_to_string(&mut text).map_err(ReadError::Io)?;
                match u64::try_from(text.len()) {
                    Ok(length) if length > LARGEST => Err(ReadError::TooLarge(length)),
                    _ if text.is_empty() => Err(ReadError::Empty),
                    _ => Ok(casefile::read(&text, editions)?),
                }
            }
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
