//! The worklist: finding, sorting, views, the pointer, and the check behind it.

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

/// The cases on the screen, by member or by name.
fn members(terminal: &TestTerminal) -> Vec<String> {
    let body = terminal.body();
    let rows = body.iter().skip(1).filter(|row| !row.is_empty());
    rows.map(|row| row.split_whitespace().find(|word| word.len() >= 8).unwrap().to_owned()).collect()
}

/// The status line, without the words about clocks at its right end.
fn status(terminal: &TestTerminal) -> String {
    terminal.status().trim_end_matches("clocks: federal only").trim_end().to_owned()
}

const THREE: [&str; 3] = [CLEAN, "2026-03-04-ablation-initial-clean", PUMP];

#[test]
fn words_find_cases_as_they_are_typed() {
    let terminal = TestTerminal::worklist(&THREE).press("/").type_text("left");
    assert_eq!(members(&terminal), ["TC9000001", "TC9000056"]);
    assert_eq!(status(&terminal), format!(" find: left{}  1 of 2 found in 3", " ".repeat(36)));
    let terminal = terminal.type_text(" abl");
    assert_eq!(members(&terminal), ["TC9000056"]);
    assert_eq!(terminal.cursor(), Some((15, 22)));
    let terminal = terminal.type_text("x");
    assert!(terminal.screen().contains("Nothing matches; Esc shows all 3."), "{}", terminal.screen());
    let terminal = terminal.press("Esc");
    assert_eq!(members(&terminal).len(), 3);
    assert_eq!(status(&terminal), " 1 of 3  by due");
}

#[test]
fn enter_keeps_what_is_found_and_esc_shows_all() {
    let terminal = TestTerminal::worklist(&THREE).press("/").type_text("ablation").press("Enter");
    assert_eq!(status(&terminal), " 1 of 1 found in 3  find: ablation  by due");
    assert!(terminal.footer().contains("Esc show all"), "{}", terminal.footer());
    let terminal = terminal.press("Enter Esc");
    assert_eq!(members(&terminal), ["TC9000056"], "also after a case was open");
    let terminal = terminal.press("/").type_text(" x");
    assert!(status(&terminal).starts_with(" find: ablation x"), "{}", status(&terminal));
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("Nothing matches; Esc shows all 3."), "{}", terminal.screen());
    assert_eq!(members(&terminal.press("Esc")).len(), 3);
}

#[test]
fn a_paste_finds_cases_too_and_does_not_submit() {
    let terminal = TestTerminal::worklist(&THREE).press("/").paste("ablation\n");
    assert_eq!(members(&terminal), ["TC9000056"]);
    assert!(status(&terminal).starts_with(" find: ablation"));
    assert_eq!(members(&TestTerminal::worklist(&THREE).paste("ablation")).len(), 3, "no field, no text");
}

#[test]
fn the_pointer_stays_on_its_case() {
    let terminal = TestTerminal::worklist(&THREE).press("Down");
    let pointed = |terminal: &TestTerminal| terminal.pointed().contains("TC9000038");
    assert!(pointed(&terminal), "{}", terminal.screen());
    let terminal = terminal.press("s");
    assert!(status(&terminal).ends_with("by due, turned round"), "{}", status(&terminal));
    assert!(pointed(&terminal));
    let terminal = terminal.press("s s s");
    assert_eq!(members(&terminal), ["TC9000001", "TC9000038", "TC9000056"]);
    assert!(status(&terminal).ends_with("by member"));
    let terminal = terminal.press("s");
    assert_eq!(members(&terminal), ["TC9000056", "TC9000038", "TC9000001"]);
    assert!(pointed(&terminal));
    let terminal = terminal.press("/").type_text("ablation");
    assert!(!pointed(&terminal));
    assert!(pointed(&terminal.press("Esc")), "and comes back to it");
}

