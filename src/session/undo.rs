//! Undoing what was accepted in this sitting, the last change first. Undoing is a
//! change of its own: it is saved and logged, or nothing has changed.

use crate::case::{Answer, Case, Target};
use crate::casefile::{DraftKey, DraftValue, Proposal, ProposedFrom};
use crate::interview::{Change, Interview, changes};
use crate::store::AuditAction;

use super::Session;
use super::audit::determined;
use super::case_log::Deed;
use super::change::ChangeError;
use super::intake::intake_text;

/// How many changes can be undone; of more, the first ones stay.
const MOST_STEPS: usize = 100;

impl Session {
    /// Remembers the case as it was before a change that was saved.
    pub(super) fn remember(&mut self, before: Interview) {
        let entered = |case: &Case| Case { recorded: None, ..case.clone() };
        if entered(before.case()) == entered(self.case()) {
            return;
        }
        if self.earlier.len() == MOST_STEPS {
            self.earlier.pop_front();
        }
        self.earlier.push_back(before);
    }

    /// Whether a change of this sitting can be undone.
    pub fn can_undo(&self) -> bool {
        !self.earlier.is_empty()
    }

    /// Undoes the last accepted change of this sitting and saves the case as it was
    /// before. What was entered is kept as a draft. Gives what was undone; `None` where no
    /// change is left.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn undo(&mut self) -> Result<Option<Vec<Change>>, ChangeError> {
        let Some(earlier) = self.earlier.back().cloned() else { return Ok(None) };
        let (after, recorded) = (self.case().clone(), earlier.case().recorded.clone());
        let restore = |interview: &mut Interview| {
            *interview = earlier;
            Ok(())
        };
        self.save_changed(restore, recorded.as_ref(), undone)?;
        self.earlier.pop_back();
        let changes = changes(self.case(), &after);
        // A time of receipt that had followed the day of receipt was not entered.
        let is_entered = |change: &&Change| changes.len() == 1 || !matches!(change, Change::Arrived(..));
        changes.iter().filter(is_entered).for_each(|change| self.keep_undone(change));
        // Best effort: drafts are saved when the case is closed too.
        let _ = self.save_drafts();
        Ok(Some(changes))
    }

    /// Keeps what a change had entered as a draft, unless there is a newer draft.
    fn keep_undone(&mut self, change: &Change) {
        match change {
            Change::Answered(question, target, Some(answer)) => {
                let proposal = Proposal { answer: answer.clone(), from: ProposedFrom::Undone };
                let draft = DraftValue::Proposed(proposal);
                self.keep_unless_typed(DraftKey::Answer(*question, *target), draft);
            }
            Change::Added(question, entry) => {
                let key = DraftKey::Answer(*question, Target::Whole);
                let (from, mut entries) = match self.drafts.of(key) {
                    Some(DraftValue::Proposed(others)) => (others.from, others.entries().to_vec()),
                    _ => (ProposedFrom::Undone, Vec::new()),
                };
                entries.insert(0, entry.clone());
                let proposal = Proposal { answer: Answer::Entries(entries), from };
                self.keep_draft(key, Some(DraftValue::Proposed(proposal)));
            }
            // The numbers of the entries have changed: a draft could come back in another one.
            Change::Removed(question, _) => self.discard_drafts(
                |key| matches!(key, DraftKey::Answer(of, Target::Part { .. }) if of == *question),
            ),
            Change::Flagged(item, words) | Change::Noted(item, words) => {
                let item = self.settings.editions.item_of_key(item);
                let is_flag = matches!(change, Change::Flagged(..));
                let key = item.map(if is_flag { DraftKey::Flag } else { DraftKey::Evidence });
                if let (Some(key), Some(words)) = (key, words) {
                    self.keep_unless_typed(key, DraftValue::Typed(words.raw().to_owned()));
                }
            }
            Change::Arrived(field, intake) => {
                let text = intake_text(intake, *field);
                if !text.is_empty() {
                    self.keep_unless_typed(DraftKey::Intake(*field), DraftValue::Typed(text));
                }
            }
            Change::Answered(_, _, None) | Change::Confirmed(_) => {}
        }
    }

    fn keep_unless_typed(&mut self, key: DraftKey, draft: DraftValue) {
        if matches!(self.drafts.of(key), None | Some(DraftValue::Proposed(_))) {
            self.keep_draft(key, Some(draft));
        }
    }
}

/// The events of undoing: what was undone, and the determination that is
/// recorded again.
fn undone(before: &Case, after: &Case) -> Vec<Deed> {
    let names = changes(after, before).iter().map(Change::key).collect();
    [Some((AuditAction::Undone, names)), determined(before, after)].into_iter().flatten().collect()
}
