//! A panic while drawing: the terminal is restored, and the message shows only
//! the location.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use sij_intake::policy::PolicySettings;
use sij_intake::session::{Clock, Workspace};
use sij_intake::store::Folder;
use sij_intake::tui::{self, Screens, Start, Theme};
use sij_intake::worklist::Zone;

use super::lifecycle::STEPS;
use super::pty::Cases;

const FOLDER: &str = "SIJ_TEST_FAULT";
const PANIC_FILE: &str = ".panic";

/// A clock that panics with a message about a patient as soon as a file exists.
fn now() -> DateTime<FixedOffset> {
    let folder: PathBuf = env::var_os(FOLDER).unwrap().into();
    assert!(!folder.join(PANIC_FILE).exists(), "Planted marker");
    "2026-03-02T00:00:00Z".parse().unwrap()
}

/// The wizard with that clock: every frame compares a half-typed date with today.
#[test]
#[ignore = "run by another test, on a terminal"]
fn wizard_with_a_panicking_clock() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let clock = Clock { read: now, zone: Zone::UTC };
    let theme = Theme { ascii: false, color: true };
    let folder = Folder::at(Path::new(&folder));
    let workspace = Workspace {
        folder,
        settings: PolicySettings::default(),
        clock,
        program: Default::default(),
        who: "somebody".to_owned(),
    };
    tui::run(workspace, theme, Screens::Two, &Start::New).unwrap();
}

#[test]
fn behaviour_23_panic_while_drawing_restores_the_terminal_and_shows_only_the_location() {
    let cases = Cases::empty();
    let itself = env::current_exe().unwrap();
    let command = [
        itself.to_str().unwrap(),
        "--exact",
        "terminal::panic::wizard_with_a_panicking_clock",
        "--ignored",
        "--nocapture",
    ];
    let launch = cases.launch().variable(FOLDER, cases.path().to_str().unwrap());
    let mut terminal = launch.run(&command, STEPS[0].0);
    terminal.answer(STEPS[0].0, STEPS[0].1);
    terminal.answer(STEPS[1].0, STEPS[1].1);
    terminal.answer(STEPS[2].0, "1968-04-02");
    terminal.wait_for("Tue 1968-04-02");
    fs::write(cases.path().join(PANIC_FILE), "").unwrap();
    // A resize draws without any key.
    terminal.resize(90, 26);
    terminal.wait_for("internal error at tests/program/terminal/panic.rs:");
    terminal.wait_for_exit();
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    let text = terminal.text();
    assert!(!text.contains("Planted") && !text.contains("Pat Sample"), "{text}");
    assert!(cases.text().contains(STEPS[1].2), "every accepted answer is saved");
}
