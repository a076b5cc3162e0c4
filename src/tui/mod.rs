//! The wizard: the worklist, the questions, the review and the determination
//! on a terminal, used by keyboard.
//!
//! `App::update` changes the state for an event; `draw` shows the state. The
//! interview decides which question comes next, never a screen.

mod app;
mod backend;
mod determination;
mod determination_layout;
mod determination_rows;
mod drafts;
mod draw;
mod duplicate_notice;
mod duplicates;
mod editor;
mod emergency_save;
mod field_behind;
mod folder_check;
mod idle;
mod input;
mod intake;
mod intake_page;
mod key_bytes;
mod key_hints;
mod keys;
mod letter;
mod new_walk;
mod note;
mod note_actions;
mod options;
mod pending;
mod play;
mod player;
mod popup;
mod proposal;
mod provided;
mod question;
mod question_editor;
mod review;
mod scroll;
mod terminal;
#[cfg(test)]
mod test_terminal;
#[cfg(test)]
mod tests;
mod text_buffer;
mod theme;
mod undo;
mod withdraw_keys;
mod withdrawal;
mod worklist;
mod worklist_keys;

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use crossterm::event::Event;
use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::session::Workspace;
use crate::store::CaseId;

pub use app::{App, Effect, View};
pub use backend::{AnsiBackend, Screen};
pub use determination_layout::{DeterminationLayout, DeterminationView, RowId};
pub use draw::draw;
pub use intake_page::IntakePage;
pub use key_hints::markdown as keys_as_markdown;
pub use keys::{Command, KeyContext};
pub use play::{pace, play};
pub use question_editor::QuestionEditor;
pub use review::{ItemNote, ReviewRow};
pub use terminal::{Screens, erase_everything};
pub use theme::Theme;

use idle::IdleTimer;
use input::Input;
use terminal::TerminalGuard;

/// The screen the wizard starts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The list of cases.
    Worklist,
    /// A new case.
    New,
    /// This case.
    Open(CaseId),
}

/// Runs the wizard until the user leaves it. Gives what is missing in the audit log, as
/// sentences without their full stops.
///
/// # Errors
/// When there is no terminal, or it goes away.
pub fn run(workspace: Workspace, theme: Theme, screens: Screens, start: &Start) -> io::Result<Vec<String>> {
    let mut app = started(workspace, theme, start);
    run_app(&mut app, screens, None)?;
    app.close_log();
    Ok(app.unlogged)
}

/// The wizard on its first screen. The case folder is listed only if the list is shown.
fn started(workspace: Workspace, theme: Theme, start: &Start) -> App {
    let mut app = App::unlisted(workspace, theme);
    match start {
        Start::Worklist => app.to_worklist(),
        Start::New => app.new_case(),
        Start::Open(id) => app.open(id),
    }
    if app.session.is_none() {
        app.list_cases();
    }
    app
}

/// Runs the program until the user leaves it. With an interval, a played case
/// advances by itself.
fn run_app(app: &mut App, screens: Screens, interval: Option<Duration>) -> io::Result<()> {
    let ended = event_loop(app, screens, interval);
    match ended {
        Ok(()) => emergency_save::set(None),
        // The terminal is gone: save the drafts while the process still runs.
        Err(_) => emergency_save::save(),
    }
    ended
}

fn event_loop(app: &mut App, screens: Screens, interval: Option<Duration>) -> io::Result<()> {
    let mut guard = TerminalGuard::enter(screens)?;
    let mut input = Input::new()?;
    let clock = app.workspace.clock;
    let mut idle = IdleTimer::new(app.workspace.program.idle, clock.now());
    loop {
        emergency_save::set(app.draft_snapshot());
        show(app, &mut guard.terminal)?;
        app.log_list();
        let Some(events) = next_events(app, &mut input, idle, interval)? else { continue };
        idle.restart_on_key(&events, clock.now());
        for event in events {
            app.update(&event);
            match std::mem::replace(&mut app.effect, Effect::Nothing) {
                Effect::Nothing => {}
                Effect::Repaint => guard.repaint()?,
                Effect::DropKeys => {
                    input.clear();
                    break;
                }
                // Keys typed after Ctrl-Z were meant for the shell.
                Effect::Suspend => {
                    guard.suspend()?;
                    input.clear();
                    idle = IdleTimer::new(app.workspace.program.idle, clock.now());
                    break;
                }
                Effect::Quit => return Ok(()),
            }
        }
    }
}

/// Waits for events. While a case plays by itself or the folder is being checked, there
/// may be something new to draw without one; and the screen is locked after a time.
fn next_events(
    app: &mut App,
    input: &mut Input,
    idle: IdleTimer,
    interval: Option<Duration>,
) -> io::Result<Option<VecDeque<Event>>> {
    if app.is_locked {
        return input.read_events(None);
    }
    let playing = interval.filter(|_| app.has_next_step());
    loop {
        if app.take_checked() {
            return Ok(None);
        }
        let checking = app.is_checking().then_some(CHECK_INTERVAL);
        let (work, left) = (playing.or(checking), idle.left(app.workspace.clock.now()));
        let time = work.into_iter().chain(left).min();
        let events = input.read_events(time)?;
        if events.is_some() {
            return Ok(events);
        }
        if time == left {
            app.lock();
            return Ok(None);
        }
        if playing.is_some() {
            app.next_step();
            return Ok(None);
        }
    }
}

/// How often what the check of the folder has found is looked for.
const CHECK_INTERVAL: Duration = Duration::from_millis(30);

/// Draws the current state at the terminal's current size.
fn show<B: Backend>(app: &mut App, terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    app.resize(terminal.size()?);
    terminal.draw(|frame| draw(app, frame)).map(|_| ())
}
