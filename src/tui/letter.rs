//! The letter to the provider, written from the determination screen.

use super::app::App;

impl App {
    /// Writes the letter beside the case and says its name, or why there is none.
    pub(super) fn write_letter(&mut self) {
        let Some(session) = &mut self.session else { return };
        self.message = Some(match session.write_letter(&self.workspace.program.letter) {
            Ok(name) => format!("letter written as {name}"),
            Err(error) => error.to_string(),
        });
    }
}
