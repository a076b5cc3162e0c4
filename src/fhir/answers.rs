//! The answers of a case as the form holds them: which values stand at which link.

use chrono::NaiveDate;

use crate::case::{
    Answer, Decimal, Duration, End, Facts, Onset, OtherBlock, Part, PartialDate, QuestionId, Shape, Text,
};
use crate::questions::{part_shape, shape};

use super::form_item::Meaning;
use super::link::{Link, Role, roles};

/// One value at a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An option.
    Chosen(Meaning),
    /// A day.
    Day(NaiveDate),
    /// A text.
    Text(Text),
    /// A month or a year.
    Partial(PartialDate),
    /// A number.
    Number(Decimal),
    /// How long ago.
    Ago(Duration),
}

/// The values at a link; of a list's part, in that entry, counted from 0.
pub fn values_at(facts: &Facts, link: Link, entry: Option<usize>) -> Vec<Value> {
    let Link::Answer { question, part, role } = link else { return Vec::new() };
    let Some((shape, is_required)) = shape_of(facts, question, part) else { return Vec::new() };
    if !roles(shape, is_required).contains(&role) {
        return Vec::new();
    }
    let answer = match (part, entry) {
        (None, _) => facts.answer(question),
        (Some(part), Some(entry)) => part_of(facts, question, entry, part),
        (Some(_), None) => None,
    };
    let has_state = roles(shape, is_required).contains(&Role::State);
    answer.map(|answer| values(&answer, role, has_state)).unwrap_or_default()
}

fn shape_of(facts: &Facts, question: QuestionId, part: Option<Part>) -> Option<(Shape, bool)> {
    match part {
        None => Some((shape(question), facts.fact(question).required())),
        Some(part) => part_shape(question, part).map(|shape| (shape.shape, shape.required)),
    }
}

fn part_of(facts: &Facts, question: QuestionId, entry: usize, part: Part) -> Option<Answer> {
    match facts.fact(question).entry_part(entry, part) {
        Some(fact) => fact.answer(),
        // A part that every entry has is no fact of its own.
        None => facts.entries(question).get(entry)?.part(part).cloned(),
    }
}

/// What an item with this role holds of an answer. `has_state`: whether another item
/// beside it says that there is no value.
fn values(answer: &Answer, role: Role, has_state: bool) -> Vec<Value> {
    match role {
        Role::State => without_value(answer).map(Value::Chosen).into_iter().collect(),
        Role::Value if has_state => value(answer),
        Role::Value => match without_value(answer) {
            Some(meaning) => vec![Value::Chosen(meaning)],
            None => value(answer),
        },
        Role::Partial => {
            answer.date().filter(|when| !when.is_day()).map(Value::Partial).into_iter().collect()
        }
        Role::Ago => match answer {
            Answer::DateOrAgo(Onset::Ago(ago)) => vec![Value::Ago(*ago)],
            _ => Vec::new(),
        },
        Role::Day => match answer {
            Answer::DayOrNone(OtherBlock::On(day)) => vec![Value::Day(*day)],
            _ => Vec::new(),
        },
        Role::Entry | Role::Group | Role::Help => Vec::new(),
    }
}

/// What stands in place of a value.
fn without_value(answer: &Answer) -> Option<Meaning> {
    let is_empty = match answer {
        Answer::NotDocumented => return Some(Meaning::NotDocumented),
        Answer::DateOrOngoing(End::Ongoing) => return Some(Meaning::Ongoing),
        Answer::DayOrNone(block) => *block == OtherBlock::None,
        Answer::Choices(names) => names.is_empty(),
        Answer::Codes(codes) => codes.is_empty(),
        Answer::Entries(entries) => entries.is_empty(),
        _ => false,
    };
    is_empty.then_some(Meaning::None)
}

fn value(answer: &Answer) -> Vec<Value> {
    let chosen = |name: &'static str| Value::Chosen(Meaning::Named(name));
    match answer {
        Answer::Text(text) => vec![Value::Text(text.clone())],
        Answer::Day(day) => vec![Value::Day(*day)],
        Answer::Choice(name) => vec![chosen(name)],
        Answer::Choices(names) => names.iter().map(|name| chosen(name)).collect(),
        Answer::Number(number) => vec![Value::Number(*number)],
        Answer::Codes(codes) => codes.iter().cloned().map(Value::Text).collect(),
        Answer::DayOrNone(OtherBlock::On(_)) => vec![Value::Chosen(Meaning::Given)],
        Answer::Entries(_) => vec![Value::Chosen(Meaning::Given)],
        _ => match answer.date() {
            Some(PartialDate::Day(day)) => vec![Value::Day(day)],
            _ => Vec::new(),
        },
    }
}
