//! Changes to the open case. Each one is saved, with the determination if the
//! case is complete; if that fails, the case is unchanged.

use std::fmt;

use chrono::NaiveDate;

use crate::case::{Answer, Case, QuestionId, Recorded, Target, Text};
use crate::casefile::DraftKey;
use crate::interview::{AnswerError, Interview};
use crate::policy::{self, Edition, Item, PolicySettings};
use crate::report;
use crate::store::AuditAction;

use super::Session;
use super::audit::change_events;
use super::case_log::Deed;
use super::time_of_receipt::follow_receipt;

/// Why the case was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeError {
    /// The answer to this question is not valid.
    Refused(QuestionId, AnswerError),
    /// The change could not be saved.
    NotSaved(String),
}

impl fmt::Display for ChangeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(question, error) => match error.elsewhere(*question) {
                Some(other) => write!(out, "{error} (see {other})"),
                None => error.fmt(out),
            },
            Self::NotSaved(problem) => out.write_str(problem),
        }
    }
}

impl Session {
    /// Accepts and saves the answer to a question, or to one part of an entry of its list.
    /// The time of receipt follows the day of receipt.
    ///
    /// # Errors
    /// Why it was not accepted; the case is then unchanged.
    pub fn answer(
        &mut self,
        question: QuestionId,
        target: Target,
        answer: &Answer,
    ) -> Result<(), ChangeError> {
        let zone = self.clock.zone;
        self.change_answer(question, |interview| {
            interview.answer_at(question, target, answer)?;
            follow_receipt(interview, zone);
            Ok(())
        })?;
        if target == Target::Whole || self.proposed_entries(question).is_empty() {
            self.discard_drafts(|key| key == DraftKey::Answer(question, Target::Whole));
        }
        Ok(())
    }

    /// Removes an entry from its list and saves the case. Without its last entry the
    /// list is unanswered: "none" is only ever answered on purpose.
    ///
    /// # Errors
    /// Why it was not removed; the case is then unchanged.
    pub fn remove_entry(&mut self, question: QuestionId, index: usize) -> Result<(), ChangeError> {
        self.change_answer(question, |interview| interview.remove_entry(question, index))
    }

    /// Changes the answer to a question. Drafts in its entries are discarded: the numbers
    /// of the entries may have changed.
    pub(super) fn change_answer(
        &mut self,
        question: QuestionId,
        change: impl FnOnce(&mut Interview) -> Result<(), AnswerError>,
    ) -> Result<(), ChangeError> {
        self.change(|interview| change(interview).map_err(|error| ChangeError::Refused(question, error)))?;
        self.discard_drafts(|key| matches!(key, DraftKey::Answer(of, Target::Part { .. }) if of == question));
        Ok(())
    }

    /// Flags an item for a clinician, or removes the flag with `None`, and saves the case.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn flag(&mut self, item: Item, words: Option<Text>) -> Result<(), ChangeError> {
        self.change(|interview| {
            interview.flag(item, words);
            Ok(())
        })?;
        self.discard_drafts(|key| key == DraftKey::Flag(item));
        Ok(())
    }

    /// Notes where the record documents an item, or removes the note with `None`, and saves the case.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn note_evidence(&mut self, item: Item, words: Option<Text>) -> Result<(), ChangeError> {
        self.change(|interview| {
            interview.note_evidence(item, words);
            Ok(())
        })?;
        self.discard_drafts(|key| key == DraftKey::Evidence(item));
        Ok(())
    }

    /// Records the determination of a complete case if that is missing or outdated.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn record(&mut self) -> Result<(), ChangeError> {
        let nothing_to_do = self.is_recorded() || self.to_record().is_none() || self.read_only.is_some();
        if nothing_to_do { Ok(()) } else { self.change(|_| Ok(())) }
    }

    /// Whether the current determination of the case is recorded in it.
    pub fn is_recorded(&self) -> bool {
        let recorded = self.case().recorded.as_ref();
        self.to_record()
            .is_some_and(|now| recorded.is_some_and(|recorded| are_equal_but_for_date(recorded, &now)))
    }

    /// The determination to be recorded, once the case is complete and what a provider
    /// answered is confirmed.
    fn to_record(&self) -> Option<Recorded> {
        // Known already, and without it most answers would be followed by a determination.
        let complete = self.interview.asked().is_empty() && self.interview.unconfirmed().is_empty();
        let determination = complete.then(|| policy::decide(self.case(), &self.settings).ok())??;
        report::recorded(&determination, Some(self.today()))
    }

    /// Changes the case and saves it, with the determination if it is complete. It can be
    /// undone.
    pub(super) fn change(
        &mut self,
        change: impl FnOnce(&mut Interview) -> Result<(), ChangeError>,
    ) -> Result<(), ChangeError> {
        self.change_as(change, change_events)
    }

    /// The same, which logs these events of the change.
    pub(super) fn change_as(
        &mut self,
        change: impl FnOnce(&mut Interview) -> Result<(), ChangeError>,
        events: impl FnOnce(&Case, &Case) -> Vec<Deed>,
    ) -> Result<(), ChangeError> {
        let before = self.interview.clone();
        let recorded = before.case().recorded.as_ref();
        self.save_changed(change, recorded, events)?;
        self.remember(before);
        Ok(())
    }

    /// Changes the case and saves it, with the determination if it is complete: one that
    /// equals `recorded` keeps its date. Logs these events of the change.
    pub(super) fn save_changed(
        &mut self,
        change: impl FnOnce(&mut Interview) -> Result<(), ChangeError>,
        recorded: Option<&Recorded>,
        events: impl FnOnce(&Case, &Case) -> Vec<Deed>,
    ) -> Result<(), ChangeError> {
        if let Some(reason) = &self.read_only {
            return Err(ChangeError::NotSaved(format!("read-only: {reason}")));
        }
        let before = self.interview.clone();
        let result = change(&mut self.interview).and_then(|()| {
            self.record_if_complete(recorded);
            let mut deeds = events(before.case(), self.interview.case());
            if deeds.is_empty() {
                deeds.push((AuditAction::Answered, Vec::new()));
            }
            self.save(deeds).map_err(ChangeError::NotSaved)
        });
        if result.is_err() {
            self.interview = before;
        }
        result
    }

    /// Records the determination of a complete case. An equal one that was recorded
    /// before is kept with its date.
    fn record_if_complete(&mut self, before: Option<&Recorded>) {
        if let Some(now) = self.to_record() {
            let same = before.filter(|before| are_equal_but_for_date(before, &now)).cloned();
            self.interview.record(Some(same.unwrap_or(now)));
        }
    }
}

/// The archived edition that the recorded determination of a case was made under, if any.
pub(super) fn archived_edition<'e>(
    case: &Case,
    settings: &'e PolicySettings,
    today: NaiveDate,
) -> Option<&'e Edition> {
    let decided_under = case.recorded.as_ref()?.policy_text.as_ref()?;
    let mut archived = settings.editions.iter().filter(|edition| edition.is_archived(today));
    archived.find(|edition| decided_under.contains(&edition.label.name()))
}

/// Why a case that was determined under an archived edition is read-only.
pub(super) fn archived_reason(edition: &Edition) -> String {
    let name = edition.label.name();
    format!("it was determined under {name}, which is archived: start a new case for a new request")
}

/// Whether two recorded determinations are equal except for their dates.
fn are_equal_but_for_date(before: &Recorded, now: &Recorded) -> bool {
    Recorded { date: now.date, ..before.clone() } == *now
}
