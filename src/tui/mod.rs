//! The wizard: the worklist, the questions, the review and the determination,
//! on a terminal, by keyboard.
//!
//! `update` makes of an event what the program then is; `draw` shows what it
//! is. Which question comes next is the interview's to say, never a screen's.

mod app;
mod backend;
mod determination;
mod determination_layout;
mod draw;
mod emergency_save;
mod input;
mod key_hints;
mod keys;
mod note;
mod options;
mod play;
mod player;
mod popup;
mod question;
mod question_editor;
mod review;
mod scroll;
mod terminal;
#[cfg(test)]
mod test_terminal;
#[cfg(test)]
mod tests;
mod theme;
mod typed;
mod worklist;

use std::io;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::session::Workspace;
use crate::store::CaseId;

pub use app::{App, Effect, View};
pub use backend::{Screen, Wire};
pub use draw::draw;
pub use key_hints::markdown as keys_as_markdown;
pub use keys::{Command, KeyContext};
pub use play::{pace, play};
pub use question_editor::QuestionEditor;
pub use theme::Theme;

use terminal::TerminalGuard;

/// Where the wizard starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// On the list of cases.
    Worklist,
    /// On a new case.
    New,
    /// On this case.
    Open(CaseId),
}

/// Runs the wizard until it is left.
///
/// # Errors
/// When the terminal is gone or was never there.
pub fn run(workspace: Workspace, theme: Theme, start: &Start) -> io::Result<()> {
    let mut app = App::new(workspace, theme);
    match start {
        Start::Worklist => {}
        Start::New => app.new_case(),
        Start::Open(id) => app.open(id),
    }
    work(&mut app, None)
}

/// Works until the program is left; with a time, a played case goes on by itself.
fn work(app: &mut App, every: Option<Duration>) -> io::Result<()> {
    let ended = work_on_screen(app, every);
    match ended {
        Ok(()) => emergency_save::is(None),
        // The line is gone.
        Err(_) => emergency_save::keep(),
    }
    ended
}

fn work_on_screen(app: &mut App, every: Option<Duration>) -> io::Result<()> {
    let mut guard = TerminalGuard::enter()?;
    loop {
        emergency_save::is(app.draft_snapshot());
        show(app, &mut guard.terminal)?;
        let every = every.filter(|_| app.has_next_step());
        let Some(events) = input::read_events(every)? else {
            app.next_step();
            continue;
        };
        for event in events {
            app.update(&event);
            match std::mem::replace(&mut app.effect, Effect::GoOn) {
                Effect::GoOn => {}
                Effect::Repaint => guard.repaint()?,
                // What was typed after that was meant for the shell.
                Effect::Stop => {
                    guard.stop()?;
                    break;
                }
                Effect::Quit => return Ok(()),
            }
        }
    }
}

/// Draws the program as it is, for the size that the terminal has now.
fn show<B: Backend>(app: &mut App, terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    app.resize(terminal.size()?);
    terminal.draw(|frame| draw(app, frame)).map(|_| ())
}
