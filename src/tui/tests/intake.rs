//! The page of the intake, over every view of a case and on the worklist.

use super::super::app::View;
use super::super::keys::KeyContext;
use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

/// The page over the determination of a case that was received on 2026-03-02.
fn page() -> TestTerminal {
    TestTerminal::open(CLEAN).press("I")
}

fn is_open(terminal: &TestTerminal) -> bool {
    terminal.app.key_context() == KeyContext::Intake
}

/// The page with a value given to the row with this number.
fn with(terminal: TestTerminal, row: usize, value: &str) -> TestTerminal {
    terminal.press("Home").press_times("Down", row).press("Enter").answer(value)
}

#[test]
fn values_are_shown_changed_and_saved() {
    let terminal = page();
    assert_eq!(terminal.body()[2], " › time of receipt  not recorded");
    let terminal = with(with(terminal, 0, "2:05 pm"), 1, "exp");
    let terminal = with(with(terminal, 2, "fax"), 3, "W-2217");
    let shown: Vec<String> = terminal.body()[2..6].iter().map(|row| row.trim().to_owned()).collect();
    let expected = [
        "time of receipt  Mon 2026-03-02 14:05 +00:00",
        "urgency          expedited",
        "channel          fax",
        "› reference        W-2217",
    ];
    assert_eq!(shown, expected);
    let file = "[intake]\nreceived_at = 2026-03-02T14:05:00+00:00\nurgency = \"expedited\"\nchannel = \"fax\"\n\
        reference = \"W-2217\"\n";
    assert!(terminal.case_file().contains(file), "{}", terminal.case_file());
    assert!(terminal.status().ends_with("saved 09:14:05"), "{}", terminal.status());
}

#[test]
fn due_time_stands_below_the_values_and_follows_them() {
    let due = |terminal: &TestTerminal| {
        let body = terminal.body().join(" ");
        let due = body.split("Due: ").nth(1).unwrap_or_default();
        due.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let terminal = page();
    let standard = "Mon 2026-03-09, until the end of that day (in 6d Mon), by \"federal cap, standard\". \
        clocks: federal only";
    assert_eq!(due(&terminal), standard);
    let terminal = with(with(terminal, 0, "14:05"), 1, "e");
    let expedited =
        "Thu 2026-03-05 14:05 +00:00 (in 2d Thu), by \"federal cap, expedited\". clocks: federal only";
    assert_eq!(due(&terminal), expedited);
    let undated = TestTerminal::new_case().press("Ctrl-R I");
    assert!(undated.screen().contains("No clock runs before the day of receipt is answered."));
}

#[test]
fn page_comes_back_to_the_view_it_was_opened_from() {
    for view in [
        TestTerminal::open(CLEAN).press("Down"),
        TestTerminal::open(CLEAN).press("r Down Down"),
        TestTerminal::on_question(CLEAN, "character of").press("Down"),
        TestTerminal::on_question(PUMP, "earlier SIJ inj").press("Up"),
    ] {
        let before = view.screen();
        let terminal = view.press("I");
        assert!(is_open(&terminal), "{}", terminal.screen());
        let again = terminal.press("Esc");
        assert_eq!(again.screen(), before);
        assert!(
            !matches!(again.press("Esc").app.view, View::Question(_)),
            "and so does the way back from there"
        );
    }
}

#[test]
fn letter_is_text_where_text_is_typed() {
    let terminal = TestTerminal::on_question(CLEAN, "member name").press("I");
    assert!(!is_open(&terminal));
    assert!(terminal.pointed().ends_with('I'), "{}", terminal.screen());
}

#[test]
fn page_of_a_case_in_the_list_comes_back_to_the_list() {
    let mut terminal = TestTerminal::worklist(&[CLEAN, PUMP]);
    terminal.finish_check();
    let chosen = |terminal: &TestTerminal| terminal.app.worklist.chosen().map(|entry| entry.row.name.clone());
    let terminal = terminal.press("Down");
    let name = chosen(&terminal);
    let terminal = terminal.press("I");
    assert!(is_open(&terminal), "{}", terminal.screen());
    let mut terminal = with(terminal, 2, "portal").press("Esc");
    terminal.finish_check();
    assert!(matches!(terminal.app.view, View::Worklist) && terminal.app.session.is_none());
    assert_eq!(chosen(&terminal), name);
    let empty = TestTerminal::worklist(&[]).press("I");
    assert!(!is_open(&empty), "there is no case");
}

#[test]
fn value_that_is_none_is_refused_with_what_to_do() {
    for (row, typed, problem) in [
        (0, "noon", "not a time: type 14:05, or 2026-03-02 14:05"),
        (0, "2026-03-01 14:05", "this is not on 2026-03-02, the day the request was received"),
        (1, "urgent", "type standard or expedited"),
        (2, "not-documented", "other than not-documented"),
    ] {
        let before = page().case_file();
        let terminal = with(page(), row, typed);
        let shown = terminal.body().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(problem), "{}", terminal.screen());
        assert!(shown.contains(typed), "it stays to be corrected: {}", terminal.screen());
        assert_eq!(terminal.case_file(), before);
    }
}

