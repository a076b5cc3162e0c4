//! The terminal that the program was started on, by the environment.

#![expect(clippy::disallowed_methods, reason = "a part of main, which reads the environment")]

use std::env;
use std::io::{self, IsTerminal};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use sij_intake::casefile::ProgramSettings;
use sij_intake::cli::Common;
use sij_intake::commands::TerminalState;
use sij_intake::line::IdleLock;
use sij_intake::tui::{Screens, Theme, erase_everything};

/// A variable of the environment, unless it is empty.
pub(super) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether there is no screen to draw on, or none is wanted.
pub(super) fn uses_line_mode(common: &Common) -> bool {
    let no_screen = !io::stdin().is_terminal() || !io::stdout().is_terminal();
    let dumb = variable("TERM").is_none_or(|term| term == "dumb");
    common.plain || no_screen || dumb || variable("ACCESSIBLE").is_some()
}

fn has_utf8() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// What the program would draw on.
pub(super) fn terminal_state() -> TerminalState {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    TerminalState {
        is_terminal: io::stdin().is_terminal() && io::stdout().is_terminal(),
        kind: variable("TERM"),
        is_utf8: has_utf8(),
        size: size.map(|size| (size.ws_col, size.ws_row)),
    }
}

/// How the screen is drawn.
pub(super) fn theme(common: &Common) -> Theme {
    Theme { ascii: common.ascii || !has_utf8(), color: variable("NO_COLOR").is_none() }
}

/// Which screens the terminal has.
pub(super) fn screens() -> Screens {
    Screens::of(&variable("TERM").unwrap_or_default())
}

/// What erases the lines that were printed; nothing where they can't be erased.
pub(super) fn erase_lines() -> Vec<u8> {
    let is_dumb = variable("TERM").is_none_or(|term| term == "dumb");
    if is_dumb || !io::stdout().is_terminal() { Vec::new() } else { erase_everything() }
}

/// When line mode is locked: never where its lines do not come from a terminal.
pub(super) fn idle_lock<'d>(
    settings: &ProgramSettings,
    wait: &'d mut dyn FnMut(Duration) -> io::Result<bool>,
    erase: &'d [u8],
) -> Option<IdleLock<'d>> {
    let after = settings.idle?.to_std().ok().filter(|_| io::stdin().is_terminal())?;
    Some(IdleLock { after, after_in_words: settings.idle_in_words()?, wait, erase })
}

/// Waits until a line is typed, or the input ends, at most so long; whether it was. A
/// terminal hands over whole lines, so none is left in the buffer of the input.
pub(super) fn wait_for_line(at_most: Duration) -> io::Result<bool> {
    let (stdin, at_most) = (rustix::stdio::stdin(), Timespec::try_from(at_most).map_err(io::Error::other)?);
    let mut watched = [PollFd::new(&stdin, PollFlags::IN)];
    Ok(rustix::io::retry_on_intr(|| poll(&mut watched, Some(&at_most)))? > 0)
}

/// Why the wizard can't be shown, or not any more.
pub(super) fn terminal_problem(error: &io::Error) -> String {
    format!(
        "the terminal can't be used ({error}): every accepted answer is saved; --plain works without a screen"
    )
}
