//! Locking a terminal at which nobody types for a while: it shows nothing of a patient, as
//! far as it can be erased, and others can open the case. The next line unlocks it and is
//! taken as nothing else.

use std::io;
use std::time::Duration;

use crate::case::Text;
use crate::casefile::complaint;
use crate::interview::Position;
use crate::report;
use crate::session::TakenUp;

use super::LineIo;
use super::conversation::Conversation;
use super::read_line::{self, Typed};

/// A terminal that is locked when nobody types for a while. What is in a pipe was written
/// for the case as it is, and nobody can walk away from it: it is never locked.
pub struct IdleLock<'d> {
    /// How long nobody types.
    pub after: Duration,
    /// The same in words, such as "15 minutes".
    pub after_in_words: String,
    /// Waits until a line is typed, at most so long; whether one was.
    pub wait: &'d mut dyn FnMut(Duration) -> io::Result<bool>,
    /// What erases the screen and its scrollback; empty for a terminal that can't.
    pub erase: &'d [u8],
}

impl LineIo<'_> {
    /// Reads a line, or says that nobody has typed one for too long.
    pub(super) fn line(&mut self) -> io::Result<Typed> {
        if let Some(idle) = &mut self.idle
            && !(idle.wait)(idle.after)?
        {
            return Ok(Typed::Nothing);
        }
        read_line::line(self.input)
    }

    /// Locks the terminal, says these words too, and waits for a line: whether one came.
    /// Otherwise the input has ended.
    pub(super) fn lock(&mut self, words: &[String]) -> io::Result<bool> {
        if let Some(idle) = &self.idle {
            let after = &idle.after_in_words;
            self.out.write_all(idle.erase)?;
            writeln!(self.out, "Locked after {after} without a line. {UNLOCK}")?;
        }
        for line in words.iter().flat_map(|words| report::wrap(words, report::PAGE_WIDTH)) {
            writeln!(self.out, "{line}")?;
        }
        self.out.flush()?;
        Ok(read_line::line(self.input)? != Typed::End)
    }
}

const UNLOCK: &str = "Enter unlocks; nothing else is taken.";
const LET_GO: &str = "Until then others can open the case.";

impl Conversation<'_> {
    /// Lets the case go until a line comes.
    ///
    /// # Errors
    /// When the input can't be read or the output can't be written.
    pub(super) fn lock(&mut self, to: &mut LineIo<'_>) -> io::Result<()> {
        let mut words = Vec::new();
        let at = match self.at {
            Position::Question(question, target) => Some((question, target)),
            Position::Review | Position::Determination => None,
        };
        let drafts = self.session.draft_snapshot(at, Vec::new());
        if let Err(error) = self.session.let_go(drafts) {
            words.push(format!("Drafts NOT SAVED: {}.", Text::new(error.to_string())));
        }
        if self.session.is_let_go() {
            words.push(LET_GO.to_owned());
        }
        let has_line = to.lock(&words)?;
        self.take_up();
        if !has_line && !self.is_over() {
            self.leave("End of input.");
        }
        Ok(())
    }

    /// Takes up the case again, and says what has become of it meanwhile.
    fn take_up(&mut self) {
        match self.session.take_up() {
            Ok(TakenUp::AsItWas) => {}
            Ok(TakenUp::ReadOnly) => self.say_read_only(),
            Ok(TakenUp::Changed) => {
                self.say("The file was changed meanwhile and is read again.");
                self.say_read_only();
                self.forget_what_was_shown();
            }
            Err(error) => {
                self.say(complaint(&Text::new(self.session.id().as_str()), &error));
                (self.is_unrecorded, self.is_over) = (true, true);
                return;
            }
        }
        self.show();
    }

    /// What was asked about and opened belongs to the case as it was.
    fn forget_what_was_shown(&mut self) {
        (self.asked_about, self.new_questions) = (None, None);
        self.duplicates.opened(self.session);
        if let Position::Question(question, target) = self.at
            && !self.interview().asks(question, target)
        {
            self.at = self.session.resume();
        }
    }

    /// Says why no answer is saved, if none is.
    pub(super) fn say_read_only(&mut self) {
        if let Some(reason) = self.session.read_only() {
            self.say(format!("READ-ONLY: {reason}. No answer will be saved."));
        }
    }
}
