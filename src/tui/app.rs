//! The state of the program, and what a key or a paste makes of it.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;

use crate::case::{Laterality, Target, Text};
use crate::policy::Item;
use crate::session::{DraftSnapshot, Session, Workspace};
use crate::store::CaseId;

use super::keys::{self, Command, KeyContext};
use super::note::Note;
use super::player::Player;
use super::popup::Popup;
use super::question_editor::QuestionEditor;
use super::scroll::Scroll;
use super::theme::Theme;
use super::worklist::Worklist;

/// What fills the screen.
#[derive(Debug)]
pub enum View {
    /// The list of cases.
    Worklist,
    /// A question.
    Question(QuestionEditor),
    /// All answers.
    Review(Scroll),
    /// The determination.
    Determination(Scroll),
}

/// A reason of a determination: the joint and the item.
pub(super) type Reason = (Laterality, Item);

/// Where a view was gone to from.
#[derive(Debug)]
pub(super) struct Back {
    /// The view.
    pub(super) view: View,
    /// The reason it was gone to for, on a determination.
    pub(super) reason: Option<Reason>,
}

/// The program.
#[derive(Debug)]
pub struct App {
    /// What cases are opened with.
    pub workspace: Workspace,
    /// What the terminal can show.
    pub theme: Theme,
    /// The list of cases.
    pub worklist: Worklist,
    /// The open case.
    pub session: Option<Session>,
    /// What fills the screen.
    pub view: View,
    /// A page to read, over the view.
    pub popup: Option<Popup>,
    /// A note being written, over the view.
    pub note: Option<Note>,
    /// The case that is played, where the program only plays one.
    pub(super) player: Option<Player>,
    /// Where the view was gone to from, to come back to.
    pub(super) return_to: Option<Back>,
    /// What is said at the bottom, once.
    pub message: Option<String>,
    /// The size of the screen.
    pub size: Size,
    /// What the loop has to do.
    pub effect: Effect,
}

