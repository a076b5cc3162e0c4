//! The typed facts of a case, grouped as in the case file.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::choice::{
    BlockPlace, Character, ImplantedDevice, Inability, Laterality, Location, Procedure, ProvocationTest,
    Report, RequestedSide, Sedation, Technique, YesNo,
};
use super::date::{Onset, OtherBlock};
use super::fact::{Fact, Required};
use super::record::{Ablation, ActiveEpisode, InactiveEpisode, Injection};
use super::text::Text;

/// All facts of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The member.
    pub member: Member,
    /// The request.
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

    /// The facts of one joint, mutable.
    pub fn joint_mut(&mut self, side: Laterality) -> &mut Joint {
        match side {
            Laterality::Left => &mut self.left,
            Laterality::Right => &mut self.right,
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
    /// The requested sedation (D.I.C.5).
    pub sedation: Fact<Sedation>,
    /// Whether image guidance or contrast is billed on a separate line (D.I.C.2).
    pub imaging_line: Fact<YesNo>,
    /// The nearest other nerve block or spinal injection (D.I.C.3).
    pub other_block: Fact<OtherBlock>,
    /// Where that block was or will be (D.I.C.3).
    pub other_block_where: Fact<BlockPlace>,
    /// The ablation technique (D.II.C.1).
    pub technique: Fact<Technique>,
}

/// The pain.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pain {
    /// Where it is (D.I.A.1).
    pub location: Fact<BTreeSet<Location>>,
    /// Its character (D.I.A.1).
    pub character: Fact<Character>,
    /// When it began (D.I.A.1).
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
    /// Positive provocation tests (D.I.A.3); empty means tested, none positive.
    pub positive_tests: Fact<BTreeSet<ProvocationTest>>,
    /// Earlier injections into this joint; empty means the history was checked and there is none.
    pub injections: Fact<Vec<Injection>>,
    /// Earlier ablations of this joint; empty means the history was checked and there is none.
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
    /// Whether the record states that reason (D.I.A.4.a).
    pub inability_in_record: Fact<YesNo>,
    /// Active therapy planned alongside the injection (D.I.B.3).
    pub alongside_active: Fact<YesNo>,
    /// Inactive therapy planned alongside the injection (D.I.B.3).
    pub alongside_inactive: Fact<YesNo>,
}

/// Implanted devices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Device {
    /// The implanted devices (D.III); empty means none.
    pub implanted: Fact<BTreeSet<ImplantedDevice>>,
    /// Device interrogation report (D.III).
    pub report: Fact<Report>,
    /// Whether the device works properly (D.III).
    pub working: Fact<YesNo>,
}
