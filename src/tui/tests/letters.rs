//! Letters and reports, written from the determination.

use super::super::test_terminal::TestTerminal;
use super::CLEAN;

/// A complete case whose record lacks some facts.
const GAPS: &str = "2026-05-12-diagnostic-record-has-gaps";
/// A case with open questions.
const OPEN: &str = "2026-05-18-therapeutic-half-answered";

#[test]
fn the_letter_is_written_and_named() {
    let terminal = TestTerminal::open(GAPS).press("p");
    let written = format!("letter written as {GAPS}.letter-1.txt");
    assert!(terminal.status().contains(&written), "{}", terminal.screen());
    let terminal = terminal.press("p");
    assert!(terminal.status().contains(&format!("{GAPS}.letter-2.txt")), "{}", terminal.screen());
}

#[test]
fn a_case_without_a_letter_says_why() {
    let terminal = TestTerminal::open(CLEAN).press("p");
    assert!(terminal.status().contains("nothing to ask the provider for"), "{}", terminal.screen());
    let terminal = TestTerminal::open(OPEN).press("r o p");
    assert!(terminal.status().contains("no letter yet: 2 questions have no answer"), "{}", terminal.screen());
}

#[test]
fn a_second_report_does_not_replace_the_first() {
    let terminal = TestTerminal::open(CLEAN).press("s");
    assert!(
        terminal.status().contains(&format!("report saved as {CLEAN}.report.md")),
        "{}",
        terminal.screen()
    );
    let terminal = terminal.press("s");
    assert!(terminal.status().contains(&format!("saved as {CLEAN}.report-2.md")), "{}", terminal.screen());
}
