//! The review of all answers: what keys do there.

use crate::case::QuestionId;

use super::app::{App, ReturnPoint, View};
use super::keys::Command;
use super::scroll::Scroll;

impl App {
    /// Shows the review, with the pointer on the first question that still needs
    /// an answer.
    pub(super) fn show_review(&mut self) {
        let open = self.session.as_ref().map(|session| session.interview().open()).unwrap_or_default();
        let first = self.review_rows().iter().position(|question| open.contains(question));
        self.show(View::Review(Scroll::on(first.unwrap_or(0))));
        self.keep_pointer_visible();
    }

    /// The questions of the review; those whose answers are set aside come last.
    pub fn review_rows(&self) -> Vec<QuestionId> {
        let Some(session) = &self.session else { return Vec::new() };
        let set_aside =
            QuestionId::all().filter(|question| session.case().set_aside.answer(*question).is_some());
        session.interview().questions().into_iter().chain(set_aside).collect()
    }

    pub(super) fn in_review(&mut self, command: Command) {
        let View::Review(mut list) = self.view else { return };
        let rows = self.review_rows();
        match command {
            Command::Enter => {
                // An answer that is set aside has no question to go to.
                let asked = self.session.as_ref().map(|session| session.interview().questions());
                let asked = asked.unwrap_or_default();
                if let Some(question) =
                    rows.get(list.selected).copied().filter(|question| asked.contains(question))
                {
                    self.return_to = Some(ReturnPoint { view: View::Review(list), reason: None });
                    self.ask(question);
                }
            }
            Command::Outcome => self.push_view(Self::show_determination),
            _ => {
                list.scroll(command, rows.len(), self.body_rows());
                self.view = View::Review(list);
            }
        }
    }
}
