//! What is refused where it is entered: dates and durations that can't be.
//!
//! A date known only to the month or the year is refused when no day of it could be right.

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

/// Why an answer can't stand.
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
    /// A list that must name something.
    Empty,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterReceipt { received } => write!(
                out,
                "this is after {received}, the day the request was received: give a day up to then, or correct request.received"
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

/// A place of the case that holds something impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidationError {
    /// Which question.
    pub question: QuestionId,
    /// Which entry of a list, counted from 0, and which part of it.
    pub entry: Option<(usize, Part)>,
    /// What is wrong.
    pub problem: Problem,
}

/// Everything in the facts that can't be, in the order of the file.
pub fn validate(facts: &Facts) -> Vec<ValidationError> {
    let mut found = Vec::new();
    let mut validate = Check { received: facts.request.received.0, found: &mut found };
    validate.case(facts);
    for side in Laterality::BOTH {
        validate.joint(side, facts.joint(side));
    }
    validate.therapy(facts);
    found
}

struct Check<'a> {
    received: Option<NaiveDate>,
    found: &'a mut Vec<ValidationError>,
}

impl Check<'_> {
    fn refuse(&mut self, question: QuestionId, entry: Option<(usize, Part)>, problem: Problem) {
        self.found.push(ValidationError { question, entry, problem });
    }

    fn past(&mut self, question: QuestionId, entry: Option<(usize, Part)>, earliest: Option<NaiveDate>) {
        if let (Some(received), Some(earliest)) = (self.received, earliest)
            && earliest > received
        {
            self.refuse(question, entry, Problem::AfterReceipt { received });
        }
    }

    fn case(&mut self, facts: &Facts) {
        let anywhere = Laterality::Left;
        if facts.member.id.0.as_ref().is_some_and(super::text::Text::is_blank) {
            self.refuse(Field::MemberId.at(anywhere), None, Problem::Empty);
        }
        if facts.pain.location.known().is_some_and(std::collections::BTreeSet::is_empty) {
            self.refuse(Field::Location.at(anywhere), None, Problem::Empty);
        }
        self.past(Field::BirthDate.at(anywhere), None, facts.member.birth_date.known().copied());
        if let Some(received) = self.received {
            let onset = facts.pain.onset.known().map(|onset| onset.span(received).first);
            self.past(Field::Onset.at(anywhere), None, onset);
        }
    }

    fn joint(&mut self, side: Laterality, joint: &Joint) {
        for (index, injection) in joint.injections.known().into_iter().flatten().enumerate() {
            self.past(Field::Injections.at(side), Some((index, Part::Date)), first_day(&injection.date));
        }
        for (index, ablation) in joint.ablations.known().into_iter().flatten().enumerate() {
            self.past(Field::Ablations.at(side), Some((index, Part::Date)), first_day(&ablation.date));
            self.relief(Field::Ablations.at(side), index, ablation);
        }
    }

    fn relief(&mut self, question: QuestionId, index: usize, ablation: &Ablation) {
        if let (Some(received), Some(first), Some(relief)) =
            (self.received, first_day(&ablation.date), ablation.relief_months.known())
            && first <= received
            && months_after(first, relief.whole()) > received
        {
            self.refuse(question, Some((index, Part::ReliefMonths)), Problem::ReliefTooLong { received });
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
            self.past(question, Some((index, Part::Start)), first);
            if let (Some(first), Some(End::On(end))) = (first, end.known())
                && end.span().last < first
            {
                self.refuse(question, Some((index, Part::End)), Problem::EndBeforeStart);
            }
        }
    }
}

fn first_day(date: &Fact<PartialDate>) -> Option<NaiveDate> {
    date.known().map(|when| when.span().first)
}

impl ReliefMonths {
    /// The whole months of relief: only these are compared with the time since a procedure.
    pub fn whole(self) -> u32 {
        u32::try_from(self.0.floor()).unwrap_or(0)
    }

    /// The days on which a procedure with this much relief can have been, given the days it could be.
    pub fn days_possible(self, dates: DateRange, received: NaiveDate) -> Option<DateRange> {
        dates.and(DateRange::until(super::date::latest_with_months_until(received, self.whole())))
    }
}
