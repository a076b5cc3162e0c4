//! The schema of a case, as a line of JSON or a case file.

use serde_json::{Map, Value, json};

use crate::case::{AnswerSource, Choice, Facts, IntakeField, NOT_DOCUMENTED, QuestionId, Urgency};
use crate::policy::{Editions, POLICY};

use super::super::{FORMAT, SECTIONS, key};
use super::value::{answer, or_null, table};
use super::{day, document, object, one_of, text, titled};

const DESCRIPTION: &str = "A case of sij-intake, as one object of JSON or as a TOML file; in TOML, days and times \
    stand without quotes. A key that is left out, or null in JSON, is unanswered. The program also checks what answers say together.";

/// The JSON Schema of a case.
pub fn case_schema(editions: &Editions) -> Value {
    let sections = || SECTIONS.into_iter().map(|name| (name, json!({ "$ref": reference(name) })));
    let items = table(editions.item_keys().into_iter().map(|item| (item, text())), &[]);
    let keys = [
        (key::CASE, titled("name of the case, in a line of JSON", text())),
        (key::FORMAT, json!({ "const": FORMAT })),
        (key::POLICY, json!({ "const": POLICY })),
        (key::INTAKE, intake()),
        (key::FLAGS, titled("why an item is flagged for a clinician", items.clone())),
        (key::EVIDENCE, titled("where in the record the evidence for an item is", items)),
        (key::SET_ASIDE, titled("answers to questions that do not apply", table(sections(), &[]))),
        (key::PROVIDER, provider()),
        (key::DETERMINATION, recorded()),
    ];
    let mut case = table(keys.into_iter().chain(sections()), &[key::FORMAT, key::POLICY]);
    let facts: Map<String, Value> = SECTIONS.iter().map(|name| ((*name).to_owned(), section(name))).collect();
    case["$defs"] = Value::Object(facts);
    document("Case of sij-intake", DESCRIPTION, case)
}

fn reference(section: &str) -> String {
    format!("#/$defs/{section}")
}

/// A table of facts.
fn section(name: &str) -> Value {
    let facts = Facts::default();
    let keys = QuestionId::all().filter(|question| question.section() == name).map(|question| {
        let fact = facts.fact(question);
        (question.field().key(), titled(question.field().label(), answer(fact.shape(), fact.required())))
    });
    table(keys, &[])
}

fn intake() -> Value {
    let stated = || json!({ "allOf": [text()], "not": { "const": NOT_DOCUMENTED } });
    let value = |field: IntakeField| match field {
        IntakeField::ReceivedAt => json!({ "type": "string", "format": "date-time" }),
        IntakeField::Urgency => one_of(Urgency::NAMES.iter().copied()),
        IntakeField::Channel | IntakeField::Reference => stated(),
    };
    let keys = IntakeField::ALL.map(|field| (field.key(), titled(field.label(), value(field))));
    titled("how and when the request arrived", table(keys, &[]))
}

fn provider() -> Value {
    let questions = || QuestionId::all().map(QuestionId::name);
    let source = one_of(AnswerSource::NAMES.iter().copied());
    let keys = [
        (key::RESPONSE, text()),
        (key::AUTHORED, day()),
        (key::CONFIRMED, json!({ "type": "array", "items": one_of(questions()) })),
        (key::ANSWERS, object(questions().map(|name| (name, source.clone())), &[])),
    ];
    titled("the answers that a provider gave", table(keys, &[key::RESPONSE]))
}

/// The determination that the program records; its words are those of the program that
/// wrote it, which may be another version.
fn recorded() -> Value {
    let words = || json!({ "type": "string" });
    let tables = |keys: &[&'static str]| json!({ "type": "array", "items": table(keys.iter().map(|key| (*key, words())), &[]) });
    let mut units = tables(&[key::SIDE, key::OUTCOME, key::PATHWAY]);
    units["items"]["properties"][key::ITEMS] = or_null(tables(&[key::ITEM, key::FINDING, key::WHY]));
    let keys = [
        (key::OUTCOME, words()),
        (key::DATE, day()),
        (key::PROGRAM, words()),
        (key::POLICY_TEXT, words()),
        (key::READINGS, json!({ "type": "object", "additionalProperties": or_null(words()) })),
        (key::UNITS, units),
        (key::LINES, tables(&[key::ITEM, key::WHAT, key::FINDING])),
    ];
    titled("the determination, recorded by the program", table(keys, &[]))
}
