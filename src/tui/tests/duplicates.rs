//! Possible duplicates of the open case: told once, and shown side by side.

use super::super::Start;
use super::super::test_terminal::TestTerminal;
use super::CLEAN;

/// A new case of this member, up to the question for the side, beside the samples `one` and
/// `two` of one request and `three` of another member.
fn on_side(member: &str) -> TestTerminal {
    let answers = [member, "Pat Sample", "1968-04-02", "2026-03-02"];
    answers.into_iter().fold(TestTerminal::duplicates().press("n"), TestTerminal::answer).press("1")
}

fn is_told(terminal: &TestTerminal) -> bool {
    terminal.status().contains("possible duplicate")
}

#[test]
fn possible_duplicate_is_told_after_the_answer_that_makes_it_one() {
    let terminal = on_side("tc9000002");
    assert!(!is_told(&terminal), "the side is not known yet: {}", terminal.status());
    let terminal = terminal.press("1");
    assert!(terminal.screen().contains("procedure planned?"), "the interview goes on: {}", terminal.screen());
    assert_eq!(terminal.status(), " possible duplicate, c compares: three");
    assert_eq!(
        on_side("TC9000001").press("3").status(),
        " 2 possible duplicates, c compares: one and 1 more"
    );
    assert!(!is_told(&on_side("TC9000003").press("1")));
    assert!(!is_told(&on_side("TC9000001").press("2")), "the other joint");
}

#[test]
fn what_is_told_stays_on_its_screen_and_goes_with_it() {
    let terminal = on_side("TC9000002").press("1").type_text("2026-03-1");
    assert_eq!(terminal.status(), " possible duplicate: three", "the letter is typed text here");
    let terminal = terminal.press("Ctrl-U c Esc").type_text("2026-03-16");
    assert!(is_told(&terminal), "it was not moved on: {}", terminal.status());
    let terminal = terminal.press("Enter");
    assert!(!is_told(&terminal) && terminal.status().contains("So far"), "{}", terminal.status());
    assert!(!is_told(&terminal.press("Shift-Tab")), "once");
}

#[test]
fn possible_duplicate_is_told_once_for_each_opening() {
    let terminal = on_side("TC9000002").press("1 Shift-Tab 2 Shift-Tab");
    assert!(!is_told(&terminal), "another joint");
    let terminal = terminal.press("3");
    assert!(!is_told(&terminal), "told before: {}", terminal.status());
    let terminal = terminal.press("Esc Enter");
    assert!(!is_told(&terminal), "opening tells nothing");
    let terminal = terminal.press("Ctrl-R").point_at("side").press("Enter 2");
    assert!(!is_told(&terminal));
    let terminal = terminal.point_at("side").press("Enter 1");
    assert!(is_told(&terminal), "an answer made it one again: {}", terminal.status());
}

#[test]
fn another_message_stands_before_it_and_does_not_hide_it() {
    let other_joint = on_side("TC9000002").press("2 Esc");
    let terminal = other_joint.press("/").type_text("three").press("Enter Enter r").point_at("side");
    let terminal = terminal.press("Enter 3");
    let told = "possible duplicate, c compares: 2026-03-03-001";
    assert!(terminal.status().contains(" are new: Enter continues; possible"), "{}", terminal.status());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("right joint"), "{}", terminal.screen());
    assert_eq!(terminal.status(), format!(" {told}"));
    assert!(!is_told(&terminal.press("Shift-Tab")));
}

#[test]
fn open_case_is_shown_beside_its_possible_duplicates() {
    let told = || on_side("TC9000001").press("1");
    for terminal in [told().press("c"), told().press("Ctrl-R c"), told().press("Ctrl-O c")] {
        let screen = terminal.screen();
        let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}:\n{screen}"));
        assert!(at("case      2026-03-03-001 ") < at(" one\n") && at(" one\n") < at(" two\n"), "{screen}");
        assert!(at("requested diagnostic L") < at("received within 90 days"));
        assert!(at("who       a test") > 0, "who has the open case: {screen}");
    }
    let terminal = told().press("c Esc");
    assert!(terminal.screen().contains("procedure planned?"), "{}", terminal.screen());
    let none = TestTerminal::open(CLEAN).press("c");
    assert_eq!(none.status(), " no other case looks like this one");
}

#[test]
fn folder_is_listed_for_a_case_opened_directly_when_it_has_to_be() {
    let terminal = TestTerminal::duplicates().directly(&Start::New);
    assert!(!terminal.app.worklist.is_read(), "not for the first question");
    let answers = ["TC9000001", "Pat Sample", "1968-04-02", "2026-03-02"];
    let terminal = answers.into_iter().fold(terminal, TestTerminal::answer).press("1");
    assert!(!terminal.app.worklist.is_read());
    let terminal = terminal.press("1");
    assert_eq!(terminal.status(), " 2 possible duplicates, c compares: one and 1 more");
    assert!(terminal.app.worklist.is_read());
    let one = Start::Open(crate::store::CaseId::new("one").unwrap());
    let terminal = TestTerminal::duplicates().directly(&one);
    assert!(!terminal.app.worklist.is_read());
    assert!(terminal.press("c").screen().contains(" two\n"));
    let missing = Start::Open(crate::store::CaseId::new("missing").unwrap());
    let terminal = TestTerminal::duplicates().directly(&missing).press("Esc");
    assert!(terminal.status().starts_with(" 1 of 3  by due"), "the list is there: {}", terminal.status());
}
