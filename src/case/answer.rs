//! Untyped answers and their shapes, shared by the case file, the wizard, line
//! mode and replay.

use chrono::NaiveDate;

use super::date::{End, Onset, OtherBlock, PartialDate};
use super::decimal::Decimal;
use super::part::Part;
use super::text::Text;

/// One answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Asked; the record does not say.
    NotDocumented,
    /// Free text.
    Text(Text),
    /// A day.
    Day(NaiveDate),
    /// A past date, known to the day, the month or the year.
    PartialDate(PartialDate),
    /// A past date or `ongoing`.
    DateOrOngoing(End),
    /// A past date, or how long before receipt.
    DateOrAgo(Onset),
    /// `none` or a day.
    DayOrNone(OtherBlock),
    /// One of a fixed list, by its name in the file.
    Choice(&'static str),
    /// Several of a fixed list; the empty list means none.
    Choices(Vec<&'static str>),
    /// A number.
    Number(Decimal),
    /// A list of codes.
    Codes(Vec<Text>),
    /// A list of records; the empty list means none.
    Entries(Vec<Entry>),
}

impl Answer {
    /// The past date that it gives, known to the day, the month or the year.
    pub const fn date(&self) -> Option<PartialDate> {
        match self {
            Self::PartialDate(when)
            | Self::DateOrOngoing(End::On(when))
            | Self::DateOrAgo(Onset::Since(when)) => Some(*when),
            _ => None,
        }
    }
}

/// One record of a list: its answered parts, in the order of the record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry(pub Vec<(Part, Answer)>);

impl Entry {
    /// The answer to one part, if it has one.
    pub fn part(&self, part: Part) -> Option<&Answer> {
        self.0.iter().find(|(known, _)| *known == part).map(|(_, answer)| answer)
    }

    /// This entry with one part replaced; `None` makes it unanswered.
    #[must_use]
    pub fn with(mut self, part: Part, answer: Option<Answer>) -> Self {
        self.0.retain(|(known, _)| *known != part);
        if let Some(answer) = answer {
            self.0.push((part, answer));
            self.0.sort_by_key(|(known, _)| *known);
        }
        self
    }
}

/// What kind of answer a fact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Free text, one line.
    Text,
    /// A day.
    Day,
    /// A past date, known to the day, the month or the year.
    PartialDate,
    /// A past date or `ongoing`.
    DateOrOngoing,
    /// A past date or a duration counted back from the day of receipt.
    DateOrAgo,
    /// `none` or a day.
    DayOrNone,
    /// One of these.
    Choice(&'static [&'static str]),
    /// Any of these.
    Choices(&'static [&'static str]),
    /// A number from `min` to `max`, both included.
    Number {
        /// Smallest accepted value.
        min: Decimal,
        /// Largest accepted value.
        max: Decimal,
    },
    /// A list of codes.
    Codes,
    /// A list of records with these parts.
    Entries(&'static [PartShape]),
}

/// One part of a record: its name, its shape, and whether it is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartShape {
    /// Which part.
    pub part: Part,
    /// The kind of answer it takes.
    pub shape: Shape,
    /// Whether every record must have it.
    pub required: bool,
}
