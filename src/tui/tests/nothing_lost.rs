//! Nothing that was typed is lost without a word, and the way on is said.

use super::super::app::View;
use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

/// A new case, on the day of receipt.
fn on_received() -> TestTerminal {
    let answers = ["TC0001234", "Pat Sample", "1968-04-02"];
    answers.into_iter().fold(TestTerminal::new_case(), TestTerminal::answer)
}

#[test]
fn tab_and_down_accept_a_typed_answer_as_enter_does() {
    for key in ["Enter", "Tab", "Down"] {
        let terminal = on_received().type_text("3/2/2026").press(key);
        assert!(terminal.screen().contains("Which procedure"), "{key}: {}", terminal.screen());
        assert!(terminal.case_file().contains("received = 2026-03-02"), "{key}");
    }
}

#[test]
fn tab_and_down_stay_at_an_invalid_answer_and_say_why() {
    for key in ["Tab", "Down"] {
        let terminal = on_received().type_text("3/32/2026").press(key);
        assert!(terminal.screen().contains("there is no such day"), "{key}: {}", terminal.screen());
        assert_eq!(terminal.pointed(), "› 3/32/2026", "{key}");
    }
}

#[test]
fn a_question_is_left_without_an_answer_by_a_key_of_its_own() {
    for key in ["Tab", "Down"] {
        let terminal = on_received().press(key);
        assert!(terminal.screen().contains("type an answer, or Ctrl-T leaves the question for later"));
    }
    let terminal = on_received().press("Ctrl-T");
    assert!(terminal.screen().contains("Which procedure"), "{}", terminal.screen());
    let terminal = on_received().type_text("3/2").press("Ctrl-T");
    assert!(terminal.status().contains("not accepted: kept as a draft"), "{}", terminal.status());
    assert_eq!(terminal.press("Shift-Tab").pointed(), "› 3/2");
}

#[test]
fn going_back_says_that_what_was_typed_is_a_draft() {
    let terminal = on_received().type_text("3/2/2026").press("Shift-Tab");
    assert!(terminal.status().contains("not accepted: kept as a draft"), "{}", terminal.status());
}

#[test]
fn tab_accepts_marks_and_the_option_at_the_pointer() {
    let terminal = TestTerminal::on_question(CLEAN, "left positive").press("6 Tab");
    assert!(terminal.case_file().contains("sacral-thrust"), "{}", terminal.case_file());
    let terminal = on_received().answer("2026-03-02").press("Down Tab");
    assert!(terminal.case_file().contains("diagnostic-injection"));
    let terminal = on_received().answer("2026-03-02").press("Tab");
    assert!(terminal.screen().contains("Ctrl-T leaves the question for later"), "{}", terminal.screen());
}

#[test]
fn a_half_entry_is_kept_as_begun_and_never_looks_done() {
    let on_list = || TestTerminal::on_question(PUMP, "earlier SIJ inj");
    let terminal = on_list().press("a").type_text("2025-1").press("Esc");
    assert!(terminal.screen().contains("entry 2 is begun, not in the list yet: a continues it"));
    assert!(!terminal.screen().contains("done:"), "{}", terminal.screen());
    let terminal = on_list().press("a").answer("2026-01-10").press("Esc");
    let kept = "entry 2 is kept unfinished, without";
    assert!(terminal.screen().contains(kept), "{}", terminal.screen());
    assert!(!terminal.screen().contains("done:"), "{}", terminal.screen());
    let terminal = terminal.press("Esc").point_at("earlier SIJ inj").press("Enter");
    assert!(terminal.screen().contains(kept), "{}", terminal.screen());
}

#[test]
fn every_view_has_a_key_for_the_next_open_question() {
    let started = || on_received().answer("2026-03-02").press("1 1");
    for keys in ["Ctrl-R Home Ctrl-P", "Ctrl-O Ctrl-P", "Ctrl-T Shift-Tab Shift-Tab Ctrl-P"] {
        let terminal = started().press(keys);
        assert!(terminal.screen().contains("procedure planned?"), "{keys}: {}", terminal.screen());
    }
    let terminal = started().press("Ctrl-P");
    assert!(terminal.screen().contains("Which sedation is asked for?"), "{}", terminal.screen());
    let terminal = TestTerminal::open(CLEAN).press("Ctrl-P");
    assert!(terminal.status().contains("every question that matters is answered"), "{}", terminal.status());
}

#[test]
fn new_questions_after_a_correction_are_walked_alone() {
    let terminal = TestTerminal::on_question(CLEAN, "implanted").press("1 Enter");
    assert!(terminal.status().contains("2 questions are new: Enter continues"), "{}", terminal.status());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("report submitted"), "{}", terminal.screen());
    let terminal = terminal.press("y");
    assert!(terminal.screen().contains("working properly"), "{}", terminal.screen());
    let terminal = terminal.press("y");
    assert!(terminal.screen().contains("CRITERIA MET"), "{}", terminal.screen());
}

#[test]
fn another_key_than_enter_ends_the_announcement() {
    let terminal = TestTerminal::on_question(CLEAN, "implanted").press("1 Enter Home Enter");
    assert!(terminal.screen().contains("identifier"), "{}", terminal.screen());
}

