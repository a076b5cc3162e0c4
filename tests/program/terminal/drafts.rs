//! Drafts: half-typed answers that outlive the program.

use std::fs;

use rustix::process::Signal;

use super::pty::{Cases, DOWN, ENTER, ESC, SHIFT_TAB, Terminal};
use super::typing::{leave_half_typed_flag, new_case_on};

const CLEAN: &str = "2026-03-02-diagnostic-clean";
const THERAPY: &str = "2026-03-03-therapeutic-clean-with-pain-pump";

/// Ways to end the program from outside.
const ENDS: [fn(&mut Terminal); 4] = [
    |terminal| terminal.signal(Signal::HUP),
    |terminal| terminal.signal(Signal::TERM),
    |terminal| terminal.signal(Signal::INT),
    Terminal::hang_up,
];

/// The names of the draft files in the folder.
fn drafts(cases: &Cases) -> Vec<String> {
    let names = fs::read_dir(cases.path()).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).filter(|name| name.ends_with(".draft")).collect()
}

#[test]
fn behaviour_20_half_typed_answer_is_restored() {
    for end in ENDS {
        let cases = Cases::empty();
        let mut terminal = new_case_on(&cases, "member born");
        terminal.keys("1968-");
        terminal.wait_for("› 1968-");
        end(&mut terminal);
        terminal.wait_for_exit();
        assert!(!cases.text().contains("1968-"), "the draft is not an answer");

        let mut terminal = cases.open_case("member born");
        terminal.wait_for("› 1968-");
        terminal.wait_for("not accepted yet");
        terminal.keys("04-02\r");
        terminal.wait_for("request received");
        assert!(cases.text().contains("birth_date = 1968-04-02"));
        assert!(drafts(&cases).is_empty(), "an accepted answer leaves no draft");
    }
}

#[test]
fn behaviour_20_next_start_opens_the_same_question() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "Which procedure");
    terminal.keys(&SHIFT_TAB.repeat(2));
    terminal.wait_for("member born");
    terminal.signal(Signal::HUP);
    terminal.wait_for_exit();
    let mut terminal = cases.open_case("member born");
    terminal.keys("\x14");
    terminal.wait_for("request received");
    terminal.keys(ESC);
    terminal.wait_for("Enter open");
    assert!(drafts(&cases).is_empty(), "leaving a case removes its place");
    terminal.keys(ENTER);
    terminal.wait_for("Which procedure");
}

#[test]
fn behaviour_20_no_draft_file_without_a_draft() {
    for end in ENDS {
        let cases = Cases::empty();
        let mut terminal = new_case_on(&cases, "request received");
        end(&mut terminal);
        terminal.wait_for_exit();
        assert!(drafts(&cases).is_empty());
    }
}

#[test]
fn behaviour_20_half_typed_entry_is_restored() {
    let cases = Cases::sample(THERAPY);
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.go_to("earlier SIJ inj", "Which injections");
    terminal.keys("a");
    terminal.wait_for("entry 2");
    terminal.wait_for("joint injected");
    terminal.keys("2025-1");
    terminal.wait_for("› 2025-1");
    let before = cases.text();
    terminal.signal(Signal::HUP);
    terminal.wait_for_exit();
    let mut terminal = cases.open_case("entry 2");
    terminal.wait_for("› 2025-1");
    assert_eq!(cases.text(), before);
}

#[test]
fn behaviour_20_marks_and_notes_are_restored() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.go_to("location", "Where is the pain?");
    leave_half_typed_flag(&mut terminal);
    terminal.keys("3");
    terminal.wait_for("[x] leg");
    terminal.signal(Signal::TERM);
    terminal.wait_for_exit();

    let mut terminal = cases.open_case("[x] leg");
    terminal.wait_for("not accepted yet");
    terminal.keys("f");
    terminal.wait_for("half a");
    terminal.wait_for("not saved yet");
    terminal.keys(" word\r");
    terminal.wait_for("): half a word");
    assert_eq!(drafts(&cases).len(), 1, "the marks are still a draft");
}

#[test]
fn reader_leaves_the_drafts_unchanged() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "member born");
    terminal.keys("1968-");
    terminal.wait_for("› 1968-");
    terminal.signal(Signal::HUP);
    terminal.wait_for_exit();
    let kept = drafts(&cases);
    let text = fs::read(cases.path().join(&kept[0])).unwrap();
    let _writer = cases.open_case("› 1968-");
    let mut reader = cases.open_case("READ-ONLY");
    reader.keys(DOWN);
    reader.keys("1");
    reader.wait_for_repaint();
    reader.signal(Signal::HUP);
    reader.wait_for_exit();
    assert_eq!(fs::read(cases.path().join(&kept[0])).unwrap(), text);
}
