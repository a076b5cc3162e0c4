//! `questionnaire`: prints the form for the provider. `export`: prints the answers of
//! saved cases as responses to it.

use std::io;

use crate::casefile::complaint;
use crate::cli::{ExportArgs, ExportFor, ExportFormat};
use crate::fhir::{self, Audience, Form, Names, Response, ResponseOf};
use crate::interview::Interview;
use crate::policy::PolicySettings;
use crate::store::Folder;

use super::source::Source;
use super::{Status, Streams};

/// Prints the form.
///
/// # Errors
/// When standard output can't be written.
pub fn questionnaire(settings: &PolicySettings, names: &Names, to: &mut Streams<'_>) -> io::Result<Status> {
    writeln!(to.out, "{}", fhir::questionnaire(&Form::of(&settings.editions), names))?;
    Ok(Status::Done)
}

/// Prints the answers of each case on a line, and names on standard error what is not
/// among them; an invalid case is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn export(
    args: &ExportArgs,
    folder: &Folder,
    settings: &PolicySettings,
    names: &Names,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let form = Form::of(&settings.editions);
    let mut status = Status::Done;
    for argument in &args.cases {
        let source = Source::named(argument, folder);
        match response(&source, args, &form, settings, names) {
            Ok(response) => {
                writeln!(to.out, "{}", response.json)?;
                for left_out in response.left_out {
                    writeln!(to.err, "{}: not exported: {left_out}", source.display_name())?;
                }
            }
            Err(problem) => {
                writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
                status = Status::Invalid;
            }
        }
    }
    Ok(status)
}

fn response(
    source: &Source,
    args: &ExportArgs,
    form: &Form,
    settings: &PolicySettings,
    names: &Names,
) -> Result<Response, String> {
    let ExportFormat::Fhir = args.format;
    let case = source.read(&settings.editions).map_err(|error| error.to_string())?;
    let interview = Interview::of(case, settings);
    let of = ResponseOf {
        name: &source.case_name(),
        case: interview.case(),
        is_complete: interview.asked().is_empty(),
        date: args.date,
        audience: match args.audience {
            ExportFor::Plan => Audience::Plan,
            ExportFor::Provider => Audience::Provider,
        },
    };
    Ok(fhir::response(&of, form, names))
}
