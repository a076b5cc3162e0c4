//! Scrolling in lists and texts longer than the screen.

use super::super::test_terminal::TestTerminal;
use super::CLEAN;

/// The name of the case the pointer is on.
fn case(terminal: &TestTerminal) -> String {
    let row = terminal.pointed();
    row.split_whitespace().find(|word| word.starts_with("case-")).unwrap_or_default().to_owned()
}

#[test]
fn the_worklist_scrolls_by_rows_and_pages_and_stops_at_its_ends() {
    let mut terminal = TestTerminal::worklist_of(50);
    for (key, at) in [
        ("Up", "case-001"),
        ("Down", "case-002"),
        ("j", "case-003"),
        ("k", "case-002"),
        ("PgDn", "case-019"),
        ("PgDn", "case-036"),
        ("PgDn", "case-050"),
        ("Down", "case-050"),
        ("PgUp", "case-033"),
        ("PgUp", "case-016"),
        ("PgUp", "case-001"),
        ("PgUp", "case-001"),
    ] {
        terminal = terminal.press(key);
        assert_eq!(case(&terminal), at, "{key}");
    }
}

#[test]
fn the_selection_stays_on_the_screen_when_the_window_changes() {
    let mut terminal = TestTerminal::worklist_of(50).press_times("Down", 17);
    for (columns, rows) in [(80, 16), (60, 40), (200, 16), (80, 24), (61, 17)] {
        terminal.resize(columns, rows);
        assert_eq!(case(&terminal), "case-018", "{columns}x{rows}:\n{}", terminal.screen());
    }
}

#[test]
fn a_window_that_grows_shows_the_rows_above() {
    let mut terminal = TestTerminal::worklist_of(30).sized(80, 16).press_times("PgDn", 5);
    assert!(!terminal.screen().contains("case-001"));
    terminal.resize(80, 50);
    assert!(terminal.screen().contains("case-001") && terminal.screen().contains("case-030"));
}

#[test]
fn an_empty_worklist_does_not_scroll() {
    let terminal = TestTerminal::worklist(&[]);
    let before = terminal.screen();
    assert_eq!(terminal.press("Down PgDn PgUp Up Enter").screen(), before);
}

#[test]
fn the_review_scrolls_from_end_to_end() {
    let mut terminal = TestTerminal::open(CLEAN).sized(60, 16).press("r");
    let first = terminal.screen();
    assert!(terminal.pointed().contains("member identifier"));
    for _ in 0..9 {
        terminal = terminal.press("PgDn");
        assert_ne!(terminal.pointed(), "", "the selection is on the screen");
    }
    assert!(terminal.pointed().contains("implanted stimulator"), "{}", terminal.pointed());
    assert_eq!(terminal.press("Down").press_times("PgUp", 9).screen(), first);
}

#[test]
fn the_review_starts_at_the_first_unanswered_question() {
    let terminal = TestTerminal::open("2026-05-15-diagnostic-just-opened").sized(60, 16).press("Ctrl-R");
    assert!(terminal.pointed().contains("unanswered"), "{}", terminal.screen());
}

#[test]
fn the_determination_scrolls_to_its_end_and_back_by_rows() {
    let open = TestTerminal::open(CLEAN).sized(60, 16);
    let first = open.screen();
    let end = open.press_to_the_end("Down");
    assert!(end.screen().contains("is current"), "{}", end.screen());
    assert!(end.pointed().is_empty() || end.pointed().contains("D.III"), "past the last reason");
    assert_eq!(end.press_to_the_end("Up").screen(), first);
}

#[test]
fn the_determination_scrolls_to_its_end_and_back_by_pages() {
    for (columns, rows) in [(80, 24), (60, 16)] {
        let open = TestTerminal::open(CLEAN).sized(columns, rows);
        let end = open.press_to_the_end("PgDn");
        assert!(end.screen().contains("is current"), "{columns}x{rows}:\n{}", end.screen());
        let top = end.press_to_the_end("PgUp");
        assert!(top.screen().contains("CRITERIA MET"), "{columns}x{rows}:\n{}", top.screen());
        assert!(top.screen().contains("Next: approve"), "{columns}x{rows}:\n{}", top.screen());
    }
}

#[test]
fn a_determination_of_two_joints_scrolls_from_one_to_the_other() {
    let open = TestTerminal::open("2025-06-20-both-sides-left-outside-policy").sized(60, 16);
    let end = open.press_to_the_end("PgDn");
    assert!(end.screen().contains("is current"), "{}", end.screen());
    assert!(end.press_to_the_end("PgUp").screen().contains("OUTSIDE POLICY"));
}

#[test]
fn the_selected_reason_stays_on_the_screen() {
    let mut terminal = TestTerminal::open(CLEAN).sized(60, 16);
    for reason in ["D.I.A ", "D.I.A.1", "D.I.A.2", "D.I.A.3", "D.I.A.4.a", "D.I.A.4.b", "D.I.C.3"] {
        assert!(terminal.pointed().contains(reason), "{reason}: {}", terminal.screen());
        terminal = terminal.press("Down");
    }
    for (columns, rows) in [(120, 40), (60, 16), (80, 17)] {
        terminal.resize(columns, rows);
        assert!(terminal.pointed().contains("D.I.C.6"), "{columns}x{rows}:\n{}", terminal.screen());
    }
}

#[test]
fn a_popup_does_not_scroll_past_its_ends() {
    let mut terminal = TestTerminal::open(CLEAN).sized(60, 16).press("?");
    let top = terminal.screen();
    assert_eq!(terminal.press("Up").screen(), top);
    terminal = TestTerminal::open(CLEAN).sized(60, 16).press("?").press_to_the_end("Down");
    let bottom = terminal.screen();
    assert!(bottom.contains("fg resumes") && bottom != top, "{bottom}");
    terminal = terminal.press("Down PgDn");
    assert_eq!(terminal.screen(), bottom);
    terminal = terminal.press("Up");
    assert_ne!(terminal.screen(), bottom, "one row up at once");
    assert_eq!(terminal.press_times("PgUp", 3).screen(), top);
}

#[test]
fn a_popup_fills_a_window_that_grows() {
    let mut terminal = TestTerminal::open(CLEAN).sized(60, 16).press("?").press_times("PgDn", 4);
    assert!(!terminal.screen().contains("go to question"));
    terminal.resize(100, 40);
    let screen = terminal.screen();
    assert!(screen.contains("go to question") && screen.contains("fg resumes"), "{screen}");
}

#[test]
fn options_scroll_with_the_pointer_where_they_do_not_fit() {
    let mut terminal = TestTerminal::on_question(CLEAN, "left positive").press_times("Down", 9);
    for (columns, rows) in [(80, 24), (100, 30), (60, 16)] {
        terminal.resize(columns, rows);
        assert!(terminal.pointed().contains("d [ ] not documented"), "{}", terminal.screen());
    }
    terminal = terminal.press("Up");
    assert!(terminal.pointed().contains("0 [ ] tested, none positive"), "{}", terminal.screen());
    terminal = terminal.press_times("Up", 9);
    assert!(terminal.pointed().contains("1 [ ] distraction"), "{}", terminal.screen());
}
