//! `completions` and `man`: what is installed beside the program.

use std::io;

use crate::case::Text;
use crate::cli::{self, CompletionShell};

use super::{Status, Streams};

/// Prints the completions for a shell.
///
/// # Errors
/// When they can't be written.
pub fn completions(shell: CompletionShell, to: &mut Streams<'_>) -> io::Result<Status> {
    write!(to.out, "{}", cli::completions(shell))?;
    Ok(Status::Done)
}

/// Prints the names of the commands that have a manual page.
///
/// # Errors
/// When they can't be written.
pub fn man_list(to: &mut Streams<'_>) -> io::Result<Status> {
    cli::command_names().iter().try_for_each(|name| writeln!(to.out, "{name}"))?;
    Ok(Status::Done)
}

/// Prints a manual page.
///
/// # Errors
/// When it can't be written.
pub fn man(command: Option<&str>, to: &mut Streams<'_>) -> io::Result<Status> {
    match cli::man_page(command) {
        Ok(page) => {
            to.out.write_all(&page)?;
            Ok(Status::Done)
        }
        Err(problem) => {
            writeln!(to.err, "{}: {problem}", Text::new(command.unwrap_or_default()))?;
            Ok(Status::Invalid)
        }
    }
}
