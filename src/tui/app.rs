//! The state of the program, and what a key or a paste makes of it.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind};
use tui_input::Input;

use crate::case::{Answer, Entry, Item, Place, Text};
use crate::policy::{self, Determination, Finding, Terms};
use crate::questions;
use crate::report;
use crate::session::{Clock, Session};
use crate::store::{CaseId, Folder};

use super::keys::{self, Command, Scene};
use super::look::Look;
use super::page::{Page, Target, Wish, edit_line, entries, parts};
use super::paper::Paper;
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
    /// All answers; the number is the row the pointer is on.
    Review(usize),
    /// The determination; the number is the row the pointer is on.
    Determination(usize),
}

/// A line of text for an item: where its fact stands, or why a clinician should look.
#[derive(Debug)]
pub struct Note {
    /// The item.
    pub item: Item,
    /// A flag; else evidence.
    pub is_flag: bool,
    /// The text so far.
    pub input: Input,
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
    return_to: Option<View>,
    /// What is said at the bottom, once.
    pub message: Option<String>,
    /// The height of the screen, for paging.
    pub rows: u16,
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
            message: None,
            rows: 24,
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
            Event::Resize(_, rows) => self.resize(*rows),
            _ => {}
        }
        if matches!(self.view, View::Worklist) {
            self.worklist.look_around(&self.setting, usize::from(self.rows));
        }
    }

    /// Takes the height of the screen.
    pub fn resize(&mut self, rows: u16) {
        if self.rows != rows {
            self.rows = rows;
            self.worklist.look_around(&self.setting, usize::from(rows));
        }
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
        if self.paper.is_none() && self.note.is_some() {
            if !everywhere || matches!(key.code, KeyCode::Char('d')) {
                return self.note_key(key, command);
            }
        } else if self.paper.is_none()
            && let View::Question(page) = &mut self.view
        {
            let plain = !key.modifiers.contains(crossterm::event::KeyModifiers::CONTROL);
            let letter = matches!(key.code, KeyCode::Char(_)) && plain;
            if (command.is_none() || (letter && page.takes_letters())) && page.edit(key) {
                return;
            }
        }
        if let Some(command) = command {
            self.command(command);
        }
    }

    fn note_key(&mut self, key: KeyEvent, command: Option<Command>) {
        let Some(note) = &mut self.note else { return };
        match command {
            Some(Command::Enter) => self.keep_note(),
            _ => {
                edit_line(&mut note.input, key);
            }
        }
    }

    fn keep_note(&mut self) {
        let (Some(note), Some(session)) = (&self.note, &mut self.session) else { return };
        let words = Some(Text::new(note.input.value())).filter(|words| !words.is_blank());
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
        match (&mut self.note, &mut self.view) {
            (Some(note), _) => {
                for letter in text.chars().filter(|letter| !letter.is_control()).take(500) {
                    note.input.handle(tui_input::InputRequest::InsertChar(letter));
                }
            }
            (None, View::Question(page)) => page.paste(text),
            _ => {}
        }
    }

    fn command(&mut self, command: Command) {
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
        if self.paper.take().is_some() || self.note.take().is_some() {
            return;
        }
        match (&self.view, self.return_to.take()) {
            (View::Worklist, _) => self.order = Order::Quit,
            (View::Question(page), back) if page.target != Target::Whole => {
                let place = page.place;
                self.return_to = back;
                self.ask(place);
            }
            (_, Some(back)) => self.view = back,
            (_, None) => self.to_worklist(),
        }
    }

    fn read(&mut self, command: Command) {
        let rows = usize::from(self.rows);
        if let Some(paper) = &mut self.paper {
            paper.turn(command, rows);
        }
    }

    /// Back to the list of cases, read anew.
    pub fn to_worklist(&mut self) {
        let open = self.session.take().map(|session| session.id().clone());
        self.return_to = None;
        self.view = View::Worklist;
        self.message = self.worklist.reload(&self.setting, open.as_ref()).err();
        self.worklist.look_around(&self.setting, usize::from(self.rows));
    }

    fn in_worklist(&mut self, command: Command) {
        match command {
            Command::New => self.new_case(),
            Command::Enter => {
                if let Some(id) = self.worklist.chosen().cloned() {
                    self.open(&id);
                }
            }
            _ => self.worklist.turn(command, usize::from(self.rows)),
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
            None => self.show_determination(0),
        }
    }

    /// Puts a question on the page.
    pub fn ask(&mut self, place: Place) {
        self.put(place, Target::Whole);
    }

    fn put(&mut self, place: Place, target: Target) {
        if let Some(session) = &self.session {
            self.view = View::Question(Page::new(session.interview().facts(), place, target));
        }
    }

    fn in_question(&mut self, command: Command) {
        let (View::Question(page), Some(session)) = (&mut self.view, &self.session) else { return };
        let place = page.place;
        match command {
            Command::Back => self.back(),
            Command::Next => self.next(),
            Command::Review => self.review_what_is_open(),
            Command::Outcome => self.show_determination(0),
            Command::Why => self.paper = Some(Paper::why(session, place)),
            Command::Evidence => self.write_note(false),
            Command::Flag => self.write_note(true),
            _ => {
                let wish = page.act(command, session.interview().facts(), session.today());
                self.grant(wish);
            }
        }
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Stay => {}
            Wish::Next => self.next(),
            Wish::Answer(answer) => self.answer(answer),
            Wish::AddEntry => self.edit_entry(None),
            Wish::ChangeEntry(index) => self.edit_entry(Some(index)),
            Wish::RemoveEntry(index) => self.remove_entry(index),
        }
    }

    fn write_note(&mut self, is_flag: bool) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let Some(item) = questions::item_of(session.interview().facts(), page.place) else {
            self.message = Some("no item of the policy reads this question".to_owned());
            return;
        };
        let texts = if is_flag { &session.case().flags } else { &session.case().evidence };
        let now = texts.get(&item).map(|words| words.raw().to_owned()).unwrap_or_default();
        self.note = Some(Note { item, is_flag, input: Input::new(now) });
    }

    fn answer(&mut self, answer: Answer) {
        let (View::Question(page), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let place = page.place;
        let whole = match page.target {
            Target::Whole => answer,
            Target::Part { index, part } => {
                let mut list = entries(session.interview().facts(), place);
                list.resize_with(list.len().max(index + 1), Entry::default);
                list[index] = std::mem::take(&mut list[index]).with(part, Some(answer));
                Answer::Entries(list)
            }
        };
        match session.answer(place, &whole) {
            Ok(()) => self.next(),
            Err(problem) => page.message = Some(problem),
        }
    }

    fn remove_entry(&mut self, index: usize) {
        let (View::Question(page), Some(session)) = (&mut self.view, &mut self.session) else { return };
        let place = page.place;
        let mut list = entries(session.interview().facts(), place);
        list.remove(index);
        match session.answer(place, &Answer::Entries(list)) {
            Ok(()) => self.ask(place),
            Err(problem) => page.message = Some(problem),
        }
    }

    fn edit_entry(&mut self, index: Option<usize>) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let (place, facts) = (page.place, session.interview().facts());
        let index = index.unwrap_or_else(|| entries(facts, place).len());
        if let Some(part) = parts(facts, place, index).first().copied() {
            self.put(place, Target::Part { index, part });
        }
    }

    /// The question after this one; after the last, or on the way back to
    /// where the question was gone to from, that.
    fn next(&mut self) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let place = page.place;
        if let Target::Part { index, part } = page.target {
            return self.next_part(place, index, part);
        }
        if let Some(back) = self.return_to.take() {
            self.view = back;
            return self.settle_pointer();
        }
        match session.interview().after(place) {
            Some(next) => self.ask(next),
            None if session.interview().open().is_empty() => self.show_determination(0),
            None => self.review_what_is_open(),
        }
    }

    /// The review, with the pointer on the first answer that is still needed.
    fn review_what_is_open(&mut self) {
        let open = self.session.as_ref().map(|session| session.interview().open()).unwrap_or_default();
        let first = self.review_rows().iter().position(|place| open.contains(place));
        self.view = View::Review(first.unwrap_or(0));
    }

    fn next_part(&mut self, place: Place, index: usize, part: crate::case::Part) {
        let Some(session) = &self.session else { return };
        let asked = parts(session.interview().facts(), place, index);
        let after = asked.iter().skip_while(|each| **each != part).nth(1);
        match after {
            Some(next) if index < entries(session.interview().facts(), place).len() => {
                self.put(place, Target::Part { index, part: *next });
            }
            _ => self.ask(place),
        }
    }

    fn back(&mut self) {
        let (View::Question(page), Some(session)) = (&self.view, &self.session) else { return };
        let place = page.place;
        if let Target::Part { index, part } = page.target {
            let asked = parts(session.interview().facts(), place, index);
            let before = asked.iter().position(|each| *each == part).and_then(|at| at.checked_sub(1));
            return match before {
                Some(before) => self.put(place, Target::Part { index, part: asked[before] }),
                None => self.ask(place),
            };
        }
        match (self.return_to.take(), session.interview().before(place)) {
            (Some(back), _) => self.view = back,
            (None, Some(before)) => self.ask(before),
            (None, None) => {
                self.message = Some("this is the first question; Esc goes to the list".to_owned())
            }
        }
    }

    /// Shows the determination, and records it when the case is complete.
    pub fn show_determination(&mut self, row: usize) {
        let Some(session) = &mut self.session else { return };
        if session.interview().determination(session.terms()).is_err() {
            self.message = Some("member, receipt, procedure and side are needed first".to_owned());
            return;
        }
        self.message = session.record().err();
        self.view = View::Determination(row);
        self.settle_pointer();
    }

    /// After an answer the rows may be fewer.
    fn settle_pointer(&mut self) {
        let rows = match &self.view {
            View::Review(_) => self.review_rows().len(),
            View::Determination(_) => self.findings().len(),
            _ => return,
        };
        if let View::Review(at) | View::Determination(at) = &mut self.view {
            *at = (*at).min(rows.saturating_sub(1));
        }
        if matches!(self.view, View::Determination(_))
            && let Some(session) = &mut self.session
        {
            self.message = session.record().err();
        }
    }

    /// The places of the review, those set aside last.
    pub fn review_rows(&self) -> Vec<Place> {
        let Some(session) = &self.session else { return Vec::new() };
        let aside = Place::all().filter(|place| session.case().set_aside.answer(*place).is_some());
        session.interview().places().into_iter().chain(aside).collect()
    }

    fn in_review(&mut self, command: Command) {
        let View::Review(at) = self.view else { return };
        let rows = self.review_rows();
        match command {
            Command::Enter => {
                let asked =
                    self.session.as_ref().map(|session| session.interview().places()).unwrap_or_default();
                if let Some(place) = rows.get(at).filter(|place| asked.contains(place)) {
                    let place = *place;
                    self.return_to = Some(View::Review(at));
                    self.ask(place);
                }
            }
            Command::Outcome => self.show_determination(0),
            _ => self.view = View::Review(turned(at, command, rows.len(), usize::from(self.rows))),
        }
    }

    /// The determination of the open case as it stands.
    pub fn determination(&self) -> Option<Determination> {
        let session = self.session.as_ref()?;
        session.interview().determination(session.terms()).ok()
    }

    /// The findings in the order they are shown: first what decides, then what
    /// is missing, then what is met. Each is a unit and an item of it.
    pub fn findings(&self) -> Vec<(usize, usize)> {
        let Some(determination) = self.determination() else { return Vec::new() };
        ordered(&determination)
    }

    fn in_determination(&mut self, command: Command) {
        let View::Determination(at) = self.view else { return };
        let Some(determination) = self.determination() else { return };
        let rows = ordered(&determination);
        let chosen = rows.get(at).map(|(unit, item)| {
            let unit = &determination.units[*unit];
            (unit.side, unit.items[*item].item)
        });
        match (command, chosen) {
            (Command::Enter, Some((side, item))) => self.go_behind(side, item, at, &determination),
            (Command::ReadItem, Some((_, item))) => self.paper = Some(Paper::item(item)),
            (Command::Report, _) => self.save_report(&determination),
            (Command::Review, _) => self.review_what_is_open(),
            _ => self.view = View::Determination(turned(at, command, rows.len(), usize::from(self.rows))),
        }
    }

    /// Goes to the question behind a reason: the first it asks for, or reads.
    fn go_behind(
        &mut self,
        side: crate::case::Laterality,
        item: Item,
        at: usize,
        determination: &Determination,
    ) {
        let Some(session) = &self.session else { return };
        let asked = session.interview().places();
        let missing = determination
            .ask_for
            .iter()
            .find(|ask| ask.item == item && ask.place.side().is_none_or(|s| s == side));
        let read =
            policy::rule(item).reads.iter().map(|field| field.at(side)).find(|place| asked.contains(place));
        if let Some(place) = missing.map(|ask| ask.place).or(read) {
            self.return_to = Some(View::Determination(at));
            self.ask(place);
        }
    }

    fn save_report(&mut self, determination: &Determination) {
        let Some(session) = &self.session else { return };
        let text = report::markdown(&Text::new(session.id().as_str()), determination);
        self.message = Some(match session.save_report(&text) {
            Ok(name) => format!("report saved as {name}"),
            Err(error) => format!("REPORT NOT SAVED ({error})"),
        });
    }
}

/// A pointer moved by a command, in a list of so many rows.
pub(super) fn turned(at: usize, command: Command, rows: usize, page: usize) -> usize {
    let last = rows.saturating_sub(1);
    let page = page.saturating_sub(8).max(1);
    match command {
        Command::Up => at.saturating_sub(1),
        Command::Down => (at + 1).min(last),
        Command::PageUp => at.saturating_sub(page),
        Command::PageDown => (at + page).min(last),
        _ => at.min(last),
    }
}

fn ordered(determination: &Determination) -> Vec<(usize, usize)> {
    let mut rows: Vec<(usize, usize, Finding)> = Vec::new();
    for (unit, determined) in determination.units.iter().enumerate() {
        rows.extend(determined.items.iter().enumerate().map(|(item, found)| (unit, item, found.finding)));
    }
    rows.sort_by_key(|(unit, item, finding)| (*unit, std::cmp::Reverse(*finding), *item));
    rows.into_iter().map(|(unit, item, _)| (unit, item)).collect()
}
