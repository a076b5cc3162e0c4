//! Going back and leaving, one step at a time, without losing anything.

use super::super::app::Effect;
use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

#[test]
fn esc_goes_back_one_step_at_a_time() {
    let mut terminal = TestTerminal::on_question(PUMP, "earlier SIJ inj").press("a w");
    for shown in ["Why asked", "joint injected", "done: Enter continues", "member identifier", "Enter open"] {
        assert!(terminal.screen().contains(shown), "{shown}:\n{}", terminal.screen());
        assert_eq!(terminal.effect(), Effect::Nothing, "{shown}");
        terminal = terminal.press("Esc");
    }
    assert_eq!(terminal.effect(), Effect::Nothing, "Esc does nothing on the worklist");
    assert_eq!(terminal.press("q").effect(), Effect::Quit);
}

#[test]
fn ctrl_c_leaves_like_esc_and_also_leaves_the_worklist() {
    let terminal = TestTerminal::open(CLEAN).press("i Ctrl-C");
    assert!(terminal.footer().contains("go to question"), "the popup is closed");
    let terminal = terminal.press("Ctrl-C");
    assert!(terminal.footer().contains("Enter open"));
    assert_eq!(terminal.press("Ctrl-C").effect(), Effect::Quit);
}

#[test]
fn esc_leaves_a_note_before_its_question() {
    let terminal = TestTerminal::on_question(CLEAN, "location").press("f").type_text("half a").press("Esc");
    assert!(!terminal.screen().contains("half a"));
    assert!(terminal.screen().contains("Where is the pain?"));
    assert!(!terminal.case_file().contains("half a"));
    let terminal = terminal.press("f");
    assert!(terminal.screen().contains("half a"));
    assert!(terminal.status().contains("not saved yet: Enter saves it"), "{}", terminal.status());
    assert!(terminal.type_text(" word").press("Enter").case_file().contains("half a word"));
}

#[test]
fn typed_text_is_restored_when_its_question_is_shown_again() {
    let terminal = TestTerminal::new_case().answer("TC0001234").type_text("Pat Sam").press("Shift-Tab Tab");
    assert_eq!(terminal.pointed(), "› Pat Sam");
    assert!(terminal.screen().contains("not accepted yet: Enter accepts it"));
    assert!(!terminal.case_file().contains("Pat Sam"));
    let terminal = terminal.press("Esc");
    assert!(terminal.footer().contains("Enter open"));
    let terminal = terminal.press("Enter");
    assert_eq!(terminal.pointed(), "› Pat Sam", "also after the worklist");
    let terminal = terminal.type_text("ple").press("Enter Shift-Tab");
    assert_eq!(terminal.pointed(), "› Pat Sample");
    assert!(!terminal.screen().contains("not accepted yet"), "an accepted answer leaves no draft");
}

#[test]
fn text_that_is_not_a_valid_answer_is_restored_too() {
    let terminal = TestTerminal::new_case().answer("TC0001234").answer("Pat").answer("2026-02-30");
    let terminal = terminal.press("Shift-Tab Tab");
    assert_eq!(terminal.pointed(), "› 2026-02-30");
}

#[test]
fn marks_are_restored_when_their_question_is_shown_again() {
    let terminal = TestTerminal::on_question(CLEAN, "location").press("3 Esc Enter");
    assert!(terminal.screen().contains("3 [x] leg") && terminal.screen().contains("not accepted yet"));
    assert!(!terminal.case_file().contains("leg"));
    assert!(terminal.press("Enter").case_file().contains("leg"));
}

#[test]
fn moving_the_pointer_makes_no_draft() {
    let terminal = TestTerminal::on_question(CLEAN, "character of").press("Down Esc Enter");
    assert_eq!(terminal.pointed(), "› 1 [x] nonradicular");
    assert!(!terminal.screen().contains("not accepted yet"));
}

#[test]
fn typed_text_survives_opening_another_view() {
    let terminal = TestTerminal::new_case().answer("TC0001234").type_text("half");
    for (there, shown) in
        [("Ctrl-R", "member identifier"), ("Ctrl-G", "Keys"), ("Ctrl-O", "answer the member")]
    {
        let away = TestTerminal::new_case().answer("TC0001234").type_text("half").press(there);
        assert!(away.screen().contains(shown), "{}", away.screen());
        let back = if there == "Ctrl-O" { away } else { away.press("Esc") };
        assert_eq!(back.pointed(), terminal.pointed(), "{there}");
    }
}

