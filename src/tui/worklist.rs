//! The list of cases: what each is and how far it has come. Only the cases on
//! the screen are read.

use std::collections::BTreeMap;

use crate::case::{Case, Choice};
use crate::session::{Progress, Workspace};
use crate::store::{CaseId, read_case};

use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::scroll::Scroll;

/// One case, in a line.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The member's identifier and name.
    pub member: String,
    /// The procedure in a word, and the side.
    pub request: String,
    /// The day of receipt.
    pub received: String,
    /// How far it has come; `None`: it is not readable as a case.
    pub progress: Option<Progress>,
}

/// The list.
#[derive(Debug, Default)]
pub struct Worklist {
    /// The cases, by name.
    pub cases: Vec<CaseId>,
    /// Where it stands.
    pub list: Scroll,
    /// Whether people outside the folder's group can read the cases.
    pub is_open_to_others: bool,
    summaries: BTreeMap<CaseId, Summary>,
}

/// Rows of the body that are not cases: the heading.
const HEADING: usize = 1;

impl Worklist {
    /// Reads the folder anew, and points at this case.
    ///
    /// # Errors
    /// Why the folder can't be listed.
    pub fn reload(&mut self, workspace: &Workspace, open: Option<&CaseId>) -> Result<(), String> {
        self.summaries.clear();
        self.is_open_to_others = workspace.folder.is_open_to_others();
        let listed = workspace.folder.cases();
        self.cases =
            listed.map_err(|error| format!("the case folder can't be listed ({error}): check --cases"))?;
        let here = open.and_then(|id| self.cases.iter().position(|case| case == id));
        self.list.at = here.unwrap_or(self.list.at);
        Ok(())
    }

    /// The case the pointer is on.
    pub fn chosen(&self) -> Option<&CaseId> {
        self.cases.get(self.list.at)
    }

    /// What is known of a case that is on the screen.
    pub fn summary(&self, id: &CaseId) -> Option<&Summary> {
        self.summaries.get(id)
    }

    /// Moves the pointer on a screen that shows so many rows.
    pub fn scroll(&mut self, command: Command, shown: usize) {
        self.list.scroll(command, self.cases.len(), shown.saturating_sub(HEADING));
    }

    /// Scrolls to the pointer and reads the cases that come on the screen.
    pub fn look_around(&mut self, workspace: &Workspace, shown: usize) {
        let shown = shown.saturating_sub(HEADING);
        self.list.settle(self.cases.len(), shown);
        for id in self.cases.iter().skip(self.list.top).take(shown.max(1)) {
            if !self.summaries.contains_key(id) {
                self.summaries.insert(id.clone(), summary(workspace, id));
            }
        }
    }
}

fn summary(workspace: &Workspace, id: &CaseId) -> Summary {
    match read_case(&workspace.folder.file(id), &workspace.settings.editions) {
        Ok((case, _)) => summarise(&case, workspace),
        Err(_) => Summary {
            member: String::new(),
            request: hint(KeyContext::Worklist, &[(Command::Enter, "says why")]),
            received: String::new(),
            progress: None,
        },
    }
}

fn summarise(case: &Case, workspace: &Workspace) -> Summary {
    let member = &case.facts.member;
    let name = member.name.known().map(|name| format!(" {name}")).unwrap_or_default();
    let request = &case.facts.request;
    let procedure = request.procedure.0.map(|procedure| short(procedure.name()));
    let side = request.side.0.map(|side| format!(" {}", side.name()));
    Summary {
        member: format!("{}{name}", member.id.0.as_ref().map(ToString::to_string).unwrap_or_default()),
        request: format!("{}{}", procedure.unwrap_or_default(), side.unwrap_or_default()),
        received: request.received.0.map(|day| day.to_string()).unwrap_or_default(),
        progress: Some(Progress::of(case, &workspace.settings)),
    }
}

/// A procedure's name for a narrow column.
fn short(procedure: &str) -> &str {
    match procedure.split_once('-') {
        Some(("radiofrequency", _)) => "ablation",
        Some((kind, _)) => kind,
        None => procedure,
    }
}
