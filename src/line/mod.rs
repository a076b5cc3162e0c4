//! Line mode: the interview for screen readers, braille displays, dumb terminals
//! and pipes. It reads and writes whole lines: no redraw, no boxes, no colour.
//!
//! Like the wizard it works on a [`Session`] and asks in the order of the interview;
//! it uses no rule of the policy and no environment variable.

mod annotations;
mod answer_spec;
mod asked_about;
mod command;
mod compare;
mod conversation;
mod drafts;
mod duplicates;
mod idle;
mod intake;
mod letter;
mod list;
mod page;
mod pending;
mod provided;
mod read_line;
mod summary;
mod withdraw;
#[cfg(test)]
mod words_by_hand;
mod worklist;

use std::io::{self, BufRead, Write};

use crate::case::Text;
use crate::casefile::complaint;
use crate::report;
use crate::session::{Session, Workspace};

pub use idle::IdleLock;
pub use worklist::{Chosen, choose};

use conversation::Conversation;
use read_line::{NOT_TEXT, TOO_LONG, Typed};

/// The input and output of line mode.
pub struct LineIo<'d> {
    /// The typed lines.
    pub input: &'d mut dyn BufRead,
    /// Questions and messages.
    pub out: &'d mut dyn Write,
    /// The complaint when a case can't be opened.
    pub err: &'d mut dyn Write,
    /// The terminal, where lines are typed at one and it is to be locked.
    pub idle: Option<IdleLock<'d>>,
}

/// How line mode ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything that was accepted is saved.
    AllSaved,
    /// Something could not be saved, and was not accepted since, or not be logged.
    NotSaved,
    /// The case could not be opened.
    NotOpened,
}

/// Asks the questions of a case line by line, until `quit` or the end of the
/// input; each accepted answer is saved.
///
/// # Errors
/// When the input can't be read or the output can't be written; what was accepted
/// before is saved.
pub fn run(workspace: &Workspace, chosen: &Chosen, to: &mut LineIo<'_>) -> io::Result<Ended> {
    let mut session = match open(workspace, chosen) {
        Ok(session) => session,
        Err(problem) => {
            writeln!(to.err, "{problem}")?;
            return Ok(Ended::NotOpened);
        }
    };
    let ended = converse(&mut session, workspace, to);
    // Best effort: drafts of the wizard that can't be saved stay in their file.
    let _ = session.save_drafts();
    match session.close() {
        Ok(()) => ended,
        Err(problem) => {
            writeln!(to.err, "{problem}")?;
            ended.map(|_| Ended::NotSaved)
        }
    }
}

fn open(workspace: &Workspace, chosen: &Chosen) -> Result<Session, String> {
    match chosen {
        Chosen::Case(id) => workspace.open(id).map_err(|error| complaint(&Text::new(id.as_str()), &error)),
        Chosen::New => workspace.create().map_err(|error| format!("can't start a case: {error}")),
    }
}

fn converse(session: &mut Session, workspace: &Workspace, to: &mut LineIo<'_>) -> io::Result<Ended> {
    let mut conversation = Conversation::of(session, workspace);
    conversation.greet();
    loop {
        print(to.out, &conversation.take_output())?;
        if conversation.is_over() {
            return Ok(conversation.ended());
        }
        match to.line()? {
            Typed::Line(line) => conversation.reply(line.trim()),
            Typed::TooLong => conversation.say(TOO_LONG),
            Typed::NotText => conversation.say(NOT_TEXT),
            Typed::Nothing => conversation.lock(to)?,
            Typed::End => conversation.leave("End of input."),
        }
    }
}

fn print(out: &mut dyn Write, paragraphs: &[String]) -> io::Result<()> {
    for line in paragraphs.iter().flat_map(|paragraph| report::wrap(paragraph, report::PAGE_WIDTH)) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// Why line mode ended before the end of its input.
pub fn ended_early(error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::BrokenPipe => "nobody reads the output any more".to_owned(),
        io::ErrorKind::InvalidData => "a line of the input is not UTF-8 text".to_owned(),
        _ => format!("the input or the case folder can't be read, or the output can't be written ({error})"),
    };
    format!("{why}: the rest of the input was NOT taken; every accepted answer is saved")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_is_explained_by_its_cause() {
        let words = |kind: io::ErrorKind| ended_early(&kind.into());
        assert!(words(io::ErrorKind::BrokenPipe).starts_with("nobody reads the output any more: the rest"));
        assert!(
            words(io::ErrorKind::InvalidData).starts_with("a line of the input is not UTF-8 text: the rest")
        );
        assert!(words(io::ErrorKind::Other).contains("(other error): the rest of the input was NOT taken"));
    }
}
