//! The question on the screen: what is being edited, and what commands do to it.
//!
//! It only proposes answers; the interview accepts or rejects them.

use chrono::NaiveDate;
use crossterm::event::KeyEvent;

use crate::case::{Answer, Facts, OtherBlock, QuestionId, Shape, Target};
use crate::casefile::{DraftKey, DraftValue, Proposal};
use crate::interview::{AnswerError, Position, parse_answer};
use crate::questions::doubt;

use super::editor::{Editor, answer_at, is_text, shape_of};
use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::options::{OptionRow, marked_answer, none_label};
use super::scroll::moved_row;
use super::text_buffer::TextBuffer;

/// The question on the screen.
#[derive(Debug, Clone)]
pub struct QuestionEditor {
    /// The question.
    pub question: QuestionId,
    /// The whole answer, or one part of an entry.
    pub target: Target,
    /// What is being edited.
    pub editor: Editor,
    /// Why the last answer was rejected, or what to do next.
    pub message: Option<String>,
    /// An odd answer that was asked about: given again, it is kept.
    asked_about: Option<Answer>,
    /// An answer that was asked about because it changes something else too.
    asked_effect: Option<Answer>,
    /// An answer that is proposed, until something else is entered.
    pub(super) proposal: Option<Proposal>,
}

/// What has to be done after a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Nothing more.
    Stay,
    /// Save this answer.
    Answer(Answer),
    /// Keep the saved answer and continue.
    Keep,
    /// Keep the saved answer and go to the question after this one.
    Next,
    /// Add an entry to the list.
    AddEntry,
    /// Edit this entry.
    ChangeEntry(usize),
    /// Remove this entry.
    RemoveEntry(usize),
    /// Accept this one of the proposed entries.
    AcceptEntry(usize),
    /// Drop this one of the proposed entries.
    DropEntry(usize),
}

impl QuestionEditor {
    /// The question with its saved answer.
    pub fn new(facts: &Facts, question: QuestionId, target: Target) -> Self {
        let editor = Editor::new(facts, question, target);
        Self {
            question,
            target,
            editor,
            message: None,
            asked_about: None,
            asked_effect: None,
            proposal: None,
        }
    }

    /// Its position in the interview.
    pub fn position(&self) -> Position {
        Position::Question(self.question, self.target)
    }

    /// Restores a draft, if it still fits the question.
    pub fn restore_draft(&mut self, draft: &DraftValue, facts: &Facts) {
        match (&mut self.editor, draft) {
            (_, DraftValue::Proposed(proposal)) => return self.propose(proposal, facts),
            (Editor::TextInput { input, .. }, DraftValue::Typed(text)) => *input = TextBuffer::new(text),
            (Editor::MultiSelect { rows, marked, .. }, DraftValue::Marked(names)) => {
                let is_marked =
                    |row: &OptionRow| row.name.is_some_and(|name| names.iter().any(|other| other == name));
                *marked = rows.iter().map(is_marked).collect();
            }
            _ => {}
        }
        let is_draft = self.draft(facts).is_some();
        self.message = is_draft
            .then(|| format!("draft, not accepted yet: {}", self.hint(&[(Command::Enter, "accepts it")])));
    }

    /// The key its draft is stored under.
    pub fn draft_key(&self) -> DraftKey {
        DraftKey::Answer(self.question, self.target)
    }

    /// The draft, if it differs from the saved answer.
    pub fn draft(&self, facts: &Facts) -> Option<DraftValue> {
        if let Some(proposal) = &self.proposal {
            return Some(DraftValue::Proposed(proposal.clone()));
        }
        match (&self.editor, &Editor::new(facts, self.question, self.target)) {
            (Editor::TextInput { input, .. }, Editor::TextInput { input: saved, .. }) => {
                let changed = !input.is_blank() && input.text() != saved.text();
                changed.then(|| DraftValue::Typed(input.text().to_owned()))
            }
            (Editor::MultiSelect { rows, marked, .. }, Editor::MultiSelect { marked: saved, .. }) => {
                let names = rows.iter().zip(marked).filter(|(_, marked)| **marked);
                let names = names.filter_map(|(row, _)| row.name.map(ToOwned::to_owned)).collect();
                (marked != saved).then_some(DraftValue::Marked(names))
            }
            _ => None,
        }
    }

