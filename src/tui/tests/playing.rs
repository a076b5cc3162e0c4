//! Playing a saved case: it can be read forward and back, and not changed.

use super::super::app::{Effect, View};
use super::super::test_terminal::TestTerminal;
use super::CLEAN;

const LEG: &str = "2026-03-12-diagnostic-leg-pain-alone";

#[test]
fn a_case_is_played_question_by_question_to_its_determination() {
    let terminal = TestTerminal::play(LEG);
    assert_eq!(terminal.pointed(), "› TC9000009");
    assert!(terminal.status().contains("READ-ONLY: showing a saved case"), "{}", terminal.status());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("member's name"));
    let terminal = terminal.press("Right Tab Ctrl-J");
    assert!(terminal.screen().contains("Which procedure"), "{}", terminal.screen());
    let end = terminal.press_to_the_end("Enter");
    assert!(end.screen().contains("CLINICAL REVIEW"), "{}", end.screen());
    assert_eq!(end.effect(), Effect::Nothing);
    assert!(end.press("Left").screen().contains("question "), "back from the determination");
}

#[test]
fn back_stops_at_the_first_question_of_a_played_case() {
    let terminal = TestTerminal::play(LEG).press("Enter Enter Enter Left Shift-Tab");
    assert!(terminal.screen().contains("member's name"), "{}", terminal.screen());
    let terminal = terminal.press("Left");
    let first = terminal.screen();
    assert!(first.contains("member's identifier"));
    assert_eq!(terminal.press("Left").screen(), first);
}

#[test]
fn a_played_case_advances_by_itself_to_its_end() {
    let mut terminal = TestTerminal::play(LEG);
    while terminal.app.has_next_step() {
        terminal.app.next_step();
    }
    let terminal = terminal.press("Up");
    assert!(terminal.screen().contains("CLINICAL REVIEW"), "{}", terminal.screen());
}

#[test]
fn the_footer_of_a_played_case_shows_what_can_be_done() {
    let terminal = TestTerminal::play(LEG);
    assert_eq!(terminal.footer(), " Enter next  w why asked  ? keys  Esc leave");
    let terminal = terminal.press("Enter");
    assert_eq!(terminal.footer(), " Enter next  Left back  w why asked  ? keys  Esc leave");
    let terminal = terminal.press_to_the_end("Enter");
    assert_eq!(terminal.footer(), " Left back  Space unfold  i read item  ? keys  Esc leave");
}

#[test]
fn a_popup_is_opened_and_closed_while_a_case_is_played() {
    let terminal = TestTerminal::play(LEG).press("w");
    assert!(terminal.screen().contains("Why asked: member identifier"));
    let terminal = terminal.press("Enter");
    assert_eq!(terminal.pointed(), "› TC9000009", "Enter closed the popup and did not advance");
    let terminal = terminal.press("?");
    assert!(terminal.screen().contains("next"), "{}", terminal.screen());
    let terminal = terminal.press("Ctrl-C");
    assert_eq!((terminal.pointed().as_str(), terminal.effect()), ("› TC9000009", Effect::Nothing));
}

#[test]
fn a_played_case_can_be_left_from_every_step() {
    for key in ["Esc", "q", "Ctrl-C"] {
        assert_eq!(TestTerminal::play(LEG).press(key).effect(), Effect::Quit, "{key}");
    }
    let end = TestTerminal::play(LEG).press_to_the_end("Enter");
    assert_eq!(end.press("Esc").effect(), Effect::Quit);
}

#[test]
fn no_key_answers_a_question_of_a_played_case() {
    let mut terminal = TestTerminal::play(CLEAN);
    let before = terminal.case_file();
    let mut seen = Vec::new();
    while let View::Question(editor) = &terminal.app.view {
        let kind = editor.key_context();
        if !seen.contains(&kind) {
            seen.push(kind);
            let shown = terminal.screen();
            terminal =
                terminal.press("1 y n d 0 a x e f r o s Space Backspace Ctrl-N Ctrl-U").paste("pasted");
            assert_eq!(terminal.screen(), shown);
            let number = terminal.body()[0].clone();
            terminal = terminal.press("Down PgDn PgUp Up");
            assert_eq!(terminal.body()[0], number, "scrolling does not advance");
        }
        terminal = terminal.press("Enter");
    }
    assert_eq!(seen.len(), 4, "every kind of question: {seen:?}");
    assert_eq!(terminal.press("Enter s r").case_file(), before);
}

#[test]
fn the_determination_of_a_played_case_scrolls_to_its_end() {
    let terminal = TestTerminal::play(LEG).sized(60, 16).press_to_the_end("Enter");
    let terminal = terminal.press("Down");
    assert!(terminal.pointed().contains("D.I.A"), "{}", terminal.pointed());
    let page = terminal.press("i");
    assert!(page.screen().contains("MM-1463"), "{}", page.screen());
    assert!(page.press("Esc").press_to_the_end("PgDn").screen().contains("is current"));
}
