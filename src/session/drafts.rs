//! What was begun on the open case and not accepted: it is where it was left
//! when its question comes back, also after the end of the program.

use std::io;

use crate::case::{QuestionId, Target};
use crate::casefile::{DraftKey, DraftValue, Drafts};
use crate::interview::Position;
use crate::store::{CaseId, DraftFile, Folder, Lock};

use super::Session;

/// What is to be kept of a case when the program ends, and where.
#[derive(Debug, Clone)]
pub struct DraftSnapshot {
    file: DraftFile,
    drafts: Drafts,
    /// Which of the drafts are on the screen: the next key may accept them.
    shown: Vec<DraftKey>,
    /// The case as it was saved when this was so.
    case: String,
}

impl DraftSnapshot {
    /// Keeps it beside the case.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn keep(mut self) -> io::Result<()> {
        // An answer was accepted since: what was on the screen is no draft any more.
        if self.file.case().as_ref() != Some(&self.case) {
            self.drafts.at = None;
            self.drafts.forget(|key| self.shown.contains(&key));
        }
        put(&self.file, &self.drafts)
    }
}

/// Nothing to come back to leaves no file.
fn put(file: &DraftFile, drafts: &Drafts) -> io::Result<()> {
    if drafts.is_empty() { file.remove() } else { file.write(&drafts.write()) }
}

impl Session {
    /// Where the case is taken up: at the question at which the program was
    /// ended from outside, else where the interview goes on.
    pub fn take_up(&mut self) -> Position {
        let left = self.drafts.at.take().filter(|(question, target)| self.interview.asks(*question, *target));
        left.map_or_else(|| self.interview.start(), |(question, target)| Position::Question(question, target))
    }

    /// Keeps what is begun for when the question or the note comes back.
    pub fn keep_draft(&mut self, key: DraftKey, draft: Option<DraftValue>) {
        self.drafts.keep(key, draft);
    }

    /// What was begun.
    pub fn draft(&self, key: DraftKey) -> Option<&DraftValue> {
        self.drafts.of(key)
    }

    /// Where drafts are kept: a case that can't be written keeps none, nor does
    /// one that has no file yet.
    fn draft_file(&self) -> Option<DraftFile> {
        let lock = self.lock.as_ref().filter(|_| self.on_disk.is_some())?;
        Some(self.folder.drafts(&self.id, lock))
    }

    /// What would have to be kept if the program ended now, on this question
    /// and with this begun.
    pub fn draft_snapshot(
        &self,
        at: Option<(QuestionId, Target)>,
        draft: Vec<(DraftKey, Option<DraftValue>)>,
    ) -> Option<DraftSnapshot> {
        let (file, case) = (self.draft_file()?, self.on_disk.clone()?);
        let mut drafts = self.drafts.clone();
        let start = self.interview.start();
        drafts.at = at.filter(|(question, target)| Position::Question(*question, *target) != start);
        let shown = draft.iter().map(|(key, _)| *key).collect();
        draft.into_iter().for_each(|(key, draft)| drafts.keep(key, draft));
        Some(DraftSnapshot { file, drafts, shown, case })
    }

    /// Keeps beside the case what was begun on it.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn put_drafts_away(&mut self) -> io::Result<()> {
        let Some(file) = self.draft_file() else { return Ok(()) };
        self.drafts.at = None;
        put(&file, &self.drafts)?;
        self.drafts_are_kept = !self.drafts.is_empty();
        Ok(())
    }

    /// Reads what was begun when the case was last open.
    pub(super) fn find_drafts(&mut self, folder: &Folder, id: &CaseId, lock: &Lock) {
        if let Some(text) = folder.drafts(id, lock).read() {
            self.drafts = Drafts::read(&text, &self.settings.editions);
            self.drafts_are_kept = true;
        }
    }

    /// What was accepted is no draft any more, here or on the disk.
    pub(super) fn accepted(&mut self, accepted: impl Fn(DraftKey) -> bool) {
        self.drafts.forget(accepted);
        if self.drafts_are_kept {
            // A draft that stays on the disk is offered once more, and not taken for an answer.
            let _ = self.put_drafts_away();
        }
    }
}
