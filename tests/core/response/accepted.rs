//! Responses that are written in other ways than this program writes them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use sij_intake::case::{
    Answer, AnswerSource, Case, Choice, LONGEST_TEXT, MOST_ENTRIES, Provider, QuestionId,
};
use sij_intake::casefile;
use sij_intake::fhir::{Imported, ResponseReader};
use sij_intake::policy;

use super::read;

const BASE: &str = "https://example.org/fhir/sij-intake";

fn response(items: &str) -> String {
    format!(
        r#"{{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"{BASE}/Questionnaire/mm-1463|2025-07-01.1","item":[{items}]}}"#
    )
}

fn item(link: &str, value: &str) -> String {
    format!(r#"{{"linkId":"{link}","answer":[{{{value}}}]}}"#)
}

fn group(link: &str, items: &[String]) -> String {
    format!(r#"{{"linkId":"{link}","item":[{}]}}"#, items.join(","))
}

fn coded(link: &str, code: &str) -> String {
    item(link, &format!(r#""valueCoding":{{"code":"{code}"}}"#))
}

fn taken(items: &str) -> Imported {
    let imported = read(&response(items));
    assert_eq!(imported.complaints, [], "{items}");
    imported
}

/// The case file with these lines, received on the day that the tests give.
fn case(lines: &str) -> Case {
    let text = format!("format = 1\npolicy = 'MM-1463'\nrequest.received = 2026-03-02\n{lines}");
    casefile::read(&text, policy::editions()).unwrap()
}

#[track_caller]
fn assert_facts(items: &str, lines: &str) {
    let file = |case: Case| casefile::write(&Case { provider: None, ..case });
    assert_eq!(file(taken(items).case), file(case(lines)), "{items}");
}

#[test]
fn groups_may_be_missing_repeated_or_nested_in_answers() {
    let (pain, tender) = (coded("left.sij_pain", "Y"), coded("left.sij_tenderness", "N"));
    let expected = "left.sij_pain = 'yes'\nleft.sij_tenderness = 'no'\n";
    assert_facts(&[pain.clone(), tender.clone()].join(","), expected);
    let [one, other] = [&pain, &tender].map(|item| group("left", std::slice::from_ref(item)));
    assert_facts(&[one, other].join(","), expected);
    let inside = r#"{"linkId":"left.sij_pain","answer":[{"valueCoding":{"code":"Y"},"item":[TENDER]}]}"#;
    assert_facts(&inside.replace("TENDER", &tender), expected);
    let below = r#"{"linkId":"left.sij_pain","item":[TENDER],"answer":[{"valueCoding":{"code":"Y"}}]}"#;
    assert_facts(&below.replace("TENDER", &tender), expected);
}

#[test]
fn entries_keep_their_order_wherever_they_stand() {
    let entry = |code: &str| group("left.injections.entry", &[coded("left.injections.purpose", code)]);
    let [one, other] = ["diagnostic", "therapeutic"].map(entry);
    let gate = coded("left.injections", "given");
    let expected = "left.injections = [{ purpose = 'diagnostic' }, { purpose = 'therapeutic' }]";
    assert_facts(&[gate.clone(), one.clone(), other.clone()].join(","), expected);
    assert_facts(&[one, group("left", &[gate, other])].join(","), expected);
}

#[test]
fn entry_without_a_part_is_an_entry() {
    let items = [coded("left.injections", "given"), r#"{"linkId":"left.injections.entry"}"#.to_owned()];
    assert_facts(&items.join(","), "left.injections = [{}]");
}

#[test]
fn item_without_an_answer_says_nothing() {
    let items = [
        r#"{"linkId":"pain.onset.state"}"#.to_owned(),
        r#"{"linkId":"pain.onset","answer":[]}"#.to_owned(),
        item("pain.onset.partial", r#""valueString":"2025-09""#),
    ];
    assert_facts(&items.join(","), "pain.onset = '2025-09'");
}

#[test]
fn dates_are_read_as_far_as_they_are_known() {
    for (items, lines) in [
        (item("pain.onset", r#""valueDate":"2025-09-01""#), "pain.onset = 2025-09-01"),
        (item("pain.onset", r#""valueDate":"2025-09""#), "pain.onset = '2025-09'"),
        (item("pain.onset", r#""valueDate":"2025""#), "pain.onset = '2025'"),
        (item("pain.onset.partial", r#""valueString":"2025""#), "pain.onset = '2025'"),
        (item("pain.onset.ago", r#""valueQuantity":{"value":8,"code":"mo"}"#), "pain.onset = '8 months'"),
        (item("pain.onset.ago", r#""valueQuantity":{"value":8.0,"code":"wk"}"#), "pain.onset = '8 weeks'"),
        (coded("pain.onset.state", "asked-unknown"), "pain.onset = 'not-documented'"),
        (item("left.service_date", r#""valueDate":"2026-03-16""#), "left.service_date = 2026-03-16"),
    ] {
        assert_facts(&items, lines);
    }
}

#[test]
fn numbers_are_read_by_their_digits() {
    let relief = |digits: &str| {
        let part = item("left.injections.relief_percent", &format!(r#""valueDecimal":{digits}"#));
        [coded("left.injections", "given"), group("left.injections.entry", &[part])].join(",")
    };
    for (digits, same) in
        [("74.999999", "74.999999"), ("80", "80"), ("75.0000000", "75"), ("0", "0"), ("100.0", "100")]
    {
        assert_facts(&relief(digits), &format!("left.injections = [{{ relief_percent = {same} }}]"));
    }
    for digits in ["74.9999999", "74.99999999999999999", "7.5e1", "100.000001", "-0.1"] {
        assert_eq!(read(&response(&relief(digits))).complaints.len(), 1, "{digits}");
    }
}

#[test]
fn answers_that_are_no_value_differ() {
    for (items, lines) in [
        (coded("left.positive_tests", "none"), "left.positive_tests = []"),
        (coded("left.positive_tests", "asked-unknown"), "left.positive_tests = 'not-documented'"),
        (coded("left.positive_tests", "faber"), "left.positive_tests = ['faber']"),
        (coded("left.injections", "none"), "left.injections = []"),
        (coded("left.injections", "asked-unknown"), "left.injections = 'not-documented'"),
        (coded("request.codes.state", "none"), "request.codes = []"),
        (coded("request.codes.state", "asked-unknown"), "request.codes = 'not-documented'"),
        (coded("request.other_block", "none"), "request.other_block = 'none'"),
        (coded("request.other_block", "asked-unknown"), "request.other_block = 'not-documented'"),
        (coded("left.sij_pain", "N"), "left.sij_pain = 'no'"),
        (coded("left.sij_pain", "asked-unknown"), "left.sij_pain = 'not-documented'"),
        (coded("therapy.inability", "no"), "therapy.inability = 'no'"),
    ] {
        assert_facts(&items, lines);
    }
}

#[test]
fn what_is_not_read_may_be_anything() {
    let answer = r#"{"id":"a","valueCoding":{"code":"Y","display":7,"userSelected":"x"},"extension":[{"url":"https://example.org/x","valueAge":{"a":[1e999]}}]}"#;
    let odd =
        format!(r#"{{"linkId":"left.si\u006a_pain","text":{{"a":1}},"definition":5,"answer":[{answer}]}}"#);
    let text = response(&odd).replacen(
        '{',
        r#"{"text":{"div":7},"contained":[{"modifierExtension":1}],"subject":"x","#,
        1,
    );
    let imported = read(&text);
    assert_eq!(imported.complaints, []);
    assert_eq!(imported.case.facts, case("left.sij_pain = 'yes'").facts);
}

#[test]
fn bundle_is_read_by_its_first_entry() {
    let inner = response(&coded("left.sij_pain", "Y"));
    let bundle = format!(
        r#"{{"resourceType":"Bundle","identifier":[7],"entry":[{{"fullUrl":"x","resource":{inner}}},{{"resource":{{"resourceType":"Patient"}}}},7]}}"#
    );
    let imported = read(&bundle);
    assert_eq!(imported.complaints, []);
    assert_eq!(imported.case.facts, case("left.sij_pain = 'yes'").facts);
}

#[test]
fn identifier_is_kept_if_a_case_file_can_hold_it() {
    let with = |identifier: &str| {
        let text = response(&coded("left.sij_pain", "Y"));
        let text = text.replacen('{', &format!(r#"{{"identifier":{{"value":"{identifier}"}},"#), 1);
        read(&text).identifier.to_string()
    };
    let longest = "x".repeat(200);
    for (identifier, kept) in [("r-1", "r-1"), (" ", ""), (&longest, &longest), (&format!("{longest}x"), "")]
    {
        assert_eq!(with(identifier), kept, "{identifier}");
    }
}

#[test]
fn list_and_note_as_long_as_they_can_be_are_taken() {
    let codes = vec![r#"{"valueString":"27096"}"#; MOST_ENTRIES].join(",");
    let codes = format!(r#"{{"linkId":"request.codes","answer":[{codes}]}}"#);
    let answer = taken(&codes).case.facts.answer(QuestionId::all().find(is_codes).unwrap());
    assert!(matches!(answer, Some(Answer::Codes(codes)) if codes.len() == MOST_ENTRIES));
    let note = "x".repeat(LONGEST_TEXT);
    let system = format!("{BASE}/CodeSystem/mm-1463");
    let entry = group(
        "evidence.entry",
        &[
            item("evidence.item", &format!(r#""valueCoding":{{"system":"{system}","code":"D.I.A.3"}}"#)),
            item("evidence.where", &format!(r#""valueString":"{note}""#)),
        ],
    );
    assert_eq!(taken(&group("evidence", &[entry])).case.evidence["D.I.A.3"].raw(), note);
}

fn is_codes(question: &QuestionId) -> bool {
    question.to_string() == "request.codes"
}

#[test]
fn so_many_unknown_links_get_a_hint() {
    let most = 200;
    let items = vec![coded("left.sij_pian", "Y"); most + 3].join(",");
    let complaints = read(&response(&items)).complaints;
    let hints = complaints.iter().filter(|complaint| complaint.problem.contains("did you mean")).count();
    assert_eq!((hints, complaints.len()), (most, most + 3));
}

#[test]
fn what_is_not_asked_is_known_only_with_the_procedure_and_the_side() {
    let unasked = |items: &[String]| {
        let text = response(&[items, &[coded("right.sij_pain", "Y")]].concat().join(","));
        super::reader().unasked(&read(&text), &text).len()
    };
    let procedure = coded("request.procedure", "diagnostic-injection");
    let side = coded("request.side", "left");
    assert_eq!(unasked(&[]), 0);
    assert_eq!(unasked(std::slice::from_ref(&procedure)), 0);
    assert_eq!(unasked(std::slice::from_ref(&side)), 0);
    assert_eq!(unasked(&[procedure, side]), 1);
}

fn origin(source: &str) -> String {
    format!(
        r#""extension":[{{"url":"http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin","extension":[{{"url":"author"}},{{"url":"source","valueCode":"{source}"}}]}}],"#
    )
}

fn source_of_list(first: &str, second: &str) -> AnswerSource {
    let part = |source: &str| {
        let value = format!(r#"{}"valueCoding":{{"code":"diagnostic"}}"#, origin(source));
        group("left.injections.entry", &[item("left.injections.purpose", &value)])
    };
    let gate = item("left.injections", &format!(r#"{}"valueCoding":{{"code":"given"}}"#, origin(first)));
    let provider = taken(&[gate, part(first), part(second)].join(",")).case.provider.unwrap();
    *provider.answers.values().next().unwrap()
}

#[test]
fn list_has_one_source() {
    assert_eq!(source_of_list("auto-client", "auto-client"), AnswerSource::AutoClient);
    assert_eq!(source_of_list("auto-client", "manual"), AnswerSource::Mixed);
    assert_eq!(source_of_list("manual", "guessed"), AnswerSource::Mixed);
}

#[test]
fn each_source_is_kept_and_another_one_is_unstated() {
    for source in ["auto-client", "auto-server", "override", "manual", "mixed", "unstated", "guessed"] {
        let value = format!(r#"{}"valueCoding":{{"code":"Y"}}"#, origin(source));
        let imported = taken(&item("left.sij_pain", &value));
        let Some(Provider { answers, .. }) = imported.case.provider else { panic!("{source}") };
        let found = answers.values().next().unwrap().name();
        let is_stated = !["mixed", "unstated", "guessed"].contains(&source);
        assert_eq!(found, if is_stated { source } else { "unstated" });
        assert_eq!(imported.warnings.is_empty(), is_stated, "{source}");
    }
}

#[test]
fn day_it_was_authored_is_that_of_the_provider() {
    for (authored, day) in [
        ("2026-02-27T23:30:00-05:00", Some("2026-02-27")),
        ("2026-02-27", Some("2026-02-27")),
        ("2026-02", None),
        ("1826-02-27", None),
        ("2026-02-30", None),
    ] {
        let text = response("").replacen('{', &format!(r#"{{"authored":"{authored}","#), 1);
        let provider = read(&text).case.provider.unwrap();
        assert_eq!(provider.authored.map(|day| day.to_string()).as_deref(), day, "{authored}");
    }
}

#[test]
fn part_that_is_bad_is_unanswered_and_an_entry_without_its_kind_leaves_no_list() {
    let entry = |parts: &[String]| group("therapy.active.entry", parts);
    let (kind, bad) =
        (coded("therapy.active.kind", "chiropractic"), coded("therapy.active.in_record", "maybe"));
    let gate = coded("therapy.active", "given");
    let partly = read(&response(&[gate.clone(), entry(&[kind.clone(), bad])].join(",")));
    assert_eq!(partly.complaints.len(), 1);
    assert_eq!(partly.case.facts, case("therapy.active = [{ kind = 'chiropractic' }]").facts);
    let without = read(&response(&[gate, entry(&[kind]), entry(&[])].join(",")));
    assert_eq!(without.complaints.len(), 1);
    assert_eq!(without.case.facts, case("").facts);
    assert_eq!(without.case.provider.unwrap().answers.len(), 0);
}

#[test]
fn reader_can_be_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<ResponseReader>();
}

#[test]
fn modifier_is_refused_wherever_it_stands() {
    let modified = |answer: &str| format!(r#"{{"linkId":"LINK",{answer}}}"#);
    let on_item = modified(r#""modifierExtension":[{"url":"x"}]"#);
    let on_answer = modified(r#""answer":[{"valueString":"x","modifierExtension":[{"url":"x"}]}]"#);
    let below = format!(
        r#"{{"linkId":"left.injections.entry","item":[{{"linkId":"left.injections.entry","item":[{on_item}]}}]}}"#
    );
    for item in [on_item, on_answer, below] {
        for link in ["left.sij_pain", "no.such", "pain", "flags.why", "right.injections.date"] {
            let imported = read(&response(&item.replace("LINK", link)));
            assert!(imported.is_useless, "{item} {link}");
            assert_eq!(imported.case, Case::default());
        }
    }
}
