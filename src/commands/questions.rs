//! `questions`: prints the catalogue of questions, with the parts of their records.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io;

use serde::Serialize;

use crate::case::{Facts, Field, Laterality, Part, PartShape, Shape};
use crate::cli::CatalogueFormat;
use crate::policy::{Edition, PolicySettings};
use crate::questions::{QUESTIONS, Question, Step, kind, option_label, part_question, values};
use crate::report::cell;

use super::text_page::{paragraph, text_page};
use super::{Status, Streams};

/// Prints the catalogue, in the order the questions are asked.
///
/// # Errors
/// When standard output can't be written.
pub fn questions(
    format: CatalogueFormat,
    settings: &PolicySettings,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let edition = settings.editions.latest();
    let entries: Vec<Entry> = QUESTIONS.iter().flat_map(|question| entries_of(edition, question)).collect();
    match format {
        CatalogueFormat::Text => write!(to.out, "{}", text_page(|out| text(&entries, out)))?,
        CatalogueFormat::Markdown => write!(to.out, "{}", text_page(|out| markdown(&entries, out)))?,
        CatalogueFormat::Json => writeln!(to.out, "{}", serde_json::to_string_pretty(&entries)?)?,
    }
    Ok(Status::Done)
}

/// Stands for the side of the joint in the catalogue.
const SIDE: &str = "<side>";

/// The id of a question; one about a joint starts with `<side>`, left or right.
pub(super) fn id(field: Field) -> String {
    match field.section() {
        Some(section) => format!("{section}.{}", field.key()),
        None => format!("{SIDE}.{}", field.key()),
    }
}

/// One question, or one part of a record.
#[derive(Serialize)]
struct Entry {
    id: String,
    step: &'static str,
    question: String,
    help: Cow<'static, str>,
    kind: &'static str,
    values: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<OptionEntry>,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'static str,
    /// What the empty list means, where it is an answer.
    none: Option<&'static str>,
    /// Whether "not documented" is refused.
    required: bool,
    items: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    definitions: Vec<Cow<'static, str>>,
}

#[derive(Serialize)]
struct OptionEntry {
    value: &'static str,
    label: String,
}

fn entries_of(edition: &Edition, question: &'static Question) -> Vec<Entry> {
    let facts = Facts::default();
    let fact = facts.fact(question.field.at(Laterality::Left));
    let mut entries = vec![Entry {
        id: id(question.field),
        step: step(question.step),
        question: question.prompt.replace("{side}", SIDE),
        help: question.help(&edition.limits),
        unit: "",
        none: question.none,
        required: fact.required(),
        items: items_reading(edition, question.field, None),
        definitions: question.definitions(&edition.limits).collect(),
        kind: kind(fact.shape()),
        values: values(fact.shape()),
        options: options(fact.shape()),
    }];
    if let Shape::Entries(parts) = fact.shape() {
        entries.extend(parts.iter().map(|part| part_entry(edition, question, part)));
    }
    entries
}

fn part_entry(edition: &Edition, list: &Question, shape: &PartShape) -> Entry {
    let question = part_question(list.field, shape.part);
    Entry {
        id: format!("{}.{}", id(list.field), shape.part.key()),
        step: step(list.step),
        question: question.prompt.replace("{side}", SIDE),
        help: question.help(&edition.limits),
        unit: question.unit,
        none: None,
        required: shape.required,
        items: items_reading(edition, list.field, Some(shape.part)),
        definitions: Vec::new(),
        kind: kind(shape.shape),
        values: values(shape.shape),
        options: options(shape.shape),
    }
}

const fn step(step: Step) -> &'static str {
    match step {
        Step::Member => "member",
        Step::Request => "request",
        Step::Pain => "pain",
        Step::Joint(_) => "joint",
        Step::Therapy => "therapy",
        Step::Device => "device",
    }
}

/// The items that read a question, or a part of its records.
fn items_reading(edition: &Edition, field: Field, part: Option<Part>) -> Vec<&'static str> {
    edition.items_reading(field, part).into_iter().map(|item| item.number()).collect()
}

fn options(shape: Shape) -> Vec<OptionEntry> {
    match shape {
        Shape::Choice(names) | Shape::Choices(names) => {
            names.iter().map(|value| OptionEntry { value, label: option_label(value) }).collect()
        }
        _ => Vec::new(),
    }
}

