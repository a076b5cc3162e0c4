//! What is done to the open case: each change is on the disk, with the
//! determination of a complete case, or the case is as it was.

use std::fmt;

use chrono::NaiveDate;

use crate::case::{Answer, Case, QuestionId, Recorded, Target, Text};
use crate::casefile::DraftKey;
use crate::interview::{AnswerError, Interview};
use crate::policy::{Edition, Item, PolicySettings};
use crate::report;

use super::Session;
use super::audit::changes;

/// Why the case was not changed: it is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeError {
    /// The answer to this question can't be taken.
    Refused(QuestionId, AnswerError),
    /// It could not be saved.
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
    /// Takes the answer to a question, or to one part of an entry of its list, and saves it.
    ///
    /// # Errors
    /// Why it was not taken; the case is then as it was.
    pub fn answer(
        &mut self,
        question: QuestionId,
        target: Target,
        answer: &Answer,
    ) -> Result<(), ChangeError> {
        self.change_answer(question, |interview| interview.answer_at(question, target, answer))
    }

    /// Takes an entry out of its list and saves the case; after the last one
    /// the list is unanswered.
    ///
    /// # Errors
    /// Why it was not taken out; the case is then as it was.
    pub fn remove_entry(&mut self, question: QuestionId, index: usize) -> Result<(), ChangeError> {
        self.change_answer(question, |interview| interview.remove_entry(question, index))
    }

    fn change_answer(
        &mut self,
        question: QuestionId,
        change: impl FnOnce(&mut Interview) -> Result<(), AnswerError>,
    ) -> Result<(), ChangeError> {
        self.change(|interview| change(interview).map_err(|error| ChangeError::Refused(question, error)))?;
        self.accepted(|key| matches!(key, DraftKey::Answer(of, _) if of == question));
        Ok(())
    }

    /// Flags an item, or takes the flag back, and saves it.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn flag(&mut self, item: Item, words: Option<Text>) -> Result<(), ChangeError> {
        self.change(|interview| {
            interview.flag(item, words);
            Ok(())
        })?;
        self.accepted(|key| key == DraftKey::Flag(item));
        Ok(())
    }

    /// Notes where in the record the fact behind an item stands, and saves it.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn note_evidence(&mut self, item: Item, words: Option<Text>) -> Result<(), ChangeError> {
        self.change(|interview| {
            interview.note_evidence(item, words);
            Ok(())
        })?;
        self.accepted(|key| key == DraftKey::Evidence(item));
        Ok(())
    }

    /// Records the determination of a complete case that was saved without it.
    ///
    /// # Errors
    /// Why it could not be saved; the case is then as it was.
    pub fn record(&mut self) -> Result<(), ChangeError> {
        let stands = self.is_recorded() || self.to_record().is_none() || self.holder.is_some();
        if stands { Ok(()) } else { self.change(|_| Ok(())) }
    }

    /// Whether the determination of the case as it stands is recorded in it.
    pub fn is_recorded(&self) -> bool {
        let recorded = self.case().recorded.as_ref();
        self.to_record().is_some_and(|now| recorded.is_some_and(|recorded| says_the_same(recorded, &now)))
    }

    /// What is to be recorded of the case as it stands: its determination, once it is complete.
    fn to_record(&self) -> Option<Recorded> {
        let determination = self.interview.determination(&self.settings).ok();
        let complete = determination.filter(|determination| determination.complete)?;
        report::recorded(&complete, Some(self.today()))
    }

    /// Changes the case and saves it, a complete one with its determination.
    fn change(
        &mut self,
        change: impl FnOnce(&mut Interview) -> Result<(), ChangeError>,
    ) -> Result<(), ChangeError> {
        if let Some(holder) = &self.holder {
            return Err(ChangeError::NotSaved(format!("read-only: {holder}")));
        }
        let before = self.interview.clone();
        let done = change(&mut self.interview).and_then(|()| {
            self.record_if_complete(before.case().recorded.as_ref());
            self.save().map_err(ChangeError::NotSaved)
        });
        match done {
            Ok(()) => self.note(changes(before.case(), self.interview.case()), "saved"),
            Err(_) => self.interview = before,
        }
        done
    }

    /// Records the determination of a complete case; what was recorded before
    /// stays, with its date, where it says the same.
    fn record_if_complete(&mut self, before: Option<&Recorded>) {
        if let Some(now) = self.to_record() {
            let same = before.filter(|before| says_the_same(before, &now)).cloned();
            self.interview.record(Some(same.unwrap_or(now)));
        }
    }
}

/// The archived edition that a case's recorded determination was made under.
pub(super) fn closed_by<'e>(
    case: &Case,
    settings: &'e PolicySettings,
    today: NaiveDate,
) -> Option<&'e Edition> {
    let decided_under = case.recorded.as_ref()?.policy_text.as_ref()?;
    let mut archived = settings.editions.iter().filter(|edition| edition.is_archived(today));
    archived.find(|edition| decided_under.contains(&edition.label.name()))
}

/// Why a case that was determined under an archived edition is not written any more.
pub(super) fn closed(edition: &Edition) -> String {
    let name = edition.label.name();
    format!("it was determined under {name}, which is archived: a new request is a new case")
}

/// Whether two recorded determinations differ in nothing but their date.
fn says_the_same(before: &Recorded, now: &Recorded) -> bool {
    Recorded { date: now.date, ..before.clone() } == *now
}
