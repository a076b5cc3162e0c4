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
mod keys;
mod note;
mod options;
mod play;
mod popup;
mod question;
mod question_editor;
mod review;
mod scroll;
mod terminal;
mod theme;
mod typed;
mod worklist;

use std::io;

use crate::session::Workspace;
use crate::store::CaseId;

pub use app::{App, Effect, View};
pub use backend::{Screen, Wire};
pub use draw::draw;
pub use keys::{Binding, Command, KEYS, KeyContext, all, footer, markdown as keys_as_markdown};
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
    let ended = work(&mut app);
    match ended {
        Ok(()) => emergency_save::is(None),
        // The line is gone.
        Err(_) => emergency_save::keep(),
    }
    ended
}

fn work(app: &mut App) -> io::Result<()> {
    let mut guard = TerminalGuard::enter()?;
    loop {
        emergency_save::is(app.draft_snapshot());
        show(app, &mut guard)?;
        for event in input::read_events()? {
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

fn show(app: &mut App, guard: &mut TerminalGuard) -> io::Result<()> {
    let size = ratatui::backend::Backend::size(guard.terminal.backend())?;
    app.resize(size);
    guard.terminal.draw(|frame| draw(app, frame)).map(|_| ())
}
