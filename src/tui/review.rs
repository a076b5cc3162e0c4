//! The review of all answers: what keys do there.

use crate::case::{Case, QuestionId, Text};
use crate::interview::{Interview, Position};
use crate::policy::Item;

use super::app::{App, ReturnPoint, View};
use super::keys::Command;
use super::scroll::Scroll;

/// A row of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewRow {
    /// The question.
    pub question: QuestionId,
    /// A note of its item, in place of the answer.
    pub note: Option<ItemNote>,
}

/// Which note of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemNote {
    /// Where in the record its evidence is.
    Evidence(Item),
    /// Why it was flagged for a clinician.
    Flag(Item),
}

impl ReviewRow {
    /// The row of an answer.
    pub fn answer(question: QuestionId) -> Self {
        Self { question, note: None }
    }
}

impl ItemNote {
    /// The item and what the note is.
    pub(super) fn label(self) -> String {
        match self {
            Self::Evidence(item) => format!("  {item} evidence"),
            Self::Flag(item) => format!("  {item} flagged"),
        }
    }

    /// The note as saved in the case.
    pub(super) fn text(self, case: &Case) -> Option<&Text> {
        match self {
            Self::Evidence(item) => case.evidence.get(item.key()),
            Self::Flag(item) => case.flags.get(item.key()),
        }
    }
}

impl App {
    /// Shows the review, with the pointer on the first question that still needs
    /// an answer or a confirmation.
    pub(super) fn show_review(&mut self) {
        let open = self.session.as_ref().map(|session| session.interview().waiting()).unwrap_or_default();
        let first = self.review_rows().iter().position(|row| open.contains(&row.question));
        self.show(View::Review(Scroll::on(first.unwrap_or(0))));
        self.keep_pointer_visible();
    }

    /// The questions of the review, with the notes of their items below them; those
    /// whose answers are set aside come last.
    pub fn review_rows(&self) -> Vec<ReviewRow> {
        let Some(session) = &self.session else { return Vec::new() };
        let set_aside =
            QuestionId::all().filter(|question| session.case().set_aside.answer(*question).is_some());
        let mut rows = with_notes(session.interview());
        rows.extend(set_aside.map(ReviewRow::answer));
        rows
    }

    pub(super) fn in_review(&mut self, command: Command) {
        let View::Review(mut list) = self.view else { return };
        let rows = self.review_rows();
        match command {
            Command::Enter => {
                if let Some(row) = rows.get(list.selected) {
                    self.go_to_reviewed(row.question, list);
                }
            }
            Command::Outcome => self.push_view(Self::show_determination),
            Command::NextOpen => self.go_to_next_open(),
            Command::ConfirmStep => self.confirm_step(),
            _ => {
                list.scroll(command, rows.len(), self.body_rows());
                self.view = View::Review(list);
            }
        }
    }

    /// Goes to a question; an answer that is set aside has none.
    fn go_to_reviewed(&mut self, question: QuestionId, list: Scroll) {
        let is_asked =
            |session: &crate::session::Session| session.interview().questions().contains(&question);
        if self.session.as_ref().is_some_and(is_asked) {
            let opened = Some(Position::whole(question));
            self.return_to = Some(ReturnPoint { view: View::Review(list), row: None, opened });
            self.ask(question);
        }
    }
}

/// The questions in order, each item's notes below the last question filed under it.
/// Notes of items that have no question come at the end.
fn with_notes(interview: &Interview) -> Vec<ReviewRow> {
    let questions = interview.questions();
    let mut rows: Vec<ReviewRow> = questions.iter().copied().map(ReviewRow::answer).collect();
    for note in notes(interview) {
        let (ItemNote::Evidence(item) | ItemNote::Flag(item)) = note;
        let is_filed = |question: &QuestionId| interview.filed_under(*question) == Some(item);
        let last = questions.iter().rfind(|question| is_filed(question)).or(questions.last());
        let Some(question) = last.copied() else { continue };
        let below = rows.iter().rposition(|row| row.question == question).map_or(rows.len(), |at| at + 1);
        rows.insert(below, ReviewRow { question, note: Some(note) });
    }
    rows
}

/// The notes of the case, by item.
fn notes(interview: &Interview) -> Vec<ItemNote> {
    let case = interview.case();
    let item = |key: &String| interview.editions().item_of_key(key);
    let evidence = case.evidence.keys().filter_map(item).map(ItemNote::Evidence);
    evidence.chain(case.flags.keys().filter_map(item).map(ItemNote::Flag)).collect()
}
