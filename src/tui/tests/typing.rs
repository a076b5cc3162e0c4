//! Typing and pasting text, dates and numbers.

use super::super::test_terminal::TestTerminal;
use super::CLEAN;

/// The question on the member's name, a text.
fn on_name() -> TestTerminal {
    TestTerminal::new_case().answer("TC0001234")
}

/// The question on the birth date.
fn on_birth_date() -> TestTerminal {
    on_name().answer("Pat Sample")
}

#[test]
fn every_letter_is_text_in_a_text_field() {
    let typed = "quiet wendy e f d n 0 ? k";
    assert_eq!(on_name().type_text(typed).pointed(), format!("› {typed}"));
}

#[test]
fn letters_are_commands_in_a_date_field_only_while_it_is_empty() {
    let terminal = on_birth_date().press("w");
    assert!(terminal.screen().contains("Why asked: birth date"));
    let terminal = terminal.press("Esc 1 w");
    assert_eq!(terminal.pointed(), "› 1w");
    let terminal = terminal.press("Backspace Backspace w");
    assert!(terminal.screen().contains("Why asked"));
}

#[test]
fn the_parsed_date_is_shown_while_it_is_typed() {
    let terminal = on_birth_date();
    assert!(terminal.screen().contains("2026-03-02, 3/2/2026, t (today), -3"));
    let terminal = terminal.type_text("t");
    assert!(terminal.screen().contains("= Tue 2026-03-03"), "{}", terminal.screen());
    let terminal = terminal.press("Ctrl-U").type_text("2026-02-30");
    assert!(!terminal.screen().contains("= "), "{}", terminal.screen());
}

#[test]
fn an_invalid_answer_is_rejected_and_stays_in_the_field() {
    let terminal = on_birth_date().answer("2026-02-30");
    assert!(terminal.screen().contains("there is no such day"));
    assert_eq!(terminal.pointed(), "› 2026-02-30");
    assert!(!terminal.case_file().contains("birth_date"));
    let terminal = terminal.press("Backspace");
    assert!(!terminal.screen().contains("there is no such day"), "editing clears the message");
    let terminal = terminal.press("Ctrl-U").answer("1968-04-02");
    assert!(terminal.case_file().contains("birth_date = 1968-04-02"));
}

#[test]
fn enter_on_an_empty_field_says_how_to_continue() {
    let terminal = on_name().press("Enter");
    assert!(terminal.screen().contains("type an answer, or Ctrl-T leaves the question for later"));
    assert!(terminal.screen().contains("member's name"));
    let terminal = on_name().answer("   ");
    assert!(terminal.screen().contains("type an answer"), "white space is not an answer");
}

#[test]
fn enter_on_a_saved_answer_continues_without_saving() {
    let terminal = on_birth_date().press("Shift-Tab");
    assert_eq!(terminal.pointed(), "› Pat Sample");
    let before = terminal.case_file();
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("member born"));
    assert_eq!(terminal.case_file(), before);
}

#[test]
fn the_cursor_is_where_text_is_typed() {
    let terminal = on_name();
    assert_eq!(terminal.cursor(), Some((23, 8)));
    let terminal = terminal.type_text("Pat 日本");
    assert_eq!((terminal.pointed().as_str(), terminal.cursor()), ("› Pat 日本", Some((31, 8))));
    let terminal = terminal.press("Left");
    assert_eq!(terminal.cursor(), Some((29, 8)), "a wide letter is two columns");
    let terminal = terminal.press("Home");
    assert_eq!(terminal.cursor(), Some((23, 8)));
}

#[test]
fn the_cursor_is_shown_only_where_text_is_typed() {
    assert_eq!(TestTerminal::open(CLEAN).cursor(), None);
    assert_eq!(TestTerminal::on_question(CLEAN, "location").cursor(), None);
    let note = TestTerminal::on_question(CLEAN, "location").press("f");
    assert!(note.cursor().is_some());
    assert_eq!(note.press("Ctrl-G").cursor(), None, "a popup covers the note");
}

