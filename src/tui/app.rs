//! The state of the wizard, and how keys and pastes change it.

use crossterm::event::{Event, KeyEvent, KeyEventKind};
use ratatui::layout::Size;

use crate::case::Target;
use crate::interview::{NewQuestions, Position};
use crate::session::{Session, Workspace};

use super::determination_layout::{DeterminationView, RowId};
use super::duplicate_notice::DuplicateNotice;
use super::intake_page::IntakePage;
use super::keys::{self, Command, KeyContext};
use super::new_walk::NewWalk;
use super::note::Note;
use super::player::Player;
use super::popup::Popup;
use super::question_editor::QuestionEditor;
use super::scroll::Scroll;
use super::theme::Theme;
use super::withdrawal::Withdrawal;
use super::worklist::WorklistScreen;

/// What fills the screen.
#[derive(Debug)]
pub enum View {
    /// The list of cases.
    Worklist,
    /// A case that is to be withdrawn.
    Withdraw(Withdrawal),
    /// A question.
    Question(QuestionEditor),
    /// All answers.
    Review(Scroll),
    /// The determination.
    Determination(DeterminationView),
}

/// The view to come back to.
#[derive(Debug)]
pub(super) struct ReturnPoint {
    /// The view.
    pub(super) view: View,
    /// On a determination, the row to point at again.
    pub(super) row: Option<RowId>,
    /// The question, or part of an entry, that was opened from there.
    pub(super) opened: Option<Position>,
}

/// The state of the wizard.
#[derive(Debug)]
pub struct App {
    /// The case folder, settings and clock.
    pub workspace: Workspace,
    /// What the terminal can show.
    pub theme: Theme,
    /// The list of cases.
    pub worklist: WorklistScreen,
    /// The open case.
    pub session: Option<Session>,
    /// What fills the screen.
    pub view: View,
    /// A page to read, covering the view.
    pub popup: Option<Popup>,
    /// A note being written, on top of the view.
    pub note: Option<Note>,
    /// The page of the intake, covering the view.
    pub intake: Option<IntakePage>,
    /// The case being played, when the program was started with `play`.
    pub(super) player: Option<Player>,
    /// The view that Esc comes back to.
    pub(super) return_to: Option<ReturnPoint>,
    /// The questions that a correction has opened.
    pub(super) new_questions: NewQuestions,
    /// What Enter does next with them.
    pub(super) new_walk: NewWalk,
    /// What is told about possible duplicates of the open case.
    pub(super) duplicates: DuplicateNotice,
    /// A message in the status line, until the next key.
    pub message: Option<String>,
    /// Whether it is logged that the worklist is shown.
    pub(super) is_list_logged: bool,
    /// What is missing at the end of the audit log.
    pub(super) unlogged: Vec<String>,
    /// Whether the screen is locked: it shows nothing, and the next key unlocks it.
    pub is_locked: bool,
    /// The size of the screen.
    pub size: Size,
    /// What the event loop has to do.
    pub effect: Effect,
}

/// What the event loop has to do besides drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Nothing,
    /// Redraw the whole screen.
    Repaint,
    /// Drop the keys that came with the last one.
    DropKeys,
    /// Suspend the process, on Ctrl-Z.
    Suspend,
    /// End the program.
    Quit,
}

/// Rows taken by the heading, the two rules, the status line and the footer.
const FRAME_ROWS: usize = 5;

impl App {
    /// The wizard, showing the worklist.
    pub fn new(workspace: Workspace, theme: Theme) -> Self {
        let mut app = Self::unlisted(workspace, theme);
        app.to_worklist();
        app
    }

    /// The wizard before the case folder is read, to open a case directly.
    pub(super) fn unlisted(workspace: Workspace, theme: Theme) -> Self {
        Self {
            worklist: WorklistScreen::default(),
            session: None,
            view: View::Worklist,
            popup: None,
            note: None,
            intake: None,
            player: None,
            return_to: None,
            new_questions: NewQuestions::default(),
            new_walk: NewWalk::Off,
            duplicates: DuplicateNotice::default(),
            message: None,
            is_list_logged: false,
            unlogged: Vec::new(),
            is_locked: false,
            size: Size { width: 80, height: 24 },
            effect: Effect::Nothing,
            workspace,
            theme,
        }
    }

