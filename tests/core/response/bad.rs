//! Bad and odd responses: one file for each, and all that is said about it, in
//! `tests/fhir/bad/complaints.txt`. `UPDATE_COMPLAINTS=1` rewrites that; read the changes.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads files, and may fail")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sij_intake::fhir::LARGEST_RESPONSE;

use super::{read, reader};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fhir/bad")
}

/// The name and the text of each file.
fn files() -> Vec<(String, String)> {
    let paths = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// All that is said about a response.
fn said(text: &str) -> String {
    let response = read(text);
    let mut out = String::new();
    response.complaints.iter().for_each(|complaint| writeln!(out, "{complaint}").unwrap());
    let unasked = reader().unasked(&response, text);
    for warning in response.warnings.iter().chain(&unasked) {
        writeln!(out, "warning: {warning}").unwrap();
    }
    out
}

#[test]
fn each_bad_response_gets_exactly_its_complaints() {
    let found: String = files().iter().map(|(name, text)| format!("{name}\n{}\n", said(text))).collect();
    let expected = folder().join("complaints.txt");
    if std::env::var_os("UPDATE_COMPLAINTS").is_some() {
        fs::write(&expected, &found).unwrap();
    }
    let expected = fs::read_to_string(expected).unwrap();
    for (found, expected) in found.split("\n\n").zip(expected.split("\n\n")) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn odd_response_is_taken_and_a_bad_one_is_not() {
    for (name, text) in files() {
        let response = read(&text);
        assert_eq!(response.complaints.is_empty(), name.contains("-odd-"), "{name}");
    }
}

#[test]
fn complaint_quotes_no_value() {
    for (name, text) in files() {
        let said = said(&text);
        for value in ["Pat Sample", "2025-09-01", "16 March", "axial", "xxx", "p. 4", "100.5", "8.5"] {
            assert!(!said.contains(value), "{name}: {said}");
        }
    }
}

#[test]
fn response_that_is_too_long_is_refused() {
    let padded = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
    let problem = |text: &str| read(text).complaints[0].problem.clone();
    assert!(problem(&padded(LARGEST_RESPONSE)).starts_with("this is no QuestionnaireResponse"));
    let expected = "longer than 1048576 bytes: this is no response to the form";
    assert_eq!(problem(&padded(LARGEST_RESPONSE + 1)), expected);
}
