//! A case as a line of JSON is the same case as its file, and bad lines get the
//! complaints of bad files.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a helper reads files, and fails the test where it can't go on"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use sij_intake::case::{Case, Text};
use sij_intake::casefile::{self, CaseLine, Complaint, Complaints, read_line};
use sij_intake::policy::{self, PolicySettings, editions};
use sij_intake::report;

use crate::as_json::as_json;
use crate::properties::strategies::files;

fn texts(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?))).collect()
}

fn read(line: &str) -> Result<Case, Complaints> {
    read_line(line.as_bytes(), editions()).case
}

fn printed(case: &Case) -> Option<String> {
    let determination = policy::determine(case, &PolicySettings::default()).ok()?;
    Some(report::json(&Text::new("one"), &determination))
}

#[test]
fn every_sample_case_is_the_same_as_a_line() {
    let samples = texts("cases");
    assert!(samples.len() > 60);
    for (path, text) in samples {
        let (file, line) = (casefile::read(&text, editions()).unwrap(), read(&as_json(&text)).unwrap());
        assert_eq!(line, file, "{}", path.display());
        assert_eq!(printed(&line), printed(&file), "{}", path.display());
    }
}

proptest! {
    #[test]
    fn every_case_is_the_same_as_a_line(case in files()) {
        let text = casefile::write(&case);
        let line = read(&as_json(&text)).unwrap();
        prop_assert_eq!(&line, &casefile::read(&text, editions()).unwrap());
        prop_assert_eq!(printed(&line), printed(&case));
    }
}

