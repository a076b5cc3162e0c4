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
use ratatui::buffer::Buffer;
use sij_intake::case::{Field, Laterality, QuestionId};
use sij_intake::casefile;
use sij_intake::cli::Cli;
use sij_intake::policy;
use sij_intake::session::Clock;
use sij_intake::store::{CaseId, Lock};
use sij_intake::tui;
use sij_intake::worklist::Zone;

use super::case_folder::CaseFolder;
use super::interfaces::UserInterface;
use super::interfaces::wizard::Wizard;
use super::picture;

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

/// The screen, 80 columns wide.
fn draw(rows: u16, wizard: &mut Wizard<'_>) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(80, rows)).unwrap();
    wizard.app.resize(terminal.size().unwrap());
    terminal.draw(|frame| tui::draw(&wizard.app, frame)).unwrap();
    terminal.backend().buffer().clone()
}

fn check_screen(name: &str, rows: u16, wizard: &mut Wizard<'_>) {
    let buffer = draw(rows, wizard);
    let rows = buffer.content().chunks(80).map(|row| {
        let row: String = row.iter().map(|cell| cell.symbol()).collect();
        row.trim_end().to_owned() + "\n"
    });
    let screen: String = rows.collect();
    check(&format!("<!-- screen: {name} -->\n```\n"), "```\n", &screen);
}

const ONSET: QuestionId = Field::Onset.at(Laterality::Left);
const ACTIVE_THERAPY: QuestionId = Field::ActiveTherapy.at(Laterality::Left);

/// A working day: a case that is late, one that is expedited, two that may be for the
/// same request, and one that somebody else has open.
fn working_day() -> (CaseFolder, Lock) {
    let folder = CaseFolder::new(CLOCK);
    // The program warns of a folder that others can read.
    fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
    let complete = sample(COMPLETE);
    let again = complete.replace("2026-03-02\n", "2026-02-27\n").replace("TC9000001", "tc9 000001");
    let opened = sample("2026-05-15-diagnostic-just-opened").replace("2026-05-15", "2026-03-02");
    let expedited = opened + "\n[intake]\nreceived_at = 2026-03-02T16:40:00Z\nurgency = \"expedited\"\n";
    let pended = sample(REPORT_MISSING).replace("2026-04-14", "2026-02-26");
    let cases = [
        ("2026-02-17-001", sample("2026-02-17-therapeutic-month-end-on-the-day")),
        ("2026-02-26-001", pended),
        ("2026-02-27-001", again),
        ("2026-02-28-001", sample("2026-02-28-diagnostic-month-end-on-the-day")),
        ("2026-03-02-001", complete),
        ("2026-03-02-002", expedited),
    ];
    for (name, text) in cases {
        fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    }
    let id = CaseId::new("2026-02-28-001").unwrap();
    let lock = Lock::take(&folder.workspace().folder, &id, "Kim Ng (kim, 1002)").unwrap();
    (folder, lock)
}

#[test]
fn worklist_screen_matches_the_program() {
    let (folder, _lock) = working_day();
    check_screen("worklist", 16, &mut Wizard::on_worklist(&folder));
}

/// On the question about the onset of pain, with an answer typed.
fn on_question(folder: &CaseFolder) -> Wizard<'_> {
    let mut wizard = Wizard::at(folder);
    wizard.go_to(ONSET, 0);
    wizard.control('u');
    "6 months ago".chars().for_each(|letter| wizard.key(KeyCode::Char(letter)));
    wizard
}

#[test]
fn picture_shows_the_screens_of_the_program() {
    let (day, _lock) = working_day();
    let complete = CaseFolder::with(CLOCK, &sample(COMPLETE));
    let missing = CaseFolder::with(CLOCK, &sample(REPORT_MISSING));
    let mut list = Wizard::on_worklist(&day);
    list.key(KeyCode::Down);
    let screens = [(16, list), (20, on_question(&complete)), (17, Wizard::at(&missing))];
    let drawn = screens.map(|(rows, mut wizard)| draw(rows, &mut wizard));
    let svg = picture::svg(&drawn);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PICTURE, &svg).unwrap();
    }
    assert!(fs::read_to_string(PICTURE).unwrap() == svg, "run UPDATE_DOCS=1 cargo test --test core readme::");
    let _alone = README.lock().unwrap();
    assert!(fs::read_to_string("README.md").unwrap().contains(PICTURE));
}

const PICTURE: &str = "docs/screens.svg";

#[test]
fn question_screen_matches_the_program() {
    let folder = CaseFolder::with(CLOCK, &sample(COMPLETE));
    check_screen("question", 20, &mut on_question(&folder));
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
    let limits = policy::editions().latest().limits;
    for block in &blocks {
        match block.lines().next() {
            Some("[readings]") => _ = casefile::read_readings(block, policy::editions()).unwrap(),
            Some("[limits]") => _ = casefile::read_limits(block, limits).unwrap(),
            Some("format = 1") => _ = casefile::read(block, policy::editions()).unwrap(),
            _ => _ = casefile::read_program_settings(block).unwrap(),
        }
    }
    assert!(blocks.len() >= 5, "{blocks:?}");
}
