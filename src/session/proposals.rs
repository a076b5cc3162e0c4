//! Answers that are proposed as drafts, to be accepted one by one: what was undone.
//! Nothing counts before it is accepted.

use crate::case::{Answer, Entry, QuestionId, Target};
use crate::casefile::{DraftKey, DraftValue, Proposal};

use super::Session;
use super::change::ChangeError;

impl Session {
    /// The answer that is proposed for a question, or for one part of an entry.
    pub fn proposal(&self, question: QuestionId, target: Target) -> Option<&Proposal> {
        match self.drafts.of(DraftKey::Answer(question, target)) {
            Some(DraftValue::Proposed(proposal)) => Some(proposal),
            _ => None,
        }
    }

    /// The entries that are proposed for a list, beside those in it.
    pub fn proposed_entries(&self, question: QuestionId) -> &[Entry] {
        self.proposal(question, Target::Whole).map_or(&[], Proposal::entries)
    }

    /// Accepts one of the entries that are proposed for a list, counted from 0, and saves
    /// the case.
    ///
    /// # Errors
    /// Why it was not accepted; the case is then unchanged.
    pub fn accept_entry(&mut self, question: QuestionId, index: usize) -> Result<(), ChangeError> {
        let Some(entry) = self.proposed_entries(question).get(index).cloned() else { return Ok(()) };
        self.change_answer(question, |interview| interview.add_entry(question, entry))?;
        self.drop_proposed_entry(question, index);
        Ok(())
    }

    /// Drops one of the entries that are proposed for a list, counted from 0.
    pub fn drop_proposed_entry(&mut self, question: QuestionId, index: usize) {
        let Some(proposal) = self.proposal(question, Target::Whole) else { return };
        let mut entries = proposal.entries().to_vec();
        if index < entries.len() {
            entries.remove(index);
        }
        let rest = Proposal { answer: Answer::Entries(entries), from: proposal.from };
        let draft = Some(rest).filter(|rest| !rest.entries().is_empty()).map(DraftValue::Proposed);
        self.keep_draft(DraftKey::Answer(question, Target::Whole), draft);
    }
}
