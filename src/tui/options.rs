//! The options of a choice: key, label and answer of each.

use crate::case::{Answer, QuestionId};
use crate::questions::{self, option_label};

use super::key_hints::name;
use super::keys::{Command, KeyContext};

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionRow {
    /// The key that picks it.
    pub key: String,
    /// The text shown for it.
    pub label: String,
    /// Its name in the case file; `None` for "none" and "not documented".
    pub name: Option<&'static str>,
    /// The answer it gives.
    pub answer: Answer,
}

/// The rows of a question that takes one option.
pub(super) fn one_of(names: &'static [&'static str], required: bool) -> Vec<OptionRow> {
    let mut rows = numbered(names, Answer::Choice);
    if !required {
        rows.push(not_documented(KeyContext::Select));
    }
    rows
}

/// The rows of a question that takes several options.
pub(super) fn any_of(names: &'static [&'static str], none: Option<&str>) -> Vec<OptionRow> {
    let mut rows = numbered(names, |name| Answer::Choices(vec![name]));
    rows.extend(none.map(|label| OptionRow {
        key: name(KeyContext::MultiSelect, Command::None).unwrap_or_default(),
        label: label.to_owned(),
        name: None,
        answer: Answer::Choices(Vec::new()),
    }));
    rows.push(not_documented(KeyContext::MultiSelect));
    rows
}

/// The answer made of the marked rows, if any is marked.
pub(super) fn marked_answer(rows: &[OptionRow], marked: &[bool]) -> Option<Answer> {
    let chosen = rows.iter().zip(marked).filter(|(_, marked)| **marked);
    let names: Vec<&'static str> = chosen.filter_map(|(row, _)| row.name).collect();
    (!names.is_empty()).then_some(Answer::Choices(names))
}

/// The label of the answer "none", for a question that takes it.
pub(super) fn none_label(question: QuestionId) -> Option<&'static str> {
    questions::question_for(question.field()).none
}

fn numbered(names: &'static [&'static str], answer: impl Fn(&'static str) -> Answer) -> Vec<OptionRow> {
    let row = |(number, name): (usize, &&'static str)| OptionRow {
        key: number.to_string(),
        label: option_label(name),
        name: Some(name),
        answer: answer(name),
    };
    (1..=9).zip(names).map(row).collect()
}

fn not_documented(key_context: KeyContext) -> OptionRow {
    let key = name(key_context, Command::NotDocumented).unwrap_or_default();
    OptionRow { key, label: "not documented".to_owned(), name: None, answer: Answer::NotDocumented }
}
