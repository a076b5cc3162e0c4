//! Each finding, from what was looked at.

use super::*;

fn healthy() -> Surroundings {
    Surroundings {
        folder_name: Text::new("/srv/cases"),
        folder: Ok(FolderState {
            mode: 0o2770,
            is_writable: true,
            can_lock: Some(true),
            free: 1 << 30,
            changed: 0,
        }),
        settings: Ok(()),
        log: Some(Ok(LogState { lines: 7, faults: 0 })),
        now: "2026-03-02T09:00:00-05:00".parse().unwrap(),
        terminal: TerminalState {
            is_terminal: true,
            kind: Some("xterm".to_owned()),
            is_utf8: true,
            size: Some((80, 24)),
        },
        confinement: Confinement { files: Ok("V6".to_owned()), calls: Ok(()) },
    }
}

/// What is not fine after a change.
fn found(change: impl FnOnce(&mut Surroundings)) -> Vec<(&'static str, Severity)> {
    let mut surroundings = healthy();
    change(&mut surroundings);
    let found = findings(&surroundings);
    let wrong: Vec<&Finding> = found.iter().filter(|finding| finding.severity != Severity::Fine).collect();
    assert!(wrong.iter().all(|finding| !finding.remedy.is_empty()), "each has its remedy: {wrong:?}");
    wrong.iter().map(|finding| (finding.about, finding.severity)).collect()
}

fn with_folder(change: impl FnOnce(&mut FolderState)) -> Vec<(&'static str, Severity)> {
    found(|surroundings| change(surroundings.folder.as_mut().unwrap()))
}

use Severity::{Fault, Warning};

#[test]
fn nothing_is_wrong_where_all_is_as_it_should_be() {
    let findings = findings(&healthy());
    let about: Vec<&str> = findings.iter().map(|finding| finding.about).collect();
    let all = ["folder", "rights", "space", "settings", "log", "clock", "terminal", "confinement"];
    assert_eq!(about, all);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Fine), "{findings:?}");
}

#[test]
fn folder_that_is_not_there_or_not_to_be_used_is_a_fault() {
    assert_eq!(found(|all| all.folder = Err("it does not exist".to_owned())), [("folder", Fault)]);
    assert_eq!(with_folder(|folder| folder.is_writable = false), [("folder", Fault)]);
    assert_eq!(with_folder(|folder| folder.can_lock = Some(false)), [("folder", Fault)]);
    assert_eq!(with_folder(|folder| folder.can_lock = None), []);
}

#[test]
fn rights_that_are_too_wide_or_lose_the_group_are_warned_of() {
    for (mode, expected) in [
        (0o2775, &[("rights", Warning)][..]),
        (0o0701, &[("rights", Warning)]),
        (0o0770, &[("rights", Warning)]),
        (0o0700, &[]),
        (0o0750, &[]),
    ] {
        assert_eq!(with_folder(|folder| folder.mode = mode), expected, "{mode:o}");
    }
}

#[test]
fn little_space_is_warned_of_before_a_save_fails() {
    assert_eq!(with_folder(|folder| folder.free = LITTLE_SPACE), []);
    assert_eq!(with_folder(|folder| folder.free = LITTLE_SPACE - 1), [("space", Warning)]);
    assert_eq!(with_folder(|folder| folder.free = NO_SPACE), [("space", Warning)]);
    assert_eq!(with_folder(|folder| folder.free = NO_SPACE - 1), [("space", Fault)]);
}

#[test]
fn settings_and_log_that_are_not_as_written_are_faults() {
    assert_eq!(found(|all| all.settings = Err("line 1".to_owned())), [("settings", Fault)]);
    assert_eq!(found(|all| all.log = Some(Ok(LogState { lines: 7, faults: 1 }))), [("log", Fault)]);
    assert_eq!(found(|all| all.log = Some(Err("denied".to_owned()))), [("log", Fault)]);
    assert_eq!(found(|all| all.log = None), []);
}

#[test]
fn clock_that_is_behind_the_folder_or_in_no_year_is_noticed() {
    let now = healthy().now.timestamp();
    assert_eq!(with_folder(|folder| folder.changed = now + CLOCK_DIFFERENCE), []);
    assert_eq!(with_folder(|folder| folder.changed = now + CLOCK_DIFFERENCE + 1), [("clock", Warning)]);
    for wrong in ["1969-12-31", "1970-01-01", "2024-12-31", "2200-01-01"] {
        let wrong = format!("{wrong}T00:00:00+00:00");
        assert_eq!(found(|all| all.now = wrong.parse().unwrap()), [("clock", Fault)], "{wrong}");
    }
}

#[test]
fn terminal_that_shows_less_is_warned_of_and_a_pipe_is_fine() {
    let with = |change: fn(&mut TerminalState)| found(|all| change(&mut all.terminal));
    assert_eq!(with(|terminal| *terminal = TerminalState::default()), []);
    assert_eq!(with(|terminal| terminal.kind = None), [("terminal", Warning)]);
    assert_eq!(with(|terminal| terminal.kind = Some("dumb".to_owned())), [("terminal", Warning)]);
    assert_eq!(with(|terminal| terminal.is_utf8 = false), [("terminal", Warning)]);
    assert_eq!(with(|terminal| terminal.size = Some((79, 24))), [("terminal", Warning)]);
    assert_eq!(with(|terminal| terminal.size = Some((80, 23))), [("terminal", Warning)]);
    assert_eq!(with(|terminal| terminal.size = None), []);
}

#[test]
fn process_that_is_not_confined_is_warned_of() {
    assert_eq!(found(|all| all.confinement = Confinement::off()), [("confinement", Warning)]);
}
