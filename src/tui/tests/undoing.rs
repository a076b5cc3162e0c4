//! Undoing in every view of a case: what is shown and where it leads.

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

/// A request about which nothing else is answered.
const REQUEST: &str = "format = 1\npolicy = 'MM-1463'\nmember = { id = 'TC1' }\n\
    request = { received = 2026-03-02, procedure = 'diagnostic-injection', side = 'left' }";

#[test]
fn an_undone_text_comes_back_as_a_draft_of_its_question() {
    let terminal = TestTerminal::new_case().answer("TC0001234").answer("Pat Sample").press("u");
    assert_eq!(terminal.pointed(), "› Pat Sample", "{}", terminal.screen());
    assert!(
        terminal.screen().contains("undone, not accepted yet: Enter accepts it"),
        "{}",
        terminal.screen()
    );
    assert!(terminal.status().contains("undone: member name: Pat Sample; Ctrl-_ undoes more"));
    assert!(!terminal.case_file().contains("Pat Sample"));
    let terminal = terminal.press("Ctrl-_");
    assert_eq!(terminal.pointed(), "› TC0001234");
    assert!(terminal.status().ends_with("undone: member identifier: TC0001234"), "{}", terminal.status());
    let terminal = terminal.press("Ctrl-_");
    assert!(terminal.status().contains("nothing to undo: no answer was accepted since"));
    let terminal = terminal.press("Enter Enter");
    assert!(terminal.case_file().contains("id = \"TC0001234\"\nname = \"Pat Sample\""), "accepted again");
}

#[test]
fn an_undone_correction_leaves_the_earlier_answer_saved() {
    let terminal = TestTerminal::on_question(CLEAN, "member name");
    let before = terminal.case_file();
    let terminal = terminal.press("Ctrl-U").answer("Other Name");
    assert!(terminal.case_file().contains("Other Name"));
    let terminal = terminal.press("u");
    assert_eq!((terminal.pointed().as_str(), terminal.case_file()), ("› Other Name", before));
    let terminal = terminal.press("Esc");
    assert!(terminal.footer().contains("go to question"), "back in the review: {}", terminal.screen());
}

#[test]
fn an_undone_choice_is_pointed_at_and_accepted_only_by_a_key() {
    for (keys, row) in [("2", "2     radicular"), ("d", "d     not documented")] {
        let terminal = TestTerminal::worklist_with("one", REQUEST).press("Enter Ctrl-R");
        let terminal = terminal.point_at("character of").press("Enter").press(keys).press("Ctrl-_");
        assert!(terminal.pointed().starts_with(&format!("› {row}")), "{}", terminal.screen());
        assert!(terminal.screen().contains("undone, not accepted yet: Enter accepts it"));
        assert!(!terminal.case_file().contains("character"));
        let terminal = terminal.press("Esc Enter");
        assert!(terminal.pointed().starts_with(&format!("› {row}")), "kept: {}", terminal.screen());
        assert!(terminal.press("Enter").case_file().contains("character"));
    }
}

#[test]
fn undone_marks_none_and_not_documented_are_accepted_again_by_enter() {
    for (keys, value) in [
        ("1 6 Enter", "[\"distraction\", \"thigh-thrust\", \"faber\", \"sacral-thrust\"]"),
        ("0", "[]"),
        ("d", "\"not-documented\""),
    ] {
        let terminal = TestTerminal::on_question(CLEAN, "left positive");
        let before = terminal.case_file();
        let terminal = terminal.press(keys).press("u");
        assert_eq!(terminal.case_file(), before, "{keys}");
        let terminal = terminal.press("Enter");
        assert!(terminal.case_file().contains(&format!("positive_tests = {value}")), "{}", terminal.screen());
    }
}

#[test]
fn an_undone_date_that_is_not_documented_is_named_in_its_empty_field() {
    let terminal = TestTerminal::new_case().answer("TC1").answer("Pat").press("d Ctrl-_");
    assert_eq!(terminal.pointed(), "›");
    assert!(terminal.screen().contains("undone: not documented, not accepted yet: Enter accepts it"));
    let terminal = terminal.press("Left Enter");
    assert!(terminal.case_file().contains("birth_date = \"not-documented\""), "{}", terminal.screen());
    let terminal = terminal.press("Ctrl-_").type_text("4").press("Ctrl-U Enter");
    assert!(terminal.screen().contains("type an answer"), "typing drops it: {}", terminal.screen());
}

