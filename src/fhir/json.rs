//! The data types of FHIR that the form and the responses are written with.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::case::{Decimal, with_safety};

use super::form_item::FormOption;
use super::names::{Names, UCUM};

/// A code of a code system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Coding {
    system: String,
    code: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    display: String,
}

impl Coding {
    pub(super) fn of(option: &FormOption, names: &Names) -> Self {
        Self { display: option.display.clone(), ..Self::new(names.system(option.system), option.code) }
    }

    pub(super) fn new(system: impl Into<String>, code: impl Into<String>) -> Self {
        Self { system: system.into(), code: code.into(), display: String::new() }
    }

    pub(super) fn displayed(system: &str, code: &str, display: &str) -> Self {
        Self { display: display.to_owned(), ..Self::new(system, code) }
    }
}

/// A concept: codes that mean the same, or words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Concept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coding: Vec<Coding>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'static str,
}

impl Concept {
    pub(super) fn coded(system: impl Into<String>, code: impl Into<String>) -> Self {
        Self { coding: vec![Coding::new(system, code)], text: "" }
    }

    pub(super) const fn words(text: &'static str) -> Self {
        Self { coding: Vec::new(), text }
    }
}

/// An identifier in a system of identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Identifier {
    pub(super) system: String,
    pub(super) value: String,
}

/// The member, by the plan's identifier; FHIR's word for it is the patient.
#[derive(Debug, Serialize)]
pub(super) struct Subject {
    #[serde(rename = "type")]
    kind: &'static str,
    identifier: Identifier,
}

impl Subject {
    pub(super) fn member(id: &str, names: &Names) -> Self {
        Self { kind: PATIENT, identifier: Identifier { system: names.member(), value: id.to_owned() } }
    }
}

/// The type of the subject.
pub(super) const PATIENT: &str = "Patient";

/// A duration.
#[derive(Debug, Serialize)]
pub(super) struct Quantity {
    value: u32,
    unit: &'static str,
    system: &'static str,
    code: &'static str,
}

impl Quantity {
    pub(super) const fn new(value: u32, unit: &'static str, code: &'static str) -> Self {
        Self { value, unit, system: UCUM, code }
    }
}

/// An extension.
#[derive(Debug, Serialize)]
pub(super) struct Extension {
    url: &'static str,
    #[serde(flatten)]
    value: ExtensionValue,
}

/// The value of an extension.
#[derive(Debug, Serialize)]
pub(super) enum ExtensionValue {
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueCode")]
    Code(&'static str),
    #[serde(rename = "valueString")]
    Words(String),
    #[serde(rename = "valueUri")]
    Address(String),
    #[serde(rename = "valueInteger")]
    Whole(usize),
    #[serde(rename = "valueDecimal")]
    Number(Box<RawValue>),
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    #[serde(rename = "valueCodeableConcept")]
    Concept(Concept),
    #[serde(rename = "valueExpression")]
    Expression { language: &'static str, expression: &'static str },
    #[serde(rename = "extension")]
    Parts(Vec<Extension>),
}

impl Extension {
    pub(super) const fn new(url: &'static str, value: ExtensionValue) -> Self {
        Self { url, value }
    }
}

/// A number as it is written, every digit kept.
pub(super) fn number(value: Decimal) -> Box<RawValue> {
    // The fallback is never used: a decimal is always written as JSON writes a number.
    RawValue::from_string(value.to_string()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// A resource on one line of JSON. What could control a terminal is escaped as JSON
/// does it, and reads back as the same text.
pub(super) fn line(resource: &impl Serialize) -> String {
    // It can't fail: there are no maps with keys that are not strings.
    let json = serde_json::to_string(resource).unwrap_or_default();
    let mut out = String::with_capacity(json.len());
    for (letter, is_safe) in with_safety(&json) {
        if is_safe {
            out.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_could_control_a_terminal_is_escaped_and_reads_back_the_same() {
        let piled = "e\u{301}\u{301}\u{301}\u{301}";
        for text in
            ["plain é", "a\u{1b}[2J", "\u{9b}1m \u{7f}", "\u{202e}\u{200b}", "\u{e0041}", "\"\\\n", piled]
        {
            let json = line(&[text]);
            assert!(with_safety(&json).all(|(_, is_safe)| is_safe), "{json:?}");
            assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
        }
        assert_eq!(line(&["plain é"]), "[\"plain é\"]");
    }
}