#[test]
fn key_that_stands_twice_is_complained_of_wherever_it_is() {
    let with = |tables: &str| format!(r#"{{"format":1,"policy":"MM-1463",{tables}}}"#);
    for (tables, key) in [
        (r#""member":{"id":"TC1"},"member":{"id":"TC2"}"#, "member"),
        (r#""member":{"id":"TC1","id":"TC2"}"#, "member.id"),
        (r#""left":{"injections":[{"date":"2026-01-02","date":"2026-01-03"}]}"#, "left.injections.date"),
        (r#""set_aside":{"left":{"returned":"yes","returned":"no"}}"#, "left.returned"),
        (r#""intake":{"urgency":"standard","urgency":"expedited"}"#, "intake.urgency"),
        (r#""flags":{"D.I.A.3":"one","D.I.A.3":"two"}"#, "flags.D.I.A.3"),
        (r#""provider":{"response":"r1","response":"r2"}"#, "provider.response"),
        (
            r#""provider":{"answers":{"pain.onset":"manual","pain.onset":"mixed"}}"#,
            "provider.answers.pain.onset",
        ),
        (r#""determination":{"readings":{"visits":"met","visits":"not-met"}}"#, "readings.visits"),
        (
            r#""determination":{"outcome":"criteria-met","outcome":"clinical-review"}"#,
            "determination.outcome",
        ),
    ] {
        let Complaints(complaints) = read(&with(tables)).unwrap_err();
        let twice = complaints.iter().find(|complaint| complaint.problem.contains("stands twice"));
        assert_eq!(twice.map(|complaint| complaint.key.as_str()), Some(key), "{tables}: {complaints:?}");
    }
}

/// What a complaint says, without how a day, a table or a key is written.
fn in_common(Complaint { key, problem, .. }: &Complaint) -> String {
    let examples = ["write ", "begins with ", "reads "];
    let what =
        examples.iter().fold(problem.as_str(), |words, example| words.split(example).next().unwrap_or(words));
    format!("{key}: {}", what.replace("a date or time", "a text").replace("a table", "an object"))
}

/// Bad files whose fault is in what JSON writes otherwise.
const WRITTEN_OTHERWISE: [&str; 3] = ["determination-bent", "numbers", "quoted-day"];

#[test]
fn bad_lines_get_the_complaints_of_bad_files() {
    let mut compared = 0;
    for (path, text) in texts("tests/bad") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        // A text that is not TOML is no line either.
        if toml::from_str::<toml::Table>(&text).is_err() || WRITTEN_OTHERWISE.contains(&name) {
            continue;
        }
        let sorted = |Complaints(complaints): Complaints| {
            let mut all: Vec<String> = complaints.iter().map(in_common).collect();
            all.sort();
            all
        };
        let Err(of_file) = casefile::read(&text, editions()) else { continue };
        // A day in quotes is no fault of a line.
        let is_quoted_day = |complaint: &Complaint| {
            complaint.problem.starts_with("this is a text") && complaint.problem.contains("without quotes")
        };
        let of_file =
            Complaints(of_file.0.into_iter().filter(|complaint| !is_quoted_day(complaint)).collect());
        let of_line = read(&as_json(&text)).unwrap_err();
        assert!(of_line.0.iter().all(|complaint| complaint.at.is_none()), "{name}");
        assert_eq!(sorted(of_line), sorted(of_file), "{name}");
        compared += 1;
    }
    assert!(compared >= 15, "{compared}");
}

const HEAD: &str = r#""format": 1, "policy": "MM-1463""#;

fn complaints(rest: &str) -> String {
    read(&format!("{{{HEAD}{rest}}}")).unwrap_err().to_string()
}

#[test]
fn complaint_says_how_it_is_written_in_json() {
    let day = "a day such as \"2026-03-02\"";
    let undocumented = "or \"not-documented\" where the record does not say";
    for (rest, expected) in [
        (
            r#", "request": {"received": 20260302}"#,
            format!("request.received: this is a whole number: write {day}"),
        ),
        (
            r#", "request": {"received": "2026-02-30"}"#,
            "request.received: there is no such day: correct it".to_owned(),
        ),
        (
            r#", "request": {"received": "2026-03-02T10:00:00Z"}"#,
            format!("request.received: this has a time: write {day}"),
        ),
        (
            r#", "left": {"service_date": "spring"}"#,
            format!("left.service_date: this is a text: write {day}, {undocumented}"),
        ),
        (
            r#", "pain": {"onset": "spring"}"#,
            format!(
                "pain.onset: write {day}, or \"2026-03\", \"2026\", \"8 months\", \"13 weeks\", \"90 days\" or \"2 years\""
            ),
        ),
        (r#", "member": 3"#, "member: write this as an object in curly brackets".to_owned()),
        (
            r#", "left": {"injections": [3]}"#,
            "left.injections: write each entry as an object in curly brackets".to_owned(),
        ),
        (
            r#", "left": {"injections": {}}"#,
            format!("left.injections: write this as a list of objects, {undocumented}"),
        ),
        (r#", "case": ["#, String::new()),
        (r#", "case": 7"#, "case: this is a whole number: write a text in quotes".to_owned()),
        (
            r#", "member": {"id": "TC1", "id": "TC2"}"#,
            "member.id: this key stands twice: take one of them out".to_owned(),
        ),
        (
            r#", "therapy": {"active": [{"kind": null}]}"#,
            "therapy.active.kind: this is needed in every entry: add the key".to_owned(),
        ),
        (
            r#", "request": {"codes": [null]}"#,
            "request.codes: this is null: write a text in quotes".to_owned(),
        ),
    ] {
        if expected.is_empty() {
            assert!(complaints(rest).starts_with("not JSON: "), "{rest}");
        } else {
            assert_eq!(complaints(rest), expected, "{rest}");
        }
    }
    let whole = |line: &[u8]| read_line(line, editions()).case.unwrap_err().to_string();
    assert_eq!(whole(b"[]"), "this is not a case: write it as an object in curly brackets");
    assert_eq!(whole(b"{\"a\": \"\xff\"}"), "the line is not UTF-8 text: write it as UTF-8");
    let missing = "format: the key is missing: a case file begins with \"format\": 1\n\
                   policy: the key is missing: write \"policy\": \"MM-1463\"";
    assert_eq!(whole(b"{}"), missing);
}

#[test]
fn complaints_stand_in_the_order_of_the_line() {
    let rest = r#", "pain": {"onset": "spring"}, "request": {"side": "up"}, "nothing": 1"#;
    let keys: Vec<String> =
        read(&format!("{{{HEAD}{rest}}}")).unwrap_err().0.into_iter().map(|c| c.key).collect();
    assert_eq!(keys, ["pain.onset", "request.side", "nothing"]);
}

#[test]
fn null_is_a_key_that_is_left_out() {
    let line = format!(
        r#"{{{HEAD}, "member": {{"id": null}}, "pain": null, "flags": null, "intake": null, "determination": null}}"#
    );
    assert_eq!(read(&line), Ok(Case::default()));
}

#[test]
fn a_line_can_name_its_case_even_where_the_case_is_bad() {
    for (rest, is_good) in [("", true), (", \"side\": 1", false)] {
        let line = format!(r#"{{"case": "one \u001b", {HEAD}{rest}}}"#);
        let CaseLine { name, case } = read_line(line.as_bytes(), editions());
        assert_eq!((name, case.is_ok()), (Some(Text::new("one \u{1b}")), is_good));
    }
}

#[test]
fn numbers_are_read_from_their_digits() {
    let percent = |digits: &str| {
        let left = format!(r#", "left": {{"injections": [{{"relief_percent": {digits}}}]}}"#);
        read(&format!("{{{HEAD}{left}}}")).map(|case| casefile::write(&case))
    };
    assert!(percent("74.999999").unwrap().contains("relief_percent = 74.999999\n"));
    assert!(percent("80.0").unwrap().contains("relief_percent = 80\n"));
    // As floats these would be 75 and 100.
    for digits in ["74.99999999999999999999", "100.00000000000000000001", "1e2", "123456789012345678901234"] {
        let problem =
            "left.injections.relief_percent: write a number from 0 to 100, with at most six decimals";
        assert_eq!(percent(digits).unwrap_err().to_string(), problem, "{digits}");
    }
}
