//! The fixed choices of the case, each with its name in the file.

use serde::{Deserialize, Serialize};

/// One of a fixed list of values.
pub trait Choice: Copy + Ord + 'static {
    /// The names in the file, in the order they are offered.
    const NAMES: &'static [&'static str];
    /// The name of this value in the file.
    fn name(self) -> &'static str;
    /// The value of that name.
    fn named(name: &str) -> Option<Self>;
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),* }

        impl Choice for $name {
            const NAMES: &'static [&'static str] = &[$($text),*];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            fn named(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

choices! {
    /// Yes or no; "not documented" is not one of them.
    YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
    /// How soon a request has to be answered.
    Urgency {
        /// Within the standard time.
        Standard = "standard",
        /// Sooner, because waiting could harm the member.
        Expedited = "expedited",
    }
    /// How an answer came into the response of a provider.
    AnswerSource {
        /// Filled in by the provider's system.
        AutoClient = "auto-client",
        /// Filled in by the plan before the response was sent.
        AutoServer = "auto-server",
        /// Filled in by a system, then changed by hand.
        Override = "override",
        /// Entered by hand.
        Manual = "manual",
        /// Entries of a list from several of these.
        Mixed = "mixed",
        /// The response does not say.
        Unstated = "unstated",
    }
    /// The requested procedure.
    Procedure {
        /// Diagnostic sacroiliac joint injection (D.I.A).
        DiagnosticInjection = "diagnostic-injection",
        /// Therapeutic sacroiliac joint injection (D.I.B).
        TherapeuticInjection = "therapeutic-injection",
        /// Radiofrequency ablation of the joint (D.II).
        RadiofrequencyAblation = "radiofrequency-ablation",
    }
    /// The laterality of the request.
    RequestedSide {
        /// The left joint.
        Left = "left",
        /// The right joint.
        Right = "right",
        /// Both joints: two units, decided separately.
        Both = "both",
    }
    /// One joint.
    Laterality {
        /// The left joint.
        Left = "left",
        /// The right joint.
        Right = "right",
    }
    /// The requested sedation (D.I.C.5).
    Sedation {
        /// None.
        None = "none",
        /// Monitored anesthesia care.
        MonitoredAnesthesia = "monitored-anesthesia",
        /// Conscious sedation.
        ConsciousSedation = "conscious-sedation",
        /// Deep sedation or general anesthesia; the policy does not name it.
        DeepOrGeneral = "deep-or-general",
    }
    /// Where the nearest other block is (D.I.C.3).
    BlockPlace {
        /// In a different region.
        DifferentRegion = "different-region",
        /// At the other sacroiliac joint.
        OtherJoint = "other-joint",
    }
    /// How the ablation is to be done (D.II.C.1).
    Technique {
        /// Thermal.
        Thermal = "thermal",
        /// Cooled; excluded.
        Cooled = "cooled",
        /// Pulsed.
        Pulsed = "pulsed",
        /// Any other.
        Other = "other",
    }
    /// Where the pain is (D.I.A.1).
    Location {
        /// Low back.
        LowBack = "low-back",
        /// Buttock.
        Buttock = "buttock",
        /// Leg.
        Leg = "leg",
        /// Anywhere else.
        Elsewhere = "elsewhere",
    }
    /// The character of the pain (D.I.A.1).
    Character {
        /// Nonradicular; somatic pain is entered as this.
        Nonradicular = "nonradicular",
        /// Radicular.
        Radicular = "radicular",
        /// The record has both.
        Mixed = "mixed",
    }
    /// A pain provocation test that was positive (D.I.A.3).
    ProvocationTest {
        /// Distraction.
        Distraction = "distraction",
        /// Compression.
        Compression = "compression",
        /// Thigh thrust.
        ThighThrust = "thigh-thrust",
        /// Gaenslen.
        Gaenslen = "gaenslen",
        /// Patrick, also called FABER.
        Faber = "faber",
        /// Sacral thrust.
        SacralThrust = "sacral-thrust",
        /// A test the policy does not name.
        Other = "other",
    }
    /// What an earlier injection was for.
    Purpose {
        /// Diagnostic.
        Diagnostic = "diagnostic",
        /// Therapeutic.
        Therapeutic = "therapeutic",
    }
    /// A kind of active conservative therapy (section C).
    ActiveKind {
        /// Physical therapy.
        PhysicalTherapy = "physical-therapy",
        /// Occupational therapy.
        OccupationalTherapy = "occupational-therapy",
        /// Home exercise programme.
        HomeExercise = "home-exercise",
        /// Chiropractic or manipulative care.
        Chiropractic = "chiropractic",
    }
    /// A kind of inactive conservative therapy (section C).
    InactiveKind {
        /// Rest.
        Rest = "rest",
        /// Ice.
        Ice = "ice",
        /// Heat.
        Heat = "heat",
        /// A medical device other than TENS.
        Device = "device",
        /// Transcutaneous electrical nerve stimulation.
        Tens = "tens",
        /// Medication, prescribed or over the counter.
        Medication = "medication",
    }
    /// Why active therapy could not be completed (D.I.A.4.a).
    Inability {
        /// There was none: it was completed, or could be.
        No = "no",
        /// Contraindicated.
        Contraindication = "contraindication",
        /// It increased the pain.
        IncreasedPain = "increased-pain",
        /// Not tolerated.
        Intolerance = "intolerance",
        /// Physically unable.
        PhysicallyUnable = "physically-unable",
        /// Inconvenient; never counts as inability.
        Inconvenience = "inconvenience",
        /// Not done, without a reason; never counts as inability.
        Unexplained = "unexplained",
        /// Another explanation; goes to a clinician.
        OtherExplained = "other-explained",
    }
    /// A device that is implanted (D.III).
    ImplantedDevice {
        /// Spinal cord stimulator.
        SpinalCordStimulator = "spinal-cord-stimulator",
        /// Pain pump.
        PainPump = "pain-pump",
    }
    /// Whether the device interrogation report was submitted (D.III).
    Report {
        /// Submitted.
        Yes = "yes",
        /// Not submitted.
        No = "no",
        /// Asked for, and declined by the provider.
        Declined = "declined",
    }
}

impl Laterality {
    /// Both joints, left first.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// The other joint.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

impl RequestedSide {
    /// The joints the request is for, left first.
    pub fn joints(self) -> &'static [Laterality] {
        match self {
            Self::Left => &[Laterality::Left],
            Self::Right => &[Laterality::Right],
            Self::Both => &Laterality::BOTH,
        }
    }
}

impl YesNo {
    /// Whether the answer is yes.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

impl Inability {
    /// Whether this reason can count under D.I.A.4.a when the record says so.
    pub fn can_count(self) -> bool {
        !matches!(self, Self::No | Self::Inconvenience | Self::Unexplained)
    }
}
