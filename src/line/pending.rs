//! The questions that still matter: the next of them, and those that a correction has
//! opened.

use crate::case::QuestionId;

use super::conversation::Conversation;

impl Conversation<'_> {
    /// Goes on after an answer: through the questions that a correction opened and then to
    /// the end, else to the next question that lacks an answer.
    pub(super) fn go_on(&mut self) {
        let next = self.interview().after_answer(self.at);
        if next.question() == self.at.question() {
            return self.move_to(next);
        }
        let Some(mut new) = self.new_questions.take() else { return self.move_to(next) };
        let first = new.next(self.interview());
        self.new_questions = first.is_some().then_some(new);
        self.move_to(first.unwrap_or_else(|| self.interview().end()));
    }

    /// Notes and says what the correction of a complete case has opened.
    pub(super) fn find_new(&mut self, question: QuestionId, open_before: &[QuestionId]) {
        if self.new_questions.is_none() && !open_before.is_empty() {
            return;
        }
        let mut new = self.new_questions.take().unwrap_or_default();
        let before = new.count(self.interview());
        new.add(question, open_before, self.interview());
        let words = new.announcement(self.interview());
        self.say_new(words.filter(|_| new.count(self.interview()) > before));
        self.new_questions = Some(new).filter(|new| new.count(self.interview()) > 0);
    }

    fn say_new(&mut self, words: Option<String>) {
        if let Some(words) = words {
            self.say(format!("{words}."));
        }
    }

    pub(super) fn go_to_next_open(&mut self) {
        match self.interview().next_open(self.at) {
            Some(next) => self.move_to(next),
            None if self.interview().asked().is_empty() => {
                self.say("Every question that matters has an answer.");
            }
            None => self.say("No other question is open."),
        }
    }
}
