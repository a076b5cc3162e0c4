//! The answers of a case as a QuestionnaireResponse.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::case::{Case, Part, QuestionId, Text};

use super::answers::{Value, values_at};
use super::form_item::{FormItem, ItemType, Meaning};
use super::json::{Coding, Extension, Identifier, Quantity, Subject, line, number};
use super::link::{Link, NoteRole, Notes, PLAN, Role};
use super::names::{Names, TIME_UNITS};
use super::origin::{self, Origin};
use super::tree::Form;

/// Whom a response is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The plan: all that the case holds.
    Plan,
    /// The provider, who goes on with it: what the plan decides is left out.
    Provider,
}

/// What a response is written from.
#[derive(Debug, Clone, Copy)]
pub struct ResponseOf<'c> {
    /// The name of the case.
    pub name: &'c Text,
    /// The case; answers that do not apply are set aside.
    pub case: &'c Case,
    /// Whether no fact that decides is open.
    pub is_complete: bool,
    /// The day it is written.
    pub date: Option<NaiveDate>,
    /// Whom it is for.
    pub audience: Audience,
}

/// A response, and what of the case is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The response on one line of JSON.
    pub json: String,
    /// What is not in it, in words.
    pub left_out: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResponseJson {
    resource_type: &'static str,
    identifier: Identifier,
    questionnaire: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authored: Option<String>,
    item: Vec<ItemJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemJson {
    link_id: String,
    text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answer: Vec<AnswerJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item: Vec<Self>,
}

#[derive(Serialize)]
struct AnswerJson {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension>,
    #[serde(flatten)]
    value: ValueJson,
}

#[derive(Serialize)]
enum ValueJson {
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    #[serde(rename = "valueDate")]
    Date(String),
    #[serde(rename = "valueString")]
    Words(String),
    #[serde(rename = "valueDecimal")]
    Number(Box<RawValue>),
    #[serde(rename = "valueQuantity")]
    Quantity(Quantity),
}

/// The response of a case to the form: always the same bytes.
pub fn response(of: &ResponseOf<'_>, form: &Form, names: &Names) -> Response {
    let mut writer = Writer { of: *of, form, names, hidden: Vec::new() };
    let item = writer.items(form.roots(), None);
    let is_completed = of.is_complete && of.audience == Audience::Plan;
    let member = of.case.facts.member.id.0.as_ref();
    let response = ResponseJson {
        resource_type: "QuestionnaireResponse",
        identifier: Identifier { system: names.case(), value: of.name.to_string() },
        questionnaire: names.canonical(form.edition().label.id),
        status: if is_completed { "completed" } else { "in-progress" },
        subject: member.map(|id| Subject::member(id.raw(), names)),
        authored: of.date.map(|day| day.to_string()),
        item,
    };
    Response { json: line(&response), left_out: left_out(of.case, &writer.hidden) }
}

/// What of a case has no place in a response. A recorded determination is not named: it
/// is worked out anew from the answers.
fn left_out(case: &Case, hidden: &[String]) -> Vec<String> {
    let aside: Vec<String> = QuestionId::all()
        .filter(|question| case.set_aside.answer(*question).is_some())
        .map(|question| question.to_string())
        .collect();
    let mut found = Vec::new();
    if !aside.is_empty() {
        found.push(format!("{} set aside: {}", count(aside.len()), aside.join(", ")));
    }
    if !hidden.is_empty() {
        found.push(format!("{} that the form does not ask: {}", count(hidden.len()), hidden.join(", ")));
    }
    if case.intake != crate::case::Intake::default() {
        found.push("how and when the request arrived, other than the day".to_owned());
    }
    found
}

fn count(answers: usize) -> String {
    if answers == 1 { "1 answer".to_owned() } else { format!("{answers} answers") }
}

struct Writer<'c> {
    of: ResponseOf<'c>,
    form: &'c Form,
    names: &'c Names,
    /// The answers that the form does not show.
    hidden: Vec<String>,
}

impl<'c> Writer<'c> {
    fn items(&mut self, items: impl Iterator<Item = &'c FormItem>, entry: Option<usize>) -> Vec<ItemJson> {
        items.flat_map(|item| self.item(item, entry)).collect()
    }

    fn item(&mut self, item: &'c FormItem, entry: Option<usize>) -> Vec<ItemJson> {
        let is_left_out = self.of.audience == Audience::Provider && item.link == Link::Group(PLAN);
        if is_left_out || item.kind == ItemType::Display {
            return Vec::new();
        }
        if !self.form.conditions_hold(item, entry, &self.of.case.facts) {
            self.note_hidden(item, entry);
            return Vec::new();
        }
        match item.link {
            Link::Answer { question, role: Role::Entry, .. } => self.entries(item, question),
            Link::Note(notes, NoteRole::Entry) => self.notes(item, notes),
            _ if item.kind == ItemType::Group => self.group(item, entry).into_iter().collect(),
            _ => self.answered(item, entry).into_iter().collect(),
        }
    }

