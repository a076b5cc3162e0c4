//! The worklist on the screen: where the pointer is, what is being found, and the check
//! of the folder that runs behind it.

use crate::session::Workspace;
use crate::store::{CaseId, FolderWarning, Index};
use crate::worklist::{Change, Entry, Find, View, Worklist};

use super::folder_check::{FolderCheck, Found};
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
    /// What is wrong with the permissions of the folder.
    pub warning: Option<FolderWarning>,
    /// How often the list has changed; zero before it is read.
    version: usize,
    /// The check of the folder, until it is finished.
    check: Option<FolderCheck>,
    /// How many cases are checked, and of how many.
    checked: (usize, usize),
    /// The case the pointer is on: the pointer stays on its case, whatever comes before it.
    pointed: Option<Box<str>>,
    /// A case that was open, as it is now: what the index says of it is older.
    just_closed: Option<Entry>,
}

/// Rows of the body that are not cases: the heading.
const HEADING: usize = 1;
/// A folder of at most so many cases is checked before the first screen.
const SMALL: usize = 200;
/// So many rows before and after the pointer are read before the first screen of a large
/// folder; a taller screen is filled when the whole list is read.
const PAGE: usize = 60;

impl WorklistScreen {
    /// Reads the folder again, and points at this case.
    ///
    /// # Errors
    /// Why the folder can't be listed.
    pub fn reload(&mut self, workspace: &Workspace, open: Option<&CaseId>) -> Result<(), String> {
        self.warning = workspace.folder.warning();
        let index = workspace.index();
        let last = open.cloned().or_else(|| self.pointed.is_none().then(|| workspace.last_case()).flatten());
        self.pointed = last.map(|id| id.as_str().into()).or(self.pointed.take());
        self.checked = (0, index.count());
        let is_small = index.count() <= SMALL && workspace.folder.has_at_most(SMALL);
        if !is_small {
            self.show_page(workspace, &index);
            self.update_closed(workspace, open);
        }
        let view = self.cases.view().clone();
        self.check = Some(FolderCheck::new(workspace, index, view, !is_small));
        if is_small { self.take_found() } else { Ok(()) }
    }

    /// Shows what the index has around the pointer, unless a list is shown already.
    fn show_page(&mut self, workspace: &Workspace, index: &Index) {
        if self.version > 0 {
            return;
        }
        let place = self.pointed.as_deref().and_then(|name| index.place_of(name)).unwrap_or_default();
        let places = place.saturating_sub(PAGE)..(place + PAGE).min(index.count());
        let first = places.start;
        self.cases = Worklist::page(index.page(places), first, index.count(), workspace.moment());
        self.list = Scroll::on(place);
    }

    /// Brings the row of a case that was open up to date, before the check does.
    fn update_closed(&mut self, workspace: &Workspace, closed: Option<&CaseId>) {
        self.just_closed = closed.and_then(|id| {
            let row = workspace.read_row(id)?;
            let before = self.cases.get(id.as_str()).cloned();
            let entry = before.unwrap_or_else(|| Entry::of(row.clone()));
            Some(Entry { row, is_open: false, ..entry })
        });
        if !self.cases.is_page() {
            self.cases.apply(self.just_closed.clone().map(Change::Set).into_iter().collect());
            self.return_to_case();
        }
    }

    /// Takes over what the check of the folder has found; returns whether anything is new.
    ///
    /// # Errors
    /// Why the folder can't be listed.
    pub fn take_checked(&mut self) -> Result<bool, String> {
        let (version, checked) = (self.version, self.checked);
        let was_checking = self.is_checking();
        self.take_found()?;
        Ok((self.version, self.checked) != (version, checked) || was_checking != self.is_checking())
    }

    /// Waits until the whole list is read, if only a page of it is shown.
    pub fn finish_reading(&mut self) {
        while let Some(found) = self.check.as_mut().filter(|_| self.cases.is_page()).map(FolderCheck::wait) {
            // What else is found is taken over next.
            let _ = self.take(found);
        }
    }

    fn take_found(&mut self) -> Result<(), String> {
        let mut result = Ok(());
        while let Some(found) = self.check.as_mut().and_then(FolderCheck::take) {
            result = result.and(self.take(found));
        }
        result
    }

    fn take(&mut self, found: Found) -> Result<(), String> {
        match found {
            Found::List(list) => self.show_list(*list),
            Found::Checked(checked) => {
                self.checked = (checked.done, checked.of);
                self.cases.apply(checked.changes);
            }
            Found::Failed(problem) => {
                self.check = None;
                return Err(problem);
            }
            Found::End => {
                self.check = None;
                return Ok(());
            }
        }
        self.version += 1;
        self.return_to_case();
        Ok(())
    }

    /// Shows the whole list, as the view is by now.
    fn show_list(&mut self, mut list: Worklist) {
        if list.view() != self.cases.view() {
            list.show(self.cases.view().clone());
        }
        list.apply(self.just_closed.take().map(Change::Set).into_iter().collect());
        self.cases = list;
    }

    /// Whether the check of the folder is not finished.
    pub fn is_checking(&self) -> bool {
        self.check.is_some()
    }

    /// How many cases are checked, of how many, while the check runs.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.is_checking().then_some(self.checked)
    }

    /// Whether the list was read, or a page of it.
    pub fn is_read(&self) -> bool {
        self.version > 0 || self.check.is_some()
    }

    /// A number that is another one when the list has changed.
    pub fn version(&self) -> usize {
        self.version
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
