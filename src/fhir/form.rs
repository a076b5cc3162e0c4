//! The form as a Questionnaire.

use serde::Serialize;

use crate::case::{LONGEST_TEXT, Shape};

use super::form_item::{FormItem, Is, ItemType, Test};
use super::json::{Coding, Concept, Extension, ExtensionValue, PATIENT, number};
use super::link::{Link, PLAN, Role};
use super::names::{Names, System, TIME_UNITS, UCUM, policy, version};
use super::tree::Form;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Questionnaire {
    resource_type: &'static str,
    id: String,
    extension: Vec<Extension>,
    url: String,
    version: String,
    name: &'static str,
    title: String,
    status: &'static str,
    subject_type: [&'static str; 1],
    effective_period: Period,
    item: Vec<Item>,
}

#[derive(Serialize)]
struct Period {
    start: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension>,
    link_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code: Vec<Coding>,
    text: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enable_when: Vec<EnableWhen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_behavior: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    repeats: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answer_option: Vec<AnswerOption>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item: Vec<Self>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EnableWhen {
    question: String,
    operator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_boolean: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_coding: Option<Coding>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerOption {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extension: Vec<Extension>,
    value_coding: Coding,
}

/// The form as a Questionnaire, in readable JSON: always the same bytes.
pub fn questionnaire(form: &Form, names: &Names) -> String {
    let edition = form.edition();
    let questionnaire = Questionnaire {
        resource_type: "Questionnaire",
        id: policy(),
        extension: of_form(),
        url: names.questionnaire(),
        version: version(edition.label.id),
        name: "SacroiliacJointProcedures",
        title: format!("{} ({})", edition.label.title, edition.label.policy),
        status: if edition.hypothetical { "draft" } else { "active" },
        subject_type: [PATIENT],
        effective_period: Period { start: edition.effective.to_string() },
        item: form.roots().map(|item| item_of(form, item, names)).collect(),
    };
    // It can't fail: there are no maps.
    serde_json::to_string_pretty(&questionnaire).unwrap_or_default()
}

/// What is said of the whole form.
fn of_form() -> Vec<Extension> {
    const COMPLETION: &str =
        "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/estimated-completion-time";
    const AUDIENCE: &str = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/questionnaireAudience";
    const OF_REQUEST: &str = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/request-specific";
    const LAUNCH: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-launchContext";
    const LAUNCH_CODES: &str = "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext";
    let time = |url| Extension::new(url, ExtensionValue::Code("under-5min"));
    let name = Extension::new("name", ExtensionValue::Coding(Coding::new(LAUNCH_CODES, "patient")));
    let kind = Extension::new("type", ExtensionValue::Code(PATIENT));
    vec![
        Extension::new(LAUNCH, ExtensionValue::Parts(vec![name, kind])),
        Extension::new(AUDIENCE, ExtensionValue::Code("clinical")),
        Extension::new(COMPLETION, ExtensionValue::Parts(vec![time("clinicalTime"), time("totalTime")])),
        Extension::new(OF_REQUEST, ExtensionValue::Boolean(true)),
    ]
}

fn item_of(form: &Form, item: &FormItem, names: &Names) -> Item {
    let code = |number: &str| Coding::new(names.system(System::Items), number);
    let tests: Vec<&Test> = item.shown_when.iter().flatten().collect();
    let options = item.options.iter().map(|option| AnswerOption {
        extension: exclusive(option.is_exclusive).into_iter().collect(),
        value_coding: Coding::of(option, names),
    });
    Item {
        extension: extensions(item, names),
        link_id: item.id.clone(),
        code: item.serves.iter().map(|served| code(served.number())).collect(),
        text: item.text.clone(),
        kind: type_name(item.kind),
        enable_behavior: (tests.len() > 1).then(|| behavior(item)),
        enable_when: tests.into_iter().map(|test| enable_when(form, *test, names)).collect(),
        required: item.is_required,
        repeats: item.most > 1,
        max_length: max_length(item),
        answer_option: options.collect(),
        item: form.children(item).map(|child| item_of(form, child, names)).collect(),
    }
}

/// How the conditions are joined: an item has several of one test each, or one of several.
const fn behavior(item: &FormItem) -> &'static str {
    if item.shown_when.len() > 1 { "all" } else { "any" }
}

fn enable_when(form: &Form, test: Test, names: &Names) -> EnableWhen {
    let question = test.link.to_string();
    match test.is {
        Is::Unanswered => {
            EnableWhen { question, operator: "exists", answer_boolean: Some(false), answer_coding: None }
        }
        Is::Chosen(meaning) => {
            let option = form.item(test.link).and_then(|item| item.option(meaning));
            let coding = option.map(|option| Coding::new(names.system(option.system), option.code));
            EnableWhen { question, operator: "=", answer_boolean: None, answer_coding: coding }
        }
    }
}

const fn type_name(kind: ItemType) -> &'static str {
    match kind {
        ItemType::Group => "group",
        ItemType::Display => "display",
        ItemType::Choice => "choice",
        ItemType::Date => "date",
        ItemType::Text => "string",
        ItemType::Decimal => "decimal",
        ItemType::Quantity => "quantity",
    }
}

fn max_length(item: &FormItem) -> Option<usize> {
    match (item.kind, item.link) {
        (ItemType::Text, Link::Answer { role: Role::Partial, .. }) => Some(PARTIAL.len()),
        (ItemType::Text, _) => Some(LONGEST_TEXT),
        _ => None,
    }
}

const PARTIAL: &str = "YYYY-MM";

fn exclusive(is_exclusive: bool) -> Option<Extension> {
    const EXCLUSIVE: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";
    is_exclusive.then(|| Extension::new(EXCLUSIVE, ExtensionValue::Boolean(true)))
}

fn extensions(item: &FormItem, names: &Names) -> Vec<Extension> {
    const HIDDEN: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
    const MOST: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";
    let hidden =
        (item.link == Link::Group(PLAN)).then(|| Extension::new(HIDDEN, ExtensionValue::Boolean(true)));
    let most = (item.most > 1).then(|| Extension::new(MOST, ExtensionValue::Whole(item.most)));
    let mut found: Vec<Extension> = hidden.into_iter().chain(control(item)).chain(most).collect();
    found.extend(support(item, names));
    found.extend(hints(item));
    found.extend(initial(item));
    found
}

/// How the item is best shown.
fn control(item: &FormItem) -> Option<Extension> {
    const CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
    const CONTROLS: &str = "http://hl7.org/fhir/questionnaire-item-control";
    let code = match (item.kind, item.link) {
        (ItemType::Display, Link::Answer { .. }) => "help",
        (ItemType::Choice, Link::Answer { role: Role::State, .. } | Link::Note(..)) => "drop-down",
        (ItemType::Choice, _) if item.most > 1 => "check-box",
        (ItemType::Choice, _) => "radio-button",
        _ => return None,
    };
    Some(Extension::new(CONTROL, ExtensionValue::Concept(Concept::coded(CONTROLS, code))))
}

/// Where the items are that a question serves; DTR takes one address, that of the first.
fn support(item: &FormItem, names: &Names) -> Option<Extension> {
    const SUPPORT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-supportHyperlink";
    let first = item.serves.first()?;
    let numbers: Vec<&str> = item.serves.iter().map(|served| served.number()).collect();
    let label = format!("{} {}", crate::policy::POLICY, numbers.join(", "));
    let parts = vec![
        Extension::new("label", ExtensionValue::Words(label)),
        Extension::new("link", ExtensionValue::Address(names.item(first.number()))),
    ];
    Some(Extension::new(SUPPORT, ExtensionValue::Parts(parts)))
}

/// What a value can be, for forms that look: what comes back is checked all the same.
fn hints(item: &FormItem) -> Vec<Extension> {
    const PATTERN: &str = "http://hl7.org/fhir/StructureDefinition/regex";
    const FORMAT: &str = "http://hl7.org/fhir/StructureDefinition/entryFormat";
    const LEAST: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
    const GREATEST: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
    const DECIMALS: &str = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";
    const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
    const UNIT_OPTION: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
    match (item.kind, item.link, item.shape) {
        (ItemType::Text, Link::Answer { role: Role::Partial, .. }, _) => vec![
            Extension::new(PATTERN, ExtensionValue::Words("[0-9]{4}(-(0[1-9]|1[0-2]))?".to_owned())),
            Extension::new(FORMAT, ExtensionValue::Words(PARTIAL.to_owned())),
        ],
        (ItemType::Decimal, _, Some(Shape::Number { min, max })) => vec![
            Extension::new(
                UNIT,
                ExtensionValue::Coding(Coding::displayed(UCUM, unit_code(item.unit), item.unit)),
            ),
            Extension::new(LEAST, ExtensionValue::Number(number(min))),
            Extension::new(GREATEST, ExtensionValue::Number(number(max))),
            Extension::new(DECIMALS, ExtensionValue::Whole(crate::case::Decimal::DECIMALS)),
        ],
        (ItemType::Quantity, ..) => TIME_UNITS
            .iter()
            .map(|(code, words)| {
                Extension::new(UNIT_OPTION, ExtensionValue::Coding(Coding::displayed(UCUM, code, words)))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// How UCUM writes the unit of a number.
fn unit_code(unit: &str) -> &'static str {
    TIME_UNITS.iter().find(|(_, words)| *words == unit).map_or("%", |(code, _)| code)
}

/// Where the provider's system finds the answer by itself.
fn initial(item: &FormItem) -> Option<Extension> {
    const INITIAL: &str =
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-initialExpression";
    let value = ExtensionValue::Expression { language: "text/fhirpath", expression: item.found_at };
    (!item.found_at.is_empty()).then(|| Extension::new(INITIAL, value))
}