const INTRODUCTION: &str = "Questions in the order they are asked. Only questions that an applicable item reads \
    are asked. \"<side>\" stands for left or right. Not documented is an answer to every question that \
    is not marked as needed.";

impl Entry {
    fn serves(&self) -> String {
        match (self.items.is_empty(), self.required) {
            (true, true) => "every determination".to_owned(),
            (true, false) => "the record; no item reads it".to_owned(),
            (false, _) => self.items.join(", "),
        }
    }

    fn takes(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(", in {}", self.unit) };
        let none = self.none.filter(|none| !self.values.starts_with(*none));
        let none = none.map(|none| format!("; or none: {none}")).unwrap_or_default();
        let required = if self.required { "; needed" } else { "" };
        format!("{}{unit}{none}{required}", self.values)
    }
}

fn text(entries: &[Entry], out: &mut String) -> fmt::Result {
    paragraph(out, 0, INTRODUCTION)?;
    for entry in entries {
        writeln!(out, "\n{}", entry.id)?;
        paragraph(out, 2, &entry.question)?;
        paragraph(out, 2, &entry.help)?;
        paragraph(out, 2, &format!("Takes {} ({})", entry.takes(), entry.kind))?;
        paragraph(out, 2, &format!("Serves {}", entry.serves()))?;
    }
    Ok(())
}

fn markdown(entries: &[Entry], out: &mut String) -> fmt::Result {
    writeln!(out, "# Questions\n\n{}\n", cell(INTRODUCTION))?;
    writeln!(out, "Printed by `sij-intake questions --format markdown`.\n")?;
    writeln!(out, "| id | question | takes | kind | serves |\n|---|---|---|---|---|")?;
    for entry in entries {
        let words = [entry.question.as_str(), &entry.takes(), entry.kind, &entry.serves()].map(cell);
        writeln!(out, "| `{}` | {} |", entry.id, words.join(" | "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(format: CatalogueFormat) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        questions(format, &PolicySettings::default(), &mut Streams { out: &mut out, err: &mut err }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_question_is_printed_with_its_values_and_items() {
        let text = printed(CatalogueFormat::Text);
        let entries: Vec<&str> = text.trim_end().split("\n\n").skip(1).collect();
        assert_eq!(
            entries.len(),
            QUESTIONS
                .iter()
                .flat_map(|question| entries_of(crate::policy::editions().latest(), question))
                .count()
        );
        for expected in [
            "member.id\n  What is the member's identifier?\n  As on the member card.\n  \
             Takes text; needed (text)\n  Serves every determination",
            "member.name\n  What is the member's name?\n  For the record; decides nothing.\n  \
             Takes text (text)\n  Serves the record; no item reads it",
            "<side>.injections.relief_percent\n  How much pain relief followed?\n  \
             As recorded, 0 to 100, no rounding; a range (70 to 80) is a matter for a\n  flag.\n  \
             Takes number from 0 to 100, in percent (number)\n  Serves D.I.B.1, D.II, D.II.A.2, D.II.B.2",
        ] {
            assert!(entries.contains(&expected), "{text}");
        }
    }

    #[test]
    fn each_question_is_in_the_json_with_its_step_and_options() {
        let all: serde_json::Value = serde_json::from_str(&printed(CatalogueFormat::Json)).unwrap();
        let fields = |id: &str| {
            let entry = all.as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap();
            (entry["step"].as_str().unwrap().to_owned(), entry["options"].clone())
        };
        let option = |value: &str, label: &str| serde_json::json!({ "value": value, "label": label });
        for (id, step, options) in [
            ("member.id", "member", None),
            ("request.side", "request", Some([option("left", "left"), option("right", "right")])),
            ("pain.location", "pain", Some([option("low-back", "low back"), option("buttock", "buttock")])),
            ("<side>.sij_pain", "joint", Some([option("yes", "yes"), option("no", "no")])),
            ("<side>.injections.date", "joint", None),
            ("therapy.active", "therapy", None),
            ("device.working", "device", Some([option("yes", "yes"), option("no", "no")])),
        ] {
            let (found_step, found) = fields(id);
            assert_eq!(found_step, step, "{id}");
            match options {
                Some(first) => assert_eq!(found.as_array().unwrap()[..2], first, "{id}"),
                None => assert!(found.is_null(), "{id}"),
            }
        }
    }
}
