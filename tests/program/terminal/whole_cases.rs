//! Each procedure keyed in from an empty case to its determination, then read
//! by `determine` and `replay`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::output_size::{WHOLE_PANEL, frames};
use super::pty::Cases;
use crate::tested_program::tested_program;

/// Questions in order, each with the keys that answer it.
type Steps = [(&'static str, &'static str)];

const DIAGNOSTIC: &Steps = &[
    ("member's identifier", "TC0001234\r"),
    ("member's name", "Pat Sample\r"),
    ("member born", "4/2/1968\r"),
    ("request received", "2026-03-02\r"),
    ("Which procedure", "1"),
    ("Which side", "1"),
    ("procedure planned", "2026-03-16\r"),
    ("Which codes", "27096-lt\r"),
    ("Which diagnoses", "M53.3\r"),
    ("Which sedation", "1"),
    ("image guidance", "n"),
    ("other nerve block", "n"),
    ("Where is the pain", "12\r"),
    ("character of the pain", "1"),
    ("Since when", "8 months\r"),
    ("herpes zoster", "n"),
    ("pain located", "y"),
    ("tenderness located", "y"),
    ("provocation tests", "35\r"),
    ("Which injections", "0"),
    ("Which active therapy does", "a"),
    ("Each therapy is an entry", "1"),
    ("When did it begin", "2025-11-10\r"),
    ("When did it end", "2026-01-05\r"),
    ("Did the provider record", "y"),
    ("done: Enter continues", "\r"),
    ("Which inactive therapy does", "a"),
    ("Each therapy is an entry", "6"),
    ("When did it begin", "2025-10-13\r"),
    ("When did it end", "g\r"),
    ("Did the provider record", "y"),
    ("done: Enter continues", "\r"),
    ("stimulator or pain pump", "0"),
];

const DIAGNOSTIC_BY_HAND: &str = r#"
format = 1
policy = "MM-1463"
[member]
id = "TC0001234"
name = "Pat Sample"
birth_date = 1968-04-02
[request]
received = 2026-03-02
procedure = "diagnostic-injection"
side = "left"
codes = ["27096-LT"]
diagnoses = ["M53.3"]
sedation = "none"
imaging_line = "no"
other_block = "none"
[pain]
location = ["low-back", "buttock"]
character = "nonradicular"
onset = "8 months"
herpes_zoster = "no"
[left]
service_date = 2026-03-16
sij_pain = "yes"
sij_tenderness = "yes"
positive_tests = ["thigh-thrust", "faber"]
injections = []
[[therapy.active]]
kind = "physical-therapy"
start = 2025-11-10
end = 2026-01-05
in_record = "yes"
[[therapy.inactive]]
kind = "medication"
start = 2025-10-13
end = "ongoing"
in_record = "yes"
[device]
implanted = []
"#;

const THERAPEUTIC: &Steps = &[
    ("member's identifier", "TC0001235\r"),
    ("member's name", "Pat Sample\r"),
    ("member born", "1968-04-02\r"),
    ("request received", "2026-03-03\r"),
    ("Which procedure", "2"),
    ("Which side", "2"),
    ("procedure planned", "2026-03-17\r"),
    ("Which codes", "27096-RT\r"),
    ("Which diagnoses", "M46.1\r"),
    ("Which sedation", "1"),
    ("image guidance", "n"),
    ("other nerve block", "n"),
    ("herpes zoster", "n"),
    ("Which injections", "a"),
    ("joint injected", "2025-12-15\r"),
    ("How much pain relief", "80\r"),
    ("Did function improve", "y"),
    ("done: Enter continues", "\r"),
    ("Has pain returned", "y"),
    ("active therapy planned", "y"),
    ("inactive therapy planned", "y"),
    ("stimulator or pain pump", "2\r"),
    ("interrogation report", "1"),
    ("working properly", "y"),
];

const THERAPEUTIC_BY_HAND: &str = r#"
format = 1
policy = "MM-1463"
[member]
id = "TC0001235"
name = "Pat Sample"
birth_date = 1968-04-02
[request]
received = 2026-03-03
procedure = "therapeutic-injection"
side = "right"
codes = ["27096-RT"]
diagnoses = ["M46.1"]
sedation = "none"
imaging_line = "no"
other_block = "none"
[pain]
herpes_zoster = "no"
[right]
service_date = 2026-03-17
returned = "yes"
[[right.injections]]
date = 2025-12-15
relief_percent = 80
functional_improvement = "yes"
[therapy]
alongside_active = "yes"
alongside_inactive = "yes"
[device]
implanted = ["pain-pump"]
report = "yes"
working = "yes"
"#;

