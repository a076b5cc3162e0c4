//! Confirming the answers that a provider gave.

use crate::case::QuestionId;

use super::Session;
use super::change::ChangeError;

impl Session {
    /// Confirms the answer that a provider gave to a question, as it is, and saves the case.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn confirm(&mut self, question: QuestionId) -> Result<(), ChangeError> {
        self.confirm_all(&[question])
    }

    /// Confirms the provider's answers to all questions of the step that has this one, and
    /// saves the case. Gives how many there were.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn confirm_step(&mut self, question: QuestionId) -> Result<usize, ChangeError> {
        let waiting = self.interview.unconfirmed_in_step(question);
        if !waiting.is_empty() {
            self.confirm_all(&waiting)?;
        }
        Ok(waiting.len())
    }

    fn confirm_all(&mut self, questions: &[QuestionId]) -> Result<(), ChangeError> {
        self.change(|interview| {
            interview.confirm(questions);
            Ok(())
        })
    }
}
