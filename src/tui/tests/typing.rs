//! Typing and pasting text, dates and numbers.

use super::super::test_terminal::TestTerminal;
use super::CLEAN;

/// The member's name: any text.
fn on_name() -> TestTerminal {
    TestTerminal::new_case().answer("TC0001234")
}

/// The day of birth: a date.
fn on_birth_date() -> TestTerminal {
    on_name().answer("Pat Sample")
}

#[test]
fn every_letter_is_text_where_text_is_typed() {
    let typed = "quiet wendy e f d n 0 ? k";
    assert_eq!(on_name().type_text(typed).pointed(), format!("› {typed}"));
}

#[test]
fn letters_are_commands_in_a_date_only_while_it_is_empty() {
    let terminal = on_birth_date().press("w");
    assert!(terminal.screen().contains("Why asked: member.birth_date"));
    let terminal = terminal.press("Esc 1 w");
    assert_eq!(terminal.pointed(), "› 1w");
    let terminal = terminal.press("Backspace Backspace w");
    assert!(terminal.screen().contains("Why asked"));
}

#[test]
fn what_a_date_is_read_as_is_said_while_it_is_typed() {
    let terminal = on_birth_date();
    assert!(terminal.screen().contains("2026-03-02, 3/2/2026, t (today), -7"));
    let terminal = terminal.type_text("t");
    assert!(terminal.screen().contains("= Tue 2026-03-03"), "{}", terminal.screen());
    let terminal = terminal.press("Ctrl-U").type_text("2026-02-30");
    assert!(!terminal.screen().contains("= "), "{}", terminal.screen());
}

#[test]
fn text_that_is_no_answer_is_refused_and_stays() {
    let terminal = on_birth_date().answer("2026-02-30");
    assert!(terminal.screen().contains("there is no such day"));
    assert_eq!(terminal.pointed(), "› 2026-02-30");
    assert!(!terminal.case_file().contains("birth_date"));
    let terminal = terminal.press("Backspace");
    assert!(!terminal.screen().contains("there is no such day"), "editing takes the complaint away");
    let terminal = terminal.press("Ctrl-U").answer("1968-04-02");
    assert!(terminal.case_file().contains("birth_date = 1968-04-02"));
}

#[test]
fn enter_on_an_empty_field_says_how_to_go_on() {
    let terminal = on_name().press("Enter");
    assert!(terminal.screen().contains("type an answer; Tab skips the question"));
    assert!(terminal.screen().contains("member's name"));
    let terminal = on_name().answer("   ");
    assert!(terminal.screen().contains("type an answer"), "blanks are nothing");
}

#[test]
fn enter_on_an_answer_that_stands_goes_on_without_saving() {
    let terminal = on_birth_date().press("Shift-Tab");
    assert_eq!(terminal.pointed(), "› Pat Sample");
    let before = terminal.case_file();
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("member born"));
    assert_eq!(terminal.case_file(), before);
}

#[test]
fn the_cursor_stands_where_typing_happens() {
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
fn the_cursor_is_shown_only_where_something_is_typed() {
    assert_eq!(TestTerminal::open(CLEAN).cursor(), None);
    assert_eq!(TestTerminal::on_question(CLEAN, "location").cursor(), None);
    let note = TestTerminal::on_question(CLEAN, "location").press("f");
    assert!(note.cursor().is_some());
    assert_eq!(note.press("Ctrl-G").cursor(), None, "a page covers the note");
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
    assert_eq!(terminal.press("Enter").case_file().matches(&text).count(), 1, "all of it is kept");
}

#[test]
fn a_paste_is_text_and_submits_nothing() {
    let terminal = on_name().paste("Pat\nSample\r\n\tq d 1\u{1b}[2J");
    assert_eq!(terminal.pointed(), "› Pat Sample   q d 1<U+001B>[2J");
    assert!(terminal.screen().contains("member's name"));
    assert!(!terminal.case_file().contains("Sample"));
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("member born"), "Enter accepts it");
}

#[test]
fn a_paste_into_a_date_is_refused_like_anything_typed() {
    let terminal = on_birth_date().paste("wed 2026");
    assert_eq!(terminal.pointed(), "› wed 2026", "no letter of a paste is a command");
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("not a date"));
}

#[test]
fn a_paste_that_is_too_long_is_cut_and_that_is_said() {
    let terminal = on_name().paste(&"x".repeat(10_000));
    assert!(terminal.screen().contains("only the first 4000 characters were taken"));
}

#[test]
fn a_paste_where_nothing_is_typed_does_nothing() {
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
fn a_note_is_typed_pasted_and_kept() {
    let terminal = TestTerminal::on_question(CLEAN, "left pain in").press("f");
    assert!(terminal.screen().contains("Flag for a clinician, why:"));
    let terminal = terminal.type_text("d ? q ").paste("page\n3").press("Enter");
    assert!(terminal.screen().contains("Flagged for a clinician (D.I.A.2): d ? q page 3"));
    assert!(terminal.case_file().contains("\"D.I.A.2\" = \"d ? q page 3\""));
    assert!(terminal.screen().contains("pain located in the left"), "still on the question");
}

#[test]
fn an_empty_note_takes_it_away() {
    let terminal = TestTerminal::on_question(CLEAN, "location");
    assert!(terminal.case_file().contains("\"D.I.A.1\""));
    let terminal = terminal.press("e Ctrl-U Enter");
    assert!(!terminal.case_file().contains("\"D.I.A.1\" = \"ortho"), "{}", terminal.case_file());
}

#[test]
fn tab_and_other_commands_of_a_question_leave_a_note_alone() {
    let terminal = TestTerminal::on_question(CLEAN, "left pain in").press("f").type_text("half");
    let before = terminal.screen();
    let terminal = terminal.press("Tab Shift-Tab Up Down Ctrl-N Ctrl-R Ctrl-O");
    assert_eq!(terminal.screen(), before);
}

#[test]
fn a_question_that_no_item_reads_takes_no_note() {
    let terminal = on_birth_date().press("f");
    assert!(terminal.status().contains("no item of the policy reads this question"));
    assert!(!terminal.press("x").status().contains("no item"), "the next key takes that away");
}
