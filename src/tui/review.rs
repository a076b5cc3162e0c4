//! The review of all answers: what keys do there.

use crate::case::QuestionId;

use super::app::{App, Back, View};
use super::keys::Command;
use super::scroll::Scroll;

impl App {
    /// The review, with the pointer on the first answer that is still needed.
    pub(super) fn review_what_is_open(&mut self) {
        let open = self.session.as_ref().map(|session| session.interview().open()).unwrap_or_default();
        let first = self.review_rows().iter().position(|question| open.contains(question));
        self.show(View::Review(Scroll::on(first.unwrap_or(0))));
        self.settle();
    }

    /// The places of the review, those set aside last.
    pub fn review_rows(&self) -> Vec<QuestionId> {
        let Some(session) = &self.session else { return Vec::new() };
        let aside = QuestionId::all().filter(|question| session.case().set_aside.answer(*question).is_some());
        session.interview().questions().into_iter().chain(aside).collect()
    }

    pub(super) fn in_review(&mut self, command: Command) {
        let View::Review(mut list) = self.view else { return };
        let rows = self.review_rows();
        match command {
            Command::Enter => {
                let asked = self.session.as_ref().map(|session| session.interview().questions());
                let asked = asked.unwrap_or_default();
                if let Some(question) = rows.get(list.at).copied().filter(|question| asked.contains(question))
                {
                    self.return_to = Some(Back { view: View::Review(list), reason: None });
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
