//! The locked screen: what it hides and lets go, and that everything comes back.

use crate::case::{Answer, Field, Laterality, Target, Text};
use crate::session::Session;
use crate::store::AuditAction;

use super::super::app::Effect;
use super::super::test_terminal::TestTerminal;
use super::CLEAN;

const LOCKED: &str = " Locked after 15 minutes without a key. Any key unlocks.";

/// The question for the member's name, with a letter missing in what was typed, and the
/// cursor before it.
fn half_a_name() -> TestTerminal {
    TestTerminal::on_question(CLEAN, "member name").press("Ctrl-U").type_text("Half a nme").press("Left Left")
}

fn rename(case: &mut Session) {
    let name = Field::MemberName.at(Laterality::Left);
    case.answer(name, Target::Whole, &Answer::Text(Text::new("Another Name"))).unwrap();
}

fn openings(terminal: &TestTerminal) -> usize {
    let mut openings = 0;
    let report = terminal.app.workspace.folder.audit(|line| {
        openings += usize::from(line.event == AuditAction::Opened);
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    openings
}

#[test]
fn locked_screen_shows_nothing_of_a_case() {
    for terminal in [
        half_a_name(),
        TestTerminal::open(CLEAN),
        TestTerminal::open(CLEAN).press("i"),
        TestTerminal::on_question(CLEAN, "location").press("f").type_text("unclear"),
        TestTerminal::worklist(&[CLEAN]),
        TestTerminal::worklist(&[CLEAN]).press("I"),
        TestTerminal::play(CLEAN),
        TestTerminal::open(CLEAN).sized(200, 60),
        TestTerminal::open(CLEAN).sized(40, 8),
    ] {
        let terminal = terminal.lock();
        let words: Vec<String> = terminal.screen().split_whitespace().map(str::to_owned).collect();
        let words = words.join(" ");
        let rest = words.strip_prefix(LOCKED.trim()).unwrap_or_else(|| panic!("{}", terminal.screen()));
        let let_go = "Until then others can open the case. What you typed is kept.";
        assert!(["", let_go].contains(&rest.trim()), "{}", terminal.screen());
        assert_eq!(terminal.cursor(), None);
    }
}

#[test]
fn key_that_unlocks_is_not_taken_and_everything_is_as_it_was() {
    for key in ["x", "Enter", "Esc", "Ctrl-C", "Ctrl-Z", "Backspace"] {
        let terminal = half_a_name();
        let (before, cursor, file) = (terminal.screen(), terminal.cursor(), terminal.case_file());
        let terminal = terminal.lock().press(key);
        assert_eq!(terminal.effect(), Effect::DropKeys, "{key}");
        assert_eq!(
            (terminal.screen(), terminal.cursor(), terminal.case_file()),
            (before, cursor, file),
            "{key}"
        );
        let terminal = terminal.type_text("a").press("Enter");
        assert!(terminal.case_file().contains("name = \"Half a name\""), "{}", terminal.case_file());
    }
    let pasted = half_a_name().lock().paste("pasted");
    assert!(pasted.screen().contains("Half a nme") && !pasted.screen().contains("pasted"));
}

#[test]
fn what_covers_the_view_comes_back() {
    for terminal in [
        TestTerminal::open(CLEAN).press("i"),
        TestTerminal::on_question(CLEAN, "location").press("f").type_text("half a flag"),
        TestTerminal::open(CLEAN).press("I Enter").type_text("half a value"),
        TestTerminal::worklist(&[CLEAN]).press("/").type_text("diag"),
        TestTerminal::worklist(&[CLEAN]).press("?"),
        TestTerminal::play(CLEAN).press("Enter"),
        TestTerminal::new_case().type_text("TC0001"),
    ] {
        let before = (terminal.screen(), terminal.cursor());
        let terminal = terminal.lock().press("x");
        assert_eq!((terminal.screen(), terminal.cursor()), before);
    }
}

#[test]
fn window_that_changes_its_size_unlocks_nothing() {
    let mut terminal = half_a_name().lock();
    terminal.resize(100, 30);
    assert_eq!(terminal.rows()[1], LOCKED);
    assert!(!terminal.screen().contains("Half"));
}

#[test]
fn others_can_open_the_case_until_it_is_unlocked() {
    let terminal = half_a_name();
    assert!(terminal.open_elsewhere().read_only().is_some());
    let terminal = terminal.lock();
    assert_eq!(openings(&terminal), 1);
    assert_eq!(terminal.open_elsewhere().read_only(), None);
    let terminal = terminal.press("x");
    assert!(terminal.open_elsewhere().read_only().is_some());
    assert_eq!(openings(&terminal), 3, "to unlock it is an opening, too");
    let terminal = terminal.type_text("a").press("Enter").press("u");
    assert!(terminal.case_file().contains("Aspen Sample"), "undo still goes back before the lock");
}

#[test]
fn draft_is_on_the_disk_while_the_screen_is_locked() {
    let terminal = half_a_name();
    assert!(!terminal.has_drafts());
    let terminal = terminal.lock();
    assert!(terminal.has_drafts());
    let terminal = terminal.press("x");
    let terminal = terminal.type_text("a").press("Enter");
    assert!(!terminal.has_drafts(), "an accepted draft is none");
    let terminal = half_a_name();
    terminal.block_drafts(CLEAN);
    let terminal = terminal.lock().press("x");
    assert!(terminal.status().contains("draft not saved"), "{}", terminal.status());
    assert!(terminal.screen().contains("Half a nme"));
}

#[test]
fn case_that_somebody_has_taken_is_read_only_and_says_who_has_it() {
    let terminal = half_a_name().lock();
    let other = terminal.open_elsewhere();
    let terminal = terminal.press("x");
    assert!(terminal.status().contains("read-only now: pat since 2026-03-03 09:14 has it open"));
    assert!(terminal.screen().contains("Half a nme"));
    let before = terminal.case_file();
    let terminal = terminal.type_text("a").press("Enter");
    assert!(terminal.screen().contains("read-only: pat"), "{}", terminal.screen());
    assert_eq!(terminal.case_file(), before);
    drop(other);
    assert!(terminal.has_drafts(), "the draft stays with the case");
}

#[test]
fn changed_case_is_read_again_and_the_draft_is_offered() {
    let terminal = half_a_name().lock();
    rename(&mut terminal.open_elsewhere());
    let terminal = terminal.press("x");
    let told = "the file was changed meanwhile and is read again; what you typed is kept";
    assert!(terminal.status().contains(told), "{}", terminal.status());
    assert!(terminal.screen().contains("TC9000001 Another Name"), "{}", terminal.screen());
    let terminal = terminal.press("Left");
    assert!(terminal.screen().contains("Half a nme"), "{}", terminal.screen());
    assert!(terminal.press("Enter").case_file().contains("name = \"Half a nme\""));
}

#[test]
fn changed_case_that_somebody_still_has_is_read_again_to_read() {
    let terminal = half_a_name().lock();
    let mut other = terminal.open_elsewhere();
    rename(&mut other);
    let terminal = terminal.press("x");
    assert!(terminal.screen().contains("TC9000001 Another Name"), "{}", terminal.screen());
    assert!(terminal.screen().contains("Half a nme"), "{}", terminal.screen());
    let terminal = terminal.press("Left");
    assert!(terminal.status().contains("READ-ONLY: pat"), "{}", terminal.status());
}

#[test]
fn notes_and_values_of_a_changed_case_are_offered() {
    let flag = TestTerminal::on_question(CLEAN, "location").press("f").type_text("half a flag").lock();
    rename(&mut flag.open_elsewhere());
    let flag = flag.press("x");
    assert!(flag.screen().contains("Where is the pain?"), "{}", flag.screen());
    assert!(flag.press("f").screen().contains("half a flag"));
    let value = TestTerminal::worklist(&[CLEAN]).press("I Enter").type_text("half a value").lock();
    rename(&mut value.open_elsewhere());
    let value = value.press("x");
    assert!(value.screen().contains("read again; what you typed is kept"), "{}", value.screen());
    assert!(value.press("Enter").screen().contains("half a value"));
}

#[test]
fn case_that_is_gone_says_so_on_the_worklist() {
    let terminal = half_a_name().lock();
    let workspace = terminal.app.workspace.clone();
    let id = terminal.open_elsewhere().id().clone();
    workspace.withdraw(&id).unwrap();
    let terminal = terminal.press("x");
    assert!(terminal.screen().contains("it is withdrawn: sij-intake restore"), "{}", terminal.screen());
    let terminal = terminal.press("Esc");
    assert!(terminal.footer().contains("q quit"), "{}", terminal.screen());
}

#[test]
fn new_case_without_an_answer_keeps_its_name() {
    let terminal = TestTerminal::new_case().type_text("TC0001").lock();
    let name = terminal.app.session.as_ref().unwrap().id().clone();
    let other = terminal.app.workspace.create().unwrap();
    assert_ne!(*other.id(), name);
    let terminal = terminal.press("x").answer("234");
    assert!(terminal.case_file().contains("TC0001234"), "{}", terminal.case_file());
}

#[test]
fn worklist_is_read_again_when_it_is_unlocked() {
    let terminal = TestTerminal::worklist(&[CLEAN]).lock();
    rename(&mut terminal.open_elsewhere());
    let terminal = terminal.press("x");
    assert!(terminal.screen().contains("TC9000001 Anot"), "{}", terminal.screen());
}
