//! The footer and the list of keys show what can be done now.

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

#[test]
fn the_footer_shows_what_can_be_done_on_this_screen() {
    let question = |row| TestTerminal::on_question(CLEAN, row);
    for (terminal, footer) in [
        (TestTerminal::worklist(&[]), " n new case  / find  ? keys  q quit"),
        (TestTerminal::new_case(), " Enter accept  S-Tab back  ^T later  ^Y why asked  ^G keys  Esc leave"),
        (
            TestTerminal::new_case().answer("TC1").answer("Pat"),
            " Enter accept  d not documented  S-Tab back  ^T later  ? keys  Esc leave",
        ),
        (
            TestTerminal::new_case().answer("TC1").answer("Pat").press("4"),
            " Enter accept  ^N not documented  S-Tab back  ^T later  ^G keys  Esc leave",
        ),
        (
            question("character of"),
            " Enter accept  S-Tab back  e evidence  f flag  w why asked  ? keys  Esc leave",
        ),
        (
            question("location"),
            " Enter accept  Space mark  S-Tab back  e evidence  f flag  ? keys  Esc leave",
        ),
        (
            question("left positive"),
            " Enter accept  Space mark  0 none  S-Tab back  e evidence  ? keys  Esc leave",
        ),
        (question("onset"), " Enter accept  S-Tab back  ^D evidence  ^X flag  ^G keys  Esc leave"),
        (question("procedure"), " Enter accept  S-Tab back  w why asked  r review  ? keys  Esc leave"),
        (question("location").press("f"), " Enter save  ^G keys  Esc leave"),
        (question("location").press("w"), " PgDn page down  PgUp page up  Esc close"),
        (
            question("location").press("Esc"),
            " Enter go to question  o outcome  ^P next open question  ? keys  Esc leave",
        ),
    ] {
        assert_eq!(terminal.footer(), footer, "{}", terminal.screen());
    }
}

#[test]
fn a_list_offers_remove_only_if_it_has_an_entry() {
    let full = TestTerminal::on_question(PUMP, "earlier SIJ inj");
    assert_eq!(full.footer(), " Enter accept  a add  Del remove  0 none  S-Tab back  ? keys  Esc leave");
    let empty = TestTerminal::on_question(CLEAN, "earlier SIJ inj");
    assert_eq!(empty.footer(), " Enter accept  a add  0 none  S-Tab back  e evidence  ? keys  Esc leave");
    let part = full.press("a");
    assert_eq!(part.footer(), " Enter accept  d not documented  S-Tab back  ^T later  ? keys  Esc leave");
}

#[test]
fn a_footer_fits_and_always_has_help_and_leave() {
    for row in ["member name", "birth date", "character of", "location", "earlier SIJ inj"] {
        let mut terminal = TestTerminal::on_question(CLEAN, row);
        for (columns, rows) in [(60, 16), (61, 16), (80, 24), (200, 60)] {
            terminal.resize(columns, rows);
            let footer = terminal.footer();
            assert!(footer.chars().count() < usize::from(columns), "{footer}");
            assert!(footer.contains(" keys  Esc leave"), "{footer}");
        }
    }
    let wide = TestTerminal::on_question(CLEAN, "location").sized(200, 60);
    assert!(
        wide.footer().contains("e evidence  f flag  w why asked  r review  o outcome"),
        "{}",
        wide.footer()
    );
}

#[test]
fn the_list_of_keys_is_that_of_the_current_context() {
    let terminal = TestTerminal::on_question(CLEAN, "character of").press("?");
    let first_page = terminal.screen();
    let both_pages = first_page + &terminal.press("PgDn").screen();
    for line in ["Enter, Ctrl-J", "y ", "d, Ctrl-N", "1 to 9", "Shift-Tab, Left  back", "?, Ctrl-G"] {
        assert!(both_pages.contains(line), "{line}:\n{both_pages}");
    }
    let terminal = TestTerminal::new_case().press("F1");
    assert!(terminal.screen().contains("Ctrl-G, F1"), "{}", terminal.screen());
    assert!(!terminal.screen().contains("1 to 9"), "a text field has no options to pick");
}

#[test]
fn no_key_opens_a_popup_over_a_popup() {
    let terminal = TestTerminal::on_question(CLEAN, "character of").press("w");
    let before = terminal.screen();
    assert_eq!(terminal.press("? Ctrl-G").screen(), before);
}
