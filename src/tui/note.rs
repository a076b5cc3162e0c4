//! A note for an item, while it is being written over the current view.

use crate::case::{Case, QuestionId, Text};
use crate::casefile::{DraftKey, DraftValue};
use crate::policy::Item;
use crate::session::Session;

use super::text_buffer::TextBuffer;

/// A line of text for an item: evidence (where in the record its fact is), or a
/// flag (why a clinician should look at it).
#[derive(Debug)]
pub struct Note {
    /// The item.
    pub item: Item,
    /// Whether it is a flag; otherwise it is evidence.
    pub is_flag: bool,
    /// The text so far.
    pub input: TextBuffer,
}

impl Note {
    /// The note of an item: its draft if there is one, else as saved.
    pub(super) fn of(item: Item, is_flag: bool, session: &Session) -> Self {
        let mut note = Self { item, is_flag, input: TextBuffer::default() };
        note.input = TextBuffer::new(match session.draft(note.draft_key()) {
            Some(DraftValue::Typed(text)) => text,
            _ => note.saved_text(session.case()),
        });
        note
    }

    /// The text in the case.
    fn saved_text<'c>(&self, case: &'c Case) -> &'c str {
        let texts = if self.is_flag { &case.flags } else { &case.evidence };
        texts.get(self.item.key()).map(Text::raw).unwrap_or_default()
    }

    /// The key its draft is stored under.
    pub(super) fn draft_key(&self) -> DraftKey {
        if self.is_flag { DraftKey::Flag(self.item) } else { DraftKey::Evidence(self.item) }
    }

    /// The draft, if the text differs from the saved one.
    pub(super) fn draft(&self, case: &Case) -> Option<DraftValue> {
        let changed = self.input.text() != self.saved_text(case);
        changed.then(|| DraftValue::Typed(self.input.text().to_owned()))
    }
}

/// The evidence and the flag of the question's item.
pub(super) fn of_question(session: &Session, question: QuestionId) -> Vec<String> {
    let Some(item) = session.interview().filed_under(question) else { return Vec::new() };
    let notes = [
        ("Where in the record", session.case().evidence.get(item.key())),
        ("Flagged for a clinician", session.case().flags.get(item.key())),
    ];
    notes.into_iter().filter_map(|(label, text)| Some(format!("{label} ({item}): {}", text?))).collect()
}
