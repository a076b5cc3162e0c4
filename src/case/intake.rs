//! How and when a request arrived: for the clocks and the worklist. No item of the policy reads it.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::choice::Urgency;
use super::text::Text;

/// What is known of a request's arrival, beside its day, which is a fact of the case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake {
    /// When the request was received, with the offset of the place where that was.
    pub received_at: Option<DateTime<FixedOffset>>,
    /// How soon it has to be answered.
    pub urgency: Option<Urgency>,
    /// How it arrived, such as by fax.
    pub channel: Option<Text>,
    /// Its number in another system.
    pub reference: Option<Text>,
}

impl Intake {
    /// The day of the time of receipt, where it was received.
    pub fn received_on(&self) -> Option<NaiveDate> {
        self.received_at.map(|moment| moment.date_naive())
    }

    /// Whether the time of receipt is on another day than this.
    pub fn is_on_another_day(&self, received: NaiveDate) -> bool {
        self.received_on().is_some_and(|day| day != received)
    }
}
