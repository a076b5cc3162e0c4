//! A fault of the program in the middle of drawing: the terminal is restored,
//! and what is said of the fault is its place alone.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};
use sij_intake::policy::PolicySettings;
use sij_intake::session::{Clock, Workspace};
use sij_intake::store::Folder;
use sij_intake::tui::{self, Start, Theme};

use super::lifecycle::STEPS;
use super::pty::Cases;

const FOLDER: &str = "SIJ_TEST_FAULT";
const FAULT: &str = ".fault";

/// A clock that breaks, with a message that quotes a patient, once a file is there.
fn today() -> NaiveDate {
    let folder: PathBuf = env::var_os(FOLDER).unwrap().into();
    assert!(!folder.join(FAULT).exists(), "Planted marker");
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

/// The wizard with such a clock: a date that is being typed is counted from today in each frame.
#[test]
#[ignore = "run by another test, on a terminal"]
fn wizard_with_a_panicking_clock() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let clock = Clock { today, time: || NaiveTime::MIN };
    let theme = Theme { ascii: false, color: true };
    let folder = Folder::at(Path::new(&folder));
    let workspace =
        Workspace { folder, settings: PolicySettings::default(), clock, who: "somebody".to_owned() };
    tui::run(workspace, theme, &Start::New).unwrap();
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
    fs::write(cases.path().join(FAULT), "").unwrap();
    // A new size is drawn; no key is worked on.
    terminal.resize(90, 26);
    terminal.wait_for("a fault of its own (tests/program/terminal/panic.rs:");
    terminal.wait_for_exit();
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    let text = terminal.text();
    assert!(!text.contains("Planted") && !text.contains("Pat Sample"), "{text}");
    assert!(cases.text().contains(STEPS[1].2), "every accepted answer is saved");
}