const ABLATION: &Steps = &[
    ("member's identifier", "TC0001236\r"),
    ("member's name", "Pat Sample\r"),
    ("member born", "1968-04-02\r"),
    ("request received", "2026-03-04\r"),
    ("Which procedure", "3"),
    ("Which side", "1"),
    ("Which ablations", "0"),
    ("procedure planned", "2026-03-25\r"),
    ("Which codes", "64625-LT\r"),
    ("Which diagnoses", "M53.3\r"),
    ("Which ablation technique", "1"),
    ("Which injections", "a"),
    ("joint injected", "2025-09-04\r"),
    ("What was that injection for", "1"),
    ("How much pain relief", "75\r"),
    ("done: Enter continues", "\r"),
    ("Which active therapy does", "a"),
    ("Each therapy is an entry", "1"),
    ("When did it begin", "2025-11-12\r"),
    ("When did it end", "2025-12-15\r"),
    ("done: Enter continues", "\r"),
    ("reason why active therapy", "1"),
    ("Which inactive therapy does", "a"),
    ("Each therapy is an entry", "6"),
    ("When did it begin", "2025-10\r"),
    ("When did it end", "g\r"),
    ("Did the provider record", "y"),
    ("done: Enter continues", "\r"),
    ("stimulator or pain pump", "d"),
];

const ABLATION_BY_HAND: &str = r#"
format = 1
policy = "MM-1463"
[member]
id = "TC0001236"
name = "Pat Sample"
birth_date = 1968-04-02
[request]
received = 2026-03-04
procedure = "radiofrequency-ablation"
side = "left"
codes = ["64625-LT"]
diagnoses = ["M53.3"]
technique = "thermal"
[left]
service_date = 2026-03-25
ablations = []
[[left.injections]]
date = 2025-09-04
purpose = "diagnostic"
relief_percent = 75
[therapy]
inability = "no"
[[therapy.active]]
kind = "physical-therapy"
start = 2025-11-12
end = 2025-12-15
[[therapy.inactive]]
kind = "medication"
start = "2025-10"
end = "ongoing"
in_record = "yes"
[device]
implanted = "not-documented"
"#;

#[test]
fn new_diagnostic_injection_reaches_its_determination() {
    check_keyed_case(DIAGNOSTIC, "CRITERIA MET", DIAGNOSTIC_BY_HAND);
}

#[test]
fn new_therapeutic_injection_reaches_its_determination() {
    check_keyed_case(THERAPEUTIC, "CRITERIA MET", THERAPEUTIC_BY_HAND);
}

#[test]
fn new_ablation_reaches_its_determination() {
    check_keyed_case(ABLATION, "CRITERIA NOT MET", ABLATION_BY_HAND);
}

/// Keys a case in and compares its file with one written by hand.
fn check_keyed_case(steps: &Steps, outcome: &str, by_hand: &str) {
    let cases = Cases::empty();
    let mut terminal = cases.open_worklist();
    terminal.keys("n");
    terminal.wait_for("question 1 of");
    terminal.take_output();
    let (last, before) = steps.split_last().unwrap();
    for (question, keys) in before {
        terminal.answer(question, keys);
    }
    terminal.wait_for(last.0);
    let output = terminal.take_output();
    let largest = frames(&output).map(<[u8]>::len).max().unwrap();
    println!("largest frame between two questions: {largest} of {WHOLE_PANEL} bytes");
    assert!(largest <= WHOLE_PANEL, "{largest} bytes");
    terminal.answer(last.0, last.1);
    terminal.wait_for(outcome);
    terminal.keys("\x1bq");
    assert_eq!(terminal.wait_for_exit(), 0);
    let written = Cases::empty();
    written.write(&cases.names()[0], by_hand);
    let determined = determine(&cases.only_file());
    assert!(determined.contains(r#""complete":true"#), "{determined}");
    assert_eq!(determined, determine(&written.only_file()));
    let replayed = intake(&["replay", cases.only_file().to_str().unwrap()]);
    assert!(replayed.status.success(), "{replayed:?}");
    let recorded = &fs::read_to_string(cases.only_file()).unwrap();
    assert!(recorded.contains("[determination]"), "{recorded}");
}

fn determine(case: &Path) -> String {
    let output = intake(&["determine", case.to_str().unwrap(), "--format", "json"]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn intake(arguments: &[&str]) -> Output {
    Command::new(tested_program()).args(arguments).output().unwrap()
}
