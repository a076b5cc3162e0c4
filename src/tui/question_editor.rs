//! A question on the page: what is being edited, and what a key makes of it.
//!
//! A page proposes answers; whether one is taken is the interview's to say.

use chrono::NaiveDate;
use crossterm::event::KeyEvent;

use crate::case::{Answer, Facts, OtherBlock, PartShape, QuestionId, Shape, Target, Text};
use crate::casefile::{DraftKey, DraftValue};
use crate::interview::{Position, parse_answer};
use crate::questions;

use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::options::{Row, any_of, marked_answer, none_label, one_of};
use super::typed::Typed;

/// What is being edited.
#[derive(Debug, Clone)]
pub enum Editor {
    /// One of several options; none is chosen until a person chooses.
    Select {
        /// The options.
        rows: Vec<Row>,
        /// The row the pointer is on, if it is on one.
        at: Option<usize>,
    },
    /// Any of several options.
    MultiSelect {
        /// The options; the last ones stand for "none" and "not documented".
        rows: Vec<Row>,
        /// Which are marked.
        marked: Vec<bool>,
        /// The row the pointer is on.
        at: usize,
    },
    /// Typed text.
    TextInput {
        /// The text so far.
        input: Typed,
        /// What it is to be read as.
        shape: Shape,
    },
    /// A list of records.
    Entries {
        /// The row the pointer is on; one past the entries is "that is all".
        at: usize,
        /// Whether that entry was asked to go: once more, and it goes.
        going: bool,
    },
}

/// A question on the page.
#[derive(Debug, Clone)]
pub struct QuestionEditor {
    /// The question.
    pub question: QuestionId,
    /// Which answer of it.
    pub target: Target,
    /// What is being edited.
    pub editor: Editor,
    /// What was wrong with the last answer, or what to do.
    pub message: Option<String>,
}

/// What a page wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Nothing: it dealt with the key itself, or the key means nothing here.
    Stay,
    /// This answer taken.
    Answer(Answer),
    /// The answer that stands kept.
    Keep,
    /// A new entry of the list.
    AddEntry,
    /// This entry changed.
    ChangeEntry(usize),
    /// This entry removed.
    RemoveEntry(usize),
}

impl QuestionEditor {
    /// The page of a question as the case answers it now.
    pub fn new(facts: &Facts, question: QuestionId, target: Target) -> Self {
        Self { question, target, editor: editor_of(facts, question, target), message: None }
    }

    /// Where in the case it stands.
    pub fn position(&self) -> Position {
        Position::Question(self.question, self.target)
    }

    /// Takes up what was begun before, where it still fits.
    pub fn take_up(&mut self, draft: &DraftValue, facts: &Facts) {
        match (&mut self.editor, draft) {
            (Editor::TextInput { input, .. }, DraftValue::Typed(text)) => *input = Typed::new(text),
            (Editor::MultiSelect { rows, marked, .. }, DraftValue::Marked(names)) => {
                let draft = |row: &Row| row.name.is_some_and(|name| names.iter().any(|other| other == name));
                *marked = rows.iter().map(draft).collect();
            }
            _ => {}
        }
        let open = self.draft(facts).is_some();
        self.message =
            open.then(|| format!("not accepted yet: {}", self.hint(&[(Command::Enter, "accepts it")])));
    }

    /// What it holds a draft of, while it is not accepted.
    pub fn draft_key(&self) -> DraftKey {
        DraftKey::Answer(self.question, self.target)
    }

    /// What was begun and is not the answer that stands.
    pub fn draft(&self, facts: &Facts) -> Option<DraftValue> {
        match (&self.editor, &editor_of(facts, self.question, self.target)) {
            (Editor::TextInput { input, .. }, Editor::TextInput { input: stands, .. }) => {
                let changed = !input.is_blank() && input.text() != stands.text();
                changed.then(|| DraftValue::Typed(input.text().to_owned()))
            }
            (Editor::MultiSelect { rows, marked, .. }, Editor::MultiSelect { marked: stand, .. }) => {
                let names = rows.iter().zip(marked).filter(|(_, marked)| **marked);
                let names = names.filter_map(|(row, _)| row.name.map(ToOwned::to_owned)).collect();
                (marked != stand).then_some(DraftValue::Marked(names))
            }
            _ => None,
        }
    }

    /// Where the keys act.
    pub fn key_context(&self) -> KeyContext {
        match &self.editor {
            Editor::Select { .. } => KeyContext::Options,
            Editor::MultiSelect { .. } => KeyContext::Marks,
            Editor::Entries { .. } => KeyContext::Entries,
            Editor::TextInput { shape: Shape::Text | Shape::Codes, .. } => KeyContext::Words,
            Editor::TextInput { .. } => KeyContext::Field,
        }
    }

    /// Whether letters are text at this moment.
    pub fn takes_letters(&self) -> bool {
        match &self.editor {
            Editor::TextInput { input, shape } => {
                matches!(shape, Shape::Text | Shape::Codes) || !input.text().is_empty()
            }
            _ => false,
        }
    }

