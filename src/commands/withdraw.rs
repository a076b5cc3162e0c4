//! `withdraw` and `restore`: a case leaves the list, and comes back.

use std::io;
use std::path::Path;

use crate::session::{WithdrawError, Workspace};
use crate::store::CaseId;

use super::case_folder::unreadable_folder;
use super::{Status, Streams};

/// Withdraws a case.
///
/// # Errors
/// When the output can't be written.
pub fn withdraw(workspace: &Workspace, case: &Path, to: &mut Streams<'_>) -> io::Result<Status> {
    let withdraw = |id: &CaseId| workspace.withdraw(id);
    run(
        workspace,
        case,
        withdraw,
        |id| format!("{id} is withdrawn: sij-intake restore {id} brings it back"),
        to,
    )
}

/// Brings a withdrawn case back, or lists the withdrawn cases.
///
/// # Errors
/// When the output can't be written.
pub fn restore(workspace: &Workspace, case: Option<&Path>, to: &mut Streams<'_>) -> io::Result<Status> {
    match case {
        Some(case) => {
            let restore = |id: &CaseId| workspace.restore(id);
            run(workspace, case, restore, |id| format!("{id} is in the list again"), to)
        }
        None => list(workspace, to),
    }
}

fn run(
    workspace: &Workspace,
    case: &Path,
    move_case: impl Fn(&CaseId) -> Result<(), WithdrawError>,
    done: impl Fn(&CaseId) -> String,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    if let Some(problem) = unreadable_folder(&workspace.folder) {
        writeln!(to.err, "{problem}")?;
        return Ok(Status::Invalid);
    }
    let Some(id) = workspace.folder.case_named(case) else {
        let folder = workspace.folder.full_name();
        writeln!(
            to.err,
            "this is not the name of a case in {folder}: give a name; --cases chooses another folder"
        )?;
        return Ok(Status::Invalid);
    };
    match move_case(&id) {
        Ok(()) => writeln!(to.out, "{}", done(&id)).map(|()| Status::Done),
        Err(error) => writeln!(to.err, "{error}").map(|()| Status::Invalid),
    }
}

fn list(workspace: &Workspace, to: &mut Streams<'_>) -> io::Result<Status> {
    match workspace.withdrawn() {
        Ok(cases) if cases.is_empty() => writeln!(to.out, "no case is withdrawn")?,
        Ok(cases) => cases.iter().try_for_each(|id| writeln!(to.out, "{id}"))?,
        Err(error) => {
            writeln!(to.err, "the withdrawn cases can't be listed ({error}): check the permissions")?;
            return Ok(Status::Invalid);
        }
    }
    Ok(Status::Done)
}
