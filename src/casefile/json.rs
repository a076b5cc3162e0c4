//! Parsing a line of JSON into a tree, in bounded time and memory, whatever the line.
//!
//! `serde_json` parses; this keeps what a case needs beside the values: their order, and
//! the digits of numbers.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Deserializer;
use toml::Spanned;

use super::tree::{Key, Node, Table, Value};

/// More values than this are not a case; each of them takes memory.
const MOST_VALUES: usize = 16_384;

/// Parses a line; else why it is not JSON, and what to do.
pub(super) fn parse_json(line: &str) -> Result<Node<'_>, String> {
    let state = State { values: Cell::new(0), rest: Cell::new(line) };
    let mut deserializer = Deserializer::from_str(line);
    let parsed = Seed(&state).deserialize(&mut deserializer);
    parsed.and_then(|node| deserializer.end().map(|()| node)).map_err(|error| in_words(&error))
}

fn in_words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match words.strip_suffix(&place).unwrap_or(&words) {
        words if error.is_data() => words.to_owned(),
        words => format!("not JSON: {words}, at column {}", error.column()),
    }
}

struct State<'t> {
    /// How many values and keys there were so far.
    values: Cell<usize>,
    /// The line after the last number.
    rest: Cell<&'t str>,
}

impl<'t> State<'t> {
    fn spanned<T, E: Error>(&self, value: T) -> Result<Spanned<T>, E> {
        let count = self.values.get();
        if count >= MOST_VALUES {
            return Err(E::custom("more values than a case has: this is not a case"));
        }
        self.values.set(count + 1);
        Ok(Spanned::new(count..count, value))
    }

    /// The next number as it is written. Numbers are visited in the order of the line.
    fn number(&self) -> Value<'t> {
        let (number, rest) = split_number(self.rest.get());
        self.rest.set(rest);
        let is_whole = number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
        if is_whole { Value::Integer(number.into()) } else { Value::Float(number.into()) }
    }
}

/// The first number of valid JSON that is outside strings, and what follows it.
fn split_number(json: &str) -> (&str, &str) {
    let bytes = json.as_bytes();
    let mut start = 0;
    while let Some(byte) = bytes.get(start) {
        match byte {
            b'"' => start = after_string(bytes, start + 1),
            b'-' | b'0'..=b'9' => break,
            _ => start += 1,
        }
    }
    let json = json.get(start..).unwrap_or_default();
    let length =
        json.bytes().position(|byte| !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    json.split_at(length.unwrap_or(json.len()))
}

/// The byte after the quote that ends a string of JSON.
pub(crate) fn after_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(rest) = bytes.get(at..) {
        match memchr::memchr2(b'"', b'\\', rest).map(|end| at + end) {
            Some(end) if bytes[end] == b'"' => return end + 1,
            Some(escape) => at = escape + 2,
            None => break,
        }
    }
    bytes.len()
}

struct Seed<'s, 't>(&'s State<'t>);

impl<'t> DeserializeSeed<'t> for Seed<'_, 't> {
    type Value = Node<'t>;

    fn deserialize<D: serde::Deserializer<'t>>(self, deserializer: D) -> Result<Node<'t>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Seed<'_, 't> {
    type Value = Node<'t>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<Node<'t>, E> {
        self.0.spanned(Value::String(text.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'t>, E> {
        self.0.spanned(Value::String(text.to_owned().into()))
    }

    fn visit_u64<E: Error>(self, _rounded: u64) -> Result<Node<'t>, E> {
        self.0.spanned(self.0.number())
    }

    fn visit_i64<E: Error>(self, _rounded: i64) -> Result<Node<'t>, E> {
        self.0.spanned(self.0.number())
    }

    fn visit_f64<E: Error>(self, _rounded: f64) -> Result<Node<'t>, E> {
        self.0.spanned(self.0.number())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<'t>, E> {
        self.0.spanned(Value::Boolean(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'t>, E> {
        self.0.spanned(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<Node<'t>, A::Error> {
        let mut list = self.0.spanned(Vec::new())?;
        while let Some(item) = items.next_element_seed(Seed(self.0))? {
            list.as_mut().push(item);
        }
        Ok(Spanned::new(list.span(), Value::Array(list.into_inner())))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut entries: A) -> Result<Node<'t>, A::Error> {
        let mut table = self.0.spanned(Table::default())?;
        while let Some(key) = entries.next_key_seed(KeySeed(self.0))? {
            table.as_mut().push(key, entries.next_value_seed(Seed(self.0))?);
        }
        Ok(Spanned::new(table.span(), Value::Table(table.into_inner())))
    }
}

struct KeySeed<'s, 't>(&'s State<'t>);

impl<'t> DeserializeSeed<'t> for KeySeed<'_, 't> {
    type Value = Key<'t>;

    fn deserialize<D: serde::Deserializer<'t>>(self, deserializer: D) -> Result<Key<'t>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for KeySeed<'_, 't> {
    type Value = Key<'t>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'t str) -> Result<Key<'t>, E> {
        self.0.spanned(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Key<'t>, E> {
        self.0.spanned(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(node: &Node<'_>, found: &mut Vec<String>) {
        match node.get_ref() {
            Value::Integer(digits) => found.push(format!("whole {digits}")),
            Value::Float(digits) => found.push(digits.to_string()),
            Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
            Value::Table(table) => table.iter().for_each(|(_, node)| numbers(node, found)),
            _ => {}
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        let line = r#"{"1": "2\"3", "a\\": 74.9999999999999999999, "b": [-0, 1e2, {"c": 123456789012345678901234}], "d": "\\", "e": 7}"#;
        let mut found = Vec::new();
        numbers(&parse_json(line).unwrap(), &mut found);
        let whole = "whole 123456789012345678901234";
        assert_eq!(found, ["74.9999999999999999999", "whole -0", "1e2", whole, "whole 7"]);
    }

    #[test]
    fn faults_of_the_line_are_told_with_their_column_and_quote_nothing() {
        for (line, words) in [
            ("{\"a\": }", "not JSON: expected value, at column 7"),
            ("{\"a\": 1} x", "not JSON: trailing characters, at column 10"),
            ("{\"a\": \"Pat", "not JSON: EOF while parsing a string, at column 10"),
            ("{Pat}", "not JSON: key must be a string, at column 2"),
            (&"[".repeat(200), "not JSON: recursion limit exceeded, at column 128"),
        ] {
            assert_eq!(parse_json(line).unwrap_err(), words, "{line}");
        }
    }

    #[test]
    fn line_of_too_many_values_is_refused() {
        let list = |count: usize| format!("[{}]", vec!["1"; count].join(","));
        assert!(parse_json(&list(MOST_VALUES - 1)).is_ok());
        let refused = parse_json(&list(MOST_VALUES)).unwrap_err();
        assert_eq!(refused, "more values than a case has: this is not a case");
    }
}
