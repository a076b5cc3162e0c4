//! The drafts on the screen: kept when it shows something else, and when the program ends.

use crate::casefile::{DraftKey, DraftValue};
use crate::session::DraftSnapshot;

use super::app::{App, View};

impl App {
    /// Keeps the draft of the current question.
    pub(super) fn stash_draft(&mut self) {
        let (View::Question(editor), Some(session)) = (&self.view, &mut self.session) else { return };
        session.keep_draft(editor.draft_key(), editor.draft(session.interview().facts()));
    }

    /// The drafts to save if the program ended now.
    pub(super) fn draft_snapshot(&self) -> Option<DraftSnapshot> {
        let position = match &self.view {
            View::Question(editor) => Some((editor.question, editor.target)),
            _ => None,
        };
        self.session.as_ref()?.draft_snapshot(position, self.shown_drafts())
    }

    /// The drafts on the screen; `None` where nothing is typed.
    pub(super) fn shown_drafts(&self) -> Vec<(DraftKey, Option<DraftValue>)> {
        let Some(session) = &self.session else { return Vec::new() };
        let mut drafts = Vec::new();
        if let View::Question(editor) = &self.view {
            drafts.push((editor.draft_key(), editor.draft(session.interview().facts())));
        }
        drafts.extend(self.intake.as_ref().map(|page| (page.draft_key(), page.draft(session))));
        drafts.extend(self.note.as_ref().map(|note| (note.draft_key(), note.draft(session.case()))));
        drafts
    }
}
