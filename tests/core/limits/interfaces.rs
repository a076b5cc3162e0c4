//! Line mode and the wizard under other limits.

use std::collections::BTreeSet;
use std::fs;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use sij_intake::case::{Case, Facts, Target};
use sij_intake::casefile;
use sij_intake::interview::Interview;
use sij_intake::line::{self, Chosen, LineIo};
use sij_intake::policy::{self, Limits, PolicySettings};
use sij_intake::session::{Clock, Workspace};
use sij_intake::store::{CaseId, Folder};
use sij_intake::tui::{App, QuestionEditor, Theme, View};
use sij_intake::worklist::Zone;
use tempfile::TempDir;

use crate::temp_folder::temporary;

use super::{contradictions, others, sample_cases, spelled, under};

/// Late enough that all recorded dates are years ago.
fn now() -> DateTime<FixedOffset> {
    "2040-01-02T00:00:00Z".parse().unwrap()
}

/// The output of line mode for every question, with `why` and `define`.
fn line_mode_output(case: &Case, settings: &PolicySettings) -> String {
    let interview = Interview::of(case.clone(), settings);
    let each = (1..=interview.questions().len()).map(|number| format!("go {number}\nwhy\ndefine\n"));
    let transcript = each.collect::<String>() + "quit\n";
    let temp = temporary();
    let id = CaseId::new("sample").unwrap();
    fs::write(temp.path().join("sample.toml"), casefile::write(case)).unwrap();
    let clock = Clock { read: now, zone: Zone::UTC };
    let folder = Folder::at(temp.path());
    let workspace = Workspace {
        folder,
        settings: settings.clone(),
        clock,
        program: Default::default(),
        who: "pat".to_owned(),
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = LineIo { input: &mut transcript.as_bytes(), out: &mut out, err: &mut err, idle: None };
    line::run(&workspace, &Chosen::Case(id), &mut io).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn line_mode_names_the_limits_in_force() {
    let names: Vec<&str> = Limits::ALL.iter().map(|limit| limit.name).collect();
    let settings = under(others());
    let mut all = String::new();
    for (name, case) in sample_cases() {
        let said = line_mode_output(&case, &settings);
        let found = contradictions(std::slice::from_ref(&said), &names);
        assert!(found.is_empty(), "{name}\n{}", found.join("\n"));
        all += &said;
    }
    for spelled in ["50 days of active conservative therapy", "at least 61 percent", "(HEP): 50 days"] {
        assert!(all.contains(spelled), "{spelled}");
    }
}

/// A wizard with a sample case open under other limits.
struct Wizard {
    app: App,
    screen: Terminal<TestBackend>,
    _folder: TempDir,
}

impl Wizard {
    fn on(name: &str, case: &Case) -> Self {
        let kept = tempfile::tempdir().unwrap();
        fs::write(kept.path().join(format!("{name}.toml")), casefile::write(case)).unwrap();
        let clock = Clock { read: now, zone: Zone::UTC };
        let (folder, settings) = (Folder::at(kept.path()), under(others()));
        let workspace =
            Workspace { folder, settings, clock, program: Default::default(), who: "a test".to_owned() };
        let mut app = App::new(workspace, Theme { ascii: false, color: false });
        let screen = Terminal::new(TestBackend::new(140, 60)).unwrap();
        app.resize(screen.size().unwrap());
        app.open(&CaseId::new(name).unwrap());
        Self { app, screen, _folder: kept }
    }

    fn press(&mut self, code: KeyCode) {
        self.app.update(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    /// The text of the screen to the right of the list of steps.
    fn shown(&mut self) -> String {
        const PANEL: usize = 20;
        self.screen.draw(|frame| sij_intake::tui::draw(&self.app, frame)).unwrap();
        let buffer = self.screen.backend().buffer();
        let rows = buffer.content.chunks(usize::from(buffer.area.width));
        let words = rows.map(|row| row[PANEL..].iter().map(|cell| cell.symbol()).collect::<String>());
        words.collect::<Vec<_>>().join(" ")
    }

    /// The popup that a key opens; it is closed again.
    fn page_of(&mut self, key: char) -> Vec<String> {
        self.press(KeyCode::Char(key));
        self.app.popup.take().map(|popup| popup.paragraphs).unwrap_or_default()
    }

    /// Every question with the popup that says why it is asked.
    fn questions(&mut self) -> Vec<String> {
        let asked = self.app.session.as_ref().unwrap().interview().questions();
        let mut said = Vec::new();
        for question in asked {
            // In an empty field, letters are commands.
            let editor = QuestionEditor::new(&Facts::default(), question, Target::Whole);
            self.app.view = View::Question(editor);
            said.push(self.shown());
            said.extend(self.page_of('w'));
        }
        said
    }

    /// Every item behind the determination.
    fn items(&mut self) -> Vec<String> {
        self.app.show_determination();
        let mut said = Vec::new();
        for _ in 0..self.app.layout().map_or(0, |layout| layout.rows.len()) {
            said.extend(self.page_of('i'));
            self.press(KeyCode::Down);
        }
        said
    }
}

/// The first sample case on each pathway.
fn one_of_each_pathway() -> Vec<(String, Case)> {
    let mut met = Vec::new();
    let mut is_new = |(_, case): &(String, Case)| {
        let determination = policy::determine(case, &PolicySettings::default()).unwrap();
        let new = !met.contains(&determination.units[0].pathway);
        met.push(determination.units[0].pathway);
        new
    };
    sample_cases().into_iter().filter(|sample| is_new(sample)).collect()
}

#[test]
fn wizard_names_the_limits_in_force() {
    let names: Vec<&str> = Limits::ALL.iter().map(|limit| limit.name).collect();
    let mut all = String::new();
    for (name, case) in one_of_each_pathway() {
        let mut wizard = Wizard::on(&name, &case);
        let (questions, items) = (wizard.questions(), wizard.items());
        for text in &items {
            assert_eq!(spelled(text, &mut BTreeSet::new()), Vec::<String>::new(), "{name}: {text}");
        }
        let found = contradictions(&questions, &names);
        assert!(found.is_empty(), "{name}\n{}", found.join("\n"));
        all += &[questions, items].concat().join("\n");
    }
    for spelled in ["50 days of active conservative therapy", "at least 61 percent", "(HEP): 50 days"] {
        assert!(all.contains(spelled), "{spelled}");
    }
}
