//! `determine --from fhir`: prints the determination of a provider's response as it is,
//! without making a case of it.

use std::io;
use std::path::PathBuf;

use crate::case::Case;
use crate::casefile::complaint;
use crate::fhir::{ReadOptions, ResponseReader};
use crate::policy::{self, Determination, PolicySettings};

use super::determine::{Printing, missing};
use super::response_file::ResponseFile;
use super::source::Source;
use super::{Status, Streams};

/// What to do about an answer that a determination needs and a response lacks.
const REMEDY: &str = "give the day of receipt with --received; the rest has to be in the response";

/// Prints the determination of each response; a bad one is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn determine_responses(
    files: &[PathBuf],
    options: ReadOptions,
    printing: Printing<'_>,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let Printing { settings, names, .. } = printing;
    let reader = ResponseReader::new(&settings.editions, names);
    let mut status = Status::Done;
    for (index, file) in files.iter().enumerate() {
        let source = Source::of_path(file);
        match determination_of(&source, &reader, options, settings, to)? {
            Some((case, determination)) => {
                let mut out = Vec::new();
                printing.write(index, &source.case_name(), &case, &determination, &mut out)?;
                to.out.write_all(&out)?;
            }
            None => status = Status::Invalid,
        }
    }
    Ok(status)
}

/// The determination of a response; `None` where it has none, which is said on standard
/// error.
fn determination_of(
    source: &Source,
    reader: &ResponseReader,
    options: ReadOptions,
    settings: &PolicySettings,
    to: &mut Streams<'_>,
) -> io::Result<Option<(Case, Determination)>> {
    let problem = match ResponseFile::read(source, reader, options) {
        Ok(response) => {
            response.print_complaints(reader, to)?;
            if !response.is_usable(false) {
                return Ok(None);
            }
            let case = response.imported.case;
            match policy::determine(&case, settings) {
                Ok(determination) => return Ok(Some((case, determination))),
                Err(fields) => missing(&fields, REMEDY),
            }
        }
        Err(error) => error.to_string(),
    };
    writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
    Ok(None)
}
