//! The form for the provider and the responses to it: what is asked is shown, and what
//! is exported is shown by the conditions of the form as printed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;
use sij_intake::case::{Answer, AnswerSource, Case, FactId, Facts, Provider, QuestionId, Text};
use sij_intake::fhir::{self, Audience, Form, FormItem, Link, Names, Response, ResponseOf, Role};
use sij_intake::interview::Interview;
use sij_intake::policy::{self, Editions, Limits, PolicySettings};

use super::properties::asked::gapped;
use super::properties::strategies::{files, settings};
use super::sample_cases::sample_cases;

const MOST_BYTES: usize = 150_000;

fn form() -> &'static Form {
    static FORM: LazyLock<Form> = LazyLock::new(|| Form::of(policy::editions()));
    &FORM
}

fn questionnaire() -> &'static Value {
    static PRINTED: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(&fhir::questionnaire(form(), &Names::default())).unwrap());
    &PRINTED
}

fn sample(name: &str) -> Case {
    sample_cases().into_iter().find(|(known, _)| known == name).unwrap().1
}

fn settled(case: &Case) -> Case {
    Interview::of(case.clone(), &PolicySettings::default()).case().clone()
}

/// The case without parts of entries that their kind does not have: none is asked.
fn without_idle_parts(mut case: Case) -> Case {
    for question in QuestionId::all() {
        let Some(Answer::Entries(mut entries)) = case.facts.answer(question) else { continue };
        for entry in &mut entries {
            let all = entry.clone();
            entry.0.retain(|(part, _)| policy::part_is_relevant(&all, *part));
        }
        case.facts.fact_mut(question).set(Some(&Answer::Entries(entries))).unwrap();
    }
    case
}

fn exported(case: &Case, audience: Audience) -> Response {
    let is_complete = policy::asked(&case.facts, &PolicySettings::default()).is_empty();
    let of = ResponseOf { name: &Text::new("one"), case, is_complete, date: None, audience };
    fhir::response(&of, form(), &Names::default())
}

fn json(response: &Response) -> Value {
    serde_json::from_str(&response.json).unwrap()
}

fn children(item: &Value) -> &[Value] {
    item["item"].as_array().map_or(&[], Vec::as_slice)
}

/// Every item in one, itself included.
fn below(item: &Value) -> Vec<&Value> {
    std::iter::once(item).chain(children(item).iter().flat_map(below)).collect()
}

fn link(item: &Value) -> &str {
    item["linkId"].as_str().unwrap_or_default()
}

/// The answers of a response, each with its link, in order.
fn answers(response: &Value) -> Vec<(String, Value)> {
    let all = below(response).into_iter();
    let each = all.flat_map(|item| {
        let answers = item["answer"].as_array().into_iter().flatten();
        answers.map(|answer| (link(item).to_owned(), answer.clone()))
    });
    each.collect()
}

/// The conditions of a printed form, evaluated as FHIR says, by a reader that knows
/// nothing of this program.
struct Reader<'q> {
    items: BTreeMap<&'q str, &'q Value>,
}

impl<'q> Reader<'q> {
    fn of(form: &'q Value) -> Self {
        Self { items: below(form).into_iter().map(|item| (link(item), item)).collect() }
    }

    /// The answered items that the form does not show.
    fn hidden<'r>(&self, item: &'r Value, around: &mut Vec<&'r Value>, found: &mut Vec<String>) {
        if !link(item).is_empty() && !self.is_enabled(link(item), around) {
            found.push(link(item).to_owned());
        }
        around.push(item);
        children(item).iter().for_each(|child| self.hidden(child, around, found));
        around.pop();
    }

    fn is_enabled(&self, of: &str, around: &[&Value]) -> bool {
        let item = self.items[of];
        let conditions = item["enableWhen"].as_array().map_or(&[][..], Vec::as_slice);
        let mut results = conditions.iter().map(|condition| self.holds(condition, around));
        match item["enableBehavior"].as_str() {
            Some("any") => results.any(|result| result),
            _ => results.all(|result| result),
        }
    }

    fn holds(&self, condition: &Value, around: &[&Value]) -> bool {
        let question = condition["question"].as_str().unwrap();
        // The nearest group around it that has the question: the same entry of a list.
        let has = |group: &&&Value| link(group).is_empty() || self.has(link(group), question);
        let group = around.iter().rev().find(has).unwrap();
        let named = below(group).into_iter().find(|item| link(item) == question);
        let given = named.and_then(|item| item["answer"].as_array()).map_or(&[][..], Vec::as_slice);
        match condition["operator"].as_str().unwrap() {
            "exists" => condition["answerBoolean"] == !given.is_empty(),
            "=" => given.iter().any(|answer| {
                let (is, wanted) = (&answer["valueCoding"], &condition["answerCoding"]);
                is["system"] == wanted["system"] && is["code"] == wanted["code"] && !is["code"].is_null()
            }),
            other => unreachable!("{other}"),
        }
    }

    fn has(&self, group: &str, question: &str) -> bool {
        below(self.items[group]).into_iter().any(|item| link(item) == question)
    }
}

