//! The answers that a provider gave: which are to be confirmed, what to look at before
//! that, and what becomes of their origin when they change.

use chrono::{Datelike, NaiveDate};

use crate::case::{
    Answer, AnswerSource, Case, End, Facts, Onset, OtherBlock, PartialDate, QuestionId, Target,
};
use crate::policy;
use crate::questions::{self, doubt, step};

use super::{Interview, weekday};

/// Where an answer of a provider comes from, in words.
pub fn describe_source(source: AnswerSource) -> &'static str {
    match source {
        AnswerSource::AutoClient => "from the provider (from the EHR)",
        AnswerSource::AutoServer => "from the provider (filled in by the plan)",
        AnswerSource::Override => "from the provider (filled in, then changed)",
        AnswerSource::Manual => "from the provider (typed)",
        AnswerSource::Mixed => "from the provider (several sources)",
        AnswerSource::Unstated => "from the provider (source not stated)",
    }
}

/// The date that a duration before receipt comes to.
pub fn counted_back(answer: &Answer, facts: &Facts) -> Option<String> {
    match (answer, facts.request.received.0) {
        (Answer::DateOrAgo(onset @ Onset::Ago(_)), Some(received)) => {
            Some(weekday(onset.span(received).first))
        }
        _ => None,
    }
}

impl Interview {
    /// The provider's answers that count and are not confirmed, in the order asked.
    pub fn unconfirmed(&self) -> Vec<QuestionId> {
        let mut found = policy::unconfirmed(&self.case, &self.settings.editions);
        questions::sort(&mut found);
        found
    }

    /// The same, of the step that has this question.
    pub fn unconfirmed_in_step(&self, question: QuestionId) -> Vec<QuestionId> {
        let mut found = self.unconfirmed();
        found.retain(|other| step(*other) == step(question));
        found
    }

    /// The questions that keep a determination from being recorded, in order: those that
    /// are open, and those whose answer is to be confirmed.
    pub fn waiting(&self) -> Vec<QuestionId> {
        self.in_order(&[self.open(), self.unconfirmed()].concat())
    }

    /// The same with those that lack an answer for the record.
    pub fn to_stop_at(&self) -> Vec<QuestionId> {
        self.in_order(&[self.lacking(), self.unconfirmed()].concat())
    }

    fn in_order(&self, wanted: &[QuestionId]) -> Vec<QuestionId> {
        self.questions().into_iter().filter(|question| wanted.contains(question)).collect()
    }

    /// Adds the answers that count without being asked for, while they are to be confirmed.
    pub(super) fn with_unconfirmed(&self, mut asked: Vec<QuestionId>) -> Vec<QuestionId> {
        let unasked = policy::unconfirmed(&self.case, &self.settings.editions);
        let unasked: Vec<QuestionId> =
            unasked.into_iter().filter(|question| !asked.contains(question)).collect();
        if !unasked.is_empty() {
            asked.extend(unasked);
            questions::sort(&mut asked);
        }
        asked
    }

    /// Confirms the provider's answers to these questions.
    pub fn confirm(&mut self, questions: &[QuestionId]) {
        if let Some(provider) = &mut self.case.provider {
            questions.iter().for_each(|question| provider.confirm(*question));
        }
    }

    /// Takes over where the answers of a saved case came from.
    pub(super) fn take_origins(&mut self, saved: &Case) {
        self.case.provider.clone_from(&saved.provider);
    }

    /// After another answer was given, it is no longer the provider's. A list that had
    /// entries and has some now is still to be confirmed: the others are the provider's.
    pub(super) fn change_origin(&mut self, question: QuestionId, before: &Facts) {
        let had_entries = before.fact(question).entry_count() > 0;
        let has_entries = self.case.facts.fact(question).entry_count() > 0;
        let Some(provider) = &mut self.case.provider else { return };
        if had_entries && has_entries && provider.is_unconfirmed(question) {
            provider.mix(question);
        } else {
            provider.forget(question);
        }
    }

    /// What to look at before the provider's answer to a question, or to one part of an
    /// entry, is confirmed; nothing once it is.
    pub fn to_check(&self, question: QuestionId, target: Target, today: NaiveDate) -> Vec<String> {
        if !self.case.is_unconfirmed(question) {
            return Vec::new();
        }
        let answer = self.facts().answer(question);
        let odd = answer.and_then(|answer| doubt(self.facts(), question, &answer, today));
        let odd = odd.filter(|_| target == Target::Whole).map(|odd| format!("odd: {odd}"));
        odd.into_iter().chain(self.dates_to_check(question, target)).collect()
    }

    fn dates_to_check(&self, question: QuestionId, target: Target) -> Vec<String> {
        let whole = self.facts().answer(question);
        let entries = self.facts().entries(question);
        let parts = entries
            .iter()
            .enumerate()
            .flat_map(|(index, entry)| entry.0.iter().map(move |(part, answer)| (index, *part, answer)));
        let of_list = parts.filter_map(|(index, part, answer)| {
            let words = perhaps_not_that_day(answer)?;
            match target {
                Target::Whole => Some(format!("entry {}, {}: {words}", index + 1, part.label())),
                target => (target == Target::Part { index, part }).then_some(words),
            }
        });
        whole.as_ref().and_then(perhaps_not_that_day).into_iter().chain(of_list).collect()
    }
}

/// That a day may stand for a month or a year: forms that keep only whole days write the
/// first day for one.
fn perhaps_not_that_day(answer: &Answer) -> Option<String> {
    let day = match answer {
        Answer::Day(day)
        | Answer::PartialDate(PartialDate::Day(day))
        | Answer::DateOrOngoing(End::On(PartialDate::Day(day)))
        | Answer::DateOrAgo(Onset::Since(PartialDate::Day(day)))
        | Answer::DayOrNone(OtherBlock::On(day)) => *day,
        _ => return None,
    };
    let period = match (day.month(), day.day()) {
        (1, 1) => day.format("%Y"),
        (_, 1) => day.format("%Y-%m"),
        _ => return None,
    };
    Some(format!("{} may stand for \"{period}\": check the day", day.format("%-d %B %Y")))
}