#[test]
fn a_long_text_scrolls_with_the_cursor() {
    let text: String = ('a'..='z').cycle().take(120).collect();
    let terminal = on_name().type_text(&text);
    assert!(terminal.pointed().ends_with(&text[100..]), "{}", terminal.pointed());
    let (column, _) = terminal.cursor().unwrap();
    assert!(usize::from(column) < 80);
    let terminal = terminal.press("Home");
    assert!(terminal.pointed().starts_with(&format!("› {}", &text[..40])), "{}", terminal.pointed());
    assert_eq!(terminal.press("Enter").case_file().matches(&text).count(), 1, "the whole text is saved");
}

#[test]
fn a_paste_is_text_and_accepts_nothing() {
    let terminal = on_name().paste("Pat\nSample\r\n\tq d 1\u{1b}[2J");
    assert_eq!(terminal.pointed(), "› Pat Sample   q d 1<U+001B>[2J");
    assert!(terminal.screen().contains("member's name"));
    assert!(!terminal.case_file().contains("Sample"));
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("member born"), "Enter accepts it");
}

#[test]
fn a_paste_into_a_date_is_checked_like_typed_text() {
    let terminal = on_birth_date().paste("wed 2026");
    assert_eq!(terminal.pointed(), "› wed 2026", "no letter of a paste is a command");
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("not a date"));
}

#[test]
fn a_paste_that_is_too_long_is_cut_with_a_message() {
    let terminal = on_name().paste(&"x".repeat(10_000));
    assert!(terminal.screen().contains("the text was cut after 4000 characters"));
}

#[test]
fn a_paste_does_nothing_where_no_text_is_typed() {
    let paste = "y\n1\r\nqd0 \u{1b}[2J\t";
    for terminal in [
        TestTerminal::open(CLEAN),
        TestTerminal::open(CLEAN).press("r"),
        TestTerminal::open(CLEAN).press("?"),
        TestTerminal::on_question(CLEAN, "character of"),
        TestTerminal::on_question(CLEAN, "location"),
        TestTerminal::on_question(CLEAN, "earlier SIJ inj"),
    ] {
        let before = (terminal.screen(), terminal.case_file());
        let terminal = terminal.paste(paste);
        assert_eq!((terminal.screen(), terminal.case_file()), before);
    }
}

#[test]
fn a_note_can_be_typed_and_pasted_and_is_saved() {
    let terminal = TestTerminal::on_question(CLEAN, "left pain in").press("f");
    assert!(terminal.screen().contains("Flag for a clinician, reason:"));
    let terminal = terminal.type_text("d ? q ").paste("page\n3").press("Enter");
    assert!(terminal.screen().contains("Flagged for a clinician (D.I.A.2): d ? q page 3"));
    assert!(terminal.case_file().contains("\"D.I.A.2\" = \"d ? q page 3\""));
    assert!(terminal.screen().contains("pain located in the left"), "still on the question");
}

#[test]
fn an_empty_note_removes_the_saved_one() {
    let terminal = TestTerminal::on_question(CLEAN, "location");
    assert!(terminal.case_file().contains("\"D.I.A.1\""));
    let terminal = terminal.press("e Ctrl-U Enter");
    assert!(!terminal.case_file().contains("\"D.I.A.1\" = \"ortho"), "{}", terminal.case_file());
}

#[test]
fn commands_of_a_question_do_nothing_in_a_note() {
    let terminal = TestTerminal::on_question(CLEAN, "left pain in").press("f").type_text("half");
    let before = terminal.screen();
    let terminal = terminal.press("Tab Shift-Tab Up Down Ctrl-N Ctrl-R Ctrl-O");
    assert_eq!(terminal.screen(), before);
}

#[test]
fn a_question_that_no_item_uses_takes_no_note() {
    let terminal = on_birth_date().press("f");
    assert!(terminal.status().contains("no policy item uses this question"));
    assert!(!terminal.press("x").status().contains("no policy item"), "the next key clears the message");
}
