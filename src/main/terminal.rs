//! The terminal that the program was started on, by the environment.

#![expect(clippy::disallowed_methods, reason = "a part of main, which reads the environment")]

use std::env;
use std::io::{self, IsTerminal};

use sij_intake::cli::Common;
use sij_intake::commands::TerminalState;
use sij_intake::tui::{Screens, Theme};

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

/// Why the wizard can't be shown, or not any more.
pub(super) fn terminal_problem(error: &io::Error) -> String {
    format!(
        "the terminal can't be used ({error}): every accepted answer is saved; --plain works without a screen"
    )
}
