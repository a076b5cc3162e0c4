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

use super::desk::Cases;
use super::life::KEYED;

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
fn draws_with_a_clock_that_breaks() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let clock = Clock { today, time: || NaiveTime::MIN };
    let theme = Theme { ascii: false, color: true };
    let folder = Folder::at(Path::new(&folder));
    let workspace =
        Workspace { folder, settings: PolicySettings::default(), clock, who: "somebody".to_owned() };
    tui::run(workspace, theme, &Start::New).unwrap();
}

#[test]
fn behaviour_23_a_fault_while_drawing_restores_the_terminal_and_says_only_where() {
    let cases = Cases::none();
    let itself = env::current_exe().unwrap();
    let command = [
        itself.to_str().unwrap(),
        "--exact",
        "terminal::fault::draws_with_a_clock_that_breaks",
        "--ignored",
        "--nocapture",
    ];
    let setup = cases.desk().variable(FOLDER, cases.path().to_str().unwrap());
    let mut desk = setup.by_way_of(&command, KEYED[0].0);
    desk.answer(KEYED[0].0, KEYED[0].1);
    desk.answer(KEYED[1].0, KEYED[1].1);
    desk.answer(KEYED[2].0, "1968-04-02");
    desk.wait_for("Tue 1968-04-02");
    fs::write(cases.path().join(FAULT), "").unwrap();
    // A new size is drawn; no key is worked on.
    desk.resize(90, 26);
    desk.wait_for("internal error at tests/program/terminal/fault.rs:");
    desk.ended();
    let screen = desk.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    let text = desk.text();
    assert!(!text.contains("Planted") && !text.contains("Pat Sample"), "{text}");
    assert!(cases.text().contains(KEYED[1].2), "every accepted answer is saved");
}
