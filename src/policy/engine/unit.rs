//! The unit of decision: one procedure on one joint on one planned day of service.

use chrono::NaiveDate;

use crate::case::{
    DateRange, Fact, Facts, Field, Joint, Laterality, PartialDate, Procedure, QuestionId, RequestedSide,
    State, YesNo, months_after, months_before,
};

use super::certainty::Certainty;
use super::limits::Limits;
use super::reading::ReadingSettings;

/// The facts without which there is no determination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Essentials {
    /// R, the day the request was received.
    pub(crate) received: NaiveDate,
    /// The procedure.
    pub(crate) procedure: Procedure,
    /// The side or sides.
    pub(crate) side: RequestedSide,
}

impl Essentials {
    /// The fields without which there is no determination.
    pub(crate) const FIELDS: [Field; 4] = [Field::MemberId, Field::Received, Field::Procedure, Field::Side];

    /// The essentials of a case.
    ///
    /// # Errors
    /// The fields without an answer.
    pub(crate) fn of(facts: &Facts) -> Result<Self, Vec<Field>> {
        let request = &facts.request;
        match (facts.member.id.0.as_ref(), request.received.0, request.procedure.0, request.side.0) {
            (Some(_), Some(received), Some(procedure), Some(side)) => Ok(Self { received, procedure, side }),
            _ => Err(Self::missing(facts).map(QuestionId::field).collect()),
        }
    }

    /// The questions among them without an answer.
    pub(crate) fn missing(facts: &Facts) -> impl Iterator<Item = QuestionId> + '_ {
        // None of these is a field of a joint: `at` ignores the side.
        let all = Self::FIELDS.into_iter().map(|field| field.at(Laterality::Left));
        all.filter(|question| facts.fact(*question).state() == State::Unanswered)
    }
}

/// One joint of a request under one edition: the input of every rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) joint: &'a Joint,
    pub(crate) side: Laterality,
    pub(crate) essentials: Essentials,
    /// S, the planned day of service, unless it is missing.
    pub(crate) service: Option<NaiveDate>,
    /// The days S could be under this edition: S itself, or from R on while S is missing.
    pub(crate) service_days: DateRange,
    /// The first day of service that an edition governs.
    pub(crate) governed_from: NaiveDate,
    /// The days before receipt from which evidence counts, both ends included.
    pub(crate) evidence_window: DateRange,
    pub(crate) limits: &'a Limits,
    pub(crate) readings: &'a ReadingSettings,
}

/// 300 years: every window and distance has passed by then.
const HORIZON_MONTHS: u32 = 3600;

/// A day of service so late that no later one gives another finding.
pub(crate) fn latest_service_day(received: NaiveDate) -> NaiveDate {
    months_after(received, HORIZON_MONTHS)
}

/// The days S could be, under any edition.
pub(crate) fn possible_service_days(service: Option<NaiveDate>, received: NaiveDate) -> DateRange {
    let first = service.unwrap_or(received);
    DateRange { first, last: service.unwrap_or_else(|| latest_service_day(received)) }
}

/// The days before receipt from which evidence counts under these limits.
pub(crate) fn evidence_window(received: NaiveDate, limits: &Limits) -> DateRange {
    DateRange { first: months_before(received, limits.evidence_months), last: received }
}

impl Unit<'_> {
    pub(crate) fn received(&self) -> NaiveDate {
        self.essentials.received
    }

    pub(crate) fn both_requested(&self) -> bool {
        self.essentials.side == RequestedSide::Both
    }

    /// The first day S could be.
    pub(crate) fn first_service(&self) -> NaiveDate {
        self.service_days.first
    }

    /// The last day S could be.
    pub(crate) fn last_service(&self) -> NaiveDate {
        self.service_days.last
    }

    /// The same unit with S on this day.
    pub(crate) fn with_service_on(&self, day: NaiveDate) -> Self {
        Self { service: Some(day), service_days: DateRange::day(day), ..*self }
    }

    /// The days a past event could have been on: none is after receipt.
    pub(crate) fn possible_days(&self, date: &Fact<PartialDate>) -> DateRange {
        let until = DateRange::until(self.received());
        date.known().and_then(|when| when.span().intersection(until)).unwrap_or(until)
    }
}

/// Whether a yes-or-no fact is yes.
pub(crate) fn yes(fact: &Fact<YesNo>) -> Certainty {
    Certainty::of(fact, |answer| answer.is_yes())
}
