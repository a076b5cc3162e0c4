//! The replay of one case: how it ended, and what is different.

use std::io;

use serde::Serialize;

use crate::case::{Case, Text};
use crate::policy::PolicySettings;

use super::Status;
use super::compare::compare;
use super::what_if::{self, Change};

/// How the replay of one case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ended {
    /// Every answer was asked for and accepted, and the determination is the recorded one.
    Agrees,
    /// As `Agrees`, but there is no recorded determination.
    NothingRecorded,
    /// Something is different.
    Differs,
    /// The file is not a valid case.
    Invalid,
}

/// The replay of one case.
#[derive(Debug, Serialize)]
pub(super) struct Replayed {
    pub(super) case: String,
    pub(super) ended: Ended,
    outcome: Option<&'static str>,
    pub(super) differences: Vec<String>,
    /// What the settings of this run change, compared with the default ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) what_if: Option<Change>,
}

impl Ended {
    pub(super) fn status(self) -> Status {
        match self {
            Self::Agrees | Self::NothingRecorded => Status::Done,
            Self::Differs => Status::Differences,
            Self::Invalid => Status::Invalid,
        }
    }
}

impl Replayed {
    pub(super) fn invalid(case: String, problem: String) -> Self {
        Self { case, ended: Ended::Invalid, outcome: None, differences: vec![problem], what_if: None }
    }

    pub(super) fn of(case: String, saved: &Case, settings: &PolicySettings) -> Self {
        let (outcome, differences) = compare(saved, settings);
        // The words of a recorded determination are arbitrary: make them safe to print.
        let differences: Vec<String> =
            differences.into_iter().map(|words| Text::new(words).to_string()).collect();
        let what_if = what_if::change(saved, settings);
        let ended = match (differences.is_empty(), &saved.recorded) {
            (false, _) => Ended::Differs,
            // Under what-if limits nothing is compared with the record, but the outcome may change.
            (true, _) if what_if.is_some() => Ended::Differs,
            (true, None) => Ended::NothingRecorded,
            (true, Some(_)) => Ended::Agrees,
        };
        Self { case, ended, outcome, differences, what_if }
    }

    pub(super) fn print_text(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let status = match self.ended {
            Ended::Agrees => "agrees",
            Ended::NothingRecorded => "nothing recorded",
            Ended::Differs => "DIFFERS",
            Ended::Invalid => "INVALID",
        };
        writeln!(out, "{status:<16} {} {}", self.case, self.outcome.unwrap_or_default())?;
        if let Some(change) = &self.what_if {
            writeln!(out, "    what if: {change}")?;
        }
        if self.ended == Ended::Differs {
            self.differences.iter().try_for_each(|difference| writeln!(out, "    {difference}"))?;
        }
        Ok(())
    }
}