/// The exported answers that the form as printed does not show.
fn hidden(form: &Value, response: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Reader::of(form).hidden(response, &mut Vec::new(), &mut found);
    found
}

fn is_shown(form: &Form, facts: &Facts, fact: FactId) -> bool {
    let part = fact.entry.map(|(_, part)| part);
    let item = form.item(Link::Answer { question: fact.question, part, role: Role::Value }).unwrap();
    form.is_shown(item, fact.entry.map(|(index, _)| index), facts)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fact_that_is_asked_is_shown(case in gapped(), other in files(), settings in settings()) {
        for facts in [&case.facts, &settled(&other).facts] {
            for fact in policy::asked(facts, &settings) {
                prop_assert!(is_shown(form(), facts, fact), "{} {:?}", fact.question, fact.entry);
            }
        }
    }

    #[test]
    fn answer_that_is_exported_is_shown_and_each_answer_is_exported(case in files()) {
        let case = without_idle_parts(settled(&case));
        let response = exported(&case, Audience::Plan);
        prop_assert_eq!(hidden(questionnaire(), &json(&response)), Vec::<String>::new());
        let named = response.left_out.iter().find(|words| words.contains("does not ask"));
        prop_assert_eq!(named, None);
        prop_assert_eq!(&exported(&case, Audience::Plan), &response, "the same bytes");
    }
}

#[test]
fn samples_are_exported_whole_and_shown() {
    let form = questionnaire();
    for (name, case) in sample_cases() {
        let case = settled(&case);
        let response = exported(&case, Audience::Plan);
        assert_eq!(hidden(form, &json(&response)), Vec::<String>::new(), "{name}");
        assert!(!response.left_out.iter().any(|words| words.contains("does not ask")), "{name}");
        assert_eq!(exported(&case, Audience::Plan), response, "{name}");
    }
}

#[test]
fn form_is_small_enough_for_a_phone_line() {
    let compact = questionnaire().to_string();
    assert!(compact.len() <= MOST_BYTES, "{}", compact.len());
}

#[test]
fn printed_form_has_each_item_once_and_conditions_on_items_above() {
    let printed = questionnaire();
    let links: Vec<&str> = below(printed).into_iter().map(link).skip(1).collect();
    let form = form();
    let own: Vec<&str> = form.items().iter().map(|item| item.id.as_str()).collect();
    assert_eq!(links, own);
    for item in below(printed) {
        let place = |name: &str| links.iter().position(|other| *other == name).unwrap();
        for condition in item["enableWhen"].as_array().into_iter().flatten() {
            let question = condition["question"].as_str().unwrap();
            assert!(place(question) < place(link(item)), "{} waits for {question}", link(item));
            let answered = condition["answerCoding"].is_object() || condition["answerBoolean"] == false;
            assert!(answered, "{}", link(item));
        }
    }
}

#[test]
fn conditions_are_joined_as_the_rules_mean_them() {
    let form = questionnaire();
    let of = |name: &str| below(form).into_iter().find(|item| link(item) == name).unwrap();
    for (name, conditions, behavior) in [
        ("pain.onset.partial", 3, Some("all")),
        ("left", 2, Some("any")),
        ("device.working", 2, Some("any")),
        ("therapy.inability.group", 2, Some("any")),
        ("therapy.inability_in_record", 7, Some("any")),
        ("therapy.active.plan", 1, None),
    ] {
        let item = of(name);
        assert_eq!(item["enableWhen"].as_array().map(Vec::len), Some(conditions), "{name}");
        assert_eq!(item["enableBehavior"].as_str(), behavior, "{name}");
    }
}

