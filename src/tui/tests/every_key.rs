//! Every key in the table does something in every context it is listed for, so
//! that the footer and the list of keys promise nothing that does not work.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::app::Effect;
use super::super::keys::{Binding, Key, KeyContext, bindings};
use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

/// Screens of a context. Each of its keys does something on at least one of them.
fn screens(key_context: KeyContext) -> Vec<fn() -> TestTerminal> {
    match key_context {
        KeyContext::Worklist => vec![
            || TestTerminal::worklist_of(40).press("PgDn"),
            || TestTerminal::worklist_of(40).press("/ 7 Enter"),
            || TestTerminal::duplicates(),
        ],
        KeyContext::Withdraw => vec![|| TestTerminal::worklist(&[CLEAN]).press("w").type_text("x")],
        KeyContext::Find => {
            vec![|| TestTerminal::worklist_of(40).press("PgDn / c"), || {
                TestTerminal::worklist_of(40).press("/ c")
            }]
        }
        KeyContext::Select => {
            vec![|| TestTerminal::on_question(CLEAN, "character of").press("Down"), || {
                TestTerminal::on_question(CLEAN, "tenderness").press("Down")
            }]
        }
        KeyContext::MultiSelect => vec![|| TestTerminal::on_question(CLEAN, "left positive").press("Down")],
        KeyContext::DateOrNumber => {
            vec![|| TestTerminal::on_question(CLEAN, "nearest other").press("Ctrl-U")]
        }
        KeyContext::FreeText => vec![|| TestTerminal::on_question(CLEAN, "member name").type_text("x")],
        KeyContext::Entries => vec![|| TestTerminal::on_question(PUMP, "earlier SIJ inj"), || {
            TestTerminal::on_question(PUMP, "earlier SIJ inj").press("Up")
        }],
        KeyContext::Note => vec![|| TestTerminal::on_question(CLEAN, "location").press("f").type_text("x")],
        KeyContext::Intake => vec![|| TestTerminal::open(CLEAN).press("I Down")],
        KeyContext::IntakeField => vec![|| TestTerminal::open(CLEAN).press("I Enter").type_text("x")],
        KeyContext::Review => vec![|| TestTerminal::open(CLEAN).sized(60, 16).press("r Down PgDn")],
        KeyContext::Determination => vec![|| TestTerminal::open(CLEAN).sized(60, 16).press("Down PgDn")],
        KeyContext::Popup => vec![|| TestTerminal::open(CLEAN).sized(60, 16).press("? Down")],
        KeyContext::Play => vec![|| TestTerminal::play(CLEAN).press("Enter Enter Enter Enter Down"), || {
            TestTerminal::play(CLEAN).sized(60, 16).press_to_the_end("Enter").press("Down PgDn")
        }],
    }
}

/// The key event of a row of the table; for the digits, 2.
fn pressed(binding: &Binding) -> KeyEvent {
    match binding.key {
        Key::Plain(code) => code.into(),
        Key::Control(letter) => KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL),
        Key::Digit => KeyCode::Char('2').into(),
    }
}

/// What a user can see of the effect of a key.
fn visible_state(terminal: &TestTerminal) -> (String, Option<(u16, u16)>, String, Effect) {
    (terminal.screen(), terminal.cursor(), terminal.case_file(), terminal.effect())
}

fn every_key_does_something(key_context: KeyContext) {
    for binding in bindings(key_context) {
        let does_something = screens(key_context).iter().any(|screen| {
            let mut terminal = screen();
            assert_eq!(terminal.app.key_context(), key_context, "{}", terminal.screen());
            let before = visible_state(&terminal);
            terminal.key(pressed(binding));
            visible_state(&terminal) != before
        });
        assert!(does_something, "{key_context:?}: {} {}", binding.name(), binding.label);
    }
}

#[test]
fn every_key_of_the_worklist_does_something() {
    every_key_does_something(KeyContext::Worklist);
}

#[test]
fn every_key_of_the_field_that_finds_cases_does_something() {
    every_key_does_something(KeyContext::Find);
}

#[test]
fn every_key_of_a_case_to_withdraw_does_something() {
    every_key_does_something(KeyContext::Withdraw);
}

#[test]
fn every_key_of_one_of_several_options_does_something() {
    every_key_does_something(KeyContext::Select);
}

#[test]
fn every_key_of_any_of_several_options_does_something() {
    every_key_does_something(KeyContext::MultiSelect);
}

#[test]
fn every_key_of_a_date_does_something() {
    every_key_does_something(KeyContext::DateOrNumber);
}

#[test]
fn every_key_of_a_text_does_something() {
    every_key_does_something(KeyContext::FreeText);
}

#[test]
fn every_key_of_a_list_does_something() {
    every_key_does_something(KeyContext::Entries);
}

#[test]
fn every_key_of_a_note_does_something() {
    every_key_does_something(KeyContext::Note);
}

#[test]
fn every_key_of_the_intake_does_something() {
    every_key_does_something(KeyContext::Intake);
}

#[test]
fn every_key_of_a_value_of_the_intake_does_something() {
    every_key_does_something(KeyContext::IntakeField);
}

#[test]
fn every_key_of_the_review_does_something() {
    every_key_does_something(KeyContext::Review);
}

#[test]
fn every_key_of_the_determination_does_something() {
    every_key_does_something(KeyContext::Determination);
}

#[test]
fn every_key_of_a_page_does_something() {
    every_key_does_something(KeyContext::Popup);
}

#[test]
fn every_key_of_a_played_case_does_something() {
    every_key_does_something(KeyContext::Play);
}
