//! How and when a request arrived: for the clocks and the worklist. No item of the policy reads it.

use std::fmt;

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

/// The name of one value of the intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeField {
    /// When the request was received.
    ReceivedAt,
    /// How soon it has to be answered.
    Urgency,
    /// How it arrived.
    Channel,
    /// Its number in another system.
    Reference,
}

impl IntakeField {
    /// All fields, in file order.
    pub const ALL: [Self; 4] = [Self::ReceivedAt, Self::Urgency, Self::Channel, Self::Reference];

    /// Its key in the file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ReceivedAt => "received_at",
            Self::Urgency => "urgency",
            Self::Channel => "channel",
            Self::Reference => "reference",
        }
    }

    /// Its name in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ReceivedAt => "time of receipt",
            Self::Urgency => "urgency",
            Self::Channel => "channel",
            Self::Reference => "reference",
        }
    }
}

impl fmt::Display for IntakeField {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "intake.{}", self.key())
    }
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

    /// The fields in which two differ.
    pub fn changed_fields(&self, other: &Self) -> Vec<IntakeField> {
        let is_changed = |field: &IntakeField| match field {
            // The same instant with another offset is another time of the day.
            IntakeField::ReceivedAt => {
                self.received_at.map(|at| (at, *at.offset()))
                    != other.received_at.map(|at| (at, *at.offset()))
            }
            IntakeField::Urgency => self.urgency != other.urgency,
            IntakeField::Channel => self.channel != other.channel,
            IntakeField::Reference => self.reference != other.reference,
        };
        IntakeField::ALL.into_iter().filter(is_changed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(at: &str) -> Intake {
        Intake { received_at: at.parse().ok(), ..Intake::default() }
    }

    #[test]
    fn day_of_receipt_is_that_of_its_own_offset() {
        let intake = received("2026-03-02T23:30:00-05:00");
        let day = |text: &str| text.parse().unwrap();
        assert!(!intake.is_on_another_day(day("2026-03-02")));
        assert!(intake.is_on_another_day(day("2026-03-03")), "the day in UTC");
        assert!(!Intake::default().is_on_another_day(day("2026-03-03")));
    }

    #[test]
    fn changed_fields_are_named() {
        let before = Intake { channel: Some(Text::new("fax")), ..received("2026-03-02T23:30:00-05:00") };
        assert_eq!(before.changed_fields(&before), []);
        let after = Intake {
            urgency: Some(Urgency::Standard),
            reference: Some(Text::new("W-1")),
            ..Intake::default()
        };
        assert_eq!(before.changed_fields(&after), IntakeField::ALL);
        let same_instant =
            Intake { channel: before.channel.clone(), ..received("2026-03-03T04:30:00+00:00") };
        assert_eq!(before.changed_fields(&same_instant), [IntakeField::ReceivedAt]);
    }
}
