//! What keys do on the worklist, and how cases are opened and closed.

use crate::session::Session;
use crate::store::CaseId;

use super::app::{App, View};
use super::keys::Command;
use super::popup::Popup;
use super::text_buffer::TextBuffer;

impl App {
    /// Whether the check of the case folder still runs behind the worklist.
    pub(super) fn is_checking(&self) -> bool {
        matches!(self.view, View::Worklist) && !self.is_locked && self.worklist.is_checking()
    }

    /// Takes over what the check of the folder has found; returns whether anything is new.
    pub(super) fn take_checked(&mut self) -> bool {
        self.worklist.take_checked().unwrap_or_else(|problem| {
            self.message = Some(problem);
            true
        })
    }

    /// Whether a command of the worklist can be used now.
    pub(super) fn can_in_worklist(&self, command: Command) -> bool {
        match command {
            Command::ShowAll => !self.worklist.cases.view().find.finds_all(),
            Command::Enter | Command::Sort | Command::Withdraw | Command::Intake => {
                self.worklist.cases.shown_count() > 0
            }
            Command::Duplicates => self.worklist.chosen().is_some_and(|entry| entry.is_duplicate),
            _ => true,
        }
    }

    /// Edits the words that find cases, and finds them; returns whether it did.
    pub(super) fn edit_find(&mut self, edit: impl FnOnce(&mut TextBuffer) -> bool) -> bool {
        let Some(find) = &mut self.worklist.find else { return false };
        let is_edited = edit(find);
        if is_edited {
            let typed = find.text().to_owned();
            self.worklist.find(&typed);
        }
        is_edited
    }

    pub(super) fn open_chosen(&mut self) {
        let Some(row) = self.worklist.chosen().map(|entry| entry.row.clone()) else { return };
        match (row.advice(), CaseId::new(&row.name)) {
            (Some(advice), _) => self.popup = Some(Popup::of_error(&row.name, &advice)),
            (None, Some(id)) => self.open(&id),
            (None, None) => {}
        }
    }

    /// Shows the view of this number.
    fn show_view(&mut self, number: usize) {
        match self.workspace.program.views.iter().find(|view| view.number == number).cloned() {
            Some(found) => {
                self.worklist.show(found.view);
                self.message = Some(format!("view {number}: {}", found.name));
            }
            None => self.message = Some(format!("there is no view {number}: the settings can have one")),
        }
    }

    /// Shows the case at the pointer beside its possible duplicates.
    fn compare_duplicates(&mut self) {
        if let Some(entry) = self.worklist.chosen().cloned() {
            self.compare(&entry);
        }
    }

    /// Closes the case and goes to the worklist, read again from the folder.
    pub fn to_worklist(&mut self) {
        self.show(View::Worklist);
        let draft_error = self.session.as_mut().and_then(|session| session.save_drafts().err());
        let log_error = self.close_log();
        let open = self.session.take().map(|session| session.id().clone());
        self.return_to = None;
        let list_error = self.worklist.reload(&self.workspace, open.as_ref()).err();
        let draft_error = draft_error.map(|error| format!("draft not saved: {error}"));
        let warning = || self.worklist.warning.map(|warning| warning.to_string());
        self.message = log_error.or(list_error).or(draft_error).or_else(warning);
        self.keep_pointer_visible();
    }

    /// Logs once that the worklist is shown, after it is drawn; a failure is shown with the
    /// next drawing.
    pub(super) fn log_list(&mut self) {
        if matches!(self.view, View::Worklist) && self.player.is_none() && !self.is_list_logged {
            self.is_list_logged = true;
            self.message = self.workspace.log_list(&self.worklist.cases).or(self.message.take());
        }
    }

    /// Writes the lines of the audit log that wait, if a case is open; says why they can't
    /// be written, which is said again when the program ends.
    pub(super) fn close_log(&mut self) -> Option<String> {
        let problem = self.session.as_mut()?.close().err()?;
        self.unlogged.push(problem.clone());
        Some(problem)
    }

    pub(super) fn in_worklist(&mut self, command: Command) {
        match command {
            Command::New => self.new_case(),
            Command::Enter if self.worklist.find.is_some() => self.worklist.find = None,
            Command::Enter => self.open_chosen(),
            Command::Find => self.worklist.open_find(),
            Command::ShowAll => self.worklist.find(""),
            Command::Sort => self.worklist.sort(),
            Command::Pick(number) => self.show_view(number),
            Command::Duplicates => self.compare_duplicates(),
            Command::Withdraw => self.ask_to_withdraw(),
            _ => self.worklist.scroll(command, self.body_rows()),
        }
    }

    /// Starts a new case on its first question.
    pub fn new_case(&mut self) {
        match self.workspace.create() {
            Ok(session) => self.start(session),
            Err(error) => self.message = Some(format!("can't start a new case: {error}")),
        }
    }

    /// Opens a case at the question where it was left.
    pub fn open(&mut self, id: &CaseId) {
        match self.workspace.open(id) {
            Ok(session) => self.start(session),
            Err(error) => self.popup = Some(Popup::of_error(id.as_str(), &error.to_string())),
        }
    }

    fn start(&mut self, mut session: Session) {
        let first = session.resume();
        let is_begun = session.case() != &crate::case::Case::default();
        let comments = session.comments_in_words();
        self.session = Some(session);
        self.watch_duplicates();
        self.message = None;
        self.go_to(first);
        if let Some(words) = comments {
            self.say_on_opening(words);
        } else if is_begun {
            self.say_where_it_continues();
        }
    }
}
