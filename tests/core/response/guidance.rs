//! `determine --format fhir`: what a GuidanceResponse says of a determination.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::{Value, json};
use sij_intake::case::{Case, Text};
use sij_intake::fhir::{self, Names};
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;

use super::super::sample_cases::sample_cases;

/// The determination of a case as a GuidanceResponse, and as our own JSON.
fn guidance_and_json(name: &str, case: &Case) -> (Value, Value) {
    let name = Text::new(name);
    let determination = policy::determine(case, &PolicySettings::default()).unwrap();
    let guidance = fhir::guidance(&name, &case.facts, &determination, policy::editions(), &Names::default());
    let mut own = Vec::new();
    report::write_json(&name, &determination, &mut own);
    (serde_json::from_str(&guidance).unwrap(), serde_json::from_slice(&own).unwrap())
}

/// Every value in it that is not empty, with the name of its field, in order.
fn values(name: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Array(entries) => entries.iter().for_each(|entry| values(name, entry, found)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| values(name, value, found)),
        Value::Null => (),
        Value::String(text) if text.is_empty() => (),
        value => found.push((name.to_owned(), value.clone())),
    }
}

/// The same of parameters.
fn parameter_values(parameters: &Value, found: &mut Vec<(String, Value)>) {
    for parameter in parameters.as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap().replace('-', "_");
        for (key, value) in parameter.as_object().unwrap() {
            match key.as_str() {
                "name" => (),
                "part" => parameter_values(value, found),
                _ => found.push((name.clone(), value.clone())),
            }
        }
    }
}

#[test]
fn guidance_holds_every_value_of_the_determination() {
    for (name, case) in sample_cases() {
        let (guidance, own) = guidance_and_json(&name, &case);
        let (mut expected, mut held) = (Vec::new(), Vec::new());
        values("", &own, &mut expected);
        parameter_values(&guidance["contained"][0]["parameter"], &mut held);
        assert_eq!(held, expected, "{name}");
    }
}

#[test]
fn guidance_names_the_case_the_member_the_rules_and_the_outcome() {
    let base = "https://example.org/fhir/sij-intake";
    for (name, case) in sample_cases() {
        let (guidance, own) = guidance_and_json(&name, &case);
        let system = |kind: &str, name: &str| format!("{base}/{kind}/{name}");
        let edition = own["edition"].as_str().unwrap_or_default();
        let expected = json!([
            {"system": system("NamingSystem", "case"), "value": name},
            format!("{}|{edition}", system("Library", "mm-1463")),
            [{"coding": [{"system": system("CodeSystem", "outcome"), "code": own["outcome"]}]}],
        ]);
        let said =
            json!([guidance["requestIdentifier"], guidance["moduleCanonical"], guidance["reasonCode"]]);
        assert_eq!(said, expected, "{name}");
        let member = case.facts.member.id.0.as_ref().map(|id| json!(id.raw()));
        let subject = guidance.get("subject").map(|subject| &subject["identifier"]);
        let expected =
            member.map(|value| json!({"system": system("NamingSystem", "member"), "value": value}));
        assert_eq!(subject, expected.as_ref(), "{name}");
    }
}

#[test]
fn guidance_wants_each_question_that_is_asked_for_once() {
    let mut repeated = 0;
    for (name, case) in sample_cases() {
        let (guidance, own) = guidance_and_json(&name, &case);
        let requests: Vec<&Value> =
            own["ask_for"].as_array().unwrap().iter().map(|ask| &ask["question"]).collect();
        let mut questions = requests.clone();
        let mut seen = Vec::new();
        questions.retain(|question| {
            let is_new = !seen.contains(question);
            seen.push(question);
            is_new
        });
        repeated += usize::from(questions.len() < requests.len());
        let wanted = guidance.get("dataRequirement").and_then(Value::as_array).cloned().unwrap_or_default();
        let wanted: Vec<&Value> =
            wanted.iter().map(|want| &want["codeFilter"][0]["code"][0]["code"]).collect();
        assert_eq!(wanted, questions, "{name}");
        let status = guidance["status"].as_str().unwrap();
        assert_eq!(status == "success", questions.is_empty(), "{name}: {status}");
    }
    assert!(repeated > 0, "no sample asks twice for one question");
}
