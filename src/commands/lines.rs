//! Intake in line mode: a case is chosen, opened or started, and its questions
//! are asked line by line.

use std::io::{self, BufRead};

use crate::case::{Case, Text};
use crate::line::{self, Chosen, LineIo};
use crate::session::{Progress, Workspace};
use crate::store::{CaseId, read_case};

use super::source::complaint;
use super::{Status, Streams};

/// Lists the cases of the folder and asks which to open; `None`: none.
///
/// # Errors
/// When the folder or the input can't be read, or the output can't be written.
pub fn choose(
    workspace: &Workspace,
    input: &mut dyn BufRead,
    to: &mut Streams<'_>,
) -> io::Result<Option<Opening>> {
    if workspace.folder.is_open_to_others() {
        writeln!(to.out, "Others on this host can read this folder: chmod o-rwx closes it.")?;
    }
    let cases = workspace.folder.cases()?;
    let rows: Vec<(String, String)> =
        cases.iter().map(|id| (id.to_string(), progress(workspace, id))).collect();
    Ok(match line::choose(&rows, input, to.out)? {
        Chosen::New => Some(Opening::New),
        Chosen::Case(row) => cases.into_iter().nth(row).map(Opening::Case),
        Chosen::Nothing => None,
    })
}

/// Which case is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// A new one.
    New,
    /// This one.
    Case(CaseId),
}

fn progress(workspace: &Workspace, id: &CaseId) -> String {
    match read_case(&workspace.folder.file(id)) {
        Ok((case, _)) => Progress::of(&case, &workspace.settings).to_string(),
        Err(_) => "can't be read".to_owned(),
    }
}

/// Asks the questions of a case line by line, saving each accepted answer.
///
/// # Errors
/// When the input can't be read or the output can't be written.
pub fn lines(
    workspace: &Workspace,
    opening: &Opening,
    input: &mut dyn BufRead,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let opened = match opening {
        Opening::Case(id) => workspace.open(id).map_err(|error| complaint(&Text::new(id.as_str()), &error)),
        Opening::New => workspace.create().map_err(|error| format!("no new case: {error}")),
    };
    let mut session = match opened {
        Ok(session) => session,
        Err(problem) => {
            writeln!(to.err, "{problem}")?;
            return Ok(Status::Invalid);
        }
    };
    if let Some(holder) = session.read_only() {
        writeln!(to.out, "READ-ONLY: {holder}. No answer will be saved.")?;
    }
    let name = Text::new(session.id().as_str());
    let (interview, today, settings) =
        (session.interview().clone(), session.today(), session.settings().clone());
    let mut save = |case: &Case| session.keep(case);
    let ended =
        line::run(&name, interview, today, &settings, LineIo { input, out: to.out, save: &mut save })?;
    Ok(if ended.unsaved.is_some() { Status::Invalid } else { Status::Done })
}
