//! Playing a saved case: its questions with their answers, at the reader's own
//! pace or by itself, and nothing saved.

use super::desk::{Cases, ENTER, ESC};

const LEG: &str = "2026-03-12-diagnostic-leg-pain-alone";

#[test]
fn a_case_is_played_question_by_question_and_stays_as_it_was() {
    let cases = Cases::one(LEG);
    let (before, only) = (cases.text(), cases.only());
    let mut desk =
        cases.desk().with(&["play", only.to_str().unwrap()]).open("What is the member's identifier?");
    desk.wait_for("› TC9000009");
    desk.keys(ENTER);
    desk.wait_for("What is the member's name?");
    desk.keys("\x1b[D");
    desk.wait_for("What is the member's identifier?");
    desk.keys("w");
    desk.wait_for("Why asked: member.id");
    desk.keys(ESC);
    desk.wait_for("› TC9000009");
    for _ in 0..24 {
        desk.keys(ENTER);
    }
    desk.wait_for("CLINICAL REVIEW");
    desk.keys(ESC);
    assert_eq!(desk.ended(), 0);
    assert_eq!(cases.text(), before);
    assert_eq!(cases.names().len(), 1);
}

#[test]
fn a_case_plays_by_itself() {
    let cases = Cases::one(LEG);
    let only = cases.only();
    let mut desk = cases.desk().with(&["play", only.to_str().unwrap(), "--every", "20ms"]).open("received");
    desk.wait_for("CLINICAL REVIEW");
}
