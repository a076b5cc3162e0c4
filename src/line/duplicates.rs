//! What is known about possible duplicates of the open case: which ones are news, and how
//! they compare.

use crate::session::{Session, Workspace};
use crate::worklist::{DuplicateWatch, Entry, Request, Worklist, side_by_side};

/// What is known about possible duplicates of the open case. The case folder is listed
/// only when that is asked.
pub(super) struct Duplicates<'d> {
    workspace: &'d Workspace,
    watch: DuplicateWatch,
}

impl<'d> Duplicates<'d> {
    /// For this case.
    pub(super) fn of(workspace: &'d Workspace, session: &Session) -> Self {
        Self { workspace, watch: DuplicateWatch::opened(Request::of_case(session.case())) }
    }

    /// From this state of the case on.
    pub(super) fn opened(&mut self, session: &Session) {
        self.watch = DuplicateWatch::opened(Request::of_case(session.case()));
    }

    /// The possible duplicates that the last answer has made.
    pub(super) fn untold(&mut self, session: &Session) -> Vec<Box<str>> {
        if !self.watch.take(Request::of_case(session.case())) || !self.watch.is_open() {
            return Vec::new();
        }
        // Best effort: they are marked in the list too.
        let Ok(cases) = self.workspace.list() else { return Vec::new() };
        self.watch.untold(session.id().as_str(), &cases)
    }

    /// The open case beside each of its possible duplicates, in lines.
    pub(super) fn compared(&self, session: &Session) -> Result<Vec<String>, String> {
        let listed = self.workspace.list();
        let mut cases = listed.map_err(|error| format!("The case folder can't be listed ({error})."))?;
        let entry = self.open_entry(session, &mut cases);
        let others = cases.duplicates_of_entry(&entry);
        let beside =
            |other: &&Entry| [vec![String::new()], side_by_side(&entry, other, cases.moment())].concat();
        Ok(others.iter().flat_map(beside).collect())
    }

    /// The open case as an entry of the list.
    fn open_entry(&self, session: &Session, cases: &mut Worklist) -> Entry {
        let row = self.workspace.row(session.id(), session.case());
        let who = cases.get(session.id().as_str()).map(|entry| entry.who.clone()).unwrap_or_default();
        Entry { row, who, is_open: true, is_duplicate: true }
    }
}
