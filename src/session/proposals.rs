//! Answers that are proposed as drafts, to be accepted one by one: those of the other
//! joint, and what was undone. Nothing counts before it is accepted.

use crate::case::{Answer, Choice, Entry, Laterality, QuestionId, Target};
use crate::casefile::{DraftKey, DraftValue, Proposal, ProposedFrom};

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

    /// Whether the other joint has an answer that can be proposed for this one.
    pub fn can_propose(&self, joint: Laterality) -> bool {
        self.read_only.is_none() && !self.answers_to_propose(joint).is_empty()
    }

    /// Proposes the answers of the other joint for the questions of this one that have
    /// neither an answer nor a draft, and says how many, as a sentence without its full stop.
    pub fn take_over_other_joint(&mut self, joint: Laterality) -> String {
        let (own, other) = (joint.name(), joint.other().name());
        match self.propose_other_joint(joint) {
            0 if self.interview.answers_of_other_joint(joint).is_empty() => {
                format!("the {other} side has no answer that the {own} side lacks")
            }
            0 => format!("the answers of the {other} side are drafts of the {own} side already"),
            1 => format!("1 answer of the {other} side is a draft of the {own} side now"),
            count => format!("{count} answers of the {other} side are drafts of the {own} side now"),
        }
    }

    fn propose_other_joint(&mut self, joint: Laterality) -> usize {
        let answers = self.answers_to_propose(joint);
        let (count, from) = (answers.len(), ProposedFrom::Joint(joint.other()));
        for (question, answer) in answers {
            let draft = DraftValue::Proposed(Proposal { answer, from });
            self.keep_draft(DraftKey::Answer(question, Target::Whole), Some(draft));
        }
        count
    }

    fn answers_to_propose(&self, joint: Laterality) -> Vec<(QuestionId, Answer)> {
        let mut answers = self.interview.answers_of_other_joint(joint);
        answers.retain(|(question, _)| self.drafts.of(DraftKey::Answer(*question, Target::Whole)).is_none());
        answers
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
