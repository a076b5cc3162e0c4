//! The worklist: each case with its member, request and progress. Only the
//! cases on the screen are read.

use std::collections::BTreeMap;

use crate::case::{Case, Choice};
use crate::session::Workspace;
use crate::store::{CaseId, read_case};
use crate::worklist::Progress;

use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::scroll::Scroll;

/// One case in a line.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The member's identifier and name.
    pub member: String,
    /// The procedure in one word, and the side.
    pub request: String,
    /// The date it was received.
    pub received: String,
    /// The outcome, or what is unanswered; `None` if the file can't be read.
    pub progress: Option<Progress>,
}

/// The worklist.
#[derive(Debug, Default)]
pub struct Worklist {
    /// The cases, by name.
    pub cases: Vec<CaseId>,
    /// The pointer and the first visible row.
    pub list: Scroll,
    /// Whether people outside the folder's group can read the cases.
    pub is_open_to_others: bool,
    summaries: BTreeMap<CaseId, Summary>,
}

/// Rows of the body that are not cases: the heading.
const HEADING: usize = 1;

impl Worklist {
    /// Reads the folder again, and points at this case.
    ///
    /// # Errors
    /// Why the folder can't be listed.
    pub fn reload(&mut self, workspace: &Workspace, open: Option<&CaseId>) -> Result<(), String> {
        self.summaries.clear();
        self.is_open_to_others = workspace.folder.is_open_to_others();
        let listed = workspace.folder.cases();
        self.cases = listed.map_err(|error| format!("can't list the case folder, check --cases: {error}"))?;
        let row = open.and_then(|id| self.cases.iter().position(|case| case == id));
        self.list.selected = row.unwrap_or(self.list.selected);
        Ok(())
    }

    /// The case the pointer is on.
    pub fn chosen(&self) -> Option<&CaseId> {
        self.cases.get(self.list.selected)
    }

    /// The summary of a case that is on the screen.
    pub fn summary(&self, id: &CaseId) -> Option<&Summary> {
        self.summaries.get(id)
    }

    /// Moves the pointer, with this many visible rows.
    pub fn scroll(&mut self, command: Command, visible: usize) {
        self.list.scroll(command, self.cases.len(), visible.saturating_sub(HEADING));
    }

    /// Whether cases are hidden above and below, with this many visible rows.
    pub fn hidden(&self, visible: usize) -> (bool, bool) {
        (self.list.top > 0, self.cases.len() > self.list.top + visible.saturating_sub(HEADING))
    }

    /// Scrolls to the pointer and reads the cases that become visible.
    pub fn read_visible(&mut self, workspace: &Workspace, visible: usize) {
        let visible = visible.saturating_sub(HEADING);
        self.list.clamp(self.cases.len(), visible);
        for id in self.cases.iter().skip(self.list.top).take(visible.max(1)) {
            if !self.summaries.contains_key(id) {
                self.summaries.insert(id.clone(), summary(workspace, id));
            }
        }
    }
}

fn summary(workspace: &Workspace, id: &CaseId) -> Summary {
    match read_case(&workspace.folder.file(id), &workspace.settings.editions) {
        Ok((case, _)) => summarize(&case, workspace),
        Err(_) => Summary {
            member: String::new(),
            request: hint(KeyContext::Worklist, &[(Command::Enter, "shows why")]),
            received: String::new(),
            progress: None,
        },
    }
}

fn summarize(case: &Case, workspace: &Workspace) -> Summary {
    let member = &case.facts.member;
    let name = member.name.known().map(|name| format!(" {name}")).unwrap_or_default();
    let request = &case.facts.request;
    let procedure = request.procedure.0.map(|procedure| short_procedure(procedure.name()));
    let side = request.side.0.map(|side| format!(" {}", side.name()));
    Summary {
        member: format!("{}{name}", member.id.0.as_ref().map(ToString::to_string).unwrap_or_default()),
        request: format!("{}{}", procedure.unwrap_or_default(), side.unwrap_or_default()),
        received: request.received.0.map(|day| day.to_string()).unwrap_or_default(),
        progress: Some(Progress::of(case, &workspace.settings)),
    }
}

/// The name of a procedure for a narrow column.
fn short_procedure(procedure: &str) -> &str {
    match procedure.split_once('-') {
        Some(("radiofrequency", _)) => "ablation",
        Some((kind, _)) => kind,
        None => procedure,
    }
}
