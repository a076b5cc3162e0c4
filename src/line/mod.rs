//! Line mode: the interview for screen readers, braille lines, dumb terminals
//! and pipes. Whole lines in, whole lines out: no redraw, no boxes, no colour.
//!
//! It works on a [`Session`] as the wizard does and follows the same walk; it
//! knows no rule of the policy and no environment.

mod annotations;
mod answer_spec;
mod command;
mod conversation;
mod list;
mod page;
mod read_line;
mod summary;
mod worklist;

use std::io::{self, BufRead, Write};

use crate::case::Text;
use crate::casefile::complaint;
use crate::report;
use crate::session::{Session, Workspace};

pub use worklist::{Chosen, choose};

use conversation::Conversation;
use read_line::Typed;

/// What line mode reads and writes.
pub struct LineIo<'d> {
    /// The answers, a line each.
    pub input: &'d mut dyn BufRead,
    /// What is asked and said.
    pub out: &'d mut dyn Write,
    /// Why a case can't be opened.
    pub err: &'d mut dyn Write,
}

/// How the lines ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All that was typed and could be taken is saved.
    AllSaved,
    /// Something that was typed could not be saved, and was not taken since.
    NotSaved,
    /// There was no case to ask about.
    NotOpened,
}

/// Asks the questions of a case line by line, until `quit` or the end of the
/// input; each accepted answer is saved.
///
/// # Errors
/// When the input can't be read or the output can't be written; what was
/// accepted before has been saved.
pub fn run(workspace: &Workspace, chosen: &Chosen, to: LineIo<'_>) -> io::Result<Ended> {
    let LineIo { input, out, err } = to;
    let mut session = match open(workspace, chosen) {
        Ok(session) => session,
        Err(problem) => {
            writeln!(err, "{problem}")?;
            return Ok(Ended::NotOpened);
        }
    };
    let ended = converse(&mut session, input, out)?;
    // Drafts of the wizard that stay where they are come back there all the same.
    let _ = session.save_drafts();
    Ok(ended)
}

fn open(workspace: &Workspace, chosen: &Chosen) -> Result<Session, String> {
    match chosen {
        Chosen::Case(id) => workspace.open(id).map_err(|error| complaint(&Text::new(id.as_str()), &error)),
        Chosen::New => workspace.create().map_err(|error| format!("no new case: {error}")),
    }
}

fn converse(session: &mut Session, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Ended> {
    let mut conversation = Conversation::of(session);
    conversation.greet();
    loop {
        print(out, &conversation.said())?;
        if conversation.over() {
            return Ok(conversation.ended());
        }
        match read_line::line(input)? {
            Typed::Line(line) => conversation.take(line.trim()),
            Typed::TooLong => conversation.say("This line is too long: shorten it."),
            Typed::NotText => conversation.say("This line is not UTF-8 text: type it again."),
            Typed::End => conversation.leave("End of input."),
        }
    }
}

fn print(out: &mut dyn Write, said: &[String]) -> io::Result<()> {
    for line in said.iter().flat_map(|line| report::wrap(line, report::PAGE_WIDTH)) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
