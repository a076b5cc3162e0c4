//! Validation: rejects impossible dates and durations, and required values left empty.
//!
//! A date known only to the month or the year is rejected only when each of its
//! days is impossible.

use std::fmt;

use chrono::NaiveDate;

use super::choice::Laterality;
use super::date::{DateRange, End, PartialDate, months_after};
use super::fact::Fact;
use super::facts::{Facts, Joint};
use super::field::{Field, QuestionId};
use super::measure::ReliefMonths;
use super::part::Part;
use super::record::{Ablation, ActiveEpisode, InactiveEpisode};

/// Why an answer is impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// A past event after the day the request was received.
    AfterReceipt {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// An end before its start.
    EndBeforeStart,
    /// Relief that lasted longer than the time since the procedure.
    ReliefTooLong {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// A value that must not be empty.
    Empty,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterReceipt { received } => write!(
                out,
                "this is after {received}, the day the request was received: give a day up to then, or correct the day of receipt"
            ),
            Self::EndBeforeStart => out.write_str("this ends before it starts: correct the start or the end"),
            Self::ReliefTooLong { received } => write!(
                out,
                "the relief is longer than the time from the procedure to {received}: correct the months or the date"
            ),
            Self::Empty => out.write_str("nothing is named: name one or more, or answer not documented"),
        }
    }
}

/// An impossible answer, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidationError {
    /// The question.
    pub question: QuestionId,
    /// For a list: the entry, counted from 0, and the part of it.
    pub entry: Option<(usize, Part)>,
    /// What is wrong.
    pub problem: Problem,
}

/// Every impossible answer of a case, in file order.
pub fn validate(facts: &Facts) -> Vec<ValidationError> {
    let mut validator = Validator { received: facts.request.received.0, errors: Vec::new() };
    validator.case(facts);
    for side in Laterality::BOTH {
        validator.joint(side, facts.joint(side));
    }
    validator.therapy(facts);
    validator.errors
}

struct Validator {
    received: Option<NaiveDate>,
    errors: Vec<ValidationError>,
}

impl Validator {
    fn reject(&mut self, question: QuestionId, entry: Option<(usize, Part)>, problem: Problem) {
        self.errors.push(ValidationError { question, entry, problem });
    }

    /// Rejects a past event that can only be after the day of receipt.
    fn past_event(
        &mut self,
        question: QuestionId,
        entry: Option<(usize, Part)>,
        earliest: Option<NaiveDate>,
    ) {
        if let (Some(received), Some(earliest)) = (self.received, earliest)
            && earliest > received
        {
            self.reject(question, entry, Problem::AfterReceipt { received });
        }
    }

    fn case(&mut self, facts: &Facts) {
        // These fields are not of a joint: `at` ignores the side.
        let any_side = Laterality::Left;
        if facts.member.id.0.as_ref().is_some_and(super::text::Text::is_blank) {
            self.reject(Field::MemberId.at(any_side), None, Problem::Empty);
        }
        if facts.pain.location.known().is_some_and(std::collections::BTreeSet::is_empty) {
            self.reject(Field::Location.at(any_side), None, Problem::Empty);
        }
        if let Some(received) = self.received {
            let earliest = facts.pain.onset.known().map(|onset| onset.span(received).first);
            self.past_event(Field::Onset.at(any_side), None, earliest);
        }
    }

    fn joint(&mut self, side: Laterality, joint: &Joint) {
        for (index, injection) in joint.injections.known().into_iter().flatten().enumerate() {
            self.past_event(
                Field::Injections.at(side),
                Some((index, Part::Date)),
                first_day(&injection.date),
            );
        }
        for (index, ablation) in joint.ablations.known().into_iter().flatten().enumerate() {
            self.past_event(Field::Ablations.at(side), Some((index, Part::Date)), first_day(&ablation.date));
            self.relief(Field::Ablations.at(side), index, ablation);
        }
    }

    fn relief(&mut self, question: QuestionId, index: usize, ablation: &Ablation) {
        if let (Some(received), Some(first), Some(relief)) =
            (self.received, first_day(&ablation.date), ablation.relief_months.known())
            && first <= received
            && months_after(first, relief.whole()) > received
        {
            self.reject(question, Some((index, Part::ReliefMonths)), Problem::ReliefTooLong { received });
        }
    }

    fn therapy(&mut self, facts: &Facts) {
        let active = facts.therapy.active.known().into_iter().flatten();
        let inactive = facts.therapy.inactive.known().into_iter().flatten();
        let active = active.map(|ActiveEpisode { start, end, .. }| (start, end));
        let inactive = inactive.map(|InactiveEpisode { start, end, .. }| (start, end));
        self.episodes(Field::ActiveTherapy, active);
        self.episodes(Field::InactiveTherapy, inactive);
    }

    fn episodes<'e>(
        &mut self,
        field: Field,
        episodes: impl Iterator<Item = (&'e Fact<PartialDate>, &'e Fact<End>)>,
    ) {
        let question = field.at(Laterality::Left);
        for (index, (start, end)) in episodes.enumerate() {
            let first = first_day(start);
            self.past_event(question, Some((index, Part::Start)), first);
            if let (Some(first), Some(End::On(end))) = (first, end.known())
                && end.span().last < first
            {
                self.reject(question, Some((index, Part::End)), Problem::EndBeforeStart);
            }
        }
    }
}

fn first_day(date: &Fact<PartialDate>) -> Option<NaiveDate> {
    date.known().map(|when| when.span().first)
}

impl ReliefMonths {
    /// The whole months of relief: a part of a month is never compared with a date.
    pub fn whole(self) -> u32 {
        u32::try_from(self.0.floor()).unwrap_or(0)
    }

    /// Of these dates, those on which a procedure followed by this much relief can have been.
    pub fn possible_days(self, dates: DateRange, received: NaiveDate) -> Option<DateRange> {
        dates.intersection(DateRange::until(super::date::latest_with_months_until(received, self.whole())))
    }
}
