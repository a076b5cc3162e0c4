//! Answers that were begun and not accepted: they are where they were left when
//! the question comes back, until the program ends. No determination reads them.

use std::collections::BTreeMap;

use crate::case::Place;
use crate::store::CaseId;

use super::page::{Editor, Target};

/// The latest draft of each question.
#[derive(Debug, Default)]
pub(super) struct Drafts(BTreeMap<(CaseId, Place), (Target, Editor)>);

impl Drafts {
    /// Keeps what was begun.
    pub(super) fn keep(&mut self, case: &CaseId, place: Place, target: Target, editor: Editor) {
        self.0.insert((case.clone(), place), (target, editor));
    }

    /// Takes what was begun for this very answer.
    pub(super) fn take(&mut self, case: &CaseId, place: Place, target: Target) -> Option<Editor> {
        let key = (case.clone(), place);
        let wanted = self.0.get(&key).is_some_and(|(of, _)| *of == target);
        if wanted { self.0.remove(&key).map(|(_, editor)| editor) } else { None }
    }

    /// Forgets what was begun: it was accepted, or its list has changed.
    pub(super) fn forget(&mut self, case: &CaseId, place: Place) {
        self.0.remove(&(case.clone(), place));
    }
}
