//! Answers that were begun and not accepted: they are where they were left when
//! the question comes back, until the program ends. No determination reads them.

use std::collections::BTreeMap;

use crate::case::{Item, Place};
use crate::store::CaseId;

use super::page::{Editor, Target};
use super::typed::Typed;

/// The latest draft of each question and of each note.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    answers: BTreeMap<(CaseId, Place), (Target, Editor)>,
    /// Flags, and what is no flag: evidence.
    notes: BTreeMap<(CaseId, Item, bool), Typed>,
}

impl Drafts {
    /// Keeps what was begun.
    pub(super) fn keep(&mut self, case: &CaseId, place: Place, target: Target, editor: Editor) {
        self.answers.insert((case.clone(), place), (target, editor));
    }

    /// Takes what was begun for this very answer.
    pub(super) fn take(&mut self, case: &CaseId, place: Place, target: Target) -> Option<Editor> {
        let key = (case.clone(), place);
        let wanted = self.answers.get(&key).is_some_and(|(of, _)| *of == target);
        if wanted { self.answers.remove(&key).map(|(_, editor)| editor) } else { None }
    }

    /// Forgets what was begun: it was accepted, or its list has changed.
    pub(super) fn forget(&mut self, case: &CaseId, place: Place) {
        self.answers.remove(&(case.clone(), place));
    }

    /// Keeps a note that was begun.
    pub(super) fn keep_note(&mut self, case: &CaseId, item: Item, is_flag: bool, input: Typed) {
        self.notes.insert((case.clone(), item, is_flag), input);
    }

    /// Takes the note that was begun.
    pub(super) fn take_note(&mut self, case: &CaseId, item: Item, is_flag: bool) -> Option<Typed> {
        self.notes.remove(&(case.clone(), item, is_flag))
    }
}