/// What the loop has to do beside drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
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
    pub fn new(workspace: Workspace, theme: Theme) -> Self {
        let mut app = Self {
            worklist: Worklist::default(),
            session: None,
            view: View::Worklist,
            popup: None,
            note: None,
            player: None,
            return_to: None,
            message: None,
            size: Size { width: 80, height: 24 },
            effect: Effect::GoOn,
            workspace,
            theme,
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
            let shown = self.body_rows();
            if let Some(popup) = &mut self.popup {
                popup.settle(usize::from(size.width), shown);
            }
        }
    }

    /// The rows of the screen between its rules.
    pub fn body_rows(&self) -> usize {
        usize::from(self.size.height).saturating_sub(AROUND)
    }

    /// Where the keys act.
    pub fn key_context(&self) -> KeyContext {
        match (&self.popup, &self.note, &self.view) {
            (Some(_), ..) => KeyContext::Popup,
            (None, Some(_), _) => KeyContext::Note,
            (None, None, _) if self.player.is_some() => KeyContext::Play,
            (None, None, View::Worklist) => KeyContext::Worklist,
            (None, None, View::Question(editor)) => editor.key_context(),
            (None, None, View::Review(_)) => KeyContext::Review,
            (None, None, View::Determination(_)) => KeyContext::Determination,
        }
    }

    /// Whether a command means something now, beyond its context.
    pub fn can(&self, command: Command) -> bool {
        if let (None, Some(player)) = (&self.popup, &self.player) {
            return self.can_in_play(player, command);
        }
        let (View::Question(editor), None, None, Some(session)) =
            (&self.view, &self.popup, &self.note, &self.session)
        else {
            return true;
        };
        editor.can(command, session.interview().facts())
    }

    fn key(&mut self, key: KeyEvent) {
        self.message = None;
        let command = keys::command(self.key_context(), key);
        if self.edited(key, command) {
            return;
        }
        if let Some(command) = command {
            self.command(command);
        }
    }

    /// Whether the screen is only read: a page, or a played case.
    fn is_reading(&self) -> bool {
        self.popup.is_some() || self.player.is_some()
    }

    /// Whether the key edited text: a letter does while letters are text,
    /// whatever it does elsewhere.
    fn edited(&mut self, key: KeyEvent, command: Option<Command>) -> bool {
        let plain = !key.modifiers.contains(KeyModifiers::CONTROL);
        let letter = matches!(key.code, KeyCode::Char(_)) && plain;
        match (self.is_reading(), &mut self.note, &mut self.view) {
            (false, Some(note), _) => command.is_none() && note.input.edit(key),
            (false, None, View::Question(editor)) => {
                (command.is_none() || (letter && editor.takes_letters())) && editor.edit(key)
            }
            _ => false,
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
            Err(problem) => self.message = Some(problem.to_string()),
        }
    }

    fn paste(&mut self, text: &str) {
        match (self.is_reading(), &mut self.note, &mut self.view) {
            (false, Some(note), _) => self.message = note.input.paste(text),
            (false, None, View::Question(editor)) => editor.paste(text),
            _ => {}
        }
    }

    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Repaint => self.effect = Effect::Repaint,
            Command::Stop => self.effect = Effect::Stop,
            Command::Quit => self.effect = Effect::Quit,
            Command::Help if self.popup.is_none() => self.popup = Some(Popup::keys(self.key_context())),
            Command::Leave => self.leave(),
            _ if self.popup.is_some() => self.read(command),
            Command::Enter if self.note.is_some() => self.keep_note(),
            _ if self.player.is_some() => self.in_play(command),
            _ => match self.view {
                View::Worklist => self.in_worklist(command),
                View::Question(_) => self.in_question(command),
                View::Review(_) => self.in_review(command),
                View::Determination(_) => self.in_determination(command),
            },
        }
    }

    fn leave(&mut self) {
        if self.popup.take().is_some() {
            return;
        }
        if let Some(note) = self.note.take() {
            return self.put_note_away(note);
        }
        match (&self.view, self.return_to.take()) {
            _ if self.player.is_some() => self.effect = Effect::Quit,
            (View::Worklist, _) => self.effect = Effect::Quit,
            (View::Question(editor), back) if editor.target != Target::Whole => {
                let question = editor.question;
                self.return_to = back;
                self.ask(question);
            }
            (_, Some(back)) => self.go_back(back),
            (_, None) => self.to_worklist(),
        }
    }

    fn put_note_away(&mut self, note: Note) {
        if let Some(session) = &mut self.session {
            session.keep_draft(note.draft_key(), note.draft(session.case()));
        }
    }

    fn read(&mut self, command: Command) {
        let (size, shown) = (self.size, self.body_rows());
        if let Some(popup) = &mut self.popup {
            popup.scroll(command, usize::from(size.width), shown);
        }
    }

    /// Shows another view; what was begun on a question is kept.
    pub(super) fn show(&mut self, view: View) {
        self.stash_draft();
        self.view = view;
    }

    /// Goes to another view of the case; Esc comes back from it.
    pub(super) fn push_view(&mut self, to: fn(&mut Self)) {
        self.stash_draft();
        let from = std::mem::replace(&mut self.view, View::Worklist);
        to(self);
        if matches!(self.view, View::Worklist) {
            self.view = from;
        } else {
            self.return_to = Some(Back { view: from, reason: None });
        }
    }

    /// Back to where this view was gone to from.
    pub(super) fn go_back(&mut self, to: Back) {
        self.show(to.view);
        self.settle();
        if let Some(reason) = to.reason {
            self.point_at(reason);
        }
    }

    /// Keeps what was begun on a question that is left.
    pub(super) fn stash_draft(&mut self) {
        let (View::Question(editor), Some(session)) = (&self.view, &mut self.session) else { return };
        session.keep_draft(editor.draft_key(), editor.draft(session.interview().facts()));
    }

    /// What would have to be kept if the program ended now.
    pub(super) fn draft_snapshot(&self) -> Option<DraftSnapshot> {
        let session = self.session.as_ref()?;
        let (mut at, mut draft) = (None, Vec::new());
        if let View::Question(editor) = &self.view {
            at = Some((editor.question, editor.target));
            draft.push((editor.draft_key(), editor.draft(session.interview().facts())));
        }
        draft.extend(self.note.as_ref().map(|note| (note.draft_key(), note.draft(session.case()))));
        session.draft_snapshot(at, draft)
    }

    /// Back to the list of cases, read anew.
    pub fn to_worklist(&mut self) {
        self.show(View::Worklist);
        let not_kept = self.session.as_mut().and_then(|session| session.save_drafts().err());
        let open = self.session.take().map(|session| session.id().clone());
        self.return_to = None;
        let not_listed = self.worklist.reload(&self.workspace, open.as_ref()).err();
        self.message = not_listed
            .or(not_kept.map(|error| format!("what was begun and not accepted is NOT KEPT ({error})")));
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
            _ => self.worklist.scroll(command, self.body_rows()),
        }
    }

    /// Starts a new case on its first question.
    pub fn new_case(&mut self) {
        match self.workspace.create() {
            Ok(session) => self.take_up(session),
            Err(error) => self.message = Some(format!("no new case: {error}")),
        }
    }

    /// Opens a case where it was left.
    pub fn open(&mut self, id: &CaseId) {
        match self.workspace.open(id) {
            Ok(session) => self.take_up(session),
            Err(error) => self.popup = Some(Popup::of_error(id, &error.to_string())),
        }
    }

    fn take_up(&mut self, mut session: Session) {
        let first = session.resume();
        self.session = Some(session);
        self.go_to(first);
    }

    /// Keeps the pointer of a list on its rows, and on the screen: after an
    /// answer the rows may be others, and the screen may have changed its size.
    pub(super) fn settle(&mut self) {
        let shown = self.body_rows();
        match self.view {
            View::Review(mut list) => {
                list.settle(self.review_rows().len(), shown);
                self.view = View::Review(list);
            }
            View::Determination(mut list) => {
                let Some(layout) = self.layout() else { return };
                layout.settle(&mut list, shown);
                self.view = View::Determination(list);
            }
            View::Worklist => self.worklist.look_around(&self.workspace, shown),
            View::Question(_) => {}
        }
    }
}