#[test]
fn shown_group_has_a_question_that_is_shown() {
    let form = form();
    for (name, case) in sample_cases() {
        let facts = &settled(&case).facts;
        let is_shown = |item: &FormItem| form.is_shown(item, None, facts);
        for group in form.items().iter().filter(|item| matches!(item.link, Link::Group(_)) && is_shown(item))
        {
            assert!(form.children(group).any(is_shown), "{name}: {}", group.id);
        }
    }
}

#[test]
fn response_has_no_group_without_content_but_for_entries() {
    for (name, case) in sample_cases() {
        let response = json(&exported(&settled(&case), Audience::Plan));
        for item in below(&response).into_iter().skip(1) {
            let is_empty = item["answer"].is_null() && children(item).is_empty();
            assert!(!is_empty || link(item).ends_with(".entry"), "{name}: {}", link(item));
        }
    }
}

#[test]
fn base_stands_in_every_address_of_ours() {
    let names = Names::under("https://plan.example/fhir");
    let printed = fhir::questionnaire(form(), &names);
    assert!(
        !printed.contains(fhir::BASE) && printed.contains("https://plan.example/fhir/CodeSystem/technique")
    );
}

#[test]
fn form_under_limits_of_a_what_if_is_a_draft() {
    let limits = Limits { injections: 3, ..policy::editions().latest().limits };
    let printed = |editions: &Editions| -> Value {
        serde_json::from_str(&fhir::questionnaire(&Form::of(editions), &Names::default())).unwrap()
    };
    assert_eq!(printed(policy::editions())["status"], "active");
    assert_eq!(printed(&policy::editions().with_limits(limits))["status"], "draft");
}

#[test]
fn plan_group_is_hidden_and_left_out_for_the_provider() {
    let mut case = sample("2026-03-02-diagnostic-clean");
    case.flags.insert("D.I.A.1".to_owned(), Text::new("two onsets"));
    let with = |audience| answers(&json(&exported(&case, audience)));
    let (plan, provider) = (with(Audience::Plan), with(Audience::Provider));
    let has = |answers: &[(String, Value)], name: &str| answers.iter().any(|(link, _)| link == name);
    for name in ["request.received", "flags.item", "flags.why"] {
        assert!(has(&plan, name) && !has(&provider, name), "{name}");
    }
    assert_eq!(plan.len() - provider.len(), 3);
    let form = questionnaire();
    let group = below(form).into_iter().find(|item| link(item) == "plan").unwrap();
    assert_eq!(group["extension"][0]["valueBoolean"], true);
}

#[test]
fn status_says_whether_a_fact_that_decides_is_open() {
    let status = |case: &Case, audience| json(&exported(case, audience))["status"].clone();
    let complete = sample("2026-03-02-diagnostic-clean");
    let open = sample("2026-05-18-therapeutic-half-answered");
    assert_eq!(status(&complete, Audience::Plan), "completed");
    assert_eq!(status(&open, Audience::Plan), "in-progress");
    assert_eq!(status(&complete, Audience::Provider), "in-progress");
}

/// The source of an answer, and whether an author is named.
fn origin(answer: &Value) -> Option<(String, bool)> {
    let parts = answer["extension"][0]["extension"].as_array()?;
    Some((
        parts[0]["valueCode"].as_str().unwrap().to_owned(),
        parts.iter().any(|part| part["url"] == "author"),
    ))
}

#[test]
fn each_answer_says_where_it_came_from() {
    let mut case = sample("2026-03-02-diagnostic-clean");
    let question = |name: &str| QuestionId::all().find(|question| question.to_string() == name).unwrap();
    for (source, expected) in [
        (None, Some(("manual", true))),
        (Some(AnswerSource::AutoClient), Some(("auto-client", false))),
        (Some(AnswerSource::AutoServer), Some(("auto-server", false))),
        (Some(AnswerSource::Override), Some(("override", true))),
        (Some(AnswerSource::Manual), Some(("manual", true))),
        (Some(AnswerSource::Mixed), None),
        (Some(AnswerSource::Unstated), None),
    ] {
        let answers_of = source.map(|source| (question("left.sij_pain"), source));
        case.provider = Some(Provider { answers: answers_of.into_iter().collect(), ..Provider::default() });
        let of = |audience| {
            let all = answers(&json(&exported(&case, audience)));
            origin(&all.iter().find(|(link, _)| link == "left.sij_pain").unwrap().1)
        };
        assert_eq!(
            of(Audience::Plan),
            expected.map(|(code, author)| (code.to_owned(), author)),
            "{source:?}"
        );
        assert_eq!(of(Audience::Provider), Some(("auto-server".to_owned(), false)));
    }
}
