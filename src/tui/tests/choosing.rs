//! Choosing one option, several options, or yes and no.

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};
use crate::interview::AnswerError;

/// A new case, on the question for the procedure.
fn on_procedure() -> TestTerminal {
    let answers = ["TC0001234", "Pat Sample", "1968-04-02", "2026-03-02"];
    answers.into_iter().fold(TestTerminal::new_case(), TestTerminal::answer)
}

#[test]
fn enter_alone_chooses_no_option() {
    let terminal = on_procedure();
    let before = terminal.case_file();
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("Which procedure"));
    assert!(terminal.screen().contains("choose one by its number: Down moves, Enter accepts"));
    assert_eq!((terminal.pointed(), terminal.case_file()), (String::new(), before));
}

#[test]
fn a_digit_picks_its_option_and_continues() {
    let terminal = on_procedure().press("2");
    assert!(terminal.screen().contains("Which side"));
    assert!(terminal.case_file().contains(r#"procedure = "therapeutic-injection""#));
    let terminal = terminal.press("Left");
    assert!(terminal.screen().contains("2 [x] therapeutic injection"), "{}", terminal.screen());
}

#[test]
fn a_key_without_an_option_does_nothing() {
    let mut terminal = on_procedure();
    let before = (terminal.screen(), terminal.case_file());
    for key in ["0", "4", "9", "y", "x"] {
        terminal = terminal.press(key);
        assert_eq!((terminal.screen(), terminal.case_file()), before, "{key}");
    }
    let terminal = terminal.press("d");
    assert!(terminal.screen().contains(&AnswerError::Required.to_string()));
    assert_eq!(terminal.case_file(), before.1);
}

#[test]
fn the_pointer_starts_before_or_after_the_options_and_stops_at_the_ends() {
    let mut terminal = on_procedure();
    for (key, at) in [("Down", "› 1"), ("Up", "› 1"), ("j", "› 2"), ("k", "› 1"), ("Down", "› 2")] {
        terminal = terminal.press(key);
        assert_eq!(terminal.pointed().split_once("     ").unwrap().0, at, "{key}");
    }
    assert_eq!(terminal.press("Down Down").pointed(), "› 3     radiofrequency ablation");
    let terminal = on_procedure().press("Up");
    assert_eq!(terminal.pointed(), "› 3     radiofrequency ablation");
    assert!(terminal.press("Enter").case_file().contains("radiofrequency-ablation"));
}

#[test]
fn yes_no_and_not_documented_take_one_key() {
    let mut terminal = TestTerminal::open(CLEAN).press("r").point_at("tenderness");
    for (key, written) in [("n", "no"), ("y", "yes"), ("2", "no"), ("1", "yes"), ("d", "not-documented")] {
        terminal = terminal.press("Enter").press(key);
        assert!(terminal.case_file().contains(&format!("sij_tenderness = \"{written}\"")), "{key}");
        assert!(terminal.pointed().contains("tenderness"), "back in the review: {}", terminal.screen());
    }
}

#[test]
fn y_and_n_do_nothing_where_yes_and_no_are_not_options() {
    let terminal = TestTerminal::on_question(CLEAN, "character of");
    let before = terminal.case_file();
    let terminal = terminal.press("y n");
    assert!(terminal.screen().contains("character of the pain?"));
    assert_eq!(terminal.case_file(), before);
}

#[test]
fn marks_are_toggled_and_accepted_together() {
    let terminal = TestTerminal::on_question(CLEAN, "location").press("3 Down Space");
    let screen = terminal.screen();
    for shown in ["1 [x] low back", "2 [x] buttock", "3 [x] leg", "› 4 [x] elsewhere"] {
        assert!(screen.contains(shown), "{screen}");
    }
    assert!(!terminal.case_file().contains("leg"), "a mark is not an answer yet");
    let terminal = terminal.press("1 Enter");
    assert!(terminal.case_file().contains(r#"location = ["buttock", "leg", "elsewhere"]"#));
}

#[test]
fn enter_without_a_mark_asks_for_one() {
    let terminal = TestTerminal::on_question(CLEAN, "location").press("1 2");
    let before = terminal.case_file();
    let terminal = terminal.press("Enter");
    let screen = terminal.screen();
    assert!(screen.contains("mark one or more: Space marks, Enter accepts"), "{screen}");
    assert_eq!(terminal.case_file(), before);
}

#[test]
fn none_is_an_answer_only_where_the_question_offers_it() {
    let terminal = TestTerminal::on_question(CLEAN, "left positive");
    assert!(terminal.footer().contains("0 none"), "{}", terminal.footer());
    let terminal = terminal.press("0");
    assert!(terminal.case_file().contains("positive_tests = []"));
    let terminal = TestTerminal::on_question(CLEAN, "location");
    assert!(!terminal.footer().contains("0 none"), "{}", terminal.footer());
    let before = terminal.case_file();
    assert_eq!(terminal.press("0").case_file(), before);
}

#[test]
fn not_documented_can_be_answered_where_several_options_can() {
    let terminal = TestTerminal::on_question(CLEAN, "location").press("d");
    assert!(terminal.case_file().contains("location = \"not-documented\""));
    let terminal = TestTerminal::on_question(PUMP, "implanted").press("Up Up Down Down Down Down Down Space");
    assert!(terminal.case_file().contains("implanted = \"not-documented\""), "{}", terminal.case_file());
}

#[test]
fn the_saved_option_is_marked_and_selected() {
    let terminal = TestTerminal::on_question(CLEAN, "character of");
    assert_eq!(terminal.pointed(), "› 1 [x] nonradicular");
    assert!(terminal.screen().contains("2 [ ] radicular"));
    let terminal = terminal.press("Down");
    assert_eq!(terminal.pointed(), "› 2 [ ] radicular", "the pointer does not choose");
}
