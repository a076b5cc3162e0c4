//! The pages in docs/, which the program prints. `UPDATE_DOCS=1 cargo test --test
//! core generated::` rewrites them.

#![allow(clippy::disallowed_methods, reason = "a test reads and writes the pages")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use sij_intake::cli::{CatalogueFormat, SchemaOf};
use sij_intake::commands::{Status, Streams, policy, questionnaire, questions, schema};
use sij_intake::fhir::Names;
use sij_intake::policy::PolicySettings;

fn page(print: impl FnOnce(&mut Streams<'_>) -> std::io::Result<Status>) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = print(&mut Streams { out: &mut out, err: &mut err }).unwrap();
    assert_eq!(status, Status::Done, "{}", String::from_utf8_lossy(&err));
    String::from_utf8(out).unwrap()
}

fn assert_current(name: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, printed).unwrap();
    }
    let saved = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        saved == printed,
        "docs/{name} is out of date: run UPDATE_DOCS=1 cargo test --test core generated::"
    );
}

#[test]
fn policy_page_is_current() {
    assert_current(
        "POLICY.md",
        &page(|to| policy(None, CatalogueFormat::Markdown, &PolicySettings::default(), to)),
    );
}

#[test]
fn questions_page_is_current() {
    let settings = PolicySettings::default();
    assert_current("QUESTIONS.md", &page(|to| questions(CatalogueFormat::Markdown, &settings, to)));
}

/// A form that differs is another form: raise its revision too, in `src/fhir/names.rs`,
/// where a link, a type, an option or a condition is another.
#[test]
fn form_for_the_provider_is_current() {
    let printed = || page(|to| questionnaire(&PolicySettings::default(), &Names::default(), to));
    assert_current("QUESTIONNAIRE.json", &printed());
    assert_eq!(printed(), printed(), "always the same bytes");
}

/// What other programs check their files with, so a change shows in review.
#[test]
fn schemas_are_current() {
    for (name, of) in [
        ("case", SchemaOf::Case),
        ("determination", SchemaOf::Determination),
        ("settings", SchemaOf::Settings),
    ] {
        let printed = page(|to| schema(of, sij_intake::policy::editions(), to));
        assert_current(&format!("schema/{name}.json"), &printed);
    }
}

#[test]
fn unknown_item_suggests_the_nearest_number() {
    let text =
        |number| page(|to| policy(Some(number), CatalogueFormat::Text, &PolicySettings::default(), to));
    assert!(text("d.ii.b.2").contains("D.II.B.2 (criterion)"));
    for (asked, expected) in [
        ("D.II.B.9", "did you mean D.II.B.1?"),
        ("D.I.A.4", "ask for D.I.A.4.a, D.I.A.4.b"),
        ("D.I.A.4.c", "did you mean D.I.A.4.a?"),
        ("\u{1b}[2J", "no item <U+001B>[2J"),
    ] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let to = &mut Streams { out: &mut out, err: &mut err };
        assert_eq!(
            policy(Some(asked), CatalogueFormat::Text, &PolicySettings::default(), to).unwrap(),
            Status::Invalid
        );
        let complaint = String::from_utf8(err).unwrap();
        assert!(complaint.contains(expected), "{complaint}");
    }
}

#[test]
fn catalogues_as_json_hold_every_item_and_question() {
    let policy = page(|to| policy(None, CatalogueFormat::Json, &PolicySettings::default(), to));
    let policy: serde_json::Value = serde_json::from_str(&policy).unwrap();
    assert_eq!(policy["items"].as_array().unwrap().len(), super::items().len());
    assert_eq!(policy["items"][2]["readings"][1]["settings"][1]["setting"], "not-met");
    let catalogue = page(|to| questions(CatalogueFormat::Json, &PolicySettings::default(), to));
    let catalogue: serde_json::Value = serde_json::from_str(&catalogue).unwrap();
    let ids: Vec<&str> =
        catalogue.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"pain.onset") && ids.contains(&"<side>.injections.relief_percent"));
}

#[test]
fn no_printed_line_is_wider_than_78_columns() {
    let policy = page(|to| policy(None, CatalogueFormat::Text, &PolicySettings::default(), to));
    let questions = page(|to| questions(CatalogueFormat::Text, &PolicySettings::default(), to));
    for line in policy.lines().chain(questions.lines()) {
        assert!(line.chars().count() <= 78, "{line}");
    }
}
