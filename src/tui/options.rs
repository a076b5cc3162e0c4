//! The options of a choice: their keys, their words, and the answers they are.

use crate::case::{Answer, QuestionId};
use crate::questions::{self, option_label};

use super::key_hints::name;
use super::keys::{Command, KeyContext};

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key that picks it.
    pub key: String,
    /// Its words.
    pub label: String,
    /// Its name in the file; `None` for "none of them" and "not documented".
    pub name: Option<&'static str>,
    /// The answer it is.
    pub answer: Answer,
}

/// The rows of a question with one answer.
pub(super) fn one_of(names: &'static [&'static str], required: bool) -> Vec<Row> {
    let mut rows = numbered(names, Answer::Choice);
    if !required {
        rows.push(not_documented(KeyContext::Options));
    }
    rows
}

/// The rows of a question with several answers.
pub(super) fn any_of(names: &'static [&'static str], none: Option<&str>) -> Vec<Row> {
    let mut rows = numbered(names, |name| Answer::Choices(vec![name]));
    rows.extend(none.map(|label| Row {
        key: name(KeyContext::Marks, Command::None).unwrap_or_default(),
        label: label.to_owned(),
        name: None,
        answer: Answer::Choices(Vec::new()),
    }));
    rows.push(not_documented(KeyContext::Marks));
    rows
}

/// The answer that the marked rows are, if any is marked.
pub(super) fn marked_answer(rows: &[Row], marked: &[bool]) -> Option<Answer> {
    let chosen = rows.iter().zip(marked).filter(|(_, marked)| **marked);
    let names: Vec<&'static str> = chosen.filter_map(|(row, _)| row.name).collect();
    (!names.is_empty()).then_some(Answer::Choices(names))
}

/// What the empty list of a question means, where it is an answer.
pub(super) fn none_label(question: QuestionId) -> Option<&'static str> {
    questions::question_for(question.field()).none
}

fn numbered(names: &'static [&'static str], answer: impl Fn(&'static str) -> Answer) -> Vec<Row> {
    let row = |(number, name): (usize, &&'static str)| Row {
        key: number.to_string(),
        label: option_label(name),
        name: Some(name),
        answer: answer(name),
    };
    (1..=9).zip(names).map(row).collect()
}

fn not_documented(key_context: KeyContext) -> Row {
    let key = name(key_context, Command::NotDocumented).unwrap_or_default();
    Row { key, label: "not documented".to_owned(), name: None, answer: Answer::NotDocumented }
}
