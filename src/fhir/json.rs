//! The data types of FHIR that the form and the responses are written with.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::case::Decimal;

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
