//! Withdrawing a case from the list, and bringing it back.

use std::io::{self, Write};

use crate::case::Text;
use crate::session::Workspace;
use crate::store::CaseId;

use super::command::Command;

/// Withdraws or restores the case of this name; `restore` without a name lists the
/// withdrawn cases. Returns whether the list has changed.
///
/// # Errors
/// When the output can't be written.
pub(super) fn move_case(
    workspace: &Workspace,
    command: Command,
    name: &str,
    out: &mut dyn Write,
) -> io::Result<bool> {
    if name.is_empty() {
        return ask_for_name(workspace, command, out).map(|()| false);
    }
    let Some(id) = CaseId::new(name) else {
        writeln!(out, "{} is not the name of a case: type its whole name.", Text::new(name))?;
        return Ok(false);
    };
    let restore = Command::Restore;
    let (done, moved) = match command {
        Command::Restore => (format!("{id} is in the list again."), workspace.restore(&id)),
        _ => (format!("{id} is withdrawn: {restore} {id} undoes that."), workspace.withdraw(&id)),
    };
    match &moved {
        Ok(()) => writeln!(out, "{done}")?,
        Err(error) => writeln!(out, "{error}.")?,
    }
    Ok(moved.is_ok())
}

fn ask_for_name(workspace: &Workspace, command: Command, out: &mut dyn Write) -> io::Result<()> {
    let usage = command.usage();
    if command != Command::Restore {
        return writeln!(out, "Type {usage}: the whole name of the case.");
    }
    match workspace.withdrawn() {
        Ok(cases) if cases.is_empty() => writeln!(out, "No case is withdrawn."),
        Ok(cases) => {
            cases.iter().try_for_each(|id| writeln!(out, "{id}"))?;
            writeln!(out, "Type {usage} for one of them.")
        }
        Err(error) => writeln!(out, "The withdrawn cases can't be listed ({error})."),
    }
}
