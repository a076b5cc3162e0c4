//! Taking the answers of a provider's response into a new case, or into one that is open.

use crate::case::{Case, Target, validate};
use crate::casefile::DraftKey;
use crate::interview::{AnswerError, Interview, Taken, take_answers};
use crate::store::AuditAction;

use super::audit::change_events;
use super::case_log::unlogged;
use super::{ChangeError, NewCaseError, Session, Workspace};

impl Workspace {
    /// Makes a new case of what a response says; see [`Workspace::create_from`]. The audit
    /// log has the digest of the response's file.
    ///
    /// # Errors
    /// Why there is no new case.
    pub fn create_from_response(
        &self,
        case: &Case,
        even_so: bool,
        digest: &str,
    ) -> Result<Session, NewCaseError> {
        self.create_with(case, even_so, |session| session.replace_by_import(case.clone(), digest))
    }
}

impl Session {
    /// Takes the answers of a response into the case, as one change of it, and saves it. An
    /// answer that the coordinator gave or confirmed is kept. Gives what became of the
    /// answers; where all are there already, nothing is saved.
    ///
    /// # Errors
    /// Why it was not done; the case is then unchanged.
    pub fn import(&mut self, given: &Case, digest: &str) -> Result<Taken, ChangeError> {
        let taken = take_answers(self.case(), given);
        if let Some(error) = validate(&taken.case.facts).first() {
            return Err(ChangeError::Refused(error.question, AnswerError::Impossible(*error)));
        }
        if taken.case != *self.case() {
            self.replace_by_import(taken.case.clone(), digest)?;
            self.discard_drafts(|key| {
                matches!(key, DraftKey::Answer(question, Target::Part { .. }) if taken.taken.contains(&question))
            });
        } else if let Some(reason) = self.read_only() {
            return Err(ChangeError::NotSaved(format!("read-only: {reason}")));
        }
        Ok(taken)
    }

    fn replace_by_import(&mut self, case: Case, digest: &str) -> Result<(), ChangeError> {
        let settings = self.settings.clone();
        let digest = self.audit.digest(Some(digest));
        let digest = digest.map_err(|error| ChangeError::NotSaved(unlogged(&error)))?;
        let replace = |interview: &mut Interview| {
            *interview = Interview::of(case, &settings);
            Ok(())
        };
        let imported = (AuditAction::Imported, digest.into_iter().collect());
        let events = |before: &Case, after: &Case| {
            std::iter::once(imported).chain(change_events(before, after)).collect()
        };
        self.change_as(replace, events)
    }
}
