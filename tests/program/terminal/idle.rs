//! The screen that locks itself, after about a second by the settings file. On a busy
//! machine it may be locked before a test looks at it, so what is shown in between is
//! looked for in all that was sent.

use std::time::Duration;

use super::pty::{Cases, Terminal};
use crate::process;

const CLEAN: &str = "2026-03-02-diagnostic-clean";
/// Erases the screen and its scrollback.
const ERASED: &[u8] = b"\x1b[999;999H\x1b[1J\x1b[H\x1b[3J";
const LOCKED: &str = "Locked after 1 second without a key. Any key unlocks.";
const DRAFT: &str = "[at]\nquestion = 'member.name'\n[[draft]]\nquestion = 'member.name'\ntyped = 'Half-a'\n";

/// Opens the case in a folder where the screen is locked after so many minutes.
fn open(cases: &Cases, minutes: &str) -> Terminal {
    let file = cases.path().join(format!("{CLEAN}.toml"));
    cases.write("settings.toml", &format!("[idle]\nminutes = {minutes}\n"));
    cases.launch().arguments(&["open", file.to_str().unwrap()]).open("")
}

#[test]
fn idle_screen_is_locked_and_lets_the_case_go_until_a_key() {
    let cases = Cases::sample(CLEAN);
    cases.write(&format!(".{CLEAN}.draft"), DRAFT);
    let mut first = open(&cases, "0.02");
    first.wait_for(LOCKED);
    assert!(!first.text().contains("TC9000001") && !first.text().contains("Half-a"), "{}", first.text());
    assert!(first.screen().alternate_screen() && first.screen().hide_cursor());
    assert!(first.has_output(b"Half-a"), "it was shown before");

    let mut second = open(&cases, "0");
    second.wait_for("› Half-a");
    assert!(!second.text().contains("READ-ONLY"), "the case is free: {}", second.text());

    first.wait_until_asleep();
    first.take_output();
    first.keys("x");
    first.wait_until("who has the case", |terminal| terminal.has_output(b"read-only"));
    first.wait_for(LOCKED);
    let output = String::from_utf8(first.take_output()).unwrap();
    assert!(output.contains("Half-a") && !output.contains("Half-ax"), "{output:?}");
}

#[test]
fn line_mode_is_erased_and_lets_the_case_go_until_a_line() {
    let cases = Cases::sample(CLEAN);
    cases.write(&format!(".{CLEAN}.draft"), DRAFT);
    cases.write("settings.toml", "[idle]\nminutes = 0.02\n");
    let file = cases.path().join(format!("{CLEAN}.toml"));
    let arguments = ["--plain", "open", file.to_str().unwrap()];
    let mut first = cases.launch().arguments(&arguments).open("Locked after 1 second without a line.");
    assert!(first.has_output(b"Question 2 of") && first.has_output(ERASED), "{}", first.text());
    assert!(!first.text().contains("Question"), "{}", first.text());

    let mut second = open(&cases, "0");
    second.wait_for("› Half-a");
    assert!(!second.text().contains("READ-ONLY"), "the case is free: {}", second.text());

    first.wait_until_asleep();
    first.take_output();
    first.keys("\r");
    first.wait_until("who has the case", |terminal| terminal.has_output(b"READ-ONLY: "));
    first.wait_until("the lock", |terminal| terminal.has_output(ERASED));
}

#[test]
fn locked_screen_sends_nothing() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = open(&cases, "0.001");
    terminal.wait_for("Locked after 0");
    terminal.wait_until_asleep();
    terminal.take_output();
    let before = process::switches(terminal.pid());
    assert!(terminal.output_within(Duration::from_secs(1)).is_empty());
    assert_eq!(process::switches(terminal.pid()), before, "it wakes up for nothing");
}
