//! The questions: what keys do on their pages, and which page comes next. That
//! is the interview's to say; here it is only followed.

use crate::case::{Answer, QuestionId, Target};
use crate::interview::{Interview, Position};

use super::app::{App, View};
use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::note::Note;
use super::popup::Popup;
use super::question_editor::{Action, QuestionEditor};

impl App {
    /// Puts a question on the page.
    pub fn ask(&mut self, question: QuestionId) {
        self.put(question, Target::Whole);
    }

    pub(super) fn put(&mut self, question: QuestionId, target: Target) {
        self.stash_draft();
        let Some(session) = &self.session else { return };
        let facts = session.interview().facts();
        let mut editor = QuestionEditor::new(facts, question, target);
        if let Some(draft) = session.draft(editor.draft_key()) {
            editor.take_up(draft, facts);
        }
        self.view = View::Question(editor);
    }

    /// Goes where the walk leads.
    pub(super) fn go_to(&mut self, position: Position) {
        match position {
            Position::Question(question, target) => self.put(question, target),
            Position::Review => self.review_what_is_open(),
            Position::Determination => self.show_determination(),
        }
    }

    pub(super) fn in_question(&mut self, command: Command) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &self.session) else { return };
        let question = editor.question;
        match command {
            Command::Back => self.back(),
            Command::Next => self.go_on(Interview::next),
            Command::Review => self.push_view(Self::review_what_is_open),
            Command::Outcome => self.push_view(Self::show_determination),
            Command::Why => self.popup = Some(Popup::why(session, question)),
            Command::Evidence => self.write_note(false),
            Command::Flag => self.write_note(true),
            _ => {
                let action = editor.act(command, session.interview().facts(), session.today());
                self.grant(action);
            }
        }
    }

    fn grant(&mut self, action: Action) {
        match action {
            Action::Stay => {}
            Action::Keep => self.go_on(Interview::after_answer),
            Action::Answer(answer) => self.answer(&answer),
            Action::AddEntry => self.add_entry(),
            Action::ChangeEntry(index) => self.change_entry(index),
            Action::RemoveEntry(index) => self.remove_entry(index),
        }
    }

    fn write_note(&mut self, is_flag: bool) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let Some(item) = session.interview().filed_under(editor.question) else {
            self.message = Some("no item of the policy reads this question".to_owned());
            return;
        };
        let note = Note::of(item, is_flag, session);
        let begun = note.draft(session.case()).is_some();
        self.message = begun
            .then(|| format!("not kept yet: {}", hint(KeyContext::Note, &[(Command::Enter, "keeps it")])));
        self.note = Some(note);
    }

    fn answer(&mut self, answer: &Answer) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let question = editor.question;
        match session.answer(question, editor.target, answer) {
            Ok(()) => {
                self.accepted(question);
                self.go_on(Interview::after_answer);
            }
            Err(problem) => editor.message = Some(problem.to_string()),
        }
    }

    /// The page shows the answer that stands.
    fn accepted(&mut self, question: QuestionId) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &self.session) else { return };
        *editor = QuestionEditor::new(session.interview().facts(), question, editor.target);
    }

    fn remove_entry(&mut self, index: usize) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let question = editor.question;
        match session.remove_entry(question, index) {
            Ok(()) => {
                self.accepted(question);
                self.ask(question);
            }
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

    /// Goes on along the walk, or back to where the question was gone to from.
    fn go_on(&mut self, walk: fn(&Interview, Position) -> Position) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let next = walk(session.interview(), editor.position());
        if editor.target == Target::Whole
            && let Some(back) = self.return_to.take()
        {
            return self.go_back(back);
        }
        self.go_to(next);
    }

    fn back(&mut self) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let before = session.interview().back(editor.position());
        if editor.target == Target::Whole
            && let Some(back) = self.return_to.take()
        {
            return self.go_back(back);
        }
        match before {
            Some(before) => self.go_to(before),
            None => {
                let way_out = editor.hint(&[(Command::Leave, "goes to the list")]);
                self.message = Some(format!("this is the first question; {way_out}"));
            }
        }
    }
}