    /// What the typed text would be as an answer, while it is one.
    pub fn typed_answer(&self, today: NaiveDate) -> Option<Result<Answer, String>> {
        match &self.editor {
            Editor::TextInput { input, shape } if !input.is_blank() => {
                Some(parse_answer(*shape, input.text(), today).map_err(|error| error.to_string()))
            }
            _ => None,
        }
    }

    /// Whether a command means something on this page.
    pub fn can(&self, command: Command, facts: &Facts) -> bool {
        match command {
            Command::NotDocumented => !shape_of(facts, self.question, self.target).1,
            Command::None => none_label(self.question).is_some() && self.target == Target::Whole,
            Command::Remove => !facts.entries(self.question).is_empty(),
            _ => true,
        }
    }

    /// Edits typed text; false when the key is no editing key.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        let Editor::TextInput { input, .. } = &mut self.editor else { return false };
        let edited = input.edit(key);
        if edited {
            self.message = None;
        }
        edited
    }

    /// Pastes text: it is never keys, and nothing is submitted.
    pub fn paste(&mut self, text: &str) {
        if let Editor::TextInput { input, .. } = &mut self.editor {
            self.message = input.paste(text);
        }
    }

    /// What a command makes of the page.
    pub fn act(&mut self, command: Command, facts: &Facts, today: NaiveDate) -> Action {
        self.message = None;
        let asked_to_go = match &mut self.editor {
            Editor::Entries { going, .. } => std::mem::take(going),
            _ => false,
        };
        match (command, &mut self.editor) {
            (Command::NotDocumented, _) => self.not_documented(facts),
            (Command::None, Editor::TextInput { shape: Shape::DayOrNone, .. }) => {
                Action::Answer(Answer::DayOrNone(OtherBlock::None))
            }
            (Command::None, Editor::Entries { .. }) => Action::Answer(Answer::Entries(Vec::new())),
            (Command::Up | Command::Down, _) => self.step(command == Command::Down, facts),
            (Command::Enter, _) => self.enter(facts, today),
            (Command::Pick(_) | Command::None | Command::Yes | Command::No, _) => self.pick(command),
            (Command::Mark, Editor::MultiSelect { at, .. }) => {
                let at = *at;
                self.mark(at)
            }
            (Command::Add, _) => Action::AddEntry,
            (Command::Remove, Editor::Entries { at, going }) if *at < facts.entries(self.question).len() => {
                if asked_to_go {
                    return Action::RemoveEntry(*at);
                }
                *going = true;
                self.say_hint("", &[(Command::Remove, "once more removes this entry")])
            }
            _ => Action::Stay,
        }
    }

    fn say(&mut self, words: impl Into<String>) -> Action {
        self.message = Some(words.into());
        Action::Stay
    }

    /// Says what keys do here, after these words.
    fn say_hint(&mut self, words: &str, keys: &[(Command, &str)]) -> Action {
        self.say(format!("{words}{}", self.hint(keys)))
    }

    /// What keys do here, in words.
    pub fn hint(&self, keys: &[(Command, &str)]) -> String {
        hint(self.key_context(), keys)
    }

    fn not_documented(&mut self, facts: &Facts) -> Action {
        let (_, required) = shape_of(facts, self.question, self.target);
        if required {
            return self.say("this is needed: give a value");
        }
        Action::Answer(Answer::NotDocumented)
    }

    fn step(&mut self, down: bool, facts: &Facts) -> Action {
        let count = facts.entries(self.question).len() + 1;
        match &mut self.editor {
            Editor::Select { rows, at } => {
                *at = Some(match (*at, down) {
                    (None, true) => 0,
                    (None, false) => rows.len() - 1,
                    (Some(at), true) => (at + 1).min(rows.len() - 1),
                    (Some(at), false) => at.saturating_sub(1),
                });
            }
            Editor::MultiSelect { rows, at, .. } => *at = moved(*at, down, rows.len()),
            Editor::Entries { at, .. } => *at = moved(*at, down, count),
            Editor::TextInput { .. } => {}
        }
        Action::Stay
    }

    fn enter(&mut self, facts: &Facts, today: NaiveDate) -> Action {
        match &self.editor {
            Editor::Select { rows, at } => match at {
                Some(at) => Action::Answer(rows[*at].answer.clone()),
                None => self.say_hint(
                    "choose: ",
                    &[(Command::Pick(0), "picks"), (Command::Down, "points"), (Command::Enter, "accepts")],
                ),
            },
            Editor::MultiSelect { rows, marked, .. } => match marked_answer(rows, marked) {
                Some(answer) => Action::Answer(answer),
                None => self
                    .say_hint("mark one or more: ", &[(Command::Mark, "marks"), (Command::Enter, "accepts")]),
            },
            Editor::TextInput { .. } => self.enter_typed(facts, today),
            Editor::Entries { at, .. } if *at < facts.entries(self.question).len() => {
                Action::ChangeEntry(*at)
            }
            Editor::Entries { .. } if facts.answer(self.question).is_some() => Action::Keep,
            Editor::Entries { .. } => self.say_hint("", NO_ENTRIES),
        }
    }

    fn enter_typed(&mut self, facts: &Facts, today: NaiveDate) -> Action {
        match self.typed_answer(today) {
            Some(Ok(answer)) => Action::Answer(answer),
            Some(Err(problem)) => self.say(problem),
            None if answer_at(facts, self.question, self.target).is_some() => Action::Keep,
            None => self.say_hint("type an answer; ", &[(Command::Next, "skips the question")]),
        }
    }

    fn pick(&mut self, command: Command) -> Action {
        let picks = |(index, row): (usize, &Row)| match command {
            Command::Pick(number) => row.name.is_some() && index + 1 == number,
            Command::None => row.answer == Answer::Choices(Vec::new()),
            Command::Yes => row.name == Some("yes"),
            Command::No => row.name == Some("no"),
            _ => false,
        };
        let (Editor::Select { rows, .. } | Editor::MultiSelect { rows, .. }) = &self.editor else {
            return Action::Stay;
        };
        match rows.iter().enumerate().position(picks) {
            Some(at) if matches!(self.editor, Editor::MultiSelect { .. }) => self.mark(at),
            Some(at) => Action::Answer(rows[at].answer.clone()),
            None => Action::Stay,
        }
    }

    /// Marks or unmarks a row; "none" and "not documented" are answers by themselves.
    fn mark(&mut self, row: usize) -> Action {
        let Editor::MultiSelect { rows, marked, at } = &mut self.editor else { return Action::Stay };
        *at = row;
        if rows[row].name.is_none() {
            return Action::Answer(rows[row].answer.clone());
        }
        marked[row] = !marked[row];
        Action::Stay
    }
}

