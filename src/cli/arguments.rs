//! The arguments of single commands.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use crate::case::plausible;

use super::formats::{ExportFor, ExportFormat, InputForm};

/// The arguments of `export`.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    /// Names of cases in the case folder, or files; `-` reads one case from standard input.
    #[arg(required = true, value_name = "CASE")]
    pub cases: Vec<PathBuf>,
    /// How to print it.
    #[arg(long, default_value = "fhir")]
    pub format: ExportFormat,
    /// Whom it is for.
    #[arg(long = "for", value_name = "WHOM", default_value = "plan")]
    pub audience: ExportFor,
    /// The day it is written, such as 2026-03-02; without it, the response names no day.
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
}

/// How the cases of a batch are read.
#[derive(Debug, Clone, Copy, Args)]
pub struct InputArgs {
    /// How the cases are written.
    #[arg(long, default_value = "toml")]
    pub from: InputForm,
    /// How many threads work; without it, one for a pipe, else one for each processor.
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

/// The arguments of `import`.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// Files of a FHIR QuestionnaireResponse each, or of a Bundle with one in front; `-`
    /// reads one from standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How a response is read.
    #[command(flatten)]
    pub response: ResponseArgs,
    /// Take the good answers where others are bad; the exit status is 2 all the same.
    #[arg(long)]
    pub partial: bool,
    /// Say what would be taken, and write nothing.
    #[arg(long)]
    pub check: bool,
    /// Take the answers into this case: one that was answered or confirmed there is kept.
    #[arg(long, value_name = "CASE")]
    pub into: Option<PathBuf>,
    /// Make a case even where another one may be for the same request.
    #[arg(long, conflicts_with = "into")]
    pub even_so: bool,
}

/// How a response is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Args)]
pub struct ResponseArgs {
    /// The day the plan received the request, such as 2026-03-02.
    #[arg(long, value_name = "DATE", value_parser = day_of_receipt)]
    pub received: Option<NaiveDate>,
    /// The response is this program's own export: take its day of receipt and its flags
    /// too, and ask nobody to confirm its answers.
    #[arg(long)]
    pub own: bool,
}

/// The arguments of `new`.
#[derive(Debug, Clone, Args)]
pub struct NewArgs {
    /// Make a case of what this file says and print its name; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Make it even where another case may be for the same request.
    #[arg(long, requires = "from")]
    pub even_so: bool,
}

/// The arguments of `audit`.
#[derive(Debug, Clone, Default, Args)]
pub struct AuditArgs {
    /// Only what was done to this case.
    pub case: Option<String>,
    /// Check that no line was edited, removed or moved; list nothing.
    #[arg(long)]
    pub verify: bool,
    /// Compare with what syslog has of the log: a file that it wrote, or journalctl printed.
    #[arg(long, value_name = "FILE", requires = "verify")]
    pub against: Option<PathBuf>,
}

/// A day that a case can have been received on.
fn day_of_receipt(day: &str) -> Result<NaiveDate, String> {
    let found = day.parse().ok().filter(|day| plausible(*day));
    found.ok_or_else(|| "give a day such as 2026-03-02".to_owned())
}
