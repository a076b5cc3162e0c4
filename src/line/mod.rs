//! Line mode: the interview for screen readers, braille lines, dumb terminals
//! and pipes. Whole lines in, whole lines out: no redraw, no boxes, no colour.
//!
//! It speaks to the [`Interview`] alone and knows no rule of the policy, no
//! file, no clock and no environment: all of these come in as arguments.

mod about;
mod asked;
mod command;
mod end;
mod list;
mod page;
mod typed;
mod walk;
mod worklist;

use std::io::{self, BufRead, Write};

use chrono::NaiveDate;
use unicode_width::UnicodeWidthStr;

use crate::case::{Case, Text};
use crate::interview::Interview;
use crate::policy::Terms;
use crate::report;

pub use worklist::{Chosen, choose};

use typed::Typed;
use walk::Walk;

/// What line mode reads, writes and saves with.
pub struct Desk<'d> {
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
    terms: &Terms,
    desk: Desk<'_>,
) -> io::Result<Ended> {
    let Desk { input, out, save } = desk;
    let mut walk = Walk::of(name, interview, today, terms, save);
    walk.greet();
    loop {
        print(out, &walk.said())?;
        if walk.over() {
            return Ok(walk.ended());
        }
        match typed::line(input)? {
            Typed::Line(line) => walk.take(line.trim()),
            Typed::TooLong => walk.say("This line is too long: shorten it."),
            Typed::NotText => walk.say("This line is not UTF-8 text: type it again."),
            Typed::End => walk.leave("End of input."),
        }
    }
}

const WIDTH: usize = 78;

fn print(out: &mut dyn Write, said: &[String]) -> io::Result<()> {
    for line in said {
        if line.width() <= WIDTH {
            writeln!(out, "{line}")?;
            continue;
        }
        for piece in report::wrap(line, WIDTH) {
            writeln!(out, "{piece}")?;
        }
    }
    out.flush()
}