/// What can be done with a list that has no answer.
pub(super) const NO_ENTRIES: &[(Command, &str)] =
    &[(Command::Add, "adds an entry"), (Command::None, "none"), (Command::NotDocumented, "not documented")];

fn moved(at: usize, down: bool, rows: usize) -> usize {
    if down { (at + 1).min(rows.saturating_sub(1)) } else { at.saturating_sub(1) }
}

fn editor_of(facts: &Facts, question: QuestionId, target: Target) -> Editor {
    let (shape, required) = shape_of(facts, question, target);
    let answer = answer_at(facts, question, target);
    match shape {
        Shape::Entries(_) => Editor::Entries { at: facts.entries(question).len(), going: false },
        Shape::Choice(names) => {
            let rows = one_of(names, required);
            let at = rows.iter().position(|row| Some(&row.answer) == answer.as_ref());
            Editor::Select { rows, at }
        }
        Shape::Choices(names) => {
            let rows = any_of(names, none_label(question));
            let chosen: &[&str] = match &answer {
                Some(Answer::Choices(chosen)) => chosen,
                _ => &[],
            };
            let marked = rows.iter().map(|row| row.name.is_some_and(|name| chosen.contains(&name))).collect();
            Editor::MultiSelect { rows, marked, at: 0 }
        }
        shape => {
            Editor::TextInput { input: Typed::new(answer.as_ref().map(typed).unwrap_or_default()), shape }
        }
    }
}

/// The answer as it would be typed.
fn typed(answer: &Answer) -> String {
    match answer {
        Answer::Text(words) => words.raw().to_owned(),
        Answer::Day(day) => day.to_string(),
        Answer::PartialDate(when) => when.to_string(),
        Answer::DateOrOngoing(end) => end.to_string(),
        Answer::DateOrAgo(onset) => onset.to_string(),
        Answer::DayOrNone(block) => block.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) => codes.iter().map(Text::raw).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn answer_at(facts: &Facts, question: QuestionId, target: Target) -> Option<Answer> {
    match target {
        Target::Whole => facts.answer(question),
        Target::Part { index, part } => {
            facts.entries(question).get(index).and_then(|entry| entry.part(part).cloned())
        }
    }
}

fn shape_of(facts: &Facts, question: QuestionId, target: Target) -> (Shape, bool) {
    let fact = facts.fact(question);
    match target {
        Target::Whole => (fact.shape(), fact.required()),
        Target::Part { part, .. } => {
            let shape = questions::part_shape(question, part);
            shape.map_or((fact.shape(), false), |PartShape { shape, required, .. }| (shape, required))
        }
    }
}

/// Whether an option is the answer that stands; `None` while nothing stands.
pub(super) fn stands(row: &Row, facts: &Facts, editor: &QuestionEditor) -> Option<bool> {
    standing(facts, editor).map(|answer| answer == row.answer)
}

/// The answer that stands.
pub(super) fn standing(facts: &Facts, editor: &QuestionEditor) -> Option<Answer> {
    answer_at(facts, editor.question, editor.target)
}
