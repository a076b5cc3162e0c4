//! `letter`: prints the letters that ask providers for what cases lack. Prints only:
//! nothing is written beside a case, and nothing is sent.

use std::io;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::casefile::{LetterForm, complaint};
use crate::cli::LetterFormat;
use crate::policy::{self, PolicySettings};
use crate::report::{Letter, LetterOf, NoLetter, letters_html, letters_markdown, letters_text};
use crate::store::Folder;

use super::determine::required;
use super::source::Source;
use super::{Status, Streams};

/// How letters are made and printed.
#[derive(Debug, Clone)]
pub struct LetterOptions {
    /// The case folder, for cases that are named.
    pub folder: Folder,
    /// The settings that determinations are made under.
    pub settings: PolicySettings,
    /// The plan's own words.
    pub form: LetterForm,
    /// How to print them.
    pub format: LetterFormat,
    /// Whether a letter is printed that must not be sent.
    pub draft: bool,
    /// Today.
    pub today: NaiveDate,
}

/// Why a case has no letter: one without need of it, or a complaint.
enum Without {
    Need,
    Complaint(String),
}

/// Prints the letter of each case. A case that needs none is named; one that can't
/// have one is reported, and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn letter(cases: &[PathBuf], options: &LetterOptions, to: &mut Streams<'_>) -> io::Result<Status> {
    let mut status = Status::Done;
    let mut letters = Vec::new();
    for argument in cases {
        let source = Source::named(argument, &options.folder);
        let problem = match letter_of(&source, options) {
            Ok(letter) => {
                letters.push(letter);
                continue;
            }
            Err(Without::Need) => NoLetter::NothingToAsk.to_string(),
            Err(Without::Complaint(problem)) => {
                status = Status::Invalid;
                problem
            }
        };
        writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
    }
    print(&letters, options.format, to)?;
    Ok(status)
}

fn letter_of(source: &Source, options: &LetterOptions) -> Result<Letter, Without> {
    let LetterOptions { settings, form, today, .. } = options;
    let case = source.read(&settings.editions).map_err(|error| Without::Complaint(error.to_string()))?;
    let determination =
        policy::decide(&case, settings).map_err(|fields| Without::Complaint(required(&fields)))?;
    let of = LetterOf {
        case: &source.case_name(),
        facts: &case.facts,
        determination: &determination,
        settings,
        form,
        today: *today,
    };
    let letter = if options.draft { Letter::draft(&of) } else { Letter::of(&of) };
    letter.map_err(|none| match none {
        NoLetter::NothingToAsk => Without::Need,
        refused => Without::Complaint(format!("{refused}, or print a draft with --draft")),
    })
}

fn print(letters: &[Letter], format: LetterFormat, to: &mut Streams<'_>) -> io::Result<()> {
    let text = match format {
        _ if letters.is_empty() => return Ok(()),
        LetterFormat::Text => letters_text(letters),
        LetterFormat::Markdown => letters_markdown(letters),
        LetterFormat::Html => letters_html(letters),
    };
    write!(to.out, "{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_printed_without_a_letter_in_any_format() {
        let clean = format!("{}/cases/2026-03-02-diagnostic-clean.toml", env!("CARGO_MANIFEST_DIR"));
        for format in [LetterFormat::Text, LetterFormat::Markdown, LetterFormat::Html] {
            let options = LetterOptions {
                folder: Folder::at("cases"),
                settings: PolicySettings::default(),
                form: LetterForm::default(),
                format,
                draft: false,
                today: NaiveDate::MIN,
            };
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut to = Streams { out: &mut out, err: &mut err };
            assert_eq!(letter(&[clean.clone().into()], &options, &mut to).unwrap(), Status::Done);
            assert!(out.is_empty() && !err.is_empty(), "{format:?}");
        }
    }
}
