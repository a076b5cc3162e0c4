//! Line mode: the interview for screen readers, braille lines, dumb terminals
//! and pipes. Whole lines in, whole lines out: no redraw, no boxes, no colour.
//!
//! It speaks to the [`Interview`] alone and knows no rule of the policy, no
//! file, no clock and no environment: all of these come in as arguments.

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

use chrono::NaiveDate;

use crate::case::{Case, Text};
use crate::interview::Interview;
use crate::policy::PolicySettings;
use crate::report;

pub use worklist::{Chosen, choose};

use conversation::Conversation;
use read_line::Typed;

/// What line mode reads, writes and saves with.
pub struct LineIo<'d> {
    /// The answers, a line each.
    pub input: &'d mut dyn BufRead,
    /// What is asked and said.
    pub out: &'d mut dyn Write,
    /// Saves the case; an error says why it is not on the disk.
    pub save: &'d mut dyn FnMut(&Case) -> Result<(), String>,
}

/// How the lines ended.
#[derive(Debug)]
pub struct Ended {
    /// The interview as it stands.
    pub interview: Interview,
    /// Why the last of it is not saved, if it is not.
    pub unsaved: Option<String>,
}

/// Asks the questions of a case line by line, until `quit` or the end of the
/// input; everything accepted by then is saved.
///
/// # Errors
/// When the input can't be read or the output can't be written; what was
/// accepted before has been saved.
pub fn run(
    name: &Text,
    interview: Interview,
    today: NaiveDate,
    settings: &PolicySettings,
    desk: LineIo<'_>,
) -> io::Result<Ended> {
    let LineIo { input, out, save } = desk;
    let mut conversation = Conversation::of(name, interview, today, settings, save);
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
