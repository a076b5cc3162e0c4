//! Possible duplicates of the open case: told once in the status line, and shown side by
//! side. They stop nothing.

use crate::interview::Position;
use crate::session::Session;
use crate::worklist::{Entry, Request};

use super::app::{App, View};
use super::duplicate_notice::DuplicateNotice;
use super::key_hints::hint;
use super::keys::Command;
use super::popup::Popup;

impl App {
    /// Watches the case that is opened for possible duplicates.
    pub(super) fn watch_duplicates(&mut self) {
        self.duplicates = DuplicateNotice::opened(self.request());
    }

    /// Tells the possible duplicates that the last key has made.
    pub(super) fn tell_duplicates(&mut self) {
        let Some(here) = self.position() else { return };
        let request = self.request();
        if self.duplicates.take(request, self.worklist.version()) {
            self.read_cases();
            self.search_duplicates();
        }
        self.duplicates.keep_at(here, self.message.is_none());
    }

    fn search_duplicates(&mut self) {
        let Some(session) = &self.session else { return };
        let (cases, version) = (&self.worklist.cases, self.worklist.version());
        self.duplicates.search(session.id().as_str(), cases, version);
    }

    /// The words that tell possible duplicates on this screen.
    pub fn duplicate_notice(&self) -> Option<String> {
        let key = hint(self.key_context(), &[(Command::Duplicates, "compares")]);
        self.duplicates.words(self.position(), &key)
    }

    /// Shows the open case beside its possible duplicates.
    pub(super) fn compare_open_case(&mut self) {
        self.read_cases();
        if let Some(entry) = self.open_entry() {
            self.compare(&entry);
        }
    }

    /// Shows a case beside its possible duplicates.
    pub(super) fn compare(&mut self, entry: &Entry) {
        let cases = &self.worklist.cases;
        match cases.duplicates_of_entry(entry) {
            others if others.is_empty() => {
                self.message = Some("no other case looks like this one".to_owned());
            }
            others => self.popup = Some(Popup::of_duplicates(entry, &others, cases.moment())),
        }
    }

    /// Reads the whole list of cases, unless it is in memory.
    fn read_cases(&mut self) {
        self.list_cases();
        self.worklist.finish_reading();
    }

    /// Starts to read the list of cases, unless it is in memory.
    pub(super) fn list_cases(&mut self) {
        if !self.worklist.is_read()
            && let Err(problem) = self.worklist.reload(&self.workspace, None)
        {
            self.message.get_or_insert(problem);
        }
    }

    /// The open case as an entry of the list.
    fn open_entry(&mut self) -> Option<Entry> {
        let session = self.session.as_ref()?;
        let listed = self.worklist.cases.get(session.id().as_str());
        let holder = listed.filter(|_| session.read_only().is_some()).map(|entry| entry.who.clone());
        Some(Entry {
            row: self.workspace.row(session.id(), session.case()),
            who: holder.unwrap_or_else(|| self.workspace.who.as_str().into()),
            is_open: true,
            is_duplicate: true,
        })
    }

    fn request(&self) -> Option<Request> {
        self.session.as_ref().map(Session::case).and_then(Request::of_case)
    }

    /// Where the open case is on the screen; `None` while no case is worked on.
    fn position(&self) -> Option<Position> {
        match &self.view {
            _ if self.player.is_some() => None,
            View::Worklist | View::Withdraw(_) => None,
            View::Question(editor) => Some(editor.position()),
            View::Review(_) => Some(Position::Review),
            View::Determination(_) => Some(Position::Determination),
        }
    }
}