#[test]
fn esc_goes_back_to_the_view_before() {
    let mut terminal = TestTerminal::new_case();
    for answer in ["TC0001234", "Pat", "1968-04-02", "2026-03-02", "1", "1", "2026-03-16"] {
        terminal = if answer == "1" { terminal.press("1") } else { terminal.answer(answer) };
    }
    terminal = terminal.type_text("half");
    for (key, shown) in [
        ("Left", "Which codes"),
        ("Ctrl-R", "member identifier"),
        ("Esc", "› half"),
        ("Ctrl-O", "INFORMATION NEEDED"),
        ("r", "member identifier"),
        ("Esc", "INFORMATION NEEDED"),
        ("Esc", "Enter open"),
    ] {
        terminal = terminal.press(key);
        assert!(terminal.screen().contains(shown), "{key}:\n{}", terminal.screen());
    }
}

#[test]
fn back_on_the_first_question_names_the_key_to_the_worklist() {
    let terminal = TestTerminal::new_case().press("Shift-Tab");
    assert!(terminal.status().contains("this is the first question; Esc goes to the worklist"));
    assert!(terminal.screen().contains("member's identifier"));
    assert!(terminal.press("Esc").footer().contains("n new case"));
}

#[test]
fn a_new_case_without_an_answer_leaves_no_file() {
    let terminal = TestTerminal::new_case().press("Esc");
    assert_eq!(terminal.case_file(), "");
    assert!(terminal.screen().contains("No cases here yet. n starts a new one."));
}

#[test]
fn answering_the_question_of_a_reason_comes_back_to_that_reason() {
    let terminal = TestTerminal::open("2026-03-20-diagnostic-no-tenderness-no-positive-test").press("Down");
    assert!(terminal.pointed().starts_with("›✗ D.I.A.3"), "{}", terminal.pointed());
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("Which provocation tests"));
    let terminal = terminal.press("1 Enter");
    assert!(terminal.pointed().starts_with("›✓ D.I.A.3"), "now met: {}", terminal.pointed());
    let terminal = terminal.press("Enter Esc");
    assert!(terminal.pointed().starts_with("›✓ D.I.A.3"), "{}", terminal.pointed());
}

#[test]
fn the_worklist_selects_the_case_that_was_open() {
    let cases = ["2026-03-02-diagnostic-clean", "2026-03-04-ablation-initial-clean", PUMP];
    let terminal = TestTerminal::worklist(&cases).press("Down Down Enter Esc");
    assert!(terminal.pointed().contains("03-04    TC9000056"), "{}", terminal.screen());
}

#[test]
fn an_answer_that_cannot_be_saved_is_not_accepted() {
    let terminal = TestTerminal::new_case().answer("TC0001234").type_text("Pat");
    terminal.remove_folder();
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("NOT SAVED"), "{}", terminal.screen());
    assert_eq!(terminal.pointed(), "› Pat", "still on its question");
}

#[test]
fn an_unreadable_case_is_marked_and_opening_it_shows_why() {
    let terminal = TestTerminal::worklist_with("bad", "format = 1\npolicy = \"MM-1463\"\ncolour = 3\n");
    assert!(terminal.pointed().contains("Enter shows why"), "{}", terminal.screen());
    assert!(terminal.pointed().contains("unreadable"));
    let terminal = terminal.press("Enter");
    assert!(terminal.screen().contains("bad can't be opened") && terminal.screen().contains("colour"));
    assert!(terminal.press("Esc").footer().contains("Enter open"));
}

#[test]
fn drafts_are_restored_after_a_restart() {
    let terminal = TestTerminal::new_case().answer("TC0001234").answer("Pat").answer("2026-02-30");
    let terminal = terminal.restart();
    assert!(terminal.has_drafts());
    let terminal = terminal.press("Enter");
    assert_eq!(terminal.pointed(), "› 2026-02-30");
    let terminal = terminal.press("Ctrl-U").answer("1968-04-02").restart();
    assert!(!terminal.has_drafts(), "an accepted answer leaves no draft");
    let terminal = terminal.press("Enter Shift-Tab");
    assert_eq!(terminal.pointed(), "› 1968-04-02");
    assert!(!terminal.screen().contains("not accepted yet"));
}

#[test]
fn drafts_that_cannot_be_saved_are_reported() {
    let terminal = TestTerminal::on_question(CLEAN, "member name").type_text("half");
    terminal.block_drafts(CLEAN);
    let terminal = terminal.press("Esc Esc");
    assert!(terminal.status().contains("draft not saved"), "{}", terminal.screen());
}

#[test]
fn a_damaged_draft_file_is_ignored() {
    for drafts in [
        &b""[..],
        b"\0",
        b"[[draft]]",
        b"at = 1",
        b"\xff\xfe",
        b"[at]\nquestion = 'left.injections'\nentry = 9\npart = 'date'",
    ] {
        let terminal = TestTerminal::with_drafts(drafts, "2026-05-15-diagnostic-just-opened");
        let terminal =
            terminal.press("Ctrl-R").point_at("birth date").press("Enter Ctrl-U").answer("1968-04-03");
        assert!(terminal.case_file().contains("birth_date = 1968-04-03"), "{}", terminal.screen());
    }
}
