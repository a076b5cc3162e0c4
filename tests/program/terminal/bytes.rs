//! Over SSH every byte is waited for: what each key may cost on the line.

use std::time::Duration;

use super::desk::{BEGIN_UPDATE, Cases, DOWN, Desk, END_UPDATE, ENTER, UP};
use crate::process;

const FIRST_SCREEN: usize = 2800;
pub(crate) const WHOLE_PANEL: usize = 1400;
const SELECTION: usize = 72;
const TYPED: usize = 40;
const MARK: usize = 60;

/// The frames in what came: each begins and ends a synchronized update.
pub(crate) fn frames(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let begins = move |at: &usize| bytes[*at..].starts_with(BEGIN_UPDATE);
    let starts: Vec<usize> = (0..bytes.len()).filter(begins).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([bytes.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &bytes[start..end])
}

fn is_one_frame(bytes: &[u8]) -> bool {
    frames(bytes).count() == 1 && bytes.starts_with(BEGIN_UPDATE) && bytes.ends_with(END_UPDATE)
}

fn assert_cost(what: &str, bytes: &[u8], budget: usize) {
    println!("{what}: {} of {budget} bytes", bytes.len());
    let shown = String::from_utf8_lossy(bytes).escape_debug().to_string();
    assert!(is_one_frame(bytes), "{what}: not one frame: {shown}");
    assert!(bytes.len() <= budget, "{what}: {} of {budget} bytes: {shown}", bytes.len());
}

fn on_positive_tests(cases: &Cases) -> Desk {
    let mut desk = cases.case("CRITERIA MET");
    desk.go_to("left positive provocation tests", "[x] thigh thrust");
    desk
}

#[test]
fn behaviour_01_idle_is_no_byte_and_no_work() {
    let cases = Cases::one("2026-03-02-diagnostic-clean");
    let mut desk = cases.case("CRITERIA MET");
    desk.heard();
    let mut is_idle = || {
        let before = process::switches(desk.pid());
        desk.heard_within(Duration::from_secs(2)).is_empty() && process::switches(desk.pid()) == before
    };
    // Whatever it had still to do after its first frame is done in the first of these.
    assert!((0..20).any(|_| is_idle()), "it works while nothing happens");
}

#[test]
fn behaviour_03_first_screen_and_whole_panel_are_one_frame_each() {
    let cases = Cases::one("2026-03-02-diagnostic-clean");
    let mut desk = cases.case("CRITERIA MET");
    let panel = desk.caused("r", "the review", |desk| desk.text().contains("member identifier"));
    assert_cost("determination to review", &panel, FIRST_SCREEN);
    let first = desk.caused(ENTER, "a question", |desk| desk.text().contains("question 1 of"));
    assert_cost("first whole screen of a question", &first, FIRST_SCREEN);
}

#[test]
fn every_next_question_of_a_case_keeps_the_budget() {
    let fresh = Cases::none();
    let mut desk = fresh.desk().with(&["new"]).open("member's identifier");
    for (keys, next) in [
        ("TC0001234\r", "member's name"),
        ("Pat Sample\r", "member born"),
        ("1968-04-02\r", "request received"),
        ("2026-03-02\r", "Which procedure"),
        ("1", "Which side"),
        ("1", "procedure planned"),
        ("2026-03-16\r", "Which codes"),
        ("\t", "Which diagnoses"),
        ("\t", "Which sedation"),
        ("1", "image guidance"),
        ("n", "other nerve block"),
        ("n", "Where is the pain"),
        ("1\r", "character of the pain"),
        ("1", "Since when"),
        ("8 months\r", "herpes zoster"),
        ("n", "pain located"),
        ("y", "tenderness located"),
        ("y", "provocation tests"),
        ("3\r", "Which injections"),
        ("0", "Which active therapy"),
        ("a", "Each therapy is an entry"),
    ] {
        let typed = keys.trim_end_matches('\r');
        if typed.len() + 1 == keys.len() {
            desk.keys(typed);
            desk.wait_until("what was typed", |desk| {
                desk.pointed() == format!("› {typed}") || desk.text().contains(&format!("{typed} [x]"))
            });
        }
        let last = &keys[if typed.len() + 1 == keys.len() { typed.len() } else { 0 }..];
        let bytes = desk.caused(last, next, |desk| desk.text().contains(next));
        assert_cost(next, &bytes, WHOLE_PANEL);
    }
}

#[test]
fn moving_the_selection_typing_and_marking_cost_little() {
    let cases = Cases::one("2026-03-02-diagnostic-clean");
    let mut desk = on_positive_tests(&cases);
    for row in ["compression", "thigh thrust", "Gaenslen"] {
        let moved = desk.caused(DOWN, row, |desk| desk.pointed().contains(row));
        assert_cost("selection", &moved, SELECTION);
    }
    let marked = desk.caused(" ", "mark", |desk| desk.text().contains("[x] Gaenslen"));
    assert_cost("mark under the pointer", &marked, MARK);
    let marked = desk.caused("6", "mark", |desk| desk.text().contains("[x] sacral"));
    assert_cost("mark by digit, elsewhere", &marked, MARK);
}

#[test]
fn a_typed_character_costs_little() {
    let cases = Cases::none();
    let mut desk = cases.desk().with(&["new"]).open("member's identifier");
    for (letter, shown) in [("T", "› T"), ("C", "› TC"), ("0", "› TC0"), ("\x7f", "› TC")] {
        let typed = desk.caused(letter, shown, |desk| desk.pointed() == shown);
        assert_cost("typed character", &typed, TYPED);
    }
}

#[test]
fn moving_in_the_worklist_costs_little() {
    let cases = Cases::like("diagnostic");
    let mut desk = cases.worklist();
    for _ in 0..3 {
        let before = desk.pointed();
        let moved = desk.caused(DOWN, "next case", |desk| desk.pointed() != before);
        assert_cost("selection in the worklist", &moved, SELECTION);
    }
}

#[test]
fn a_held_down_arrow_builds_no_queue() {
    let cases = Cases::like("2026-03");
    let mut desk = cases.worklist();
    desk.wait_for("2026-03-02-di");
    let last = cases.names().last().unwrap()[..13].to_owned();
    let down = desk.caused(&DOWN.repeat(500), "the last case", |desk| desk.pointed().contains(&last));
    println!("500 arrows down: {} frames, {} bytes", frames(&down).count(), down.len());
    assert!(
        frames(&down).count() <= 60 && down.len() <= 40_000,
        "{} frames, {} bytes",
        frames(&down).count(),
        down.len()
    );
    let first = cases.names()[0][..13].to_owned();
    let up = desk.caused(&UP.repeat(500), "the first case", |desk| desk.pointed().contains(&first));
    assert!(
        frames(&up).count() <= 60 && up.len() <= 40_000,
        "{} frames, {} bytes",
        frames(&up).count(),
        up.len()
    );
}
