//! `new --from`: makes a case of what another program knows, and prints its name.

use std::io;
use std::path::Path;

use crate::casefile::complaint;
use crate::session::{NewCaseError, Session, Workspace};

use super::case_folder::has_folder;
use super::source::Source;
use super::{Status, Streams};

/// Makes a new case of a partial one; unless `even_so`, none that may be a duplicate.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn new_from(
    from: &Path,
    even_so: bool,
    workspace: &Workspace,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    if !has_folder(&workspace.folder, to)? {
        return Ok(Status::Invalid);
    }
    let source = Source::of_path(from);
    match make(&source, even_so, workspace) {
        Ok(mut session) => {
            writeln!(to.out, "{}", session.id())?;
            match session.close() {
                Ok(()) => Ok(Status::Done),
                Err(problem) => writeln!(to.err, "{problem}").map(|()| Status::Invalid),
            }
        }
        Err((status, problem)) => {
            writeln!(to.err, "{}", complaint(&source.display_name(), &problem))?;
            Ok(status)
        }
    }
}

fn make(source: &Source, even_so: bool, workspace: &Workspace) -> Result<Session, (Status, String)> {
    let editions = &workspace.settings.editions;
    let case = source.read_partial(editions).map_err(|error| (Status::Invalid, error.to_string()))?;
    workspace.create_from(&case, even_so).map_err(|error| match error {
        NewCaseError::MayDuplicate(_) => {
            let remedy = "go on with that case, or make this one too with --even-so";
            (Status::Differences, format!("{error}: {remedy}"))
        }
        error => (Status::Invalid, error.to_string()),
    })
}
