//! Lists of records: adding, changing and removing entries.

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

/// The question on earlier injections, with one entry.
fn on_injections() -> TestTerminal {
    TestTerminal::on_question(PUMP, "earlier SIJ inj")
}

#[test]
fn a_list_shows_what_can_be_done_with_it() {
    let terminal = on_injections();
    assert!(terminal.pointed().contains("done: Enter continues"), "{}", terminal.screen());
    assert!(terminal.footer().contains("a add  Del remove"), "{}", terminal.footer());
    let empty = TestTerminal::on_question(CLEAN, "earlier SIJ inj");
    assert!(!empty.footer().contains("Del"), "there is nothing to remove: {}", empty.footer());
}

#[test]
fn an_unanswered_list_asks_for_an_entry_or_none() {
    let terminal = TestTerminal::worklist(&["2026-05-15-diagnostic-just-opened"]).press("Enter");
    let terminal = terminal.press("Ctrl-R").point_at("active conservative").press("Enter");
    assert!(terminal.pointed().contains("a add an entry, 0 none, d not documented"), "{}", terminal.screen());
    let before = terminal.case_file();
    let terminal = terminal.press("Enter");
    assert_eq!(terminal.screen().matches("a add an entry, 0 none, d not documented").count(), 1);
    assert!(terminal.screen().contains("nothing is answered yet: Ctrl-T leaves"), "{}", terminal.screen());
    assert_eq!(terminal.case_file(), before);
}

#[test]
fn an_entry_is_asked_for_part_by_part() {
    let terminal = on_injections().press("a");
    assert!(terminal.screen().contains("entry 2") && terminal.screen().contains("joint injected"));
    let terminal = terminal.answer("2026-02-25");
    assert!(terminal.screen().contains("Entry 2 so far: 2026-02-25"), "{}", terminal.screen());
    let terminal = terminal.press("2");
    assert!(terminal.screen().contains("How much pain relief"));
    let terminal = terminal.press("Shift-Tab");
    assert!(terminal.screen().contains("What was that injection for"));
    let terminal = terminal.press("Tab").answer("85").press("y");
    assert!(terminal.pointed().contains("done: Enter continues"), "{}", terminal.screen());
    assert!(
        terminal.case_file().contains("date = 2026-02-25\npurpose = \"therapeutic\"\nrelief_percent = 85")
    );
}

#[test]
fn enter_on_an_entry_changes_it() {
    let terminal = on_injections().press("Up Enter");
    assert_eq!(terminal.pointed(), "› 2025-12-15");
    let terminal = terminal.press("Ctrl-U").answer("2025-12-14").press("Esc");
    assert!(terminal.screen().contains("1 2025-12-14"), "{}", terminal.screen());
}

#[test]
fn an_entry_is_removed_only_by_pressing_the_key_twice() {
    let terminal = on_injections();
    let before = terminal.case_file();
    let terminal = terminal.press("Up x");
    assert!(terminal.screen().contains("Del again removes this entry"));
    let terminal = terminal.press("Down Up");
    assert!(!terminal.screen().contains("Del again"));
    let terminal = terminal.press("Del Ctrl-L Up");
    assert!(!terminal.screen().contains("Del again"));
    let terminal = terminal.press("Del");
    assert_eq!(terminal.case_file(), before);
    let terminal = terminal.press("Del");
    assert!(!terminal.case_file().contains("2025-12-15"));
}

#[test]
fn remove_does_nothing_where_no_entry_is_selected() {
    let terminal = on_injections();
    let before = (terminal.screen(), terminal.case_file());
    let terminal = terminal.press("Del Del");
    assert_eq!((terminal.screen(), terminal.case_file()), before);
}

#[test]
fn none_and_not_documented_do_not_drop_entries() {
    for key in ["0", "d", "Ctrl-N"] {
        let terminal = on_injections();
        let before = terminal.case_file();
        let terminal = terminal.press(key);
        assert!(terminal.screen().contains("there are entries: remove them first"), "{key}");
        assert_eq!(terminal.case_file(), before, "{key}");
    }
}

#[test]
fn esc_goes_from_an_entry_to_its_list() {
    let terminal = on_injections().press("a").type_text("2025-1").press("Esc");
    assert!(terminal.pointed().contains("entry 2 is begun"), "{}", terminal.screen());
    assert!(!terminal.case_file().contains("2025-1\n"));
    let terminal = terminal.press("a");
    assert_eq!(terminal.pointed(), "› 2025-1", "the draft is restored");
}