#[test]
fn time_in_the_future_is_asked_about_once() {
    let later = || TestTerminal::worklist_with("one", "format = 1\npolicy = \"MM-1463\"\n").press("I Enter");
    let terminal = later().answer("2026-03-03 14:05");
    let asked = "received in the future, Tue 2026-03-03 14:05 +00:00; Enter again keeps it";
    assert!(terminal.screen().contains(asked), "{}", terminal.screen());
    assert!(!terminal.case_file().contains("[intake]"));
    let kept = terminal.press("Enter");
    assert!(kept.case_file().contains("received_at = 2026-03-03T14:05:00+00:00"), "{}", kept.screen());
    let other = later().answer("2026-03-03 14:05").press("Backspace").answer("6");
    assert!(other.screen().contains("14:06 +00:00; Enter again keeps it"), "{}", other.screen());
    assert!(later().answer("2026-03-03 09:14").case_file().contains("received_at"), "this is before now");
}

#[test]
fn emptied_value_is_removed() {
    let terminal = with(page(), 2, "fax");
    let terminal = terminal.press("Enter Ctrl-U");
    assert!(terminal.screen().contains("; empty removes it"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(!terminal.case_file().contains("[intake]"), "{}", terminal.case_file());
    assert!(terminal.body()[4].contains("not recorded"));
}

#[test]
fn value_that_was_not_accepted_is_kept_as_a_draft() {
    let terminal = page().press("End Enter").type_text("W-22").press("Esc");
    assert!(is_open(&terminal) && terminal.body()[5].contains("not recorded"), "{}", terminal.screen());
    let terminal = terminal.press("Esc Esc Enter I End Enter");
    assert!(terminal.body()[5].ends_with("W-22"), "{}", terminal.screen());
    assert!(terminal.screen().contains("draft, not accepted yet: Enter accepts it"), "{}", terminal.screen());
    let terminal = terminal.press("Enter Enter");
    assert!(!terminal.screen().contains("draft"), "{}", terminal.screen());
    assert!(terminal.case_file().contains("W-22"));
}

#[test]
fn value_being_typed_is_a_draft_if_the_program_ends() {
    let terminal = page().press("End Enter").type_text("W-22");
    terminal.app.draft_snapshot().unwrap().keep().unwrap();
    assert!(terminal.has_drafts());
}

#[test]
fn paste_goes_into_the_value_that_is_typed_and_nowhere_else() {
    let terminal = page().paste("fax");
    assert!(!terminal.screen().contains("fax"), "{}", terminal.screen());
    let terminal = page().press("End Enter").paste("W-1\nx");
    assert!(terminal.body()[5].ends_with("W-1 x"), "{}", terminal.screen());
    assert!(!terminal.case_file().contains("W-1"), "a paste accepts nothing");
}

#[test]
fn read_only_case_shows_its_intake_and_changes_none() {
    let terminal = TestTerminal::worklist(&[CLEAN]);
    let holder = terminal.app.workspace.open(&crate::store::CaseId::new(CLEAN).unwrap()).unwrap();
    let terminal = terminal.press("Enter I");
    assert!(is_open(&terminal), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(is_open(&terminal), "nothing is typed");
    assert!(terminal.screen().contains("read-only: a test since"), "{}", terminal.screen());
    drop(holder);
}

#[test]
fn page_fits_the_smallest_screen() {
    let terminal = with(with(page().sized(60, 16), 0, "14:05"), 1, "e");
    let terminal = terminal.press("Enter").answer("soon");
    assert!(terminal.screen().contains("type standard or expedited"), "{}", terminal.screen());
    assert!(terminal.screen().contains("Due: Thu 2026-03-05 14:05"), "{}", terminal.screen());
    assert!(terminal.footer().contains("Esc leave"));
}

/// The day of receipt of a case with a time of receipt.
fn on_received() -> TestTerminal {
    with(page(), 0, "14:05").press("Esc r").point_at("day the request").press("Enter Ctrl-U")
}

const MOVES: &str = "the time of receipt, 14:05, moves to this day too: Enter again accepts";

#[test]
fn another_day_of_receipt_moves_the_time_of_receipt_after_asking_once() {
    let received = "received_at = 2026-03-02T14:05:00+00:00";
    for keys in ["Enter", "Tab"] {
        let terminal = on_received().type_text("2026-03-01").press(keys);
        let shown = terminal.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.replace("│ ", "").contains(MOVES), "{}", terminal.screen());
        assert!(terminal.case_file().contains(received), "nothing has moved yet");
        let terminal = terminal.press(keys);
        assert!(!terminal.screen().contains("moves to this day"), "{}", terminal.screen());
        let file = terminal.case_file();
        assert!(file.contains("received_at = 2026-03-01T14:05:00+00:00"), "{file}");
        assert!(file.contains("received = 2026-03-01\n"), "{file}");
    }
}

#[test]
fn same_day_of_receipt_moves_nothing_and_asks_nothing() {
    let terminal = on_received().answer("2026-03-02");
    assert!(!terminal.screen().contains("moves to this day"), "{}", terminal.screen());
    assert!(terminal.case_file().contains("received_at = 2026-03-02T14:05:00+00:00"));
}

#[test]
fn odd_day_of_receipt_is_asked_about_before_the_time_moves_to_it() {
    let terminal = on_received().answer("2026-03-04");
    assert!(terminal.screen().contains("received in the future"), "{}", terminal.screen());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("moves to this day too"), "{}", terminal.screen());
    assert!(terminal.press("Enter").case_file().contains("received_at = 2026-03-04T14:05:00+00:00"));
}

#[test]
fn undoing_a_value_stays_on_the_page_and_keeps_what_was_entered_as_a_draft() {
    let terminal = with(page(), 2, "fax").press("Home u");
    assert!(is_open(&terminal), "{}", terminal.screen());
    assert_eq!(terminal.pointed().trim_end(), "› channel          not recorded");
    assert!(terminal.status().contains("undone: channel: fax"), "{}", terminal.status());
    assert!(!terminal.case_file().contains("[intake]"));
    let terminal = terminal.press("Enter");
    assert!(terminal.body()[4].ends_with("fax"), "{}", terminal.screen());
    let elsewhere = with(page(), 2, "fax").press("Esc u");
    let words = "undone: channel: fax; I shows it as a draft";
    assert!(elsewhere.status().contains(words), "{}", elsewhere.status());
}

#[test]
fn undoing_an_answer_from_the_page_goes_to_its_question() {
    let answered = || TestTerminal::on_question(CLEAN, "character of").press("2 I");
    let terminal = answered().press("u");
    assert!(!is_open(&terminal));
    assert!(terminal.screen().contains("undone, not accepted yet"), "{}", terminal.screen());
    let terminal = answered().press("End Enter").type_text("W-").press("Ctrl-_");
    assert!(terminal.screen().contains("undone, not accepted yet"), "{}", terminal.screen());
    let terminal = terminal.press("I End Enter");
    assert!(terminal.body()[5].ends_with("W-"), "what was typed is kept: {}", terminal.screen());
}
