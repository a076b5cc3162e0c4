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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn sample(name: &str) -> PathBuf {
        format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR")).into()
    }

    fn printed(cases: Vec<PathBuf>, audience: ExportFor) -> (Status, String, String) {
        let args = ExportArgs { cases, format: ExportFormat::Fhir, audience, date: None };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let (folder, settings) = (Folder::at("cases"), PolicySettings::default());
        let status = export(&args, &folder, &settings, &Names::default(), &mut to).unwrap();
        (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn each_case_is_a_line_and_one_that_is_not_valid_does_not_stop_the_rest() {
        let cases = ["2026-03-02-diagnostic-clean", "no-such-case", "2026-03-04-ablation-initial-clean"];
        let (status, out, err) = printed(cases.map(sample).to_vec(), ExportFor::Plan);
        assert_eq!((status, out.lines().count()), (Status::Invalid, 2));
        assert!(err.lines().count() == 1 && err.contains("no-such-case"), "{err}");
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines[1].contains(r#""value":"2026-03-04-ablation-initial-clean""#));
    }

    #[test]
    fn answers_that_are_set_aside_are_named_and_the_case_is_exported() {
        let case = sample("2025-06-16-outside-policy-service-in-june");
        let (status, out, err) = printed(vec![case], ExportFor::Plan);
        assert_eq!((status, out.lines().count()), (Status::Done, 1));
        let expected = ": not exported: 2 answers set aside: request.codes, request.diagnoses\n";
        assert!(err.ends_with(expected), "{err}");
    }

    #[test]
    fn provider_gets_the_form_to_go_on_with() {
        let case = || vec![sample("2026-03-02-diagnostic-clean")];
        let (_, plan, _) = printed(case(), ExportFor::Plan);
        let (_, provider, _) = printed(case(), ExportFor::Provider);
        assert!(plan.contains("request.received") && !provider.contains("request.received"));
    }
}
