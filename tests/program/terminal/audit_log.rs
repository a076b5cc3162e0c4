//! An audit log that can't be written any more while the wizard runs: it says so at the
//! end, too, and in its exit status.

use std::fs;

use super::pty::{Cases, ENTER, Terminal};

const NOT_WRITTEN: &str = "the end of the audit log is NOT written";

/// Puts a folder in the place of the log.
fn block(cases: &Cases) {
    let log = cases.path().join(".audit.log");
    fs::remove_file(&log).unwrap();
    fs::create_dir(&log).unwrap();
}

/// Leaves the case and the wizard: the exit status, and what the shell's screen shows.
fn quit(mut terminal: Terminal) -> (u32, String) {
    terminal.keys("\x03");
    terminal.wait_for("q quit");
    terminal.keys("q");
    let status = terminal.wait_for_exit();
    (status, terminal.text())
}

#[test]
fn line_that_is_not_written_when_the_wizard_ends_is_told_after_it() {
    let cases = Cases::sample("2026-03-02-diagnostic-clean");
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.keys("\x03");
    terminal.wait_for("q quit");
    block(&cases);
    terminal.keys(ENTER);
    terminal.wait_for("NOT in the audit log");
    let (status, shown) = quit(terminal);
    assert!(shown.contains(NOT_WRITTEN), "{shown}");
    assert_eq!(status, 2, "{shown}");
}

#[test]
fn refused_answer_leaves_no_line_to_be_written() {
    let cases = Cases::sample("2026-03-02-diagnostic-clean");
    let mut terminal = cases.open_case("CRITERIA MET");
    block(&cases);
    terminal.go_to("member name", "What is the member's name?");
    terminal.keys("X\r");
    terminal.wait_for("NOT SAVED");
    terminal.keys("\x03");
    terminal.wait_for("member identifier");
    assert_eq!(quit(terminal).0, 0);
}

#[test]
fn wizard_that_has_no_line_to_write_ends_as_usual() {
    let cases = Cases::sample("2026-03-02-diagnostic-clean");
    let terminal = cases.open_case("CRITERIA MET");
    assert_eq!(quit(terminal).0, 0);
}