    /// The context that decides what keys do.
    pub fn key_context(&self) -> KeyContext {
        match &self.editor {
            Editor::Select { .. } => KeyContext::Select,
            Editor::MultiSelect { .. } => KeyContext::MultiSelect,
            Editor::Entries { .. } => KeyContext::Entries,
            Editor::TextInput { input, shape } if is_text(*shape) || !input.text().is_empty() => {
                KeyContext::FreeText
            }
            Editor::TextInput { .. } => KeyContext::DateOrNumber,
        }
    }

    /// The typed text as an answer, or why it is none; `None` while nothing is typed.
    pub fn typed_answer(&self, today: NaiveDate) -> Option<Result<Answer, String>> {
        match &self.editor {
            Editor::TextInput { input, shape } if !input.is_blank() => {
                Some(parse_answer(*shape, input.text(), today).map_err(|error| error.to_string()))
            }
            _ => None,
        }
    }

    /// Whether a command can be used on this question.
    pub fn can(&self, command: Command, facts: &Facts) -> bool {
        match command {
            Command::NotDocumented => {
                !shape_of(facts, self.question, self.target).1 && self.saved_answer(facts).is_none()
            }
            Command::Later => self.saved_answer(facts).is_none(),
            Command::None => none_label(self.question).is_some() && self.target == Target::Whole,
            Command::Remove => self.rows_of_entries(facts) > 0,
            _ => true,
        }
    }

