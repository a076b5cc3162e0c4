//! What `audit --verify` finds about cases: where their files, their locks and the log
//! disagree.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use crate::store::{AuditKey, CaseId, Folder, LoggedCase, LoggedCases, is_file_of, saves_counted};

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
    /// The digest in this line is made with a key that is not here.
    NotCompared(u64),
}

impl Finding {
    /// Whether something is wrong; else it is only to be known.
    pub(super) fn is_fault(&self) -> bool {
        !matches!(self.what, What::NotEnded(..) | What::MadeOutside(_) | What::NotCompared(_))
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
            What::NotCompared(line) => {
                write!(
                    out,
                    "the file is not compared: the key (.audit.key) of line {line} is not here, or can't be read"
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
    let key = folder.read_audit_key().unwrap_or_default();
    let mut found = Vec::new();
    for id in all {
        let about = match logged.get(&id) {
            Some(case) => compare_case(folder, &id, case, key.as_ref()),
            None if logged.is_version(&id) || !there.contains(&id) => Vec::new(),
            None => vec![What::Unlogged],
        };
        found.extend(about.into_iter().map(|what| Finding { id: id.clone(), what }));
    }
    Ok(found)
}

fn compare_case(folder: &Folder, id: &CaseId, case: &LoggedCase, key: Option<&AuditKey>) -> Vec<What> {
    let mut found = Vec::from_iter(compare_file(folder, id, case, key));
    let counted = saves_counted(folder, id).unwrap_or_default();
    if counted > case.revision {
        found.push(What::SavedUnlogged { counted, logged: case.revision });
    }
    found.extend(case.found_in.map(What::MadeOutside));
    found
}

fn compare_file(folder: &Folder, id: &CaseId, case: &LoggedCase, key: Option<&AuditKey>) -> Option<What> {
    let text = folder.read_text_or_withdrawn(id);
    let is_as = |digest: Option<&str>| is_file_of(digest, key, text.as_deref());
    let is_as_left = is_as(case.file.as_deref());
    match case.begun.as_ref().map(|begun| (begun.line, is_as(begun.file.as_deref()))) {
        Some((line, Some(true))) => return Some(What::NotEnded(line, "the file is as intended")),
        Some((line, _)) if is_as_left == Some(true) => {
            return Some(What::NotEnded(line, "the file is as before"));
        }
        _ => {}
    }
    match (is_as_left, &text, &case.file) {
        (Some(true), ..) => None,
        (_, None, Some(_)) => Some(What::Gone(case.line)),
        (None, ..) => Some(What::NotCompared(case.line)),
        (Some(false), ..) => Some(What::Changed(case.line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_of_withdrawn_cases_may_be_missing_and_one_that_cant_be_listed_is_an_error() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::at(temp.path());
        assert!(compare_cases(&folder, &LoggedCases::default()).unwrap().is_empty());
        rustix::fs::symlinkat("elsewhere", rustix::fs::CWD, folder.withdrawn().path()).unwrap();
        assert!(compare_cases(&Folder::at(temp.path()), &LoggedCases::default()).is_err());
    }
}
