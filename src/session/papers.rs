//! The papers written beside the case: reports, and letters to the provider. Each has
//! a name of its own, replaces none, and stands in the audit log.

use std::io;

use crate::case::Text;
use crate::casefile::LetterForm;
use crate::report::{Letter, LetterOf, NoLetter, letter_text};
use crate::store::{AuditAction, CaseId, Folder};

use super::Session;
use super::case_log::unlogged;

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
    /// When the case is read-only, or when the folder or the audit log can't be written.
    pub fn save_report(&mut self, text: &str) -> io::Result<String> {
        self.write_paper(AuditAction::Exported, text, Folder::save_report)
    }

    /// Writes the letter to the provider beside the case, and gives its file name.
    ///
    /// # Errors
    /// When there is no letter, when the case is read-only, or when the folder or the audit
    /// log can't be written.
    pub fn write_letter(&mut self, form: &LetterForm) -> Result<String, LetterError> {
        let text = letter_text(&self.letter(form)?);
        Ok(self.write_paper(AuditAction::LetterWritten, &text, Folder::save_letter)?)
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

    fn write_paper(
        &mut self,
        action: AuditAction,
        text: &str,
        write: impl FnOnce(&Folder, &CaseId, &str) -> io::Result<String>,
    ) -> io::Result<String> {
        if let Some(reason) = &self.read_only {
            return Err(io::Error::other(format!("read-only: {reason}")));
        }
        let Some(lock) = &mut self.lock else { return Err(io::Error::other("read-only")) };
        let begun = self.audit.begin_beside(lock, action, self.on_disk.as_deref(), Some(text));
        let begun = begun.map_err(|error| io::Error::new(error.kind(), unlogged(&error)))?;
        let written = write(&self.folder, &self.id, text);
        let end = match &written {
            Ok(name) => (AuditAction::Done, vec![name.clone()]),
            Err(_) => (AuditAction::NotDone, Vec::new()),
        };
        // Best effort: a line that can't be written is written with the next one.
        let _ = self.audit.end(lock, &begun, end);
        written
    }
}
