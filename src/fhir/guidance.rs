//! A determination as a GuidanceResponse, FHIR's word for decision support: it
//! approves nothing and denies nothing.

use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::case::{Facts, Text};
use crate::policy::{Determination, Editions, Outcome};
use crate::report::{DeterminationJson, PROGRAM};

use super::json::{Coding, Concept, Identifier, Subject, line};
use super::names::Names;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GuidanceResponse {
    resource_type: &'static str,
    contained: [Parameters; 1],
    request_identifier: Identifier,
    module_canonical: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject>,
    performer: Performer,
    reason_code: [Concept; 1],
    note: Vec<Note>,
    output_parameters: Reference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    data_requirement: Vec<DataRequirement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    resource_type: &'static str,
    id: &'static str,
    parameter: Vec<Parameter>,
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    #[serde(flatten)]
    value: ParameterValue,
}

#[derive(Serialize)]
enum ParameterValue {
    #[serde(rename = "valueString")]
    Words(String),
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueDecimal")]
    Number(Number),
    #[serde(rename = "part")]
    Parts(Vec<Parameter>),
}

#[derive(Serialize)]
struct Performer {
    display: &'static str,
}

#[derive(Serialize)]
struct Note {
    text: String,
}

#[derive(Serialize)]
struct Reference {
    reference: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataRequirement {
    #[serde(rename = "type")]
    kind: &'static str,
    code_filter: [CodeFilter; 1],
}

#[derive(Serialize)]
struct CodeFilter {
    path: &'static str,
    code: [Coding; 1],
}

const ID: &str = "determination";
const REFERENCE: &str = "#determination";

/// The determination of the case of that name, on one line of JSON.
/// `editions` are those that the form asks for.
pub fn guidance(
    case: &Text,
    facts: &Facts,
    determination: &Determination,
    editions: &Editions,
    names: &Names,
) -> String {
    let outcome = determination.outcome;
    let member = facts.member.id.0.as_ref();
    let edition = determination.editions.last();
    let response = GuidanceResponse {
        resource_type: "GuidanceResponse",
        contained: [Parameters {
            resource_type: "Parameters",
            id: ID,
            parameter: fields(&json(case, determination)),
        }],
        request_identifier: Identifier { system: names.case(), value: case.to_string() },
        module_canonical: names.library(edition.map_or("", |label| label.id)),
        status: status(outcome, !determination.ask_for.is_empty()),
        subject: member.map(|id| Subject::member(id.raw(), names)),
        performer: Performer { display: PROGRAM },
        reason_code: [Concept::coded(names.outcome(), outcome.name())],
        note: edition.into_iter().flat_map(|label| label.notice()).map(|text| Note { text }).collect(),
        output_parameters: Reference { reference: REFERENCE },
        data_requirement: requirements(determination, &names.canonical(editions.latest().label.id)),
    };
    line(&response)
}

/// FHIR's word for what is wanted: data without which there is no finding, or which
/// could still change one.
const fn status(outcome: Outcome, asks: bool) -> &'static str {
    match (outcome, asks) {
        (Outcome::InformationNeeded, _) => "data-required",
        (_, true) => "data-requested",
        (_, false) => "success",
    }
}

/// The questions of the form that are asked for, each once.
fn requirements(determination: &Determination, form: &str) -> Vec<DataRequirement> {
    let mut questions: Vec<String> = Vec::new();
    for request in &determination.ask_for {
        let question = request.question.to_string();
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    let filter = |question| CodeFilter { path: "item.linkId", code: [Coding::new(form, question)] };
    let requirement =
        |question| DataRequirement { kind: "QuestionnaireResponse", code_filter: [filter(question)] };
    questions.into_iter().map(requirement).collect()
}

fn json(case: &Text, determination: &Determination) -> Map<String, Value> {
    match serde_json::to_value(DeterminationJson::new(case, determination)) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The fields of an object as parameters: the same names with `-` for `_`, a list as a
/// parameter that repeats, and nothing for what is empty.
fn fields(object: &Map<String, Value>) -> Vec<Parameter> {
    object.iter().flat_map(|(name, value)| parameters(&name.replace('_', "-"), value)).collect()
}

fn parameters(name: &str, value: &Value) -> Vec<Parameter> {
    let one = |value| vec![Parameter { name: name.to_owned(), value }];
    match value {
        Value::Null => Vec::new(),
        Value::Bool(value) => one(ParameterValue::Boolean(*value)),
        Value::Number(value) => one(ParameterValue::Number(value.clone())),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => one(ParameterValue::Words(text.clone())),
        Value::Array(values) => values.iter().flat_map(|value| list_entry(name, value)).collect(),
        Value::Object(object) => {
            let parts = fields(object);
            if parts.is_empty() { Vec::new() } else { one(ParameterValue::Parts(parts)) }
        }
    }
}

/// One value of a list; a list in it is held together.
fn list_entry(name: &str, value: &Value) -> Vec<Parameter> {
    let inner = parameters(name, value);
    match value {
        Value::Array(_) if !inner.is_empty() => {
            vec![Parameter { name: name.to_owned(), value: ParameterValue::Parts(inner) }]
        }
        _ => inner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(value: &Value) -> String {
        serde_json::to_string(&fields(value.as_object().unwrap())).unwrap()
    }

    #[test]
    fn fields_become_parameters_and_empty_ones_are_left_out() {
        for (object, expected) in [
            (json!({"ask_for": "x"}), r#"[{"name":"ask-for","valueString":"x"}]"#),
            (json!({"a": null, "b": "", "c": [], "d": {}, "e": {"f": null}, "g": [[]]}), "[]"),
            (json!({"a": true}), r#"[{"name":"a","valueBoolean":true}]"#),
            (json!({"a": 42}), r#"[{"name":"a","valueDecimal":42}]"#),
            (json!({"a": ["x", "y"]}), r#"[{"name":"a","valueString":"x"},{"name":"a","valueString":"y"}]"#),
            (json!({"a": {"b": "x"}}), r#"[{"name":"a","part":[{"name":"b","valueString":"x"}]}]"#),
            (
                json!({"a": [[{"b": "x"}, {"b": "y"}]]}),
                r#"[{"name":"a","part":[{"name":"a","part":[{"name":"b","valueString":"x"}]},{"name":"a","part":[{"name":"b","valueString":"y"}]}]}]"#,
            ),
        ] {
            assert_eq!(shown(&object), expected, "{object}");
        }
    }

    #[test]
    fn status_says_what_is_wanted() {
        for (outcome, asks, expected) in [
            (Outcome::InformationNeeded, true, "data-required"),
            (Outcome::InformationNeeded, false, "data-required"),
            (Outcome::CriteriaMet, false, "success"),
            (Outcome::CriteriaMet, true, "data-requested"),
            (Outcome::ClinicalReview, true, "data-requested"),
            (Outcome::CriteriaNotMet, false, "success"),
            (Outcome::OutsidePolicy, false, "success"),
        ] {
            assert_eq!(status(outcome, asks), expected, "{outcome:?}");
        }
    }
}
