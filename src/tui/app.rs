//! The state of the program, and what a key or a paste makes of it.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;

use crate::case::{Item, Text};
use crate::policy::Terms;
use crate::session::{Clock, Session};
use crate::store::{CaseId, Folder};

use super::deciding::Reason;
use super::drafts::Drafts;
use super::keys::{self, Command, Scene};
use super::look::Look;
use super::page::{Page, Target};
use super::paper::Paper;
use super::scroll::Scroll;
use super::typed::Typed;
use super::worklist::Worklist;

/// What the program needs to know from outside.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The case folder.
    pub folder: Folder,
    /// How the readings and limits stand.
    pub terms: Terms,
    /// The clock.
    pub clock: Clock,
    /// Who is at the keyboard, for the lock file.
    pub who: String,
    /// What the terminal can show.
    pub look: Look,
}

/// What fills the screen.
#[derive(Debug)]
pub enum View {
    /// The list of cases.
    Worklist,
    /// A question.
    Question(Page),
    /// All answers.
    Review(Scroll),
    /// The determination.
    Determination(Scroll),
}

/// Where a question was gone to from.
#[derive(Debug)]
pub(super) struct Back {
    /// The view.
    pub(super) view: View,
    /// The reason it was gone to for, on a determination.
    pub(super) reason: Option<Reason>,
}

/// A line of text for an item: where its fact stands, or why a clinician should look.
#[derive(Debug)]
pub struct Note {
    /// The item.
    pub item: Item,
    /// A flag; else evidence.
    pub is_flag: bool,
    /// The text so far.
    pub input: Typed,
}

/// The program.
#[derive(Debug)]
pub struct App {
    /// What it knows from outside.
    pub setting: Setting,
    /// The list of cases.
    pub worklist: Worklist,
    /// The open case.
    pub session: Option<Session>,
    /// What fills the screen.
    pub view: View,
    /// A page to read, over the view.
    pub paper: Option<Paper>,
    /// A note being written, over the view.
    pub note: Option<Note>,
    /// The view a question was gone to from, to come back to.
    pub(super) return_to: Option<Back>,
    /// What was begun and not accepted.
    pub(super) drafts: Drafts,
    /// What is said at the bottom, once.
    pub message: Option<String>,
    /// The size of the screen.
    pub size: Size,
    /// What the loop has to do.
    pub order: Order,
}

/// What the loop has to do beside drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Nothing.
    GoOn,
    /// Draw everything anew.
    Repaint,
    /// Stop, as Ctrl-Z asks.
    Stop,
    /// End.
    Quit,
}

/// Rows of the screen that are heading, rules, status and footer.
const AROUND: usize = 5;

impl App {
    /// The program on the worklist.
    pub fn new(setting: Setting) -> Self {
        let mut app = Self {
            worklist: Worklist::default(),
            session: None,
            view: View::Worklist,
            paper: None,
            note: None,
            return_to: None,
            drafts: Drafts::default(),
            message: None,
            size: Size { width: 80, height: 24 },
            order: Order::GoOn,
            setting,
        };
        app.to_worklist();
        app
    }

