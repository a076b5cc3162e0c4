//! A case file as a line of JSON.

#![allow(clippy::unwrap_used, reason = "a helper fails the test where it can't go on")]

use toml::Value;

/// The line for the text of a case file: the same tables and keys, dates as strings.
pub(crate) fn as_json(text: &str) -> String {
    json(Value::Table(toml::from_str(text).unwrap())).to_string()
}

fn json(value: Value) -> serde_json::Value {
    match value {
        Value::String(text) => text.into(),
        // As it is written: a float would round it.
        Value::Integer(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Boolean(value) => value.into(),
        Value::Datetime(moment) => moment.to_string().into(),
        Value::Array(items) => items.into_iter().map(json).collect(),
        Value::Table(entries) => entries.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}
