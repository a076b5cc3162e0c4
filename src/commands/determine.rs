//! `determine`: prints the determinations of saved cases, in the given order.

use std::io::{self, Write};
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::case::{Case, Field, Laterality, Text, validate};
use crate::casefile::complaint;
use crate::cli::ReportFormat;
use crate::fhir::{self, Names};
use crate::policy::{self, Determination, PolicySettings};
use crate::report::{self, ReportHeader};
use crate::store::Folder;

use super::batch::{Batch, Done, Files, Printer};
use super::in_order::in_order;
use super::source::Source;
use super::{Status, Streams};

/// How determinations are printed.
#[derive(Debug, Clone, Copy)]
pub struct Printing<'p> {
    /// The format.
    pub format: ReportFormat,
    /// The settings they are made with.
    pub settings: &'p PolicySettings,
    /// The names in resources of FHIR.
    pub names: &'p Names,
}

/// Prints the determination of each case; an invalid one is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn determine(
    cases: &[PathBuf],
    received: Option<NaiveDate>,
    folder: &Folder,
    printing: Printing<'_>,
    batch: Batch,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let mut files = Files(cases.iter().map(|argument| Source::named(argument, folder)).enumerate());
    let mut printer = Printer::new(batch, u64::try_from(cases.len()).unwrap_or_default(), to);
    let work = |files: Vec<(usize, Source)>| {
        let mut done = Done::default();
        for (index, source) in files {
            // Writing to a buffer does not fail.
            let _ = determine_file(index, &source, received, printing, &mut done);
        }
        done
    };
    in_order(batch.threads_for_files(cases.len()), &mut files, work, &mut printer)?;
    Ok(printer.end()?.1)
}

fn determine_file(
    index: usize,
    source: &Source,
    received: Option<NaiveDate>,
    printing: Printing<'_>,
    done: &mut Done,
) -> io::Result<()> {
    done.count_case();
    match determination_of(source, received, printing.settings) {
        Ok((case, determination)) => {
            printing.write(index, &source.case_name(), &case, &determination, &mut done.out)
        }
        Err(problem) => {
            done.status = Status::Invalid;
            writeln!(done.err, "{}", complaint(&source.display_name(), &problem))
        }
    }
}

fn determination_of(
    source: &Source,
    received: Option<NaiveDate>,
    settings: &PolicySettings,
) -> Result<(Case, Determination), String> {
    let mut case = source.read(&settings.editions).map_err(|error| error.to_string())?;
    if received.is_some() {
        case.facts.request.received.0 = received;
        reject_impossible(&case)?;
    }
    let determination = policy::determine(&case, settings).map_err(|fields| required(&fields))?;
    Ok((case, determination))
}

/// The complaint about an answer that can't be on another day of receipt.
fn reject_impossible(case: &Case) -> Result<(), String> {
    match validate(&case.facts).first() {
        Some(error) => Err(format!("{}: {}", error.question, error.problem)),
        None => Ok(()),
    }
}

/// The complaint about required fields that have no answer yet.
pub(super) fn required(fields: &[Field]) -> String {
    missing(fields, "answer in the wizard, or add to the file")
}

/// The complaint about required fields without an answer, with what to do.
pub(super) fn missing(fields: &[Field], remedy: &str) -> String {
    let names: Vec<String> = fields.iter().map(|field| field.at(Laterality::Left).to_string()).collect();
    format!("no determination yet: {} needed; {remedy}", list(&names))
}

fn list(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(", "))
}

impl Printing<'_> {
    /// Writes the determination with this index, counted from 0.
    pub(super) fn write(
        self,
        index: usize,
        name: &Text,
        case: &Case,
        determination: &Determination,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        if index > 0 && matches!(self.format, ReportFormat::Text | ReportFormat::Markdown) {
            writeln!(out)?;
        }
        let facts = &case.facts;
        match self.format {
            ReportFormat::Text => {
                write!(out, "{}", report::text(&ReportHeader::of(name, facts), determination))
            }
            ReportFormat::Markdown => {
                write!(out, "{}", report::markdown(&ReportHeader::of(name, facts), determination))
            }
            ReportFormat::Json => {
                report::write_json(name, determination, out);
                writeln!(out)
            }
            ReportFormat::Fhir => {
                let editions = &self.settings.editions;
                writeln!(out, "{}", fhir::guidance(name, facts, determination, editions, self.names))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Facts;
    use crate::report::Outline;
    use crate::session::samples;

    fn determine_as(cases: &[PathBuf], format: ReportFormat, to: &mut Streams<'_>) -> Status {
        let (settings, names) = (PolicySettings::default(), Names::default());
        let printing = Printing { format, settings: &settings, names: &names };
        determine(cases, None, &Folder::at("cases"), printing, Batch::default(), to).unwrap()
    }

    #[test]
    fn text_and_markdown_say_all_of_the_outline() {
        for (name, determination) in samples::determinations() {
            let outline = Outline::of(&determination);
            let header = ReportHeader::of(&name, &Facts::default());
            outline.assert_rendered_in(&report::text(&header, &determination));
            outline.assert_rendered_in(&report::markdown(&header, &determination));
        }
    }

    #[test]
    fn missing_answers_are_named_and_the_other_cases_are_printed() {
        let rest = "needed; answer in the wizard, or add to the file";
        let one = format!("no determination yet: member.id is {rest}");
        assert_eq!(required(&[Field::MemberId]), one);
        let two = format!("no determination yet: member.id, request.side are {rest}");
        assert_eq!(required(&[Field::MemberId, Field::Side]), two);
        let mut incomplete = tempfile::NamedTempFile::new().unwrap();
        let text = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n";
        io::Write::write_all(&mut incomplete, text.as_bytes()).unwrap();
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/2026-03-02-diagnostic-clean.toml");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let paths = [incomplete.path().to_owned(), PathBuf::from(sample)];
        let status = determine_as(&paths, ReportFormat::Json, &mut to);
        assert_eq!(status, Status::Invalid);
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 1);
        let name = incomplete.path().display();
        let missing = "request.received, request.procedure, request.side are";
        assert_eq!(
            String::from_utf8(err).unwrap(),
            format!("{name}: no determination yet: {missing} {rest}\n")
        );
    }

    #[test]
    fn determinations_stand_apart_but_not_as_json() {
        let names = ["2026-03-02-diagnostic-clean", "2026-03-04-ablation-initial-clean"];
        let paths = names.map(|name| format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR")).into());
        let printed = |cases: &[PathBuf], format| {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut to = Streams { out: &mut out, err: &mut err };
            assert_eq!(determine_as(cases, format, &mut to), Status::Done);
            String::from_utf8(out).unwrap()
        };
        for (format, between) in
            [(ReportFormat::Text, "\n"), (ReportFormat::Markdown, "\n"), (ReportFormat::Json, "")]
        {
            let [one, other] = [0, 1].map(|index| printed(&paths[index..=index], format));
            assert_eq!(printed(&paths, format), format!("{one}{between}{other}"));
        }
    }
}
