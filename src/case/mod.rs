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
mod field;
mod record;
mod text;
mod validate;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use answer::{Answer, Entry, PartShape, Shape, Value};
pub use choice::{
    ActiveKind, BlockPlace, Character, Choice, ImplantedDevice, Inability, InactiveKind, Laterality,
    Location, Procedure, ProvocationTest, Purpose, Report, RequestedSide, Sedation, Technique, YesNo,
};
pub use date::{
    DateRange, Duration, End, NONE, ONGOING, Onset, OtherBlock, PartialDate, YEARS, YearMonth, days_after,
    days_before, latest_with_months_until, months_after, months_before, plausible,
};
pub use decimal::{Decimal, Percent, ReliefMonths};
pub use fact::{AnyFact, Fact, Mismatch, Required, State};
pub use field::{Field, Part, QuestionId, Target};
pub use record::{Ablation, ActiveEpisode, InactiveEpisode, Injection, Record};
pub use text::Text;
pub use validate::{Problem, ValidationError, validate};

/// The most entries a list may have.
pub const MOST_ENTRIES: usize = 50;
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 4000;

/// The word for "asked; the record does not say".
pub const NOT_DOCUMENTED: &str = "not-documented";

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

/// All facts of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Who.
    pub member: Member,
    /// What is asked for.
    pub request: Request,
    /// The pain.
    pub pain: Pain,
    /// The left joint.
    pub left: Joint,
    /// The right joint.
    pub right: Joint,
    /// Conservative therapy.
    pub therapy: Therapy,
    /// Implanted devices.
    pub device: Device,
}

impl Facts {
    /// The facts of one joint.
    pub fn joint(&self, side: Laterality) -> &Joint {
        match side {
            Laterality::Left => &self.left,
            Laterality::Right => &self.right,
        }
    }

    /// The facts of one joint, to be changed.
    pub fn joint_mut(&mut self, side: Laterality) -> &mut Joint {
        match side {
            Laterality::Left => &mut self.left,
            Laterality::Right => &mut self.right,
        }
    }

    /// The answer at a place, or `None` while unanswered.
    pub fn answer(&self, question: QuestionId) -> Option<Answer> {
        self.fact(question).answer()
    }

    /// The entries of the list at a place; none where there is no list.
    pub fn entries(&self, question: QuestionId) -> Vec<Entry> {
        match self.answer(question) {
            Some(Answer::Entries(entries)) => entries,
            _ => Vec::new(),
        }
    }
}

/// The member.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Member {
    /// The plan's identifier.
    pub id: Required<Text>,
    /// Name.
    pub name: Fact<Text>,
    /// Birth date.
    pub birth_date: Fact<NaiveDate>,
}

/// The request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// R, the day the request was received.
    pub received: Required<NaiveDate>,
    /// The procedure.
    pub procedure: Required<Procedure>,
    /// The side or sides.
    pub side: Required<RequestedSide>,
    /// Billed codes, with modifiers if given; missing counts as empty.
    pub codes: Fact<Vec<Text>>,
    /// Diagnoses (ICD-10-CM); missing counts as empty.
    pub diagnoses: Fact<Vec<Text>>,
    /// Sedation asked for (D.I.C.5).
    pub sedation: Fact<Sedation>,
    /// Image guidance or contrast billed on a line of its own (D.I.C.2).
    pub imaging_line: Fact<YesNo>,
    /// The nearest other nerve block or spinal injection (D.I.C.3).
    pub other_block: Fact<OtherBlock>,
    /// Where that block is (D.I.C.3).
    pub other_block_where: Fact<BlockPlace>,
    /// Technique of the ablation (D.II.C.1).
    pub technique: Fact<Technique>,
}

/// The pain.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pain {
    /// Where it is (D.I.A.1).
    pub location: Fact<BTreeSet<Location>>,
    /// Its character (D.I.A.1).
    pub character: Fact<Character>,
    /// Since when (D.I.A.1).
    pub onset: Fact<Onset>,
    /// Whether herpes zoster causes it (D.I.C.6).
    pub herpes_zoster: Fact<YesNo>,
}

/// One sacroiliac joint.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Joint {
    /// S, the planned date of service.
    pub service_date: Fact<NaiveDate>,
    /// Pain located in the region of this joint (D.I.A.2).
    pub sij_pain: Fact<YesNo>,
    /// Tenderness located there (D.I.A.2).
    pub sij_tenderness: Fact<YesNo>,
    /// Positive provocation tests (D.I.A.3); empty: tested, none positive.
    pub positive_tests: Fact<BTreeSet<ProvocationTest>>,
    /// Earlier injections into this joint; empty: checked, none.
    pub injections: Fact<Vec<Injection>>,
    /// Earlier ablations of this joint; empty: checked, none.
    pub ablations: Fact<Vec<Ablation>>,
    /// Pain returned or function deteriorated since the last injection (D.I.B.2).
    pub returned: Fact<YesNo>,
}

/// Conservative therapy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Therapy {
    /// Active episodes (D.I.A.4.a).
    pub active: Fact<Vec<ActiveEpisode>>,
    /// Inactive episodes (D.I.A.4.b).
    pub inactive: Fact<Vec<InactiveEpisode>>,
    /// Why active therapy could not be completed (D.I.A.4.a).
    pub inability: Fact<Inability>,
    /// Whether the record says so.
    pub inability_in_record: Fact<YesNo>,
    /// Active therapy planned alongside the injection (D.I.B.3).
    pub alongside_active: Fact<YesNo>,
    /// Inactive therapy planned alongside the injection (D.I.B.3).
    pub alongside_inactive: Fact<YesNo>,
}

/// Implanted devices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Device {
    /// Which are implanted (D.III); empty: none.
    pub implanted: Fact<BTreeSet<ImplantedDevice>>,
    /// Device interrogation report (D.III).
    pub report: Fact<Report>,
    /// Whether the device works properly (D.III).
    pub working: Fact<YesNo>,
}

/// A determination as the file holds it: names only, so that an older or newer
/// program's words can be compared with this one's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// The outcome.
    pub outcome: Option<String>,
    /// The day it was recorded.
    pub date: Option<NaiveDate>,
    /// The program and version that wrote it.
    pub program: Option<String>,
    /// The policy text it was read against.
    pub policy_text: Option<String>,
    /// The settled readings that decided, each with its setting.
    pub readings: Option<BTreeMap<String, String>>,
    /// The units.
    pub units: Vec<RecordedUnit>,
    /// The billed lines.
    pub lines: Option<Vec<RecordedLine>>,
}

/// One unit of a recorded determination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedUnit {
    /// The joint.
    pub side: String,
    /// The unit's outcome.
    pub outcome: Option<String>,
    /// The part of the policy it was read under.
    pub pathway: Option<String>,
    /// Item number, finding and why.
    pub items: Vec<RecordedItem>,
}

/// One item of a recorded determination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedItem {
    /// The policy's number.
    pub item: String,
    /// The finding.
    pub finding: String,
    /// What decided it.
    pub why: Option<Text>,
}

/// One billed line of a recorded determination.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedLine {
    /// The policy's number.
    pub item: String,
    /// What is billed.
    pub what: Text,
    /// The finding.
    pub finding: String,
}
