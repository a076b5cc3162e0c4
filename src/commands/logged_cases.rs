//! What `audit --verify` finds about cases: where their files, their locks and the log
//! disagree.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use crate::store::{CaseId, Folder, LoggedCase, LoggedCases, digest, read_text, saves_counted};

/// What is found about one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    id: CaseId,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// The file is not the one in this line.
    Changed(u64),
    /// There is no file that can be read; it is last seen in this line.
    Gone(u64),
    /// There is a file and no line.
    Unlogged,
    /// It was saved more often than the log knows.
    SavedUnlogged { counted: u64, logged: u64 },
    /// The change of this line has no end.
    NotEnded(u64, &'static str),
    /// The first line about it is this one, which did not make it.
    MadeOutside(u64),
}

impl Finding {
    /// Whether something is wrong; else it is only to be known.
    pub(super) fn is_fault(&self) -> bool {
        !matches!(self.what, What::NotEnded(..) | What::MadeOutside(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.id)?;
        match self.what {
            What::Changed(line) => write!(out, "the file was changed after line {line}, not by this program"),
            What::Gone(line) => write!(out, "the file is gone or can't be read; last seen in line {line}"),
            What::Unlogged => {
                write!(out, "there is no line about it: another program put it there, or lines are missing")
            }
            What::SavedUnlogged { counted, logged } => {
                write!(
                    out,
                    "it was saved {counted} times by its lock, and {logged} times by the log: lines are missing"
                )
            }
            What::NotEnded(line, state) => {
                write!(
                    out,
                    "line {line} was begun and never ended: {state}; the next to open it adds the end"
                )
            }
            What::MadeOutside(line) => {
                write!(out, "line {line} is the first about it: another program made the case")
            }
        }
    }
}

/// Compares what the log says of each case with its files, in the list and withdrawn.
///
/// # Errors
/// When a folder can't be listed.
pub(super) fn compare_cases(folder: &Folder, logged: &LoggedCases) -> io::Result<Vec<Finding>> {
    let withdrawn = folder.withdrawn();
    let listed = [folder, &withdrawn].map(|folder| match folder.cases() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        listed => listed,
    });
    let [here, aside] = listed;
    let there: BTreeSet<CaseId> = here?.into_iter().chain(aside?).collect();
    let all: BTreeSet<CaseId> = logged.iter().map(|(id, _)| id).chain(there.iter().cloned()).collect();
    let mut found = Vec::new();
    for id in all {
        let about = match logged.get(&id) {
            Some(case) => compare_case(folder, &id, case),
            None if logged.is_version(&id) || !there.contains(&id) => Vec::new(),
            None => vec![What::Unlogged],
        };
        found.extend(about.into_iter().map(|what| Finding { id: id.clone(), what }));
    }
    Ok(found)
}

fn compare_case(folder: &Folder, id: &CaseId, case: &LoggedCase) -> Vec<What> {
    let places = [folder, &folder.withdrawn()];
    let text = places.into_iter().find_map(|folder| read_text(&folder.file(id)).ok());
    let file = text.map(|text| digest(text.as_bytes()));
    let (file, logged) = (file.as_deref(), case.file.as_deref());
    let begun = case.begun.as_ref();
    let mut found = Vec::new();
    match (file, begun) {
        (_, Some(begun)) if file == begun.file.as_deref() => {
            found.push(What::NotEnded(begun.line, "the file is as intended"));
        }
        (_, Some(begun)) if file == logged => {
            found.push(What::NotEnded(begun.line, "the file is as before"));
        }
        (None, _) if logged.is_some() => found.push(What::Gone(case.line)),
        (Some(_), _) if file != logged => found.push(What::Changed(case.line)),
        _ => {}
    }
    let counted = saves_counted(folder, id).unwrap_or_default();
    if counted > case.revision {
        found.push(What::SavedUnlogged { counted, logged: case.revision });
    }
    found.extend(case.found_in.map(What::MadeOutside));
    found
}
