//! The wizard on an in-memory terminal, used as a person uses it: press keys, type,
//! paste, resize the window, look at the screen.
//!
//! The screen is drawn after every event. What needs a real terminal is tested in
//! `tests/program/terminal`.
#![expect(clippy::disallowed_methods, reason = "a test reads and writes case files")]

mod screen;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

use crate::casefile;
use crate::policy::PolicySettings;
use crate::session::{Clock, Session, Workspace};
use crate::store::{CaseId, Folder};
use crate::worklist::Zone;

use super::app::{App, Effect};
use super::backend::test_window::Window;
use super::theme::Theme;
use super::{AnsiBackend, Start, show};

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };

fn now() -> DateTime<FixedOffset> {
    "2026-03-03T09:14:05Z".parse().unwrap()
}

/// The wizard, its screen and its case folder, which is deleted when dropped.
pub(super) struct TestTerminal {
    pub(super) app: App,
    terminal: Terminal<TestBackend>,
    folder: TempDir,
}

impl TestTerminal {
    /// The worklist of a folder with these sample cases, on 80 columns and 24 rows.
    pub(super) fn worklist(cases: &[&str]) -> Self {
        let folder = folder();
        for case in cases {
            fs::copy(sample(case), folder.path().join(format!("{case}.toml"))).unwrap();
        }
        Self::at(folder)
    }

    /// The worklist of a folder with this many cases, from `case-001` on.
    pub(super) fn worklist_of(count: usize) -> Self {
        let folder = folder();
        for number in 1..=count {
            let text = "format = 1\npolicy = \"MM-1463\"\n";
            fs::write(folder.path().join(format!("case-{number:03}.toml")), text).unwrap();
        }
        Self::at(folder)
    }

    /// The worklist of two cases that may be for the same request, and of a third.
    pub(super) fn duplicates() -> Self {
        let folder = folder();
        let one = fs::read_to_string(sample("2026-03-02-diagnostic-clean")).unwrap();
        fs::write(folder.path().join("one.toml"), &one).unwrap();
        fs::write(folder.path().join("two.toml"), one.replace("TC9000001", "tc9 000001")).unwrap();
        fs::write(folder.path().join("three.toml"), one.replace("TC9000001", "TC9000002")).unwrap();
        Self::at(folder)
    }

    /// The worklist of a folder with a file of this name and text.
    pub(super) fn worklist_with(name: &str, text: &str) -> Self {
        let folder = folder();
        fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
        Self::at(folder)
    }

    /// The program started anew on the same folder, on this screen.
    pub(super) fn directly(self, start: &Start) -> Self {
        Self::started(self.folder, start)
    }

    fn at(folder: TempDir) -> Self {
        Self::started(folder, &Start::Worklist)
    }

    fn started(folder: TempDir, start: &Start) -> Self {
        let workspace = Workspace {
            folder: Folder::at(folder.path()),
            settings: PolicySettings::default(),
            program: casefile::ProgramSettings::default(),
            clock: CLOCK,
            who: "a test".to_owned(),
        };
        let app = super::started(workspace, Theme { ascii: false, color: true }, start);
        let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut started = Self { app, terminal, folder };
        started.draw();
        started
    }

    /// Waits until the folder is checked.
    pub(super) fn finish_check(&mut self) {
        while self.app.is_checking() {
            std::thread::yield_now();
            self.app.take_checked();
        }
        self.draw();
    }

    /// A new case in an empty folder, on its first question.
    pub(super) fn new_case() -> Self {
        Self::worklist(&[]).press("n")
    }

    /// This sample case, open.
    pub(super) fn open(case: &str) -> Self {
        Self::worklist(&[case]).press("Enter")
    }

    /// This sample case, being played.
    pub(super) fn play(case: &str) -> Self {
        let mut terminal = Self::worklist(&[case]);
        let text = fs::read_to_string(sample(case)).unwrap();
        terminal
            .app
            .play(&CaseId::new(case).unwrap(), &casefile::read(&text, crate::policy::editions()).unwrap());
        terminal.draw();
        terminal
    }

    /// This sample case on one of its questions, opened from its row in the review.
    pub(super) fn on_question(case: &str, row: &str) -> Self {
        Self::open(case).press("r").point_at(row).press("Enter")
    }