#[test]
fn reopening_says_where_the_case_stands() {
    let terminal = on_received().answer("2026-03-02").restart().press("Enter");
    assert!(terminal.screen().contains("continued here: 2 questions are open"), "{}", terminal.screen());
    let terminal = TestTerminal::open("2026-05-15-diagnostic-just-opened").press("Ctrl-P");
    let mut last = terminal;
    while matches!(last.app.view, View::Question(_)) {
        last = last.press("Ctrl-T");
    }
    assert!(last.status().contains("13 questions are open: Enter goes to the one"), "{}", last.screen());
}

#[test]
fn comments_that_a_save_drops_are_told_of_before() {
    let text = "# by hand\nformat = 1\npolicy = \"MM-1463\" # this too\n";
    let terminal = TestTerminal::worklist_with("one", text).press("Enter");
    assert!(terminal.screen().contains("drops the 2 comments of this file"), "{}", terminal.screen());
    let terminal = TestTerminal::worklist_with("one", &text.replace(" # this too", "")).press("Enter");
    assert!(terminal.screen().contains("drops the comment of this file"), "{}", terminal.screen());
    let terminal = terminal.answer("TC9000001").restart().press("Enter");
    assert!(!terminal.screen().contains("comment"), "{}", terminal.screen());
}

#[test]
fn an_odd_answer_is_asked_about_once() {
    let on_codes = || TestTerminal::on_question(CLEAN, "diagnoses").press("Ctrl-U");
    let terminal = on_codes().answer("ddd");
    assert!(terminal.screen().contains("odd: DDD does not look like a diagnosis code; Enter"));
    assert!(!terminal.case_file().contains("DDD"));
    assert!(terminal.press("Enter").case_file().contains("DDD"));
    let terminal = on_codes().answer("ddd").press("Tab");
    assert!(terminal.case_file().contains("DDD"), "Tab keeps it as Enter does");
    let on_birth = || TestTerminal::on_question(CLEAN, "birth date").press("Ctrl-U");
    let terminal = on_birth().answer("2026-03-03");
    assert!(terminal.screen().contains("born after the request was received"), "{}", terminal.screen());
    assert!(terminal.press("Enter").case_file().contains("birth_date = 2026-03-03"));
    let terminal = on_codes().answer("M53.3");
    assert!(terminal.case_file().contains("M53.3"), "a known shape is kept at once");
}

#[test]
fn keys_of_a_field_work_with_and_without_text() {
    for text in ["", "3/2/2026"] {
        let onset = || TestTerminal::on_question(CLEAN, "onset").press("Ctrl-U").type_text(text);
        assert!(onset().press("Ctrl-Y").screen().contains("Why asked"), "{text}");
        assert!(onset().press("Ctrl-D").screen().contains("Where in the record:"), "{text}");
        assert!(onset().press("Ctrl-X").screen().contains("Flag for a clinician, reason:"), "{text}");
        assert!(onset().press("Ctrl-N").case_file().contains("onset = \"not-documented\""), "{text}");
    }
    let answered = TestTerminal::on_question(CLEAN, "onset");
    assert!(answered.footer().contains("^D evidence  ^X flag"), "{}", answered.footer());
}

#[test]
fn a_long_name_costs_the_heading_neither_procedure_nor_side_nor_date() {
    let terminal = TestTerminal::on_question(CLEAN, "member name").press("Ctrl-U");
    let terminal = terminal.answer(&"Bartholomew ".repeat(12));
    let heading = terminal.rows()[0].clone();
    assert!(heading.contains("… · diagnostic injection, left · received 2026-03-02"), "{heading}");
}

#[test]
fn a_long_note_can_be_read_to_its_end() {
    let words = "page ".repeat(280) + "the end";
    let terminal =
        TestTerminal::on_question(CLEAN, "location").press("e Ctrl-U").paste(&words).press("Enter");
    assert!(terminal.screen().contains("(w shows the rest)"), "{}", terminal.screen());
    let why = terminal.press("w");
    assert!(why.press_to_the_end("PgDn").screen().contains("D.I.A.1"), "the item comes after");
    let terminal = TestTerminal::on_question(CLEAN, "location")
        .press("e Ctrl-U")
        .paste(&words)
        .press("Enter")
        .press("w");
    let all = (0..3).fold((terminal, String::new()), |(terminal, seen), _| {
        let seen = seen + &terminal.screen();
        (terminal.press("PgDn"), seen)
    });
    assert!(all.1.contains("the end"), "{}", all.1);
}

#[test]
fn a_played_case_keeps_its_counts_beside_the_notice() {
    let terminal = TestTerminal::play("2026-03-12-diagnostic-leg-pain-alone").press_to_the_end("Enter");
    let status = terminal.status();
    assert!(status.contains("met") && status.contains("READ-ONLY"), "{status}");
    assert!(!status.contains("not aske…") && status.chars().count() <= 80, "{status}");
}

#[test]
fn an_answer_that_is_not_needed_is_not_called_unanswered() {
    let text = include_str!("../../../cases/2026-03-02-diagnostic-clean.toml");
    let without = |line: &&str| !line.starts_with("inability") && !line.starts_with("onset");
    let text: String = text.lines().filter(without).map(|line| format!("{line}\n")).collect();
    let terminal = TestTerminal::worklist_with("one", &text).press("Enter Ctrl-R End");
    assert!(terminal.screen().contains("not needed"), "{}", terminal.screen());
}