    /// What to do with an event of the terminal.
    pub fn update(&mut self, event: &Event) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(*key),
            Event::Paste(text) => self.paste(text),
            _ => {}
        }
        if matches!(self.view, View::Worklist) {
            self.settle();
        }
    }

    /// Takes the size of the screen.
    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.settle();
            let shown = self.shown();
            if let Some(paper) = &mut self.paper {
                paper.settle(usize::from(size.width), shown);
            }
        }
    }

    /// The rows of the screen between its rules.
    pub fn shown(&self) -> usize {
        usize::from(self.size.height).saturating_sub(AROUND)
    }

    /// Where the keys act.
    pub fn scene(&self) -> Scene {
        match (&self.paper, &self.note, &self.view) {
            (Some(_), ..) => Scene::Paper,
            (None, Some(_), _) => Scene::Words,
            (None, None, View::Worklist) => Scene::Worklist,
            (None, None, View::Question(page)) => page.scene(),
            (None, None, View::Review(_)) => Scene::Review,
            (None, None, View::Determination(_)) => Scene::Determination,
        }
    }

    /// Whether a command means something now, beyond its scene.
    pub fn can(&self, command: Command) -> bool {
        let (View::Question(page), None, None, Some(session)) =
            (&self.view, &self.paper, &self.note, &self.session)
        else {
            return true;
        };
        page.can(command, session.interview().facts())
    }

    fn key(&mut self, key: KeyEvent) {
        self.message = None;
        let command = keys::command(self.scene(), key);
        let everywhere =
            matches!(command, Some(Command::Repaint | Command::Stop | Command::Help | Command::Leave));
        if self.paper.is_none() && self.note.is_some() && !everywhere {
            return self.note_key(key, command);
        }
        if self.edited(key, command) {
            return;
        }
        if let Some(command) = command {
            self.command(command);
        }
    }

    /// Whether the key edited the text of a question: a letter does while
    /// letters are text there, whatever it does elsewhere.
    fn edited(&mut self, key: KeyEvent, command: Option<Command>) -> bool {
        let (None, None, View::Question(page)) = (&self.paper, &self.note, &mut self.view) else {
            return false;
        };
        let plain = !key.modifiers.contains(KeyModifiers::CONTROL);
        let letter = matches!(key.code, KeyCode::Char(_)) && plain;
        (command.is_none() || (letter && page.takes_letters())) && page.edit(key)
    }

    fn note_key(&mut self, key: KeyEvent, command: Option<Command>) {
        if command == Some(Command::Enter) {
            self.keep_note();
        } else if let Some(note) = &mut self.note {
            note.input.edit(key);
        }
    }

    fn keep_note(&mut self) {
        let (Some(note), Some(session)) = (&self.note, &mut self.session) else { return };
        let words = Some(Text::new(note.input.text())).filter(|words| !words.is_blank());
        let kept = if note.is_flag {
            session.flag(note.item, words)
        } else {
            session.note_evidence(note.item, words)
        };
        match kept {
            Ok(()) => self.note = None,
            Err(problem) => self.message = Some(problem),
        }
    }

    fn paste(&mut self, text: &str) {
        match (&self.paper, &mut self.note, &mut self.view) {
            (None, Some(note), _) => self.message = note.input.paste(text),
            (None, None, View::Question(page)) => page.paste(text),
            _ => {}
        }
    }

    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Repaint => self.order = Order::Repaint,
            Command::Stop => self.order = Order::Stop,
            Command::Quit => self.order = Order::Quit,
            Command::Help if self.paper.is_none() => self.paper = Some(Paper::keys(self.scene())),
            Command::Leave => self.leave(),
            _ if self.paper.is_some() => self.read(command),
            _ => match self.view {
                View::Worklist => self.in_worklist(command),
                View::Question(_) => self.in_question(command),
                View::Review(_) => self.in_review(command),
                View::Determination(_) => self.in_determination(command),
            },
        }
    }

    fn leave(&mut self) {
        if self.paper.take().is_some() {
            return;
        }
        if let Some(note) = self.note.take() {
            return self.put_note_away(note);
        }
        match (&self.view, self.return_to.take()) {
            (View::Worklist, _) => self.order = Order::Quit,
            (View::Question(page), back) if page.target != Target::Whole => {
                let place = page.place;
                self.return_to = back;
                self.ask(place);
            }
            (_, Some(back)) => self.go_back(back),
            (_, None) => self.to_worklist(),
        }
    }

    fn put_note_away(&mut self, note: Note) {
        if let Some(session) = &self.session {
            self.drafts.keep_note(session.id(), note.item, note.is_flag, note.input);
        }
    }

    fn read(&mut self, command: Command) {
        let (size, shown) = (self.size, self.shown());
        if let Some(paper) = &mut self.paper {
            paper.turn(command, usize::from(size.width), shown);
        }
    }

    /// Shows another view; what was begun on a question is kept.
    pub(super) fn show(&mut self, view: View) {
        self.put_away();
        self.view = view;
    }

    /// Back to where a question was gone to from.
    pub(super) fn go_back(&mut self, to: Back) {
        self.show(to.view);
        self.settle();
        if let Some(reason) = to.reason {
            self.point_at(reason);
        }
        if matches!(self.view, View::Determination(_)) {
            self.record();
        }
    }

    /// Keeps what was begun on a question that is left.
    pub(super) fn put_away(&mut self) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        if let Some(begun) = page.begun(session.interview().facts()) {
            self.drafts.keep(session.id(), page.place, page.target, begun);
        }
    }

    /// Back to the list of cases, read anew.
    pub fn to_worklist(&mut self) {
        self.show(View::Worklist);
        let open = self.session.take().map(|session| session.id().clone());
        self.return_to = None;
        self.message = self.worklist.reload(&self.setting, open.as_ref()).err();
        self.settle();
    }

    fn in_worklist(&mut self, command: Command) {
        match command {
            Command::New => self.new_case(),
            Command::Enter => {
                if let Some(id) = self.worklist.chosen().cloned() {
                    self.open(&id);
                }
            }
            _ => self.worklist.turn(command, self.shown()),
        }
    }

    /// Starts a new case on its first question.
    pub fn new_case(&mut self) {
        let Setting { folder, terms, clock, who, .. } = &self.setting;
        match Session::create(folder, who, terms.clone(), *clock) {
            Ok(session) => self.take_up(session),
            Err(error) => self.message = Some(format!("no new case: {error}")),
        }
    }

    /// Opens a case where it was left.
    pub fn open(&mut self, id: &CaseId) {
        let Setting { folder, terms, clock, who, .. } = &self.setting;
        match Session::open(folder, id, who, terms.clone(), *clock) {
            Ok(session) => self.take_up(session),
            Err(error) => self.paper = Some(Paper::of_error(id, &error.to_string())),
        }
    }

    fn take_up(&mut self, session: Session) {
        let first = session.interview().resume();
        self.session = Some(session);
        match first {
            Some(place) => self.ask(place),
            None => self.show_determination(),
        }
    }
}
