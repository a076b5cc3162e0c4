//! A new case from what another program knows of a request.

use std::io;

use crate::case::Case;
use crate::interview::Interview;
use crate::worklist::Request;

use super::{ChangeError, Session, Workspace};

/// Why no case was made.
#[derive(Debug, thiserror::Error)]
pub enum NewCaseError {
    /// It may be a duplicate of these cases.
    #[error("possible duplicate of {}: the same member, procedure and joint, received within 90 days", .0.join(", "))]
    MayDuplicate(Vec<Box<str>>),
    /// The case folder can't be listed or written.
    #[error("the case folder can't be used ({0}): check its permissions and the disk")]
    Folder(#[from] io::Error),
    /// The case has a name, but it could not be saved.
    #[error("{0}: {1}")]
    NotSaved(String, ChangeError),
}

impl Workspace {
    /// Makes a new case of these facts, flags and notes, with its determination if it is
    /// complete. Unless `even_so`, one that may be a duplicate is not made; two programs
    /// that do this at the same time see each other's cases.
    ///
    /// # Errors
    /// Why there is no new case.
    pub fn create_from(&self, case: &Case, even_so: bool) -> Result<Session, NewCaseError> {
        self.create_with(case, even_so, |session| session.take_over(case))
    }

    /// Makes a new case that `fill` gives its answers, which are those of `case`.
    pub(super) fn create_with(
        &self,
        case: &Case,
        even_so: bool,
        fill: impl FnOnce(&mut Session) -> Result<(), ChangeError>,
    ) -> Result<Session, NewCaseError> {
        let request = Request::of_case(case).filter(|_| !even_so);
        let lock = request.is_some().then(|| self.folder.lock_new_cases()).transpose()?;
        if let Some(request) = request {
            self.reject_duplicate(&request)?;
        }
        let mut session = self.create()?;
        let saved = fill(&mut session);
        drop(lock);
        match saved {
            Ok(()) => Ok(session),
            Err(error) => Err(NewCaseError::NotSaved(session.id().to_string(), error)),
        }
    }

    fn reject_duplicate(&self, request: &Request) -> Result<(), NewCaseError> {
        let cases = self.list()?;
        let others = cases.duplicates_of("", request);
        let names: Vec<Box<str>> = others.iter().map(|entry| entry.row.name.clone()).collect();
        if names.is_empty() { Ok(()) } else { Err(NewCaseError::MayDuplicate(names)) }
    }
}

impl Session {
    /// Saves a whole case as the answers of this new one.
    fn take_over(&mut self, case: &Case) -> Result<(), ChangeError> {
        let settings = self.settings.clone();
        self.change(|interview| {
            *interview = Interview::of(case.clone(), &settings);
            Ok(())
        })
    }
}
