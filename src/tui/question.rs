//! The questions: what keys do, and which screen follows. The interview decides
//! what comes next; this file only goes there.

use crate::case::{Answer, QuestionId, Target};
use crate::interview::{Interview, Position};

use super::app::{App, View};
use super::key_hints::hint;
use super::keys::Command;
use super::new_walk::NewWalk;
use super::popup::Popup;
use super::question_editor::{Action, QuestionEditor};

impl App {
    /// Shows a question.
    pub fn ask(&mut self, question: QuestionId) {
        self.open_question(question, Target::Whole);
    }

    /// Shows a question or one part of its entries, with the draft that was kept.
    pub(super) fn open_question(&mut self, question: QuestionId, target: Target) {
        self.stash_draft();
        self.show_question(question, target);
    }

    /// Shows a question as it is saved, with the draft that was kept, in place of what
    /// is on the screen.
    pub(super) fn show_question(&mut self, question: QuestionId, target: Target) {
        let Some(session) = &self.session else { return };
        let facts = session.interview().facts();
        let mut editor = QuestionEditor::new(facts, question, target);
        if let Some(draft) = session.draft(editor.draft_key()) {
            editor.restore_draft(draft, facts);
        }
        self.view = View::Question(editor);
    }

    /// Goes to a position of the interview.
    pub(super) fn go_to(&mut self, position: Position) {
        match position {
            Position::Question(question, target) => self.open_question(question, target),
            Position::Review => {
                self.show_review();
                self.say_what_is_open();
            }
            Position::Determination => self.show_determination(),
        }
    }

    pub(super) fn in_question(&mut self, command: Command) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &self.session) else { return };
        let question = editor.question;
        match command {
            Command::Back => self.go_to_previous(),
            Command::Later => self.leave_for_later(),
            Command::NextOpen => self.go_to_next_open(),
            Command::Review => self.push_view(Self::show_review),
            Command::Outcome => self.push_view(Self::show_determination),
            Command::Why => self.popup = Some(Popup::why(session, question)),
            Command::Evidence => self.write_note(false),
            Command::Flag => self.write_note(true),
            Command::OtherSide => self.propose_other_side(),
            _ => {
                let action = editor.act(command, session.interview().facts(), session.today());
                self.perform(action);
            }
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Stay => {}
            Action::Keep => self.keep_answer(),
            Action::Next => self.advance(Interview::next),
            Action::Answer(answer) => self.answer(&answer),
            Action::AddEntry => self.add_entry(),
            Action::ChangeEntry(index) => self.change_entry(index),
            Action::RemoveEntry(index) => self.remove_entry(index),
            Action::AcceptEntry(index) => self.accept_entry(index),
            Action::DropEntry(index) => self.drop_entry(index),
        }
    }

    fn answer(&mut self, answer: &Answer) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let question = editor.question;
        let effect = session.moves_receipt(question, answer);
        if effect.is_some_and(|effect| editor.ask_about_effect(answer, &effect)) {
            return;
        }
        let open_before = session.interview().open();
        match session.answer(question, editor.target, answer) {
            Ok(()) => {
                if self.return_to.is_some() {
                    self.new_questions.add(question, &open_before, session.interview());
                }
                let target = editor.target;
                self.show_question(question, target);
                self.advance(Interview::after_answer);
            }
            Err(problem) => editor.message = Some(problem.to_string()),
        }
    }

    fn remove_entry(&mut self, index: usize) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let question = editor.question;
        match session.remove_entry(question, index) {
            Ok(()) => self.show_question(question, Target::Whole),
            Err(problem) => editor.message = Some(problem.to_string()),
        }
    }

    fn add_entry(&mut self) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &self.session) else { return };
        match session.interview().new_entry(editor.question) {
            Ok(position) => self.go_to(position),
            Err(problem) => editor.message = Some(problem.to_string()),
        }
    }

    fn change_entry(&mut self, index: usize) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let position = session.interview().entry(editor.question, index);
        self.go_to(position);
    }

    /// Goes to the next position, or back to the view that opened this question.
    pub(super) fn advance(&mut self, next: fn(&Interview, Position) -> Position) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let position = next(session.interview(), editor.position());
        if self.new_walk == NewWalk::On && position.question() != Some(editor.question) {
            return self.go_to_next_new();
        }
        match self.take_return_point() {
            Some(back) if self.new_walk == NewWalk::Off => {
                self.go_back(back);
                self.announce_new();
            }
            _ => self.go_to(position),
        }
    }

    /// Goes on without an answer; what was typed stays a draft.
    fn leave_for_later(&mut self) {
        let is_draft = self.has_draft();
        self.advance(Interview::next);
        self.say_draft_kept(is_draft);
    }

    /// Whether the question on the screen has a draft.
    fn has_draft(&self) -> bool {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return false };
        editor.draft(session.interview().facts()).is_some()
    }

    fn say_draft_kept(&mut self, is_draft: bool) {
        if is_draft && self.message.is_none() {
            self.message = Some("not accepted: kept as a draft of that question".to_owned());
        }
    }

    fn go_to_previous(&mut self) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let before = session.interview().back(editor.position());
        self.new_walk = NewWalk::Off;
        let is_draft = self.has_draft();
        if let Some(back) = self.take_return_point() {
            self.go_back(back);
            return self.say_draft_kept(is_draft);
        }
        match before {
            Some(before) => {
                self.go_to(before);
                self.say_draft_kept(is_draft);
            }
            None => {
                let way_out = hint(self.key_context(), &[(Command::Leave, "goes to the worklist")]);
                self.message = Some(format!("this is the first question; {way_out}"));
            }
        }
    }
}
