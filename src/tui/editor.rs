//! What edits the answer of a question: options, marks, text or a list, filled
//! with the saved answer.

use crate::case::{Answer, Facts, NONE, PartShape, QuestionId, Shape, Target, Text};
use crate::questions;

use super::options::{OptionRow, any_of, none_label, one_of};
use super::text_buffer::TextBuffer;

/// What edits an answer.
#[derive(Debug, Clone)]
pub enum Editor {
    /// One of several options. No row is selected until the user selects one, so
    /// that Enter alone never answers.
    Select {
        /// The options.
        rows: Vec<OptionRow>,
        /// The row the pointer is on.
        selected: Option<usize>,
    },
    /// Any of several options.
    MultiSelect {
        /// The options; the last ones are "none" and "not documented".
        rows: Vec<OptionRow>,
        /// Whether each row is marked.
        marked: Vec<bool>,
        /// The row the pointer is on.
        selected: usize,
    },
    /// Typed text.
    TextInput {
        /// The text so far.
        input: TextBuffer,
        /// How the text is parsed.
        shape: Shape,
    },
    /// A list of records.
    Entries {
        /// The row the pointer is on; the row after the last entry is "done".
        selected: usize,
        /// Whether Remove was the last command: the next one removes the entry.
        removal_asked: bool,
    },
}

impl Editor {
    /// The editor of a question, or of one part of an entry, with its saved answer.
    pub(super) fn new(facts: &Facts, question: QuestionId, target: Target) -> Self {
        let (shape, required) = shape_of(facts, question, target);
        let answer = answer_at(facts, question, target);
        match shape {
            Shape::Entries(_) => {
                Self::Entries { selected: facts.entries(question).len(), removal_asked: false }
            }
            Shape::Choice(names) => {
                let rows = one_of(names, required);
                let selected = rows.iter().position(|row| Some(&row.answer) == answer.as_ref());
                Self::Select { rows, selected }
            }
            Shape::Choices(names) => {
                let rows = any_of(names, none_label(question));
                let chosen: &[&str] = match &answer {
                    Some(Answer::Choices(chosen)) => chosen,
                    _ => &[],
                };
                let marked =
                    rows.iter().map(|row| row.name.is_some_and(|name| chosen.contains(&name))).collect();
                Self::MultiSelect { rows, marked, selected: 0 }
            }
            shape => Self::TextInput {
                input: TextBuffer::new(answer.as_ref().map(to_input_text).unwrap_or_default()),
                shape,
            },
        }
    }
}

/// The answer as a user would type it.
pub(super) fn to_input_text(answer: &Answer) -> String {
    match answer {
        Answer::Text(text) => text.raw().to_owned(),
        Answer::Day(day) => day.to_string(),
        Answer::PartialDate(date) => date.to_string(),
        Answer::DateOrOngoing(end) => end.to_string(),
        Answer::DateOrAgo(onset) => onset.to_string(),
        Answer::DayOrNone(block) => block.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Codes(codes) if codes.is_empty() => NONE.to_owned(),
        Answer::Codes(codes) => codes.iter().map(Text::raw).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

/// The saved answer of a question, or of one part of an entry.
pub(super) fn answer_at(facts: &Facts, question: QuestionId, target: Target) -> Option<Answer> {
    match target {
        Target::Whole => facts.answer(question),
        Target::Part { index, part } => {
            facts.entries(question).get(index).and_then(|entry| entry.part(part).cloned())
        }
    }
}

/// The shape of the answer, and whether one is required.
pub(super) fn shape_of(facts: &Facts, question: QuestionId, target: Target) -> (Shape, bool) {
    let fact = facts.fact(question);
    match target {
        Target::Whole => (fact.shape(), fact.required()),
        Target::Part { part, .. } => {
            let shape = questions::part_shape(question, part);
            shape.map_or((fact.shape(), false), |PartShape { shape, required, .. }| (shape, required))
        }
    }
}

/// Whether every letter is text from the first one on.
pub(super) fn is_text(shape: Shape) -> bool {
    matches!(shape, Shape::Text | Shape::Codes)
}
