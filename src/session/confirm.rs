//! Confirming the answers that a provider gave.

use crate::case::{QuestionId, Target};
use crate::interview::step_name;

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
    /// saves the case. Those with something to check are left to be confirmed one by one.
    /// Says how many there were, as a sentence without its full stop.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn confirm_step(&mut self, question: QuestionId) -> Result<String, ChangeError> {
        let waiting = self.interview.unconfirmed_in_step(question);
        let (to_check, plain): (Vec<QuestionId>, _) =
            waiting.into_iter().partition(|question| self.has_to_be_checked(*question));
        if !plain.is_empty() {
            self.confirm_all(&plain)?;
        }
        let done = match (plain.len(), to_check.len()) {
            (0, 0) => Some("no answer is to be confirmed".to_owned()),
            (0, _) => None,
            (1, _) => Some("1 answer confirmed".to_owned()),
            (count, _) => Some(format!("{count} answers confirmed")),
        };
        let left = match to_check.len() {
            0 => None,
            1 => Some("1 to check on its question".to_owned()),
            count => Some(format!("{count} to check on their questions")),
        };
        let words: Vec<String> = done.into_iter().chain(left).collect();
        Ok(format!("{}: {}", step_name(question), words.join(", ")))
    }

    /// Whether there is something to look at before the provider's answer is confirmed.
    pub fn has_to_be_checked(&self, question: QuestionId) -> bool {
        !self.interview.to_check(question, Target::Whole, self.today()).is_empty()
    }

    fn confirm_all(&mut self, questions: &[QuestionId]) -> Result<(), ChangeError> {
        self.change(|interview| {
            interview.confirm(questions);
            Ok(())
        })
    }
}
