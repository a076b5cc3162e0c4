//! Possible duplicates of the open case: told once after the answer that makes them ones,
//! and shown side by side. They stop nothing.

use crate::worklist::{SAME_REQUEST, first_of};

use super::command::Command;
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Tells the possible duplicates that the last answer has made.
    pub(super) fn tell_duplicates(&mut self) {
        let found = self.duplicates.untold(self.session);
        let (what, shown) = match found.len() {
            0 => return,
            1 => ("Possible duplicate".to_owned(), "both"),
            more => (format!("{more} possible duplicates"), "them"),
        };
        let (names, compare) = (first_of(&found), Command::Compare);
        self.say(format!("{what}: {names}; {compare} shows {shown} side by side."));
    }

    /// Shows the case beside its possible duplicates.
    pub(super) fn compare(&mut self) {
        match self.duplicates.compared(self.session) {
            Ok(lines) if lines.is_empty() => self.say("No other case looks like this one."),
            Ok(lines) => {
                lines.into_iter().for_each(|line| self.say(line));
                self.say(SAME_REQUEST);
            }
            Err(problem) => self.say(problem),
        }
    }
}
