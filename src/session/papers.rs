//! The papers written beside the case: reports, and letters to the provider. Each has
//! a name of its own, replaces none, and stands in the audit log.

use std::io;

use crate::case::Text;
use crate::casefile::LetterForm;
use crate::report::{Letter, LetterOf, NoLetter, letter_text};
use crate::store::AuditAction;

use super::Session;

/// Why no letter was written.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// Answers without which there is no determination are missing.
    #[error("no letter yet: answer the member, received date, procedure and side first")]
    Undetermined,
    /// There is no letter to write.
    #[error("{0}")]
    NoLetter(NoLetter),
    /// It could not be written, or not be logged.
    #[error("letter not written: {0}")]
    Io(#[from] io::Error),
}

impl Session {
    /// Writes the report of a determination beside the case, and gives its file name.
    ///
    /// # Errors
    /// When the case is read-only, when the folder can't be written, or when the
    /// report is saved but not in the audit log.
    pub fn save_report(&self, text: &str) -> io::Result<String> {
        self.check_writable()?;
        let name = self.folder.save_report(&self.id, text)?;
        self.log_paper(AuditAction::Exported, name)
    }

    /// Writes the letter to the provider beside the case, and gives its file name.
    ///
    /// # Errors
    /// When there is no letter, when the case is read-only, when the folder can't be
    /// written, or when the letter is written but not in the audit log.
    pub fn write_letter(&self, form: &LetterForm) -> Result<String, LetterError> {
        let text = letter_text(&self.letter(form)?);
        self.check_writable()?;
        let name = self.folder.save_letter(&self.id, &text)?;
        Ok(self.log_paper(AuditAction::LetterWritten, name)?)
    }

    fn letter(&self, form: &LetterForm) -> Result<Letter, LetterError> {
        let settings = &self.settings;
        let determination = self.interview.findings(settings).map_err(|_| LetterError::Undetermined)?;
        Letter::of(&LetterOf {
            case: &Text::new(self.id.as_str()),
            facts: self.interview.facts(),
            determination: &determination,
            settings,
            form,
            today: self.today(),
        })
        .map_err(LetterError::NoLetter)
    }

    fn check_writable(&self) -> io::Result<()> {
        match &self.read_only {
            Some(reason) => Err(io::Error::other(format!("read-only: {reason}"))),
            None => Ok(()),
        }
    }

    fn log_paper(&self, action: AuditAction, name: String) -> io::Result<String> {
        let event = self.audit_event(action, vec![name.clone()], None);
        match self.folder.log_events(&[event]) {
            Ok(()) => Ok(name),
            Err(error) => {
                Err(io::Error::other(format!("saved as {name}, but NOT in the audit log ({error})")))
            }
        }
    }
}
