//! The wizard: the worklist, the questions, the review and the determination,
//! on a terminal, by keyboard.
//!
//! `update` makes of an event what the program then is; `draw` shows what it
//! is. Which question comes next is the interview's to say, never a screen's.

mod app;
mod asking;
mod deciding;
mod draw;
mod input;
mod keys;
mod left;
mod look;
mod note;
mod options;
mod page;
mod paper;
mod play;
mod scroll;
mod sheet;
mod terminal;
mod typed;
mod wire;
mod worklist;

use std::io;

use crate::session::Desktop;
use crate::store::CaseId;

pub use app::{App, Order, View};
pub use draw::draw;
pub use keys::{Binding, Command, KEYS, Scene, all, footer, markdown as keys_as_markdown};
pub use look::Look;
pub use page::Page;
pub use play::{pace, play};
pub use wire::{Screen, Wire};

use terminal::Stage;

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
pub fn run(desktop: Desktop, look: Look, start: &Start) -> io::Result<()> {
    let mut app = App::new(desktop, look);
    match start {
        Start::Worklist => {}
        Start::New => app.new_case(),
        Start::Open(id) => app.open(id),
    }
    let ended = work(&mut app);
    match ended {
        Ok(()) => left::is(None),
        // The line is gone.
        Err(_) => left::keep(),
    }
    ended
}

fn work(app: &mut App) -> io::Result<()> {
    let mut stage = Stage::enter()?;
    loop {
        left::is(app.left());
        show(app, &mut stage)?;
        for event in input::waiting()? {
            app.update(&event);
            match std::mem::replace(&mut app.order, Order::GoOn) {
                Order::GoOn => {}
                Order::Repaint => stage.repaint()?,
                // What was typed after that was meant for the shell.
                Order::Stop => {
                    stage.stop()?;
                    break;
                }
                Order::Quit => return Ok(()),
            }
        }
    }
}

fn show(app: &mut App, stage: &mut Stage) -> io::Result<()> {
    let size = ratatui::backend::Backend::size(stage.terminal.backend())?;
    app.resize(size);
    stage.terminal.draw(|frame| draw(app, frame)).map(|_| ())
}
