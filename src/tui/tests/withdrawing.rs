//! Withdrawing a case from the worklist.

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

fn asked() -> TestTerminal {
    let terminal = TestTerminal::worklist(&[CLEAN, PUMP]).press("w");
    assert!(terminal.screen().contains(&format!("Withdraw {CLEAN}?")), "{}", terminal.screen());
    terminal
}

/// Whether both cases are in the list.
fn are_both_listed(terminal: &TestTerminal) -> bool {
    ["TC9000001", "TC9000038"].iter().all(|member| terminal.screen().contains(member))
}

#[test]
fn a_case_is_withdrawn_after_its_name_is_typed_or_pasted() {
    for (typed, pasted) in [(CLEAN, ""), ("", CLEAN), (" 2026-03-02", "-diagnostic-clean\n")] {
        let terminal = asked().type_text(typed).paste(pasted).press("Enter");
        assert!(!terminal.screen().contains("TC9000001"), "{}", terminal.screen());
        assert!(terminal.screen().contains("TC9000038"), "{}", terminal.screen());
        let words = format!("{CLEAN} is withdrawn: sij-intake restore");
        assert!(terminal.status().contains(&words), "{}", terminal.status());
        assert!(terminal.case_file().contains("TC9000038"), "the only one left");
    }
}

#[test]
fn a_wrong_name_says_so_and_changes_nothing() {
    for name in ["", "2026-03-02", &format!("{CLEAN}x"), PUMP] {
        let terminal = asked().paste(name).press("Enter");
        assert!(terminal.status().contains("this is not the name of the case: nothing was withdrawn"));
        assert!(are_both_listed(&terminal.press("Esc")), "{name}");
    }
}

#[test]
fn leaving_keeps_the_case_and_letters_are_text() {
    assert!(are_both_listed(&asked().press("Esc")));
    let terminal = asked().type_text("nq/s?");
    assert!(terminal.screen().contains("› nq/s?"), "{}", terminal.screen());
    assert!(are_both_listed(&terminal.press("Ctrl-C")));
}

#[test]
fn an_empty_list_has_nothing_to_withdraw() {
    let terminal = TestTerminal::worklist(&[]).press("w");
    assert!(terminal.screen().contains("No cases here yet."), "{}", terminal.screen());
}

#[test]
fn a_withdrawn_name_is_not_given_to_a_new_case() {
    let terminal =
        TestTerminal::new_case().answer("TC0001234").press("Esc w").paste("2026-03-03-001").press("Enter");
    assert!(terminal.screen().contains("No cases here yet."), "{}", terminal.screen());
    let terminal = terminal.press("n").answer("TC0005678").press("Esc w");
    assert!(terminal.screen().contains("Withdraw 2026-03-03-002?"), "{}", terminal.screen());
}

#[test]
fn the_page_fits_the_smallest_screen() {
    let terminal = asked().sized(60, 16).paste(&"x".repeat(100));
    assert!(terminal.pointed().starts_with("› x"), "{}", terminal.screen());
    assert!(terminal.footer().contains("Enter withdraw"), "{}", terminal.footer());
}
