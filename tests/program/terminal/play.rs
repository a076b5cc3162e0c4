//! `play`: a saved case shown question by question, on keys or by a timer.

use super::pty::{Cases, ENTER, ESC};

const LEG: &str = "2026-03-12-diagnostic-leg-pain-alone";

#[test]
fn play_steps_through_the_questions_and_saves_nothing() {
    let cases = Cases::sample(LEG);
    let (before, file) = (cases.text(), cases.only_file());
    let mut terminal =
        cases.launch().arguments(&["play", file.to_str().unwrap()]).open("What is the member's identifier?");
    terminal.wait_for("› TC9000009");
    terminal.keys(ENTER);
    terminal.wait_for("What is the member's name?");
    terminal.keys("\x1b[D");
    terminal.wait_for("What is the member's identifier?");
    terminal.keys("w");
    terminal.wait_for("Why asked: member identifier");
    terminal.keys(ESC);
    terminal.wait_for("› TC9000009");
    for _ in 0..24 {
        terminal.keys(ENTER);
    }
    terminal.wait_for("CLINICAL REVIEW");
    terminal.keys(ESC);
    assert_eq!(terminal.wait_for_exit(), 0);
    assert_eq!(cases.text(), before);
    assert_eq!(cases.names().len(), 1);
}

#[test]
fn play_advances_by_itself() {
    let cases = Cases::sample(LEG);
    let file = cases.only_file();
    let mut terminal =
        cases.launch().arguments(&["play", file.to_str().unwrap(), "--every", "20ms"]).open("received");
    terminal.wait_for("CLINICAL REVIEW");
}
