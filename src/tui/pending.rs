//! The questions that still matter: the key for the next of them, the walk through
//! those that a correction has opened, and what is said about them.

use crate::case::{QuestionId, Target};
use crate::casefile::DraftKey;
use crate::interview::{NewQuestions, Position, describe_parts};
use crate::session::Session;

use super::app::{App, ReturnPoint, View};
use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::new_walk::NewWalk;

impl App {
    /// Goes to the next question that can change a finding.
    pub(super) fn go_to_next_open(&mut self) {
        let Some(session) = &self.session else { return };
        let from = match &self.view {
            View::Question(editor) => editor.position(),
            _ => Position::Determination,
        };
        let are_open = !session.interview().waiting().is_empty();
        match session.interview().next_open(from) {
            Some(position) => self.open_from_here(position),
            None if are_open => self.message = Some("no other question is open".to_owned()),
            None => self.message = Some("every question that matters is answered".to_owned()),
        }
    }

    /// Opens a question; from the review and the determination, Esc comes back.
    fn open_from_here(&mut self, position: Position) {
        self.new_walk = NewWalk::Off;
        self.return_to = None;
        if !matches!(self.view, View::Question(_)) {
            let view = std::mem::replace(&mut self.view, View::Worklist);
            self.return_to = Some(ReturnPoint { view, row: None, opened: None });
        }
        self.go_to(position);
    }
}

/// The walk through new questions.
impl App {
    /// Says how many questions the corrections have opened.
    pub(super) fn announce_new(&mut self) {
        let Some(session) = &self.session else { return };
        if let Some(words) = self.new_questions.announcement(session.interview()) {
            let continues = hint(self.key_context(), &[(Command::Enter, "continues")]);
            self.message = Some(format!("{words}: {continues}"));
            self.new_walk = NewWalk::Announced;
        }
    }

    /// Starts the walk if this command is the Enter that was announced; any other one
    /// ends the announcement.
    pub(super) fn starts_new_walk(&mut self, command: Command) -> bool {
        if self.new_walk != NewWalk::Announced || matches!(command, Command::Repaint | Command::Suspend) {
            return false;
        }
        self.new_walk = NewWalk::Off;
        let starts = command == Command::Enter;
        if starts {
            self.new_walk = NewWalk::On;
            let view = std::mem::replace(&mut self.view, View::Worklist);
            self.return_to = Some(ReturnPoint { view, row: None, opened: None });
            self.go_to_next_new();
        } else {
            self.new_questions = NewQuestions::default();
        }
        starts
    }

    /// Goes to the next new question; after the last, to the end of the case.
    pub(super) fn go_to_next_new(&mut self) {
        let Some(session) = &self.session else { return };
        let interview = session.interview();
        let next = self.new_questions.next(interview);
        let position = next.unwrap_or_else(|| interview.end());
        if next.is_none() {
            self.new_walk = NewWalk::Off;
            self.return_to = None;
        }
        self.go_to(position);
    }
}

/// What is said about questions that are open.
impl App {
    /// On the question at which a case is opened: says how many are open.
    pub(super) fn say_where_it_continues(&mut self) {
        let (View::Question(editor), Some(session)) = (&mut self.view, &self.session) else { return };
        let words = open_questions(session);
        editor.message = editor.message.take().or(words.map(|words| format!("continued here: {words}")));
    }

    /// On what is shown when a case is opened: says this.
    pub(super) fn say_on_opening(&mut self, words: String) {
        match &mut self.view {
            View::Question(editor) => editor.message = Some(words),
            _ => self.message = Some(words),
        }
    }

    /// Says why the review is shown after the last question.
    pub(super) fn say_what_is_open(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(words) = open_questions(session) else { return };
        let keys = hint(KeyContext::Review, &[(Command::Enter, "goes to the one at the pointer")]);
        self.message = Some(format!("{words}: {keys}"));
    }
}

/// How many questions are open and how many answers are to be confirmed, in words.
fn open_questions(session: &Session) -> Option<String> {
    let open = match session.interview().open().len() {
        0 => None,
        1 => Some("1 question is open".to_owned()),
        open => Some(format!("{open} questions are open")),
    };
    let words: Vec<String> = open.into_iter().chain(session.interview().unconfirmed_in_words()).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What an entry lacks, in words; `None` if it is complete.
pub(super) fn unfinished(session: &Session, question: QuestionId, index: usize) -> Option<String> {
    let number = index + 1;
    let exists = index < session.interview().facts().entries(question).len();
    let is_draft = session
        .interview()
        .entry_parts(question, index)
        .into_iter()
        .any(|part| session.draft(DraftKey::Answer(question, Target::Part { index, part })).is_some());
    if !exists {
        let add = hint(KeyContext::Entries, &[(Command::Add, "continues it")]);
        return is_draft.then(|| format!("entry {number} is begun, not in the list yet: {add}"));
    }
    let lacking = describe_parts(&session.interview().parts_lacking(question, index));
    let lacking = lacking.or(is_draft.then(|| "the draft in it".to_owned()))?;
    let keys = hint(KeyContext::Entries, &[(Command::Up, "goes to it"), (Command::Enter, "continues")]);
    Some(format!("entry {number} is kept unfinished, without {lacking}; {keys}"))
}
