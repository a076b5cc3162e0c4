//! Undoing: what was accepted last is a draft again, on its question.

use crate::interview::{Change, NewQuestions, Position};

use super::app::{App, ReturnPoint, View};
use super::key_hints::hint;
use super::keys::Command;
use super::new_walk::NewWalk;

impl App {
    /// Undoes the last accepted change of this sitting and goes to its question.
    pub(super) fn undo(&mut self) {
        self.stash_draft();
        let Some(session) = &mut self.session else { return };
        if let Some(note) = &self.note {
            session.keep_draft(note.draft_key(), note.draft(session.case()));
        }
        if let Some(page) = self.intake.as_ref().filter(|page| page.input.is_some()) {
            session.keep_draft(page.draft_key(), page.draft(session));
        }
        match session.undo() {
            Ok(None) => {
                let words = "nothing to undo: no answer was accepted since the case was opened";
                self.message = Some(words.to_owned());
            }
            Ok(Some(changes)) => {
                self.note = None;
                self.intake = self.intake.take().and_then(|page| page.undone(&changes));
                self.go_to_undone(&changes);
                self.say_undone(&changes);
            }
            Err(problem) => self.message = Some(problem.to_string()),
        }
    }

    fn go_to_undone(&mut self, changes: &[Change]) {
        (self.new_questions, self.new_walk) = (NewQuestions::default(), NewWalk::Off);
        let Some(session) = &self.session else { return };
        let here = match &self.view {
            View::Question(editor) => Some(editor.position()),
            _ => None,
        };
        let is_here = |change: &Change| match (change, here) {
            (Change::Flagged(item, _) | Change::Noted(item, _), Some(Position::Question(question, _))) => {
                session.interview().filed_under(question).is_some_and(|own| own.key() == item)
            }
            _ => false,
        };
        let place = match changes.first() {
            Some(change) if is_here(change) => here,
            _ => changes.iter().find_map(|change| session.interview().place_of(change)).or(here),
        };
        if let Some(place @ Position::Question(question, target)) = place {
            self.leave_view_for(place);
            self.show_question(question, target);
        } else {
            self.keep_pointer_visible();
        }
    }

    /// From the review and the determination, Esc comes back to them.
    fn leave_view_for(&mut self, place: Position) {
        if !matches!(self.view, View::Question(_)) {
            let view = std::mem::replace(&mut self.view, View::Worklist);
            self.return_to = Some(ReturnPoint { view, row: None, opened: Some(place) });
        }
    }

    fn say_undone(&mut self, changes: &[Change]) {
        let Some(session) = &self.session else { return };
        let what = match changes {
            [change] => change.describe(session.today()),
            several => several.iter().map(Change::name).collect::<Vec<_>>().join("; "),
        };
        let key_context = self.key_context();
        let draft = match changes {
            [Change::Flagged(_, Some(_))] => hint(key_context, &[(Command::Flag, "shows it as a draft")]),
            [Change::Noted(_, Some(_))] => hint(key_context, &[(Command::Evidence, "shows it as a draft")]),
            [Change::Arrived(..)] if self.intake.is_none() => {
                hint(key_context, &[(Command::Intake, "shows it as a draft")])
            }
            _ if session.can_undo() => hint(key_context, &[(Command::Undo, "undoes more")]),
            _ => String::new(),
        };
        let gap = if draft.is_empty() { "" } else { "; " };
        self.message = Some(format!("undone: {what}{gap}{draft}"));
    }
}
