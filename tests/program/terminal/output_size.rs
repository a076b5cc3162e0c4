//! How many bytes each key may cost: over SSH the user waits for every one.

use std::time::Duration;

use super::pty::{BEGIN_UPDATE, Cases, DOWN, END_UPDATE, ENTER, Terminal, UP};
use crate::process;

/// Byte budgets, each for one frame.
const FIRST_SCREEN: usize = 1400;
pub(crate) const WHOLE_PANEL: usize = 700;
const DETERMINATION: usize = 1400;
const SELECTION: usize = 72;
const TYPED: usize = 40;
const MARK: usize = 60;

/// Splits output into frames; each is one synchronized update.
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

fn on_positive_tests(cases: &Cases) -> Terminal {
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.go_to("left positive provocation tests", "[x] thigh thrust");
    terminal
}

#[test]
fn behaviour_01_idle_program_writes_nothing_and_sleeps() {
    let cases = Cases::sample("2026-03-02-diagnostic-clean");
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.take_output();
    let mut is_idle = || {
        let before = process::switches(terminal.pid());
        terminal.output_within(Duration::from_secs(2)).is_empty()
            && process::switches(terminal.pid()) == before
    };
    // The first periods may still hold work from the start.
    assert!((0..20).any(|_| is_idle()), "it is never idle");
}

#[test]
fn behaviour_03_first_screen_and_whole_panel_are_one_frame_each() {
    let cases = Cases::sample("2026-03-02-diagnostic-clean");
    let mut terminal = cases.open_case("CRITERIA MET");
    let panel =
        terminal.output_of("r", "the review", |terminal| terminal.text().contains("member identifier"));
    assert_cost("determination to review", &panel, FIRST_SCREEN);
    let first = terminal.output_of(ENTER, "a question", |terminal| terminal.text().contains("question 1 of"));
    assert_cost("first whole screen of a question", &first, FIRST_SCREEN);
}

#[test]
fn first_screen_of_a_determination_keeps_the_budget() {
    for (case, shown) in [
        ("2026-03-02-diagnostic-clean", "What is met"),
        ("2026-04-14-therapeutic-stimulator-without-report", "Ask the provider for"),
        ("2026-04-15-both-sides-on-one-day", "right, unclear"),
        ("2026-04-17-both-sides-a-week-apart-right-not-tender", "What decides"),
        ("2026-05-12-diagnostic-record-has-gaps", "What is missing"),
    ] {
        let cases = Cases::sample(case);
        let mut terminal = cases.open_worklist();
        terminal.wait_for("TC9");
        let bytes = terminal.output_of(ENTER, shown, |terminal| terminal.text().contains(shown));
        assert_cost(case, &bytes, DETERMINATION);
    }
}

#[test]
fn each_next_question_keeps_the_budget() {
    let fresh = Cases::empty();
    let mut terminal = fresh.launch().arguments(&["new"]).open("member's identifier");
    for (keys, next) in [
        ("TC0001234\r", "member's name"),
        ("Pat Sample\r", "member born"),
        ("1968-04-02\r", "request received"),
        ("2026-03-02\r", "Which procedure"),
        ("1", "Which side"),
        ("1", "procedure planned"),
        ("2026-03-16\r", "Which codes"),
        ("\x14", "Which diagnoses"),
        ("\x14", "Which sedation"),
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
            terminal.keys(typed);
            terminal.wait_until("what was typed", |terminal| {
                terminal.selected_row() == format!("› {typed}")
                    || terminal.text().contains(&format!("{typed} [x]"))
            });
        }
        let last = &keys[if typed.len() + 1 == keys.len() { typed.len() } else { 0 }..];
        let bytes = terminal.output_of(last, next, |terminal| terminal.text().contains(next));
        assert_cost(next, &bytes, WHOLE_PANEL);
    }
}

#[test]
fn selecting_and_marking_cost_little() {
    let cases = Cases::sample("2026-03-02-diagnostic-clean");
    let mut terminal = on_positive_tests(&cases);
    for row in ["compression", "thigh thrust", "Gaenslen"] {
        let moved = terminal.output_of(DOWN, row, |terminal| terminal.selected_row().contains(row));
        assert_cost("selection", &moved, SELECTION);
    }
    let marked = terminal.output_of(" ", "mark", |terminal| terminal.text().contains("[x] Gaenslen"));
    assert_cost("mark under the pointer", &marked, MARK);
    let marked = terminal.output_of("6", "mark", |terminal| terminal.text().contains("[x] sacral"));
    assert_cost("mark by digit, elsewhere", &marked, MARK);
}

#[test]
fn typed_character_costs_little() {
    let cases = Cases::empty();
    let mut terminal = cases.launch().arguments(&["new"]).open("member's identifier");
    for (letter, shown) in [("T", "› T"), ("C", "› TC"), ("0", "› TC0"), ("\x7f", "› TC")] {
        let typed = terminal.output_of(letter, shown, |terminal| terminal.selected_row() == shown);
        assert_cost("typed character", &typed, TYPED);
    }
}

#[test]
fn selecting_in_the_worklist_costs_little() {
    let cases = Cases::samples_matching("diagnostic");
    let mut terminal = cases.open_worklist();
    // The first key takes away the warning that others can read the folder.
    terminal.keys(DOWN);
    terminal.wait_for("2 of");
    for _ in 0..3 {
        let before = terminal.selected_row();
        let moved = terminal.output_of(DOWN, "next case", |terminal| terminal.selected_row() != before);
        assert_cost("selection in the worklist", &moved, SELECTION);
    }
}

#[test]
fn held_arrow_builds_no_queue() {
    let cases = Cases::samples_matching("2026-03");
    let mut terminal = cases.open_worklist();
    terminal.wait_for("TC9000001");
    let count = cases.names().len();
    let row = |row: usize| format!(" {row} of {count} ");
    let down = terminal
        .output_of(&DOWN.repeat(500), "the last case", |terminal| terminal.text().contains(&row(count)));
    println!("500 arrows down: {} frames, {} bytes", frames(&down).count(), down.len());
    assert!(
        frames(&down).count() <= 60 && down.len() <= 40_000,
        "{} frames, {} bytes",
        frames(&down).count(),
        down.len()
    );
    let up =
        terminal.output_of(&UP.repeat(500), "the first case", |terminal| terminal.text().contains(&row(1)));
    assert!(
        frames(&up).count() <= 60 && up.len() <= 40_000,
        "{} frames, {} bytes",
        frames(&up).count(),
        up.len()
    );
}
