//! The schemas of single values, by the shape of the answer.

use serde_json::{Map, Value, json};

use crate::case::{
    Decimal, LONGEST_TEXT, MOST_ENTRIES, NONE, NOT_DOCUMENTED, ONGOING, PartShape, Shape, YEARS,
};

use super::titled;

/// A month of the year, in a pattern.
const MONTH: &str = "(0[1-9]|1[0-2])";
/// How long ago, in a pattern.
const AGO: &str = "^[0-9]+ +(day|week|month|year)s?$";

/// A table with these keys and no others.
pub(in crate::casefile) fn object<'k>(
    keys: impl IntoIterator<Item = (&'k str, Value)>,
    needed: &[&str],
) -> Value {
    let keys: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({ "type": "object", "properties": keys, "required": needed, "additionalProperties": false })
}

/// The same table of a case: in a line of JSON, null stands for a key that is left out.
pub(super) fn table<'k>(keys: impl IntoIterator<Item = (&'k str, Value)>, needed: &[&str]) -> Value {
    let or_null = |(key, value)| (key, if needed.contains(&key) { value } else { or_null(value) });
    object(keys.into_iter().map(or_null), needed)
}

/// A value or null; its title stays outside.
pub(super) fn or_null(mut value: Value) -> Value {
    let title = value.as_object_mut().and_then(|keys| keys.remove("title"));
    let mut either = json!({ "anyOf": [value, { "type": "null" }] });
    if let Some(title) = title {
        either["title"] = title;
    }
    either
}

/// A list of these, with as many entries as are read.
fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of, "maxItems": MOST_ENTRIES })
}

/// One of these names.
pub(in crate::casefile) fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> Value {
    json!({ "enum": names.into_iter().collect::<Vec<_>>() })
}

/// A text that is not blank.
pub(in crate::casefile) fn text() -> Value {
    json!({ "type": "string", "pattern": "\\S", "maxLength": LONGEST_TEXT })
}

/// A day; in TOML a date without quotes.
pub(in crate::casefile) fn day() -> Value {
    let pattern = format!("^{}-{MONTH}-(0[1-9]|[12][0-9]|3[01])$", year());
    json!({ "type": "string", "format": "date", "pattern": pattern })
}

/// A year that a case may have, in a pattern.
fn year() -> String {
    let centuries = (YEARS.start() / 100)..=(YEARS.end() / 100);
    let centuries: Vec<String> = centuries.map(|century| century.to_string()).collect();
    format!("({})[0-9][0-9]", centuries.join("|"))
}

/// An answer to a fact; one that is not required may be not documented.
pub(super) fn answer(shape: Shape, is_required: bool) -> Value {
    match (shape, is_required) {
        (Shape::Text, true) => json!({ "allOf": [text()], "not": { "const": NOT_DOCUMENTED } }),
        (_, true) => known(shape),
        (_, false) => json!({ "anyOf": [known(shape), { "const": NOT_DOCUMENTED }] }),
    }
}

fn known(shape: Shape) -> Value {
    match shape {
        Shape::Text => text(),
        Shape::Day => day(),
        Shape::PartialDate => any_of(partial_date()),
        Shape::DateOrOngoing => any_of(partial_date().into_iter().chain([json!({ "const": ONGOING })])),
        Shape::DateOrAgo => {
            let ago = json!({ "type": "string", "pattern": AGO });
            any_of(partial_date().into_iter().chain([ago]))
        }
        Shape::DayOrNone => any_of([day(), json!({ "const": NONE })]),
        Shape::Choice(names) => one_of(names.iter().copied()),
        Shape::Choices(names) => list(one_of(names.iter().copied())),
        Shape::Number { min, max } => number_between(min, max),
        Shape::Codes => list(text()),
        Shape::Entries(parts) => list(entry(parts)),
    }
}

fn any_of(values: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": values.into_iter().collect::<Vec<_>>() })
}

/// A past date, known to the day, the month or the year.
fn partial_date() -> [Value; 2] {
    [day(), json!({ "type": "string", "pattern": format!("^{}(-{MONTH})?$", year()) })]
}

/// A number from one to another.
pub(in crate::casefile) fn number_between(min: Decimal, max: Decimal) -> Value {
    json!({ "type": "number", "minimum": number(min), "maximum": number(max) })
}

fn number(value: Decimal) -> Value {
    value.to_string().parse().unwrap_or_default()
}

/// An entry of a list of records.
fn entry(parts: &[PartShape]) -> Value {
    let needed: Vec<&str> =
        parts.iter().filter(|shape| shape.required).map(|shape| shape.part.key()).collect();
    let keys = parts
        .iter()
        .map(|shape| (shape.part.key(), titled(shape.part.label(), answer(shape.shape, shape.required))));
    table(keys, &needed)
}
