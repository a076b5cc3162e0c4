//! The questions: what keys do on their pages, and which page comes next. That
//! is the interview's to say; here it is only followed.

use crate::case::{Answer, Entry, Part, QuestionId, Target};
use crate::policy;
use crate::questions;

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

    pub(super) fn in_question(&mut self, command: Command) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &self.session) else { return };
        let question = editor.question;
        match command {
            Command::Back => self.back(),
            Command::Next => self.next(),
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
            Action::Next => self.next(),
            Action::Answer(answer) => self.answer(answer),
            Action::AddEntry => self.edit_entry(None),
            Action::ChangeEntry(index) => self.edit_entry(Some(index)),
            Action::RemoveEntry(index) => self.remove_entry(index),
        }
    }

    fn write_note(&mut self, is_flag: bool) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let Some(item) = questions::item_of(session.interview().facts(), editor.question) else {
            self.message = Some("no item of the policy reads this question".to_owned());
            return;
        };
        let note = Note::of(item, is_flag, session);
        let begun = note.draft(session.case()).is_some();
        self.message = begun
            .then(|| format!("not kept yet: {}", hint(KeyContext::Note, &[(Command::Enter, "keeps it")])));
        self.note = Some(note);
    }

    fn answer(&mut self, answer: Answer) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let question = editor.question;
        let whole = match editor.target {
            Target::Whole => answer,
            Target::Part { index, part } => {
                let mut list = session.interview().facts().entries(question);
                list.resize_with(list.len().max(index + 1), Entry::default);
                list[index] = std::mem::take(&mut list[index]).with(part, Some(answer));
                Answer::Entries(list)
            }
        };
        match session.answer(question, &whole) {
            Ok(()) => {
                self.accepted(question);
                self.next();
            }
            Err(problem) => editor.message = Some(problem),
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
        let mut list = session.interview().facts().entries(question);
        list.remove(index);
        match session.answer(question, &Answer::Entries(list)) {
            Ok(()) => {
                self.accepted(question);
                self.ask(question);
            }
            Err(problem) => editor.message = Some(problem),
        }
    }

    fn edit_entry(&mut self, index: Option<usize>) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let (question, facts) = (editor.question, session.interview().facts());
        let index = index.unwrap_or_else(|| facts.entries(question).len());
        if let Some(part) = policy::entry_parts(facts, question, index).first().copied() {
            self.put(question, Target::Part { index, part });
        }
    }

    /// The question after this one; after the last, or on the way back to
    /// where the question was gone to from, that.
    fn next(&mut self) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let question = editor.question;
        if let Target::Part { index, part } = editor.target {
            return self.next_part(question, index, part);
        }
        if let Some(back) = self.return_to.take() {
            return self.go_back(back);
        }
        match session.interview().after(question) {
            Some(next) => self.ask(next),
            None if session.interview().open().is_empty() => self.show_determination(),
            None => self.review_what_is_open(),
        }
    }

    fn next_part(&mut self, question: QuestionId, index: usize, part: Part) {
        let Some(session) = &self.session else { return };
        let asked = policy::entry_parts(session.interview().facts(), question, index);
        let after = asked.iter().skip_while(|each| **each != part).nth(1);
        match after {
            Some(next) if index < session.interview().facts().entries(question).len() => {
                self.put(question, Target::Part { index, part: *next });
            }
            _ => self.ask(question),
        }
    }

    fn back(&mut self) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let question = editor.question;
        if let Target::Part { index, part } = editor.target {
            let asked = policy::entry_parts(session.interview().facts(), question, index);
            let before = asked.iter().position(|each| *each == part).and_then(|at| at.checked_sub(1));
            return match before {
                Some(before) => self.put(question, Target::Part { index, part: asked[before] }),
                None => self.ask(question),
            };
        }
        match (self.return_to.take(), session.interview().before(question)) {
            (Some(back), _) => self.go_back(back),
            (None, Some(before)) => self.ask(before),
            (None, None) => {
                let way_out = editor.hint(&[(Command::Leave, "goes to the list")]);
                self.message = Some(format!("this is the first question; {way_out}"));
            }
        }
    }
}
