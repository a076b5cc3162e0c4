//! The worklist on the screen: where the pointer is, what is being found, and the check
//! of the folder that runs behind it.

use crate::session::Workspace;
use crate::store::CaseId;
use crate::worklist::{Entry, Find, View, Worklist};

use super::folder_check::FolderCheck;
use super::keys::Command;
use super::scroll::Scroll;
use super::text_buffer::TextBuffer;

/// The worklist on the screen.
#[derive(Debug, Default)]
pub struct WorklistScreen {
    /// The cases.
    pub cases: Worklist,
    /// The pointer and the first visible row.
    pub list: Scroll,
    /// What is being typed to find cases.
    pub find: Option<TextBuffer>,
    /// Whether people outside the folder's group can read the cases.
    pub is_open_to_others: bool,
    /// How often the list has changed; zero before it is read.
    version: usize,
    /// The check of the folder, until it is done.
    check: Option<FolderCheck>,
    /// The case the pointer is on: the pointer stays on its case, whatever comes before it.
    pointed: Option<Box<str>>,
}

/// Rows of the body that are not cases: the heading.
const HEADING: usize = 1;

impl WorklistScreen {
    /// Reads the folder again, and points at this case.
    ///
    /// # Errors
    /// Why the folder can't be listed.
    pub fn reload(&mut self, workspace: &Workspace, open: Option<&CaseId>) -> Result<(), String> {
        self.is_open_to_others = workspace.folder.is_open_to_others();
        let index = workspace.index();
        let mut cases = Worklist::of(index.entries(), workspace.moment());
        cases.show(self.cases.view().clone());
        self.cases = cases;
        self.version += 1;
        let last = open.cloned().or_else(|| self.pointed.is_none().then(|| workspace.last_case()).flatten());
        self.pointed = last.map(|id| id.as_str().into()).or(self.pointed.take());
        self.return_to_case();
        self.check = Some(FolderCheck::start(workspace, index, self.cases.count()));
        self.take_checked();
        self.check.as_ref().and_then(FolderCheck::error).map_or(Ok(()), Err)
    }

    /// Takes over what the check of the folder has found; returns whether anything is new.
    pub fn take_checked(&mut self) -> bool {
        let Some(check) = &mut self.check else { return false };
        let found = check.take();
        let is_new = !found.is_empty();
        for changes in found {
            self.cases.apply(changes);
        }
        if check.is_done() && check.error().is_none() {
            self.check = None;
        }
        if is_new {
            self.version += 1;
            self.return_to_case();
        }
        is_new
    }

    /// Whether the list was read.
    pub fn is_read(&self) -> bool {
        self.version > 0
    }

    /// A number that is another one when the list has changed.
    pub fn version(&self) -> usize {
        self.version
    }

    /// How many cases are checked, of how many, while the check runs.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.check.as_ref().filter(|check| !check.is_done()).map(FolderCheck::progress)
    }

    /// The case the pointer is on.
    pub fn chosen(&self) -> Option<&Entry> {
        self.cases.shown(self.list.selected)
    }

    /// Moves the pointer, with this many visible rows.
    pub fn scroll(&mut self, command: Command, visible: usize) {
        self.list.scroll(command, self.cases.shown_count(), rows(visible));
        self.pointed = self.chosen().map(|entry| entry.row.name.clone());
    }

    /// Keeps the pointer on the screen, with this many visible rows.
    pub fn keep_pointer_visible(&mut self, visible: usize) {
        self.list.clamp(self.cases.shown_count(), rows(visible));
    }

    /// Whether cases are hidden above and below, with this many visible rows.
    pub fn hidden(&self, visible: usize) -> (bool, bool) {
        (self.list.top > 0, self.cases.shown_count() > self.list.top + rows(visible))
    }

    /// Changes what is shown. The pointer stays on its case if that is still shown.
    pub fn show(&mut self, view: View) {
        self.pointed = self.pointed.take().or_else(|| self.chosen().map(|entry| entry.row.name.clone()));
        self.cases.show(view);
        self.list = Scroll::default();
        self.return_to_case();
    }

    /// Starts to type words that find cases; those found so far stay.
    pub fn open_find(&mut self) {
        self.find = Some(TextBuffer::new(self.cases.view().find.typed()));
    }

    /// Shows the cases that the typed words find.
    pub fn find(&mut self, typed: &str) {
        let order = self.cases.view().order;
        self.show(View { find: Find::of(typed), order });
    }

    /// Sorts by the next column, or turns the order round.
    pub fn sort(&mut self) {
        let View { find, order } = self.cases.view().clone();
        self.show(View { find, order: order.next() });
    }

    fn return_to_case(&mut self) {
        let row = self.pointed.as_deref().and_then(|name| self.cases.row_of(name));
        self.list.selected = row.unwrap_or(self.list.selected);
    }
}

/// The rows of the body that show cases.
fn rows(visible: usize) -> usize {
    visible.saturating_sub(HEADING)
}