    /// Remembers the answers that an item, or an item in it, would hold.
    fn note_hidden(&mut self, item: &'c FormItem, entry: Option<usize>) {
        // A day after `given` belongs to the answer that is named already.
        if let Link::Answer { question, part, role } = item.link
            && role != Role::Day
            && !values_at(&self.of.case.facts, item.link, entry).is_empty()
        {
            self.hidden.push(place(question, part, entry));
        }
        if !matches!(item.link, Link::Answer { role: Role::Entry, .. }) {
            self.form.children(item).for_each(|child| self.note_hidden(child, entry));
        }
    }

    fn group(&mut self, item: &'c FormItem, entry: Option<usize>) -> Option<ItemJson> {
        let inner = self.items(self.form.children(item), entry);
        (!inner.is_empty()).then(|| group(item, inner))
    }

    /// One group for each entry, whether a part of it is answered or not.
    fn entries(&mut self, item: &'c FormItem, question: QuestionId) -> Vec<ItemJson> {
        let count = self.of.case.facts.fact(question).entry_count();
        let entry = |index| group(item, self.items(self.form.children(item), Some(index)));
        (0..count).map(entry).collect()
    }

    /// One group for each note, in the order of the policy.
    fn notes(&self, item: &'c FormItem, notes: Notes) -> Vec<ItemJson> {
        let texts = match notes {
            Notes::Evidence => &self.of.case.evidence,
            Notes::Flags => &self.of.case.flags,
        };
        let named = self.form.item(Link::Note(notes, NoteRole::Item)).into_iter();
        let options = named.flat_map(|named| named.options.iter().map(|option| option.meaning));
        options.filter_map(|meaning| self.note(item, meaning, texts)).collect()
    }

    fn note(&self, item: &FormItem, meaning: Meaning, texts: &BTreeMap<String, Text>) -> Option<ItemJson> {
        let Meaning::Item(of) = meaning else { return None };
        let text = texts.get(of.key())?;
        let held = |child: &FormItem| match child.link {
            Link::Note(_, NoteRole::Item) => Value::Chosen(meaning),
            _ => Value::Text(text.clone()),
        };
        let children = self.form.children(item);
        Some(group(item, children.filter_map(|child| self.answer(child, None, vec![held(child)])).collect()))
    }

    fn answered(&self, item: &FormItem, entry: Option<usize>) -> Option<ItemJson> {
        let Link::Answer { question, .. } = item.link else { return None };
        self.answer(item, Some(question), values_at(&self.of.case.facts, item.link, entry))
    }

    fn answer(&self, item: &FormItem, question: Option<QuestionId>, values: Vec<Value>) -> Option<ItemJson> {
        let answer = |value| {
            let value = self.value(item, value)?;
            Some(AnswerJson { extension: self.origin(question).into_iter().collect(), value })
        };
        let answer: Vec<AnswerJson> = values.into_iter().filter_map(answer).collect();
        (!answer.is_empty()).then(|| ItemJson { answer, ..group(item, Vec::new()) })
    }

    fn origin(&self, question: Option<QuestionId>) -> Option<Extension> {
        let source = question.and_then(|question| self.of.case.source(question));
        origin::extension(match (self.of.audience, source) {
            (Audience::Provider, _) => Origin::Plan,
            (Audience::Plan, None) => Origin::Coordinator,
            (Audience::Plan, Some(source)) => Origin::Provider(source),
        })
    }

    fn value(&self, item: &FormItem, value: Value) -> Option<ValueJson> {
        Some(match value {
            Value::Chosen(meaning) => ValueJson::Coding(Coding::of(item.option(meaning)?, self.names)),
            Value::Day(day) => ValueJson::Date(day.to_string()),
            Value::Text(text) => ValueJson::Words(text.raw().to_owned()),
            Value::Partial(when) => ValueJson::Words(when.to_string()),
            Value::Number(value) => ValueJson::Number(number(value)),
            Value::Ago(ago) => {
                let (code, unit) = TIME_UNITS.into_iter().find(|(_, unit)| *unit == ago.unit())?;
                ValueJson::Quantity(Quantity::new(ago.count(), unit, code))
            }
        })
    }
}

fn group(item: &FormItem, inner: Vec<ItemJson>) -> ItemJson {
    ItemJson { link_id: item.id.clone(), text: item.text.clone(), answer: Vec::new(), item: inner }
}

/// Where an answer is: `therapy.active entry 1 kind`.
fn place(question: QuestionId, part: Option<Part>, entry: Option<usize>) -> String {
    match (part, entry) {
        (Some(part), Some(index)) => format!("{question} entry {} {}", index + 1, part.key()),
        _ => question.to_string(),
    }
}

#[cfg(test)]
mod tests;
