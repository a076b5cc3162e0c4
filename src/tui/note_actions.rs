//! Writing a note for an item: opening it over its question, saving it, leaving it.

use crate::case::Text;

use super::app::{App, View};
use super::key_hints::hint;
use super::keys::{Command, KeyContext};
use super::note::Note;

impl App {
    /// Opens the flag or the evidence of the item that the question belongs to.
    pub(super) fn write_note(&mut self, is_flag: bool) {
        let (View::Question(editor), Some(session)) = (&self.view, &self.session) else { return };
        let Some(item) = session.interview().filed_under(editor.question) else {
            self.message =
                Some("no policy item uses this question, so it takes no flag and no evidence".to_owned());
            return;
        };
        let note = Note::of(item, is_flag, session);
        let is_draft = note.draft(session.case()).is_some();
        self.message = is_draft.then(|| {
            format!("draft, not saved yet: {}", hint(KeyContext::Note, &[(Command::Enter, "saves it")]))
        });
        self.note = Some(note);
    }

    /// Saves the note and closes it.
    pub(super) fn save_note(&mut self) {
        let (Some(note), Some(session)) = (&self.note, &mut self.session) else { return };
        let text = Some(Text::new(note.input.text())).filter(|text| !text.is_blank());
        let saved =
            if note.is_flag { session.flag(note.item, text) } else { session.note_evidence(note.item, text) };
        match saved {
            Ok(()) => self.note = None,
            Err(problem) => self.message = Some(problem.to_string()),
        }
    }

    /// Keeps what was written as a draft.
    pub(super) fn stash_note_draft(&mut self, note: Note) {
        if let Some(session) = &mut self.session {
            session.keep_draft(note.draft_key(), note.draft(session.case()));
        }
    }
}