    /// Handles an event of the terminal.
    pub fn update(&mut self, event: &Event) {
        if self.is_locked {
            return self.unlock_on(event);
        }
        self.worklist.finish_reading();
        self.worklist.cases.set_moment(self.workspace.moment());
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(*key),
            Event::Paste(text) => self.paste(text),
            _ => {}
        }
        self.tell_duplicates();
        if matches!(self.view, View::Worklist) {
            self.keep_pointer_visible();
        }
    }

    /// Stores the size of the screen and keeps the pointer visible on it.
    pub fn resize(&mut self, size: Size) {
        if self.size != size {
            self.size = size;
            self.keep_pointer_visible();
            let visible = self.body_rows();
            if let Some(popup) = &mut self.popup {
                popup.clamp(usize::from(size.width), visible);
            }
        }
    }

    /// The number of rows between the two rules.
    pub fn body_rows(&self) -> usize {
        usize::from(self.size.height).saturating_sub(FRAME_ROWS)
    }

    /// The context that decides what keys do.
    pub fn key_context(&self) -> KeyContext {
        match (&self.popup, &self.note, &self.view) {
            (Some(_), ..) => KeyContext::Popup,
            (None, Some(_), _) => KeyContext::Note,
            (None, None, _) if self.intake.is_some() => {
                self.intake.as_ref().map_or(KeyContext::Intake, IntakePage::key_context)
            }
            (None, None, _) if self.player.is_some() => KeyContext::Play,
            (None, None, View::Worklist) if self.worklist.find.is_some() => KeyContext::Find,
            (None, None, View::Worklist) => KeyContext::Worklist,
            (None, None, View::Withdraw(_)) => KeyContext::Withdraw,
            (None, None, View::Question(editor)) => editor.key_context(),
            (None, None, View::Review(_)) => KeyContext::Review,
            (None, None, View::Determination(_)) => KeyContext::Determination,
        }
    }

    /// Whether a command can be used now; its context alone does not tell.
    pub fn can(&self, command: Command) -> bool {
        if let (None, Some(player)) = (&self.popup, &self.player) {
            return self.can_in_play(player, command);
        }
        if command == Command::Undo {
            return self.session.as_ref().is_some_and(Session::can_undo);
        }
        if self.intake.is_some() {
            return true;
        }
        if let (View::Worklist, None) = (&self.view, &self.popup) {
            return self.can_in_worklist(command);
        }
        let (View::Question(editor), None, None, Some(session)) =
            (&self.view, &self.popup, &self.note, &self.session)
        else {
            return command != Command::ConfirmStep || self.can_confirm_step();
        };
        let interview = session.interview();
        match command {
            Command::Evidence | Command::Flag => interview.filed_under(editor.question).is_some(),
            Command::Later if session.case().is_unconfirmed(editor.question) => true,
            Command::OtherSide => editor.question.side().is_some_and(|joint| session.can_propose(joint)),
            _ => editor.can(command, interview.facts()),
        }
    }

    fn key(&mut self, key: KeyEvent) {
        let command = keys::command(self.key_context(), key);
        if !matches!(command, Some(Command::Repaint | Command::Suspend)) {
            self.message = None;
        }
        if self.edit_text(key, command) {
            return;
        }
        if let Some(command) = command.filter(|command| !self.starts_new_walk(*command)) {
            self.command(command);
        }
    }

    /// Whether nothing can be edited: a popup is open, or a case is played.
    fn is_read_only_screen(&self) -> bool {
        self.popup.is_some() || self.player.is_some()
    }

    /// Edits text with the key, and returns whether it did.
    fn edit_text(&mut self, key: KeyEvent, command: Option<Command>) -> bool {
        if let (false, Some(page)) = (self.is_read_only_screen(), &mut self.intake) {
            return command.is_none() && page.edit(key);
        }
        match (self.is_read_only_screen(), &mut self.note, &mut self.view) {
            (false, None, View::Worklist) => command.is_none() && self.edit_find(|find| find.edit(key)),
            (false, None, View::Withdraw(asked)) => command.is_none() && asked.input.edit(key),
            (false, Some(note), _) => command.is_none() && note.input.edit(key),
            (false, None, View::Question(editor)) => command.is_none() && editor.edit(key),
            _ => false,
        }
    }

    fn paste(&mut self, text: &str) {
        if let (false, Some(page)) = (self.is_read_only_screen(), &mut self.intake) {
            return page.paste(text);
        }
        match (self.is_read_only_screen(), &mut self.note, &mut self.view) {
            (false, Some(note), _) => self.message = note.input.paste(text),
            (false, None, View::Withdraw(asked)) => self.message = asked.input.paste(text),
            (false, None, View::Question(editor)) => editor.paste(text),
            (false, None, View::Worklist) => {
                self.edit_find(|find| {
                    find.paste(text);
                    true
                });
            }
            _ => {}
        }
    }

    pub(super) fn command(&mut self, command: Command) {
        match command {
            Command::Repaint => self.effect = Effect::Repaint,
            Command::Suspend => self.effect = Effect::Suspend,
            Command::Quit => self.effect = Effect::Quit,
            Command::Help if self.popup.is_none() => self.popup = Some(Popup::keys(self.key_context())),
            Command::Leave => self.leave(),
            _ if self.popup.is_some() => self.scroll_popup(command),
            Command::Undo => self.undo(),
            Command::Enter if self.note.is_some() => self.save_note(),
            _ if self.intake.is_some() => self.in_intake(command),
            _ if self.player.is_some() => self.in_play(command),
            Command::Intake => self.show_intake(),
            Command::Duplicates if self.session.is_some() => self.compare_open_case(),
            _ => match self.view {
                View::Worklist => self.in_worklist(command),
                View::Withdraw(_) => self.in_withdrawal(command),
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
            return self.stash_note_draft(note);
        }
        if self.intake.is_some() {
            return self.leave_intake();
        }
        if self.worklist.find.take().is_some() {
            return self.worklist.find("");
        }
        self.new_walk = NewWalk::Off;
        match (&self.view, self.return_to.take()) {
            _ if self.player.is_some() => self.effect = Effect::Quit,
            (View::Worklist, _) => self.effect = Effect::Quit,
            (View::Question(editor), back) if !is_left_at_once(editor, back.as_ref()) => {
                let question = editor.question;
                self.return_to = back;
                self.ask(question);
            }
            (_, Some(back)) => self.go_back(back),
            (_, None) => self.to_worklist(),
        }
    }

    fn scroll_popup(&mut self, command: Command) {
        let (size, visible) = (self.size, self.body_rows());
        if let Some(popup) = &mut self.popup {
            popup.scroll(command, usize::from(size.width), visible);
        }
    }

    /// Shows another view. The draft of the current question is kept.
    pub(super) fn show(&mut self, view: View) {
        self.stash_draft();
        self.view = view;
    }

    /// Opens another view of the case; Esc comes back to this one.
    pub(super) fn push_view(&mut self, open: fn(&mut Self)) {
        self.stash_draft();
        let from = std::mem::replace(&mut self.view, View::Worklist);
        open(self);
        if matches!(self.view, View::Worklist) {
            self.view = from;
        } else {
            self.return_to = Some(ReturnPoint { view: from, row: None, opened: None });
        }
    }

    /// Goes back to an earlier view.
    pub(super) fn go_back(&mut self, to: ReturnPoint) {
        self.show(to.view);
        self.keep_pointer_visible();
        if let Some(row) = to.row {
            self.point_at(row);
        }
    }

    /// Keeps the pointer of the current list on a row that exists and on the
    /// screen: an answer can change the rows, and the window its size. Reads the
    /// cases that come into view in the worklist.
    pub(super) fn keep_pointer_visible(&mut self) {
        let visible = self.body_rows();
        match self.view {
            View::Review(mut list) => {
                list.clamp(self.review_rows().len(), visible);
                self.view = View::Review(list);
            }
            View::Determination(_) => {
                let Some(layout) = self.layout() else { return };
                if let View::Determination(view) = &mut self.view {
                    layout.keep_pointer_visible(&mut view.scroll, visible);
                }
            }
            View::Worklist => self.worklist.keep_pointer_visible(visible),
            View::Question(_) | View::Withdraw(_) => {}
        }
    }

    /// The view to return to from the question on the screen: not from inside a
    /// list, unless just that part was opened.
    pub(super) fn take_return_point(&mut self) -> Option<ReturnPoint> {
        let View::Question(editor) = &self.view else { return None };
        is_left_at_once(editor, self.return_to.as_ref()).then(|| self.return_to.take()).flatten()
    }
}

/// Whether leaving a question leaves the view it was opened from too: a part of an
/// entry is left for its list, unless the part itself was opened.
fn is_left_at_once(editor: &QuestionEditor, back: Option<&ReturnPoint>) -> bool {
    let was_opened = back.is_some_and(|back| back.opened == Some(editor.position()));
    editor.target == Target::Whole || was_opened
}
