//! The case: the facts of one request, each unanswered, not documented or known.
//!
//! This room knows no policy, question, file, screen or clock: only which values
//! a fact can have, and which dates are impossible.

mod answer;
mod choice;
mod date;
mod decimal;
mod fact;
mod facts;
mod field;
mod intake;
mod iso_day;
mod measure;
mod part;
mod provider;
mod question_set;
mod record;
mod recorded;
mod text;
mod validate;
mod value;

use std::collections::BTreeMap;

pub use answer::{Answer, Entry, PartShape, Shape};
pub use choice::{
    ActiveKind, AnswerSource, BlockPlace, Character, Choice, ImplantedDevice, Inability, InactiveKind,
    Laterality, Location, Procedure, ProvocationTest, Purpose, Report, RequestedSide, Sedation, Technique,
    Urgency, YesNo,
};
pub use date::{
    DateRange, Duration, End, LONGEST_COUNT, NONE, ONGOING, Onset, OtherBlock, PartialDate, YEARS, YearMonth,
    days_after, days_before, latest_with_months_until, months_after, months_before, plausible, whole_months,
};
pub use decimal::Decimal;
pub use fact::{Fact, Required};
pub use facts::{Device, Facts, Joint, Member, Pain, Request, Therapy};
pub use field::{FactId, Field, QuestionId, Target};
pub use intake::{Intake, IntakeField};
pub use iso_day::IsoDay;
pub use measure::{Percent, ReliefMonths};
pub use part::Part;
pub use provider::Provider;
pub use question_set::QuestionSet;
pub use record::{Ablation, ActiveEpisode, InactiveEpisode, Injection, MOST_ENTRIES, Record};
pub use recorded::{Recorded, RecordedItem, RecordedLine, RecordedUnit};
pub use text::{LONGEST_TEXT, Text, with_safety};
pub use validate::{Problem, ValidationError, validate};
pub use value::{AnyFact, Mismatch, NOT_DOCUMENTED, State, Value};

/// One request with its answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Case {
    /// How and when the request arrived; no item reads it.
    pub intake: Intake,
    /// The answers.
    pub facts: Facts,
    /// Answers to questions that no longer apply: kept in case they apply again, never used in a decision.
    pub set_aside: Facts,
    /// Why an item was flagged for a clinician, by the item's key.
    pub flags: BTreeMap<String, Text>,
    /// Where in the record the evidence for an item is, by the item's key.
    pub evidence: BTreeMap<String, Text>,
    /// Which answers a provider gave, if any.
    pub provider: Option<Provider>,
    /// The recorded determination, if there is one.
    pub recorded: Option<Recorded>,
}
