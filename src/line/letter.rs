//! The command for the letter to the provider.

use crate::case::Text;

use super::conversation::Conversation;

impl Conversation<'_> {
    /// Writes the letter beside the case and says its name, or why there is none.
    pub(super) fn letter(&mut self) {
        match self.session.write_letter(&self.program.letter) {
            Ok(name) => self.say(format!("Written as {name}. Nothing is sent.")),
            Err(error) => self.say(format!("{}.", Text::new(error.to_string()))),
        }
    }
}
