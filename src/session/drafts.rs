//! Drafts of the open case: input that was typed but not accepted. A draft comes
//! back with its question, also after the program has ended.

use std::io;

use crate::case::{QuestionId, Target};
use crate::casefile::{DraftKey, DraftValue, Drafts};
use crate::interview::Position;
use crate::store::{CaseId, DraftFile, Folder, Lock};

use super::Session;

/// The drafts of a case at one moment, to be saved if the program ends.
#[derive(Debug, Clone)]
pub struct DraftSnapshot {
    file: DraftFile,
    drafts: Drafts,
    /// The drafts that are on the screen: the next key may accept them.
    shown: Vec<DraftKey>,
    /// The text of the case file at that moment.
    case_text: String,
}

impl DraftSnapshot {
    /// Saves the drafts beside the case.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn keep(mut self) -> io::Result<()> {
        // An answer was accepted since: what was on the screen is not a draft any more.
        if self.file.case_text().as_ref() != Some(&self.case_text) {
            self.drafts.at = None;
            self.drafts.forget(|key| self.shown.contains(&key));
        }
        write_or_remove(&self.file, &self.drafts)
    }
}

/// Writes the draft file, or removes it when there are no drafts.
fn write_or_remove(file: &DraftFile, drafts: &Drafts) -> io::Result<()> {
    if drafts.is_empty() { file.remove() } else { file.write(&drafts.write()) }
}

impl Session {
    /// Where to continue: at the question where the program was killed, else where
    /// the interview continues.
    pub fn resume(&mut self) -> Position {
        let interrupted =
            self.drafts.at.take().filter(|(question, target)| self.interview.asks(*question, *target));
        interrupted
            .map_or_else(|| self.interview.start(), |(question, target)| Position::Question(question, target))
    }

    /// Keeps a draft until its question or note comes back; `None` discards it.
    pub fn keep_draft(&mut self, key: DraftKey, draft: Option<DraftValue>) {
        self.drafts.keep(key, draft);
    }

    /// The draft of a question or a note, if there is one.
    pub fn draft(&self, key: DraftKey) -> Option<&DraftValue> {
        self.drafts.of(key)
    }

    /// The draft file: there is none for a read-only case, or before the case has a file.
    fn draft_file(&self) -> Option<DraftFile> {
        let lock = self.lock.as_ref().filter(|_| self.on_disk.is_some())?;
        Some(self.folder.draft_file(&self.id, lock))
    }

    /// What to save if the program ended now, at this question and with these drafts
    /// on the screen.
    pub fn draft_snapshot(
        &self,
        at: Option<(QuestionId, Target)>,
        draft: Vec<(DraftKey, Option<DraftValue>)>,
    ) -> Option<DraftSnapshot> {
        let (file, case_text) = (self.draft_file()?, self.on_disk.clone()?);
        let mut drafts = self.drafts.clone();
        let start = self.interview.start();
        drafts.at = at.filter(|(question, target)| Position::Question(*question, *target) != start);
        let shown = draft.iter().map(|(key, _)| *key).collect();
        draft.into_iter().for_each(|(key, draft)| drafts.keep(key, draft));
        Some(DraftSnapshot { file, drafts, shown, case_text })
    }

    /// Saves the drafts beside the case.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn save_drafts(&mut self) -> io::Result<()> {
        let Some(file) = self.draft_file() else { return Ok(()) };
        self.drafts.at = None;
        write_or_remove(&file, &self.drafts)?;
        self.has_draft_file = !self.drafts.is_empty();
        Ok(())
    }

    /// Reads the drafts of when the case was last open.
    pub(super) fn read_drafts(&mut self, folder: &Folder, id: &CaseId, lock: &Lock) {
        if let Some(text) = folder.draft_file(id, lock).read() {
            self.drafts = Drafts::read(&text, &self.settings.editions);
            self.has_draft_file = true;
        }
    }

    /// Discards the drafts of what was accepted, here and on the disk.
    pub(super) fn discard_drafts(&mut self, accepted: impl Fn(DraftKey) -> bool) {
        self.drafts.forget(accepted);
        if self.has_draft_file {
            // Best effort: a draft that stays on the disk is only offered again, it is not an answer.
            let _ = self.save_drafts();
        }
    }
}