    /// The same with another screen size.
    pub(super) fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.resize(columns, rows);
        self
    }

    /// Presses keys one after the other, by the names the program uses.
    #[must_use]
    pub(super) fn press(mut self, keys: &str) -> Self {
        for name in keys.split(' ') {
            self.key(key(name));
        }
        self
    }

    /// Presses a key several times.
    #[must_use]
    pub(super) fn press_times(self, name: &str, times: usize) -> Self {
        (0..times).fold(self, |terminal, _| terminal.press(name))
    }

    /// Presses a key until the screen no longer changes.
    #[must_use]
    pub(super) fn press_to_the_end(self, name: &str) -> Self {
        let before = self.screen();
        let after = self.press(name);
        if after.screen() == before { after } else { after.press_to_the_end(name) }
    }

    /// Moves the pointer of the review down to the row with these words.
    #[must_use]
    pub(super) fn point_at(mut self, words: &str) -> Self {
        for _ in 0..10 {
            let body = self.body();
            let row = |words: &str| body.iter().position(|row| row.contains(words));
            match row(words) {
                None => self = self.press("PgDn"),
                Some(wanted) => {
                    let here = row("›").unwrap_or(0);
                    let name = if wanted < here { "Up" } else { "Down" };
                    self.hold(name, wanted.abs_diff(here));
                    assert!(self.pointed().contains(words), "{}", self.screen());
                    return self;
                }
            }
        }
        panic!("no row with {words}:\n{}", self.screen())
    }

    /// Holds a key down: the events make one frame.
    fn hold(&mut self, name: &str, times: usize) {
        (0..times).for_each(|_| self.app.update(&Event::Key(key(name))));
        self.draw();
    }

    /// Types text, letter by letter.
    #[must_use]
    pub(super) fn type_text(mut self, text: &str) -> Self {
        for letter in text.chars() {
            self.key(KeyCode::Char(letter).into());
        }
        self
    }

    /// Types an answer and accepts it.
    #[must_use]
    pub(super) fn answer(self, text: &str) -> Self {
        self.type_text(text).press("Enter")
    }

    /// Pastes text.
    #[must_use]
    pub(super) fn paste(mut self, text: &str) -> Self {
        self.event(&Event::Paste(text.to_owned()));
        self
    }

    /// Locks the screen, as after a time without a key.
    #[must_use]
    pub(super) fn lock(mut self) -> Self {
        self.app.lock();
        self.draw();
        self
    }

    /// The only case, opened by somebody else.
    pub(super) fn open_elsewhere(&self) -> Session {
        let workspace = Workspace { who: "pat".to_owned(), ..self.app.workspace.clone() };
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let id = files.filter_map(|path| CaseId::of_path(&path)).next().unwrap();
        workspace.open(&id).unwrap()
    }

    /// Changes the size of the window.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.backend_mut().resize(columns, rows);
        self.event(&Event::Resize(columns, rows));
    }

    pub(super) fn key(&mut self, key: KeyEvent) {
        self.event(&Event::Key(key));
    }

    fn event(&mut self, event: &Event) {
        self.app.effect = Effect::Nothing;
        self.app.update(event);
        self.draw();
    }

    fn draw(&mut self) {
        show(&mut self.app, &mut self.terminal).unwrap();
    }

    /// What a terminal of 80 columns and 24 rows is sent for each of these keys. It shows
    /// the same as the terminal in memory.
    pub(super) fn sent_for(&mut self, keys: &str) -> Vec<String> {
        let mut terminal = Terminal::new(AnsiBackend::new(Window::new(80, 24))).unwrap();
        let mut emulator = vt100::Parser::new(24, 80, 0);
        let mut send = |test: &mut Self| {
            show(&mut test.app, &mut terminal).unwrap();
            let sent = terminal.backend_mut().take_written();
            emulator.process(sent.as_bytes());
            let shown: Vec<String> =
                emulator.screen().rows(0, 80).map(|row| row.trim_end().to_owned()).collect();
            assert_eq!(shown, test.rows(), "{}", sent.escape_debug());
            sent
        };
        send(self);
        let press = |name: &str| {
            self.key(key(name));
            send(self)
        };
        keys.split(' ').map(press).collect()
    }

    /// What the event loop has to do after the last event.
    pub(super) fn effect(&self) -> Effect {
        self.app.effect
    }

    /// The file of the only case.
    pub(super) fn case_file(&self) -> String {
        let mut files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let is_case = |path: &std::path::PathBuf| CaseId::of_path(path).is_some();
        files.find(is_case).map(|path| fs::read_to_string(path).unwrap()).unwrap_or_default()
    }

    /// This sample case, opened with this text as its draft file.
    pub(super) fn with_drafts(drafts: &[u8], case: &str) -> Self {
        let terminal = Self::worklist(&[case]);
        fs::write(terminal.folder.path().join(format!(".{case}.draft")), drafts).unwrap();
        terminal.press("Enter")
    }

    /// Whether the folder has a draft file.
    pub(super) fn has_drafts(&self) -> bool {
        let mut names = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.any(|name| name.to_str().unwrap().ends_with(".draft"))
    }

    /// Makes saving drafts of this case fail: a folder has the name of the draft file.
    pub(super) fn block_drafts(&self, case: &str) {
        fs::create_dir(self.folder.path().join(format!(".{case}.draft"))).unwrap();
    }

    /// Ends the program and starts it again on the same folder.
    pub(super) fn restart(self) -> Self {
        let folder = self.press("Ctrl-C Ctrl-C Ctrl-C").folder;
        Self::at(folder)
    }

    /// Deletes the case folder while the program runs.
    pub(super) fn remove_folder(&self) {
        fs::remove_dir_all(self.folder.path()).unwrap();
    }
}

/// A private folder for cases, in memory if the machine has `/dev/shm`: on a disk
/// every save would wait.
fn folder() -> TempDir {
    let mut private = tempfile::Builder::new();
    private.permissions(fs::Permissions::from_mode(0o700));
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { private.tempdir_in(memory).unwrap() } else { private.tempdir().unwrap() }
}

/// The file of a sample case.
fn sample(case: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(format!("{case}.toml"))
}

/// The key of this name.
pub(super) fn key(name: &str) -> KeyEvent {
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Shift-Tab" => KeyCode::BackTab,
        "Space" => KeyCode::Char(' '),
        "Backspace" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "F1" => KeyCode::F(1),
        _ => KeyCode::Char(name.chars().last().unwrap()),
    };
    match name.strip_prefix("Ctrl-") {
        Some(letter) => {
            let letter = letter.to_lowercase().chars().next().unwrap();
            KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
        }
        None => {
            assert!(
                code != KeyCode::Char(name.chars().last().unwrap()) || name.chars().count() == 1,
                "{name}"
            );
            code.into()
        }
    }
}
