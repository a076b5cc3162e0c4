//! A note being written for an item, over whatever fills the screen.

use crate::case::{Case, Text};
use crate::casefile::{DraftKey, DraftValue};
use crate::policy::Item;
use crate::session::Session;

use super::typed::Typed;

/// A line of text for an item: where its fact stands, or why a clinician should look.
#[derive(Debug)]
pub struct Note {
    /// The item.
    pub item: Item,
    /// A flag; else evidence.
    pub is_flag: bool,
    /// The text so far.
    pub input: Typed,
}

impl Note {
    /// The note of an item: as it was begun, else as it stands.
    pub(super) fn of(item: Item, is_flag: bool, session: &Session) -> Self {
        let mut note = Self { item, is_flag, input: Typed::default() };
        note.input = Typed::new(match session.draft(note.draft_key()) {
            Some(DraftValue::Typed(words)) => words,
            _ => note.stands(session.case()),
        });
        note
    }

    /// The words that stand.
    fn stands<'c>(&self, case: &'c Case) -> &'c str {
        let texts = if self.is_flag { &case.flags } else { &case.evidence };
        texts.get(self.item.key()).map(Text::raw).unwrap_or_default()
    }

    /// What it is the draft of, while it is one.
    pub(super) fn draft_key(&self) -> DraftKey {
        if self.is_flag { DraftKey::Flag(self.item) } else { DraftKey::Evidence(self.item) }
    }

    /// What was begun, if it is not what stands.
    pub(super) fn draft(&self, case: &Case) -> Option<DraftValue> {
        let changed = self.input.text() != self.stands(case);
        changed.then(|| DraftValue::Typed(self.input.text().to_owned()))
    }
}
