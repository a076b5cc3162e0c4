//! The README agrees with the program: its keys, its screens, its commands and its
//! files. `UPDATE_DOCS=1 cargo test --test core readme::` rewrites keys and screens.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads the README and samples")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::sync::Mutex;

use chrono::{DateTime, FixedOffset};
use crossterm::event::KeyCode;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use sij_intake::case::{Field, Laterality, QuestionId};
use sij_intake::casefile;
use sij_intake::cli::Cli;
use sij_intake::policy;
use sij_intake::session::Clock;
use sij_intake::tui;
use sij_intake::worklist::Zone;

use super::case_folder::CaseFolder;
use super::interfaces::UserInterface;
use super::interfaces::wizard::Wizard;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };
const COMPLETE: &str = "2026-03-02-diagnostic-clean";
const REPORT_MISSING: &str = "2026-04-14-therapeutic-stimulator-without-report";

/// Held while the README is rewritten: tests run at the same time.
static README: Mutex<()> = Mutex::new(());

fn now() -> DateTime<FixedOffset> {
    "2026-03-03T09:14:05Z".parse().unwrap()
}

/// Compares the part of the README between two marks, or rewrites it.
fn check(begin: &str, end: &str, expected: &str) {
    let _alone = README.lock().unwrap();
    let readme = fs::read_to_string("README.md").unwrap();
    let (before, rest) = readme.split_once(begin).unwrap();
    let (shown, after) = rest.split_once(end).unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write("README.md", [before, begin, expected, end, after].concat()).unwrap();
        return;
    }
    assert_eq!(shown, expected, "run UPDATE_DOCS=1 cargo test --test core readme::");
}

#[test]
fn key_table_matches_the_program() {
    check("<!-- keys -->\n", "<!-- end of keys -->", &tui::keys_as_markdown());
}

fn sample(name: &str) -> String {
    fs::read_to_string(format!("cases/{name}.toml")).unwrap()
}

fn check_screen(name: &str, rows: u16, wizard: &mut Wizard<'_>) {
    let mut terminal = Terminal::new(TestBackend::new(80, rows)).unwrap();
    wizard.app.resize(terminal.size().unwrap());
    terminal.draw(|frame| tui::draw(&wizard.app, frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let rows = buffer.content().chunks(80).map(|row| {
        let row: String = row.iter().map(|cell| cell.symbol()).collect();
        row.trim_end().to_owned() + "\n"
    });
    let screen: String = rows.collect();
    check(&format!("<!-- screen: {name} -->\n```\n"), "```\n", &screen);
}

const ONSET: QuestionId = Field::Onset.at(Laterality::Left);
const ACTIVE_THERAPY: QuestionId = Field::ActiveTherapy.at(Laterality::Left);

#[test]
fn worklist_screen_matches_the_program() {
    let folder = CaseFolder::new(CLOCK);
    // The program warns of a folder that others can read.
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    for name in [
        COMPLETE,
        "2026-03-12-diagnostic-leg-pain-alone",
        REPORT_MISSING,
        "2026-05-15-diagnostic-just-opened",
    ] {
        fs::write(folder.path().join(format!("{name}.toml")), sample(name)).unwrap();
    }
    check_screen("worklist", 16, &mut Wizard::on_worklist(&folder));
}

#[test]
fn question_screen_matches_the_program() {
    let folder = CaseFolder::with(CLOCK, &sample(COMPLETE));
    let mut wizard = Wizard::at(&folder);
    wizard.go_to(ONSET, 0);
    wizard.control('u');
    "6 months ago".chars().for_each(|letter| wizard.key(KeyCode::Char(letter)));
    check_screen("question", 20, &mut wizard);
}

#[test]
fn list_screen_matches_the_program() {
    let folder = CaseFolder::with(CLOCK, &sample(COMPLETE));
    let mut wizard = Wizard::at(&folder);
    wizard.go_to(ACTIVE_THERAPY, 0);
    check_screen("list", 22, &mut wizard);
}

#[test]
fn determination_screen_matches_the_program() {
    let folder = CaseFolder::with(CLOCK, &sample(REPORT_MISSING));
    check_screen("determination", 17, &mut Wizard::at(&folder));
}

/// The code blocks of the README in one language, or in none.
fn blocks(language: &str) -> Vec<String> {
    let _alone = README.lock().unwrap();
    let readme = fs::read_to_string("README.md").unwrap();
    let blocks = readme.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    blocks.filter(|(named, _)| *named == language).map(|(_, text)| text.to_owned()).collect()
}

#[test]
fn example_commands_are_valid() {
    let blocks = blocks("");
    let commands: Vec<&str> =
        blocks.iter().flat_map(|block| block.lines()).filter(|line| line.starts_with("sij-intake")).collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        let arguments = command.split(' ').map(Into::into);
        assert!(Cli::read(arguments).is_ok(), "{command}");
        for path in command.split(' ').filter(|word| word.starts_with("cases/")) {
            assert!(fs::exists(path).unwrap(), "{command}");
        }
    }
}

#[test]
fn example_files_are_valid() {
    let blocks = blocks("toml");
    let [readings, limits, settings @ .., case] = &blocks[..] else { unreachable!("{blocks:?}") };
    casefile::read_readings(readings, policy::editions()).unwrap();
    casefile::read_limits(limits, policy::editions().latest().limits).unwrap();
    assert!(!settings.is_empty());
    for settings in settings {
        casefile::read_program_settings(settings).unwrap();
    }
    casefile::read(case, policy::editions()).unwrap();
}
