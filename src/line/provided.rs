//! The answers that a provider gave: where they come from, and confirming them.

use crate::case::{QuestionId, Target};
use crate::casefile::DraftKey;
use crate::interview::{Position, describe_origin};

use super::command::Command;
use super::conversation::Conversation;

impl Conversation<'_> {
    /// Where an answer of a provider comes from and whether it is confirmed.
    pub(super) fn origin(&self, question: QuestionId) -> Option<String> {
        let case = self.session.case();
        let source = case.source(question).filter(|_| case.facts.answer(question).is_some())?;
        let state = if case.is_unconfirmed(question) { "not confirmed yet" } else { "confirmed" };
        Some(format!("{}, {state}", describe_origin(source)))
    }

    /// Says where the answer comes from, how it is confirmed, and what to look at before.
    pub(super) fn show_origin(&mut self, question: QuestionId, target: Target) {
        let Some(origin) = self.origin(question) else { return };
        let how = match target {
            _ if !self.session.case().is_unconfirmed(question) => "",
            Target::Whole => ": an empty line confirms it",
            Target::Part { .. } => ": it is confirmed with its list",
        };
        self.say(format!("It is {origin}{how}."));
        let to_check = self.interview().to_check(question, target, self.session.today());
        to_check.into_iter().for_each(|line| self.say(format!("{line}.")));
    }

    /// Confirms the provider's answer that is shown and goes on; false if there is none.
    pub(super) fn confirms_here(&mut self) -> bool {
        let Position::Question(question, Target::Whole) = self.at else { return false };
        if !self.session.case().is_unconfirmed(question) {
            return false;
        }
        let key = DraftKey::Answer(question, Target::Whole);
        match self.session.confirm(question) {
            Ok(()) => {
                let answer = self.facts().answer(question).map(|answer| self.describe(&answer));
                self.say_saved(key, &format!("Confirmed: {}.", answer.unwrap_or_default()));
                self.go_on();
            }
            Err(error) => self.say_not_taken(key, &error),
        }
        true
    }

    /// Confirms all answers of the provider in the step of this question and goes on.
    pub(super) fn confirm_step(&mut self) {
        let Some(question) = self.current_question() else { return };
        let was_unconfirmed = self.session.case().is_unconfirmed(question);
        match self.session.confirm_step(question) {
            Ok(words) => {
                self.say(format!("{words}. {}.", self.saved_words()));
                let is_confirmed = was_unconfirmed && !self.session.case().is_unconfirmed(question);
                if is_confirmed { self.go_on() } else { self.show() }
            }
            Err(error) => self.say_not_taken(DraftKey::Answer(question, Target::Whole), &error),
        }
    }

    /// Says the answers that are to be confirmed.
    pub(super) fn say_unconfirmed(&mut self) {
        let unconfirmed = self.interview().unconfirmed();
        if unconfirmed.is_empty() {
            return;
        }
        self.say(format!("From the provider, not confirmed yet; {} goes to them too:", Command::Skip));
        for question in unconfirmed {
            self.say(self.numbered(question));
        }
    }

    /// How many questions lack an answer, and how many answers are to be confirmed.
    pub(super) fn what_is_left(&self) -> Vec<String> {
        let lacking = match self.interview().lacking().len() {
            0 => None,
            1 => Some("1 question has no answer yet.".to_owned()),
            more => Some(format!("{more} questions have no answer yet.")),
        };
        let unconfirmed = self.interview().unconfirmed_in_words().map(|words| format!("{words}."));
        lacking.into_iter().chain(unconfirmed).collect()
    }
}
