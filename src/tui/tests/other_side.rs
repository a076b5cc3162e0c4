//! The answers of the other side, taken over as drafts and accepted one by one.

use super::super::test_terminal::TestTerminal;

const BOTH: &str = "format = 1\npolicy = 'MM-1463'\n\
    member = { id = 'TC1', name = 'Pat', birth_date = 1968-04-02 }\n\
    request = { received = 2026-03-02, procedure = 'therapeutic-injection', side = 'both' }\n\
    left = { service_date = 2026-03-16, returned = 'yes', injections = [\
        { date = 2025-11-10, purpose = 'diagnostic', relief_percent = 80, functional_improvement = 'yes' },\
        { date = 2025-06-02, purpose = 'therapeutic', relief_percent = 90, functional_improvement = 'yes' }] }";

fn on_right(text: &str, row: &str) -> TestTerminal {
    TestTerminal::worklist_with("one", text).press("Enter Ctrl-R").point_at(row).press("Enter")
}

#[test]
fn each_answer_of_the_other_side_is_a_draft_until_it_is_accepted() {
    let terminal = on_right(BOTH, "right return");
    assert!(terminal.footer().contains("s same as other side"), "{}", terminal.footer());
    let before = terminal.case_file();
    let terminal = terminal.press("s");
    assert!(terminal.status().contains("3 answers of the left side are drafts of the right side now"));
    assert!(terminal.pointed().starts_with("› 1     yes"), "{}", terminal.screen());
    let words = "from the left side, not accepted yet: Enter accepts it";
    assert!(terminal.screen().contains(words), "{}", terminal.screen());
    assert!(!terminal.footer().contains("same as other side"), "{}", terminal.footer());
    assert_eq!(terminal.case_file(), before, "nothing counts before it is accepted");
    let terminal = terminal.press("Enter");
    assert!(terminal.case_file().contains("[right]\nreturned = \"yes\""), "{}", terminal.case_file());
    let terminal = terminal.press("Home").point_at("right planned");
    assert!(terminal.pointed().contains("unanswered, there is a draft"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("= Mon 2026-03-16"), "{}", terminal.screen());
    assert!(terminal.pointed().starts_with("› 2026-03-16") && terminal.screen().contains(words));
    assert!(!terminal.case_file().contains("[right]\nservice_date"));
}

#[test]
fn entries_are_accepted_and_dropped_one_by_one() {
    let terminal = on_right(BOTH, "right earlier").press("s");
    let rows = |terminal: &TestTerminal| terminal.screen().matches("not accepted yet)").count();
    assert!(terminal.pointed().starts_with("› - 2025-11-10, diagnostic, 80"), "{}", terminal.screen());
    assert_eq!(rows(&terminal), 2);
    let terminal = terminal.press("Down Enter");
    assert!(terminal.screen().contains("1 2025-06-02"), "{}", terminal.screen());
    assert!(terminal.pointed().starts_with("› - 2025-11-10"), "{}", terminal.screen());
    assert_eq!((rows(&terminal), terminal.case_file().matches("[[right.injections]]").count()), (1, 1));
    let terminal = terminal.press("Del");
    assert!(terminal.screen().contains("Del again removes this entry"), "{}", terminal.screen());
    let terminal = terminal.press("Del");
    assert_eq!((rows(&terminal), terminal.case_file().matches("[[right.injections]]").count()), (0, 1));
    assert!(terminal.pointed().contains("done: Enter continues"), "{}", terminal.screen());
}

#[test]
fn an_entry_can_be_removed_while_others_are_proposed() {
    let terminal = on_right(BOTH, "right earlier").press("s Enter Up Del Del");
    assert!(!terminal.case_file().contains("[[right.injections]]"));
    assert_eq!(terminal.screen().matches("not accepted yet)").count(), 1, "{}", terminal.screen());
}

#[test]
fn a_history_of_none_is_accepted_by_enter() {
    let text = format!("{}]}}", BOTH.split_once("{ date").unwrap().0);
    let terminal = on_right(&text, "right earlier").press("s");
    assert!(terminal.pointed().starts_with("› none"), "{}", terminal.screen());
    assert!(terminal.screen().contains("from the left side, not accepted yet: Enter accepts it"));
    assert!(!terminal.case_file().contains("injections = []\n\n"));
    let terminal = terminal.press("Enter");
    assert!(terminal.case_file().contains("[right]\ninjections = []"), "{}", terminal.case_file());
}

#[test]
fn answers_of_the_side_before_a_correction_are_taken_over() {
    let left = BOTH.replace("'both'", "'left'");
    let terminal =
        TestTerminal::worklist_with("one", &left).press("Enter Ctrl-R").point_at("side").press("Enter 2");
    let terminal = terminal.press("Home").point_at("right return").press("Enter s Enter");
    assert!(terminal.case_file().contains("[right]\nreturned = \"yes\""), "{}", terminal.case_file());
}

#[test]
fn drafts_of_the_other_side_survive_the_end_of_the_program() {
    let terminal = on_right(BOTH, "right return").press("s").restart();
    assert!(terminal.has_drafts());
    let terminal = terminal.press("Enter Ctrl-R").point_at("right earlier").press("Enter");
    assert_eq!(terminal.screen().matches("(from the left side,").count(), 2, "{}", terminal.screen());
}

#[test]
fn where_there_is_nothing_to_take_over_the_key_says_so() {
    let terminal = on_right(BOTH, "left return").press("s");
    assert!(terminal.status().contains("the right side has no answer that the left side lacks"));
    let terminal = on_right(BOTH, "sedation").press("s");
    assert!(terminal.status().contains("this question is not about one side"), "{}", terminal.screen());
}
