//! An answer that a provider gave, on its question and in the review: where it comes from,
//! and confirming it.

use crate::case::Target;
use crate::interview::{Interview, describe_origin};
use crate::session::Session;

use super::app::{App, View};
use super::editor::Editor;
use super::keys::Command;
use super::question_editor::QuestionEditor;

/// What is said on a question about the origin of its answer.
#[derive(Debug, Default)]
pub(super) struct Origin {
    /// Where the answer comes from and what to look at; none if it is no provider's.
    pub(super) lines: Vec<String>,
    /// Whether it was confirmed.
    pub(super) is_confirmed: bool,
}

/// The origin of the answer on the screen.
pub(super) fn of_question(session: &Session, editor: &QuestionEditor) -> Origin {
    let (case, question) = (session.case(), editor.question);
    let Some(source) = case.source(question).filter(|_| case.facts.answer(question).is_some()) else {
        return Origin::default();
    };
    let origin = describe_origin(source);
    if !case.is_unconfirmed(question) {
        return Origin { lines: vec![format!("{origin}, confirmed")], is_confirmed: true };
    }
    let confirms = session.read_only().is_none() && editor.shows_saved_answer(session);
    let line = match editor.target {
        Target::Part { .. } => format!("{origin}, to be confirmed with its list"),
        Target::Whole if confirms => {
            format!("{origin}: {}", editor.hint(&[(Command::Enter, "confirms it")]))
        }
        Target::Whole => format!("{origin}, not confirmed yet"),
    };
    let to_check = session.interview().to_check(question, editor.target, session.today());
    Origin { lines: [vec![line], first_of(to_check)].concat(), is_confirmed: false }
}

/// How many things to check are shown: a list can have one for each of its entries.
const MOST_TO_CHECK: usize = 2;

fn first_of(mut to_check: Vec<String>) -> Vec<String> {
    let more = to_check.len().saturating_sub(MOST_TO_CHECK);
    to_check.truncate(MOST_TO_CHECK);
    to_check.extend((more > 0).then(|| format!("and {more} more to check")));
    to_check
}

impl QuestionEditor {
    /// Whether Enter would keep the saved answer, which is on the screen.
    fn shows_saved_answer(&self, session: &Session) -> bool {
        let facts = session.interview().facts();
        let is_shown = match (&self.editor, &Editor::new(facts, self.question, self.target)) {
            (Editor::TextInput { input, .. }, Editor::TextInput { input: saved, .. }) => {
                input.text() == saved.text()
            }
            (Editor::Entries { selected, .. }, _) => *selected >= facts.entries(self.question).len(),
            _ => true,
        };
        is_shown && !self.is_changed(facts)
    }
}

impl App {
    /// Keeps the saved answer and goes on. One that a provider gave is confirmed if it is
    /// on the screen.
    pub(super) fn keep_answer(&mut self) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let is_to_confirm = editor.target == Target::Whole
            && session.case().is_unconfirmed(editor.question)
            && editor.shows_saved_answer(session);
        if is_to_confirm && let Err(problem) = session.confirm(editor.question) {
            editor.message = Some(problem.to_string());
            return;
        }
        self.advance(Interview::after_answer);
    }

    /// Whether the step at the pointer of the review has answers to be confirmed.
    pub(super) fn can_confirm_step(&self) -> bool {
        let (View::Review(list), Some(session)) = (&self.view, &self.session) else { return false };
        let row = self.review_rows().get(list.selected).copied();
        let has_any =
            row.is_some_and(|row| !session.interview().unconfirmed_in_step(row.question).is_empty());
        has_any && session.read_only().is_none()
    }

    /// Confirms the answers of the step at the pointer of the review.
    pub(super) fn confirm_step(&mut self) {
        let View::Review(list) = self.view else { return };
        let Some(row) = self.review_rows().get(list.selected).copied() else { return };
        let Some(session) = &mut self.session else { return };
        let confirmed = session.confirm_step(row.question);
        self.message = Some(confirmed.unwrap_or_else(|problem| problem.to_string()));
        self.keep_pointer_visible();
    }
}