#[test]
fn every_view_of_a_case_has_a_key_to_undo() {
    let changed = || TestTerminal::on_question(CLEAN, "character of").press("2");
    for (keys, undo) in [
        ("Esc", "u"),
        ("Home", "Ctrl-_"),
        ("o", "u"),
        ("o", "Ctrl-_"),
        ("Home Enter", "Ctrl-_"),
        ("o r Home Enter", "Ctrl-_"),
        ("o Down Enter f x", "Ctrl-_"),
    ] {
        let terminal = changed();
        assert!(terminal.case_file().contains("\"radicular\""));
        let terminal = if keys == "Esc" { terminal } else { terminal.press(keys) };
        let terminal = terminal.press(undo);
        assert!(terminal.pointed().starts_with("› 2 [ ] radicular"), "{keys}: {}", terminal.screen());
        assert!(terminal.case_file().contains("\"nonradicular\""), "{keys}");
    }
}

#[test]
fn undoing_the_parts_of_an_entry_leads_back_through_them() {
    let terminal = TestTerminal::on_question(PUMP, "earlier SIJ inj").press("a");
    let terminal = terminal.answer("2026-01-11").answer("90").press("u");
    assert_eq!(terminal.pointed(), "› 90", "{}", terminal.screen());
    let terminal = terminal.press("Ctrl-_");
    assert_eq!(terminal.pointed(), "› 2026-01-11");
    assert!(terminal.screen().contains("entry 2") && !terminal.case_file().contains("2026-01-11"));
    let terminal = terminal.press("Esc");
    assert!(terminal.screen().contains("entry 2 is begun, not in the list yet"), "{}", terminal.screen());
}

#[test]
fn a_removed_entry_is_brought_back() {
    let terminal = TestTerminal::on_question(PUMP, "earlier SIJ inj");
    let before = terminal.case_file();
    let terminal = terminal.press("Up Del Del");
    assert!(!terminal.case_file().contains("2025-12-15"));
    let terminal = terminal.press("u");
    assert_eq!(terminal.case_file(), before);
    assert!(terminal.status().contains("the removal of entry 1"), "{}", terminal.status());
    assert!(terminal.screen().contains("1 2025-12-15"), "{}", terminal.screen());
}

#[test]
fn an_undone_flag_is_a_draft_of_its_note() {
    let terminal = TestTerminal::on_question(CLEAN, "location").press("f").answer("a range");
    let terminal = terminal.press("u");
    assert!(!terminal.case_file().contains("a range"));
    let status = terminal.status();
    assert!(status.contains("undone: the flag on D.I.A.1: a range; f shows it as a draft"), "{status}");
    let terminal = terminal.press("f");
    assert!(terminal.screen().contains("reason: a range"), "{}", terminal.screen());
    assert!(terminal.press("Enter").case_file().contains("a range"));
}

#[test]
fn nothing_before_the_opening_of_the_case_is_undone() {
    let terminal = TestTerminal::on_question(CLEAN, "member name").press("Ctrl-U").answer("Other Name");
    let terminal = terminal.press("Esc Esc Enter u");
    assert!(terminal.status().contains("nothing to undo"), "{}", terminal.screen());
    assert!(terminal.case_file().contains("Other Name"));
}

#[test]
fn an_undo_that_cannot_be_saved_says_so_and_stays() {
    let terminal = TestTerminal::new_case().answer("TC0001234").type_text("Pat");
    terminal.remove_folder();
    let terminal = terminal.press("Ctrl-_");
    assert!(terminal.status().contains("NOT SAVED"), "{}", terminal.screen());
    assert_eq!(terminal.pointed(), "› Pat");
}

#[test]
fn undo_is_offered_where_there_is_something_to_undo() {
    let terminal = TestTerminal::on_question(CLEAN, "character of").sized(200, 40);
    assert!(!terminal.footer().contains("undo"), "{}", terminal.footer());
    let terminal = terminal.press("2");
    assert!(terminal.footer().contains("u undo"), "{}", terminal.footer());
}
