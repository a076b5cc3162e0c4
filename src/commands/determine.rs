//! `determine`: the determinations of saved cases, in the order they are named.

use std::io;
use std::path::PathBuf;

use crate::case::{Field, Laterality, Text};
use crate::casefile::complaint;
use crate::cli::PaperFormat;
use crate::policy::{self, Determination, PolicySettings};
use crate::report;

use super::source::Source;
use super::{Status, Streams};

/// Prints the determination of each case; a bad one is named and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn determine(
    cases: &[PathBuf],
    format: PaperFormat,
    settings: &PolicySettings,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let mut status = Status::Done;
    for (index, argument) in cases.iter().enumerate() {
        let source = Source::named(argument);
        match determined(&source, settings) {
            Ok(determination) => {
                if index > 0 && format != PaperFormat::Json {
                    writeln!(to.out)?;
                }
                print(&source.case_name(), &determination, format, to)?;
            }
            Err(problem) => {
                writeln!(to.err, "{}", complaint(&source.shown(), &problem))?;
                status = Status::Invalid;
            }
        }
    }
    Ok(status)
}

fn determined(source: &Source, settings: &PolicySettings) -> Result<Determination, String> {
    let case = source.read(&settings.editions).map_err(|error| error.to_string())?;
    policy::determine(&case, settings).map_err(|fields| required(&fields))
}

/// The complaint about needed fields that have no answer yet.
pub(super) fn required(fields: &[Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| field.at(Laterality::Left).to_string()).collect();
    format!("no determination yet: {} needed; answer in the wizard, or add to the file", list(&names))
}

fn list(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(", "))
}

fn print(
    name: &Text,
    determination: &Determination,
    format: PaperFormat,
    to: &mut Streams<'_>,
) -> io::Result<()> {
    match format {
        PaperFormat::Text => write!(to.out, "{}", report::text(name, determination)),
        PaperFormat::Json => writeln!(to.out, "{}", report::json(name, determination)),
        PaperFormat::Markdown => write!(to.out, "{}", report::markdown(name, determination)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Outline;
    use crate::session::samples;

    #[test]
    fn text_and_markdown_say_all_of_the_outline() {
        for (name, determination) in samples::determinations() {
            let outline = Outline::of(&determination);
            outline.assert_all_said(&report::text(&name, &determination));
            outline.assert_all_said(&report::markdown(&name, &determination));
        }
    }

    #[test]
    fn determinations_stand_apart_but_not_as_json() {
        let names = ["2026-03-02-diagnostic-clean", "2026-03-04-ablation-initial-clean"];
        let paths = names.map(|name| format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR")).into());
        let printed = |cases: &[PathBuf], format| {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut to = Streams { out: &mut out, err: &mut err };
            assert_eq!(determine(cases, format, &PolicySettings::default(), &mut to).unwrap(), Status::Done);
            String::from_utf8(out).unwrap()
        };
        for (format, between) in
            [(PaperFormat::Text, "\n"), (PaperFormat::Markdown, "\n"), (PaperFormat::Json, "")]
        {
            let [one, other] = [0, 1].map(|index| printed(&paths[index..=index], format));
            assert_eq!(printed(&paths, format), format!("{one}{between}{other}"));
        }
    }
}