#[test]
fn arrows_choose_among_what_is_found() {
    let terminal = TestTerminal::worklist(&THREE).press("/").type_text("9000").press("Down Down");
    assert!(terminal.pointed().contains("TC9000056"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(terminal.pointed().contains("TC9000056"), "keeping it moves nothing");
    assert!(terminal.press("Enter").rows()[0].contains("TC9000056"));
}

#[test]
fn digits_show_views() {
    let cases = [CLEAN, "2026-05-15-diagnostic-just-opened", "2026-05-12-diagnostic-record-has-gaps"];
    let terminal = TestTerminal::worklist(&cases);
    for (key, shown, words) in [
        ("2", vec!["TC9000035"], " view 2: unfinished"),
        ("3", vec!["TC9000033"], " view 3: pended"),
        ("6", vec!["TC9000035", "TC9000033", "TC9000001"], " view 6: newest"),
        ("9", vec!["TC9000035", "TC9000033", "TC9000001"], " there is no view 9: the settings can have one"),
        ("1", vec!["TC9000001", "TC9000033", "TC9000035"], " view 1: all"),
    ] {
        let terminal = TestTerminal::worklist(&cases).press("6").press(key);
        assert_eq!(members(&terminal), shown, "{key}");
        assert_eq!(status(&terminal), words);
    }
    assert_eq!(status(&terminal), " 1 of 3  by due");
}

#[test]
fn possible_duplicates_are_marked_and_shown_side_by_side() {
    let terminal = TestTerminal::duplicates();
    let marked: Vec<bool> = terminal.body()[1..4].iter().map(|row| row.contains('=')).collect();
    assert_eq!(marked, [true, false, true], "{}", terminal.screen());
    assert_eq!(status(&terminal), " 1 of 3  by due  = possible duplicate: c compares");
    let terminal = terminal.press("c");
    let screen = terminal.screen();
    assert!(screen.contains("case      one") && screen.contains(" two"), "{screen}");
    assert!(screen.contains("received within 90 days"), "{screen}");
    let other = terminal.press("Esc Down c");
    assert!(!other.screen().contains("90 days"), "{}", other.screen());
}

#[test]
fn the_list_starts_on_the_case_last_left() {
    let terminal = TestTerminal::worklist(&THREE).press("Down Enter").restart();
    assert!(terminal.pointed().contains("TC9000038"), "{}", terminal.screen());
    let terminal = terminal.press("Down").restart();
    assert!(terminal.pointed().contains("TC9000038"), "not where the pointer was, but what was open");
}

#[test]
fn a_large_folder_is_checked_behind_the_screen() {
    let mut terminal = TestTerminal::worklist_of(300);
    terminal.finish_check();
    assert_eq!(status(&terminal), " 1 of 300  by due");
    let mut terminal = terminal.press("End").restart();
    assert!(status(&terminal).starts_with(" 1 of 300  by due"), "from the index: {}", status(&terminal));
    terminal.finish_check();
    assert_eq!(status(&terminal), " 1 of 300  by due");
}

/// The worklist of many cases, started again after this one was open.
fn left_at(case: &str) -> TestTerminal {
    let mut terminal = TestTerminal::worklist_of(400);
    terminal.finish_check();
    terminal.press("/").type_text(case).press("Enter Enter").restart()
}

#[test]
fn the_first_screen_of_a_large_folder_is_a_page_of_its_index() {
    for (case, row, first, last) in [
        ("case-001", 1, "case-001", "case-018"),
        ("case-200", 200, "case-183", "case-200"),
        ("case-400", 400, "case-383", "case-400"),
    ] {
        let terminal = left_at(case);
        assert!(terminal.app.worklist.cases.is_page());
        assert!(terminal.pointed().contains(case), "{}", terminal.screen());
        assert!(status(&terminal).starts_with(&format!(" {row} of 400 ")), "{}", terminal.status());
        let body = terminal.body();
        assert!(body[1].contains(first) && body[18].contains(last), "{}", terminal.screen());
        let mut terminal = terminal;
        terminal.finish_check();
        assert!(!terminal.app.worklist.cases.is_page());
        let cases = |rows: Vec<String>| {
            rows.iter().map(|row| row.chars().take(60).collect()).collect::<Vec<String>>()
        };
        assert_eq!(cases(terminal.body()), cases(body), "the whole list looks the same");
    }
}

#[test]
fn a_key_pressed_on_a_page_finds_the_whole_list() {
    assert!(left_at("case-200").press("Home").pointed().contains("case-001"));
    assert!(left_at("case-200").press("End").pointed().contains("case-400"));
    let terminal = left_at("case-200").press("/").type_text("case-39");
    assert!(terminal.status().contains("1 of 10 found in 400"), "{}", terminal.status());
}

#[test]
fn a_case_of_a_large_folder_that_was_open_has_its_new_row_at_once() {
    let mut terminal = TestTerminal::worklist_of(300);
    terminal.finish_check();
    let terminal = terminal.press("Enter").answer("TC0001234").press("Esc");
    assert!(terminal.screen().contains("TC0001234"), "{}", terminal.screen());
    let mut terminal = terminal;
    terminal.finish_check();
    assert!(terminal.screen().contains("TC0001234"), "{}", terminal.screen());
}

#[test]
fn a_case_that_is_changed_while_it_is_open_has_its_new_row_at_once() {
    let terminal = TestTerminal::worklist(&["2026-05-15-diagnostic-just-opened"]);
    assert!(terminal.pointed().contains("13 unanswered"), "{}", terminal.screen());
    let terminal = terminal.press("Enter 1 Esc");
    assert!(!terminal.pointed().contains("13 unanswered"), "{}", terminal.screen());
}
