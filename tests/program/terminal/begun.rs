//! An answer that was begun and not accepted, over the end of the program.

use std::fs;

use rustix::process::Signal;

use super::desk::{Cases, DOWN, Desk, ENTER, ESC, SHIFT_TAB};
use super::typing::{leave_half_a_flag, new_case_on};

const CLEAN: &str = "2026-03-02-diagnostic-clean";
const THERAPY: &str = "2026-03-03-therapeutic-clean-with-pain-pump";

/// How a program is ended from outside.
const ENDS: [fn(&mut Desk); 4] = [
    |desk| desk.signal(Signal::HUP),
    |desk| desk.signal(Signal::TERM),
    |desk| desk.signal(Signal::INT),
    Desk::hang_up,
];

/// The files of drafts in the folder.
fn drafts(cases: &Cases) -> Vec<String> {
    let names = fs::read_dir(cases.path()).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).filter(|name| name.ends_with(".draft")).collect()
}

#[test]
fn behaviour_20_a_half_typed_answer_is_there_at_the_next_start() {
    for end in ENDS {
        let cases = Cases::none();
        let mut desk = new_case_on(&cases, "member born");
        desk.keys("1968-");
        desk.wait_for("› 1968-");
        end(&mut desk);
        desk.ended();
        assert!(!cases.text().contains("1968-"), "nothing is taken for an answer");

        let mut desk = cases.case("member born");
        desk.wait_for("› 1968-");
        desk.wait_for("not accepted yet");
        desk.keys("04-02\r");
        desk.wait_for("request received");
        assert!(cases.text().contains("birth_date = 1968-04-02"));
        assert!(drafts(&cases).is_empty(), "an accepted answer leaves no draft");
    }
}

#[test]
fn behaviour_20_the_next_start_is_on_the_same_question() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "Which procedure");
    desk.keys(&SHIFT_TAB.repeat(2));
    desk.wait_for("member born");
    desk.signal(Signal::HUP);
    desk.ended();
    let mut desk = cases.case("member born");
    desk.keys("\t");
    desk.wait_for("request received");
    desk.keys(ESC);
    desk.wait_for("Enter open");
    assert!(drafts(&cases).is_empty(), "a case that is left goes on where its interview goes on");
    desk.keys(ENTER);
    desk.wait_for("Which procedure");
}

#[test]
fn behaviour_20_nothing_begun_leaves_no_file() {
    for end in ENDS {
        let cases = Cases::none();
        let mut desk = new_case_on(&cases, "request received");
        end(&mut desk);
        desk.ended();
        assert!(drafts(&cases).is_empty());
    }
}

#[test]
fn behaviour_20_half_an_entry_is_there_at_the_next_start() {
    let cases = Cases::one(THERAPY);
    let mut desk = cases.case("CRITERIA MET");
    desk.go_to("earlier SIJ inj", "Which injections");
    desk.keys("a");
    desk.wait_for("entry 2");
    desk.wait_for("joint injected");
    desk.keys("2025-1");
    desk.wait_for("› 2025-1");
    let before = cases.text();
    desk.signal(Signal::HUP);
    desk.ended();
    let mut desk = cases.case("entry 2");
    desk.wait_for("› 2025-1");
    assert_eq!(cases.text(), before);
}

#[test]
fn behaviour_20_marks_and_notes_are_there_at_the_next_start() {
    let cases = Cases::one(CLEAN);
    let mut desk = cases.case("CRITERIA MET");
    desk.go_to("location", "Where is the pain?");
    leave_half_a_flag(&mut desk);
    desk.keys("3");
    desk.wait_for("[x] leg");
    desk.signal(Signal::TERM);
    desk.ended();

    let mut desk = cases.case("[x] leg");
    desk.wait_for("not accepted yet");
    desk.keys("f");
    desk.wait_for("half a");
    desk.wait_for("not saved yet");
    desk.keys(" word\r");
    desk.wait_for("): half a word");
    assert_eq!(drafts(&cases).len(), 1, "the marks are still begun");
}

#[test]
fn who_only_reads_a_case_leaves_its_drafts_alone() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "member born");
    desk.keys("1968-");
    desk.wait_for("› 1968-");
    desk.signal(Signal::HUP);
    desk.ended();
    let kept = drafts(&cases);
    let text = fs::read(cases.path().join(&kept[0])).unwrap();
    let _writer = cases.case("› 1968-");
    let mut reader = cases.case("READ-ONLY");
    reader.keys(DOWN);
    reader.keys("1");
    reader.settle();
    reader.signal(Signal::HUP);
    reader.ended();
    assert_eq!(fs::read(cases.path().join(&kept[0])).unwrap(), text);
}
