//! The case: what the record says about one request, each fact in one of three
//! states, and nothing that follows from it.
//!
//! This room knows no policy, no question, no file, no screen and no clock. It
//! knows which values can stand and which dates can't be.

mod answer;
mod choice;
mod date;
mod decimal;
mod fact;
mod facts;
mod field;
mod measure;
mod part;
mod record;
mod recorded;
mod text;
mod validate;

use std::collections::BTreeMap;

pub use answer::{Answer, Entry, PartShape, Shape, Value};
pub use choice::{
    ActiveKind, BlockPlace, Character, Choice, ImplantedDevice, Inability, InactiveKind, Laterality,
    Location, Procedure, ProvocationTest, Purpose, Report, RequestedSide, Sedation, Technique, YesNo,
};
pub use date::{
    DateRange, Duration, End, NONE, ONGOING, Onset, OtherBlock, PartialDate, YEARS, YearMonth, days_after,
    days_before, latest_with_months_until, months_after, months_before, plausible,
};
pub use decimal::Decimal;
pub use fact::{AnyFact, Fact, Mismatch, NOT_DOCUMENTED, Required, State};
pub use facts::{Device, Facts, Joint, Member, Pain, Request, Therapy};
pub use field::{Field, QuestionId, Target};
pub use measure::{Percent, ReliefMonths};
pub use part::Part;
pub use record::{Ablation, ActiveEpisode, InactiveEpisode, Injection, MOST_ENTRIES, Record};
pub use recorded::{Recorded, RecordedItem, RecordedLine, RecordedUnit};
pub use text::{LONGEST_TEXT, Text};
pub use validate::{Problem, ValidationError, validate};

/// One request with its answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Case {
    /// The answers.
    pub facts: Facts,
    /// Answers to questions that are no longer asked: kept, never read by an item.
    pub set_aside: Facts,
    /// Items sent to a clinician, by their keys, and why in a few words.
    pub flags: BTreeMap<String, Text>,
    /// Where in the record the fact behind an item stands, by its key.
    pub evidence: BTreeMap<String, Text>,
    /// The determination as it was recorded, if it was.
    pub recorded: Option<Recorded>,
}