    /// Edits typed text; false if the key is not an editing key.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        let Editor::TextInput { input, .. } = &mut self.editor else { return false };
        let before = input.text().to_owned();
        let edited = input.edit(key);
        if edited {
            self.message = None;
        }
        self.proposal.take_if(|_| input.text() != before);
        edited
    }

    /// Pastes text. A paste never runs commands and never accepts an answer.
    pub fn paste(&mut self, text: &str) {
        if let Editor::TextInput { input, .. } = &mut self.editor {
            self.message = input.paste(text);
            self.proposal = None;
        }
    }

    /// Runs a command.
    pub fn act(&mut self, command: Command, facts: &Facts, today: NaiveDate) -> Action {
        self.message = None;
        let is_confirmed = match &mut self.editor {
            Editor::Entries { removal_asked, .. } => std::mem::take(removal_asked),
            _ => false,
        };
        let proposed = self.proposed_entries().len();
        match (command, &mut self.editor) {
            (Command::NotDocumented, _) => self.not_documented(facts),
            (Command::None, Editor::TextInput { shape: Shape::DayOrNone, .. }) => {
                Action::Answer(Answer::DayOrNone(OtherBlock::None))
            }
            (Command::None, Editor::Entries { .. }) => Action::Answer(Answer::Entries(Vec::new())),
            (Command::Up | Command::Down, _) => self.move_pointer(command == Command::Down, facts),
            (Command::Enter, _) => self.enter(facts, today),
            (Command::Next, _) => self.accept_and_go_on(facts, today),
            (Command::Pick(_) | Command::None | Command::Yes | Command::No, _) => self.pick(command),
            (Command::Mark, Editor::MultiSelect { selected, .. }) => {
                let selected = *selected;
                self.mark(selected)
            }
            (Command::Add, _) => Action::AddEntry,
            (Command::Remove, Editor::Entries { selected, removal_asked })
                if *selected < facts.entries(self.question).len() + proposed =>
            {
                if is_confirmed {
                    let proposed = selected.checked_sub(facts.entries(self.question).len());
                    return proposed.map_or(Action::RemoveEntry(*selected), Action::DropEntry);
                }
                *removal_asked = true;
                self.stay_with_hint("", &[(Command::Remove, "again removes this entry")])
            }
            _ => Action::Stay,
        }
    }

    /// Accepts what was typed, marked or pointed at, as Enter does; an answer that is
    /// saved already is passed by.
    fn accept_and_go_on(&mut self, facts: &Facts, today: NaiveDate) -> Action {
        let is_passed_by = !self.is_changed(facts) && self.saved_answer(facts).is_some();
        if is_passed_by { Action::Next } else { self.enter(facts, today) }
    }

    /// Whether the field, the marks or the pointer say something else than the saved
    /// answer.
    pub(super) fn is_changed(&self, facts: &Facts) -> bool {
        match &self.editor {
            Editor::Select { rows, selected: Some(row) } => {
                self.is_saved_answer(&rows[*row], facts) != Some(true)
            }
            _ => self.draft(facts).is_some(),
        }
    }

    /// The saved answer.
    pub(super) fn saved_answer(&self, facts: &Facts) -> Option<Answer> {
        answer_at(facts, self.question, self.target)
    }

    /// Whether an option is the saved answer; `None` while there is none.
    pub(super) fn is_saved_answer(&self, row: &OptionRow, facts: &Facts) -> Option<bool> {
        self.saved_answer(facts).map(|answer| answer == row.answer)
    }

    fn stay_with(&mut self, message: impl Into<String>) -> Action {
        self.message = Some(message.into());
        Action::Stay
    }

    /// Shows what keys do here, after an introduction.
    fn stay_with_hint(&mut self, intro: &str, keys: &[(Command, &str)]) -> Action {
        self.stay_with(format!("{intro}{}", self.hint(keys)))
    }

    /// A hint of what keys do here.
    pub fn hint(&self, keys: &[(Command, &str)]) -> String {
        hint(self.key_context(), keys)
    }

    fn not_documented(&mut self, facts: &Facts) -> Action {
        let (_, required) = shape_of(facts, self.question, self.target);
        if required {
            return self.stay_with(AnswerError::Required.to_string());
        }
        Action::Answer(Answer::NotDocumented)
    }

    /// The rows of a list that are entries: those in it, then those proposed.
    fn rows_of_entries(&self, facts: &Facts) -> usize {
        facts.entries(self.question).len() + self.proposed_entries().len()
    }

    fn move_pointer(&mut self, down: bool, facts: &Facts) -> Action {
        let count = self.rows_of_entries(facts) + 1;
        match &mut self.editor {
            Editor::Select { rows, selected } => {
                *selected = Some(match (*selected, down) {
                    (None, true) => 0,
                    (None, false) => rows.len() - 1,
                    (Some(row), true) => (row + 1).min(rows.len() - 1),
                    (Some(row), false) => row.saturating_sub(1),
                });
            }
            Editor::MultiSelect { rows, selected, .. } => *selected = moved_row(*selected, down, rows.len()),
            Editor::Entries { selected, .. } => *selected = moved_row(*selected, down, count),
            Editor::TextInput { .. } => {}
        }
        Action::Stay
    }

    fn enter(&mut self, facts: &Facts, today: NaiveDate) -> Action {
        match &self.editor {
            Editor::Select { rows, selected } => match selected {
                Some(row) => Action::Answer(rows[*row].answer.clone()),
                None => self.stay_with_hint(
                    "choose one by its number: ",
                    &[(Command::Down, "moves"), (Command::Enter, "accepts"), LEAVE_FOR_LATER],
                ),
            },
            Editor::MultiSelect { rows, marked, selected } => match marked_answer(rows, marked) {
                Some(answer) => Action::Answer(answer),
                None if self.proposed_without_entries() == Some(&rows[*selected].answer) => {
                    Action::Answer(rows[*selected].answer.clone())
                }
                None if !self.is_changed(facts) && self.saved_answer(facts).is_some() => Action::Keep,
                None => self.stay_with_hint(
                    "mark one or more: ",
                    &[(Command::Mark, "marks"), (Command::Enter, "accepts"), LEAVE_FOR_LATER],
                ),
            },
            Editor::TextInput { .. } => self.enter_typed(facts, today),
            Editor::Entries { selected, .. } if *selected < facts.entries(self.question).len() => {
                Action::ChangeEntry(*selected)
            }
            Editor::Entries { selected, .. } if *selected < self.rows_of_entries(facts) => {
                Action::AcceptEntry(*selected - facts.entries(self.question).len())
            }
            Editor::Entries { .. } if facts.answer(self.question).is_some() => Action::Keep,
            Editor::Entries { .. } => match self.proposed_without_entries() {
                Some(answer) => Action::Answer(answer.clone()),
                None => self.stay_with_hint("nothing is answered yet: ", &[LEAVE_FOR_LATER]),
            },
        }
    }

    fn enter_typed(&mut self, facts: &Facts, today: NaiveDate) -> Action {
        match self.typed_answer(today) {
            Some(Ok(answer)) => self.enter_value(answer, facts, today),
            Some(Err(problem)) => self.stay_with(problem),
            None => match self.proposed_without_entries() {
                Some(answer) => Action::Answer(answer.clone()),
                None if self.saved_answer(facts).is_some() => Action::Keep,
                None => self.stay_with_hint("type an answer, or ", &[LEAVE_FOR_LATER]),
            },
        }
    }

    /// Gives a value; an odd one only when it is given again.
    fn enter_value(&mut self, answer: Answer, facts: &Facts, today: NaiveDate) -> Action {
        let is_known = self.saved_answer(facts).as_ref() == Some(&answer);
        let doubt = doubt(facts, self.question, &answer, today);
        match doubt.filter(|_| !is_known && self.asked_about.as_ref() != Some(&answer)) {
            Some(doubt) => {
                self.asked_about = Some(answer);
                self.stay_with_hint(&format!("odd: {doubt}; "), &[(Command::Enter, "again keeps it")])
            }
            None => Action::Answer(answer),
        }
    }

    /// Says what else an answer changes, unless that was said before; returns whether it did.
    pub(super) fn ask_about_effect(&mut self, answer: &Answer, effect: &str) -> bool {
        let is_new = self.asked_effect.as_ref() != Some(answer);
        if is_new {
            self.asked_effect = Some(answer.clone());
            self.stay_with_hint(&format!("{effect}: "), &[(Command::Enter, "again accepts")]);
        }
        is_new
    }

    fn pick(&mut self, command: Command) -> Action {
        let is_picked = |(index, row): (usize, &OptionRow)| match command {
            Command::Pick(number) => row.name.is_some() && index + 1 == number,
            Command::None => row.answer == Answer::Choices(Vec::new()),
            Command::Yes => row.name == Some("yes"),
            Command::No => row.name == Some("no"),
            _ => false,
        };
        let (Editor::Select { rows, .. } | Editor::MultiSelect { rows, .. }) = &self.editor else {
            return Action::Stay;
        };
        match rows.iter().enumerate().position(is_picked) {
            Some(row) if matches!(self.editor, Editor::MultiSelect { .. }) => self.mark(row),
            Some(row) => Action::Answer(rows[row].answer.clone()),
            None => Action::Stay,
        }
    }

    /// Marks or unmarks a row. "None" and "not documented" exclude the other rows,
    /// so they answer the question at once.
    fn mark(&mut self, row: usize) -> Action {
        let Editor::MultiSelect { rows, marked, selected } = &mut self.editor else { return Action::Stay };
        *selected = row;
        if rows[row].name.is_none() {
            return Action::Answer(rows[row].answer.clone());
        }
        marked[row] = !marked[row];
        self.proposal = None;
        Action::Stay
    }
}

/// What can be done with a list that is unanswered.
pub(super) const NO_ENTRIES: &[(Command, &str)] =
    &[(Command::Add, "add an entry"), (Command::None, "none"), (Command::NotDocumented, "not documented")];

const LEAVE_FOR_LATER: (Command, &str) = (Command::Later, "leaves the question for later");
