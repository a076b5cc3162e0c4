//! The receipt of a request: where clocks begin.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::case::{Case, Intake, Urgency};

use super::zone::Zone;

/// The receipt of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The day.
    pub day: NaiveDate,
    /// The time, where it is known.
    pub at: Option<DateTime<FixedOffset>>,
    /// The urgency, where it is known.
    pub urgency: Option<Urgency>,
}

impl Receipt {
    /// The receipt of a case; `None` until its day is known.
    pub fn of_case(case: &Case) -> Option<Self> {
        case.facts.request.received.0.map(|day| Self::of(&case.intake, day))
    }

    /// The receipt on this day.
    pub fn of(intake: &Intake, day: NaiveDate) -> Self {
        Self { day, at: intake.received_at, urgency: intake.urgency }
    }

    /// The urgency that clocks count with.
    pub fn counted_urgency(&self) -> Urgency {
        self.urgency.unwrap_or(Urgency::Standard)
    }

    /// Where hours are counted from: the time, else the earliest that it could be.
    pub(super) fn start(&self, zone: Zone) -> DateTime<FixedOffset> {
        self.at.unwrap_or_else(|| zone.start_of(self.day))
    }
}
