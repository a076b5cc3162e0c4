//! `determine`: prints the determinations of saved cases, in the given order.

use std::io;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::case::{Case, Field, Laterality, Text, validate};
use crate::casefile::complaint;
use crate::cli::ReportFormat;
use crate::fhir::{self, Names};
use crate::policy::{self, Determination, PolicySettings};
use crate::report::{self, ReportHeader};
use crate::store::Folder;

use super::source::Source;
use super::{Status, Streams};

/// Prints the determination of each case; an invalid one is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn determine(
    cases: &[PathBuf],
    received: Option<NaiveDate>,
    folder: &Folder,
    format: ReportFormat,
    settings: &PolicySettings,
    names: &Names,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let mut status = Status::Done;
    for (index, argument) in cases.iter().enumerate() {
        let source = Source::named(argument, folder);
        match determination_of(&source, received, settings) {
            Ok((case, determination)) => {
                let printed =
                    Printed { name: source.case_name(), case: &case, determination: &determination };
                printed.print(index, format, settings, names, to)?;
            }
            Err(problem) => {
                writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
                status = Status::Invalid;
            }
        }
    }
    Ok(status)
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

/// A determination to print.
pub(super) struct Printed<'p> {
    pub(super) name: Text,
    pub(super) case: &'p Case,
    pub(super) determination: &'p Determination,
}

impl Printed<'_> {
    /// Prints it as the determination with this index, counted from 0.
    pub(super) fn print(
        &self,
        index: usize,
        format: ReportFormat,
        settings: &PolicySettings,
        names: &Names,
        to: &mut Streams<'_>,
    ) -> io::Result<()> {
        if index > 0 && !matches!(format, ReportFormat::Json | ReportFormat::Fhir) {
            writeln!(to.out)?;
        }
        write!(to.out, "{}", self.text(format, settings, names))
    }

    fn text(&self, format: ReportFormat, settings: &PolicySettings, names: &Names) -> String {
        let facts = &self.case.facts;
        let header = || ReportHeader::of(&self.name, facts);
        match format {
            ReportFormat::Text => report::text(&header(), self.determination),
            ReportFormat::Json => report::json(&self.name, self.determination) + "\n",
            ReportFormat::Markdown => report::markdown(&header(), self.determination),
            ReportFormat::Fhir => {
                fhir::guidance(&self.name, facts, self.determination, &settings.editions, names) + "\n"
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
        let status = determine(
            &paths,
            None,
            &Folder::at("cases"),
            ReportFormat::Json,
            &PolicySettings::default(),
            &Names::default(),
            &mut to,
        )
        .unwrap();
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
            assert_eq!(
                determine(
                    cases,
                    None,
                    &Folder::at("cases"),
                    format,
                    &PolicySettings::default(),
                    &Names::default(),
                    &mut to
                )
                .unwrap(),
                Status::Done
            );
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
