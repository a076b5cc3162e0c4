//! The live readings: places where sensible people read the text differently.
//!
//! Unsettled, a reading makes the finding `unclear` wherever its settings would
//! give different findings. The policy's owner can settle it.

use std::fmt;

use crate::case::Item;

use super::finding::{Finding, Verdict};

/// How one reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Setting {
    /// Nobody has settled it.
    #[default]
    Unsettled,
    /// Read in the member's favour.
    Met,
    /// Read the other way.
    Other,
}

macro_rules! readings {
    ($($variant:ident = $name:literal, $item:literal, $question:literal, met: $met:literal, $other:literal: $means:literal;)*) => {
        /// A live reading, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is the name it spells")]
        pub enum Reading { $($variant),* }

        impl Reading {
            /// All readings, in the order of the register.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in a readings file and in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The number it is listed under.
            pub const fn under(self) -> &'static str {
                match self { $(Self::$variant => $item),* }
            }

            /// What is open.
            pub const fn question(self) -> &'static str {
                match self { $(Self::$variant => $question),* }
            }

            /// What the setting `met` means.
            pub const fn met_means(self) -> &'static str {
                match self { $(Self::$variant => $met),* }
            }

            /// The name of the other setting.
            pub const fn other(self) -> &'static str {
                match self { $(Self::$variant => $other),* }
            }

            /// What the other setting means.
            pub const fn other_means(self) -> &'static str {
                match self { $(Self::$variant => $means),* }
            }

            /// The reading of that name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

readings! {
    TwoDiagnosticsPeriod = "two-diagnostics-period", "D.I.A",
        "are two diagnostic injections the limit for ever, or within twelve months?",
        met: "two within twelve months", "not-met": "two ever";
    LegOnlyPain = "leg-only-pain", "D.I.A.1",
        "does pain in the leg alone count as low back or lower extremity pain here?",
        met: "leg pain alone qualifies", "not-met": "the low back or buttock must hurt too";
    Pain84Days = "pain-84-days", "D.I.A.1",
        "are twelve weeks enough where three calendar months are not reached?",
        met: "84 days are enough", "not-met": "three calendar months are needed";
    SixWeeklyVisits = "six-weekly-visits", "D.I.A.4.a",
        "six weekly visits span 36 to 41 days: are they six weeks of therapy?",
        met: "they are", "not-met": "42 days are needed";
    StraddlingProgramme = "straddling-programme", "D.I.A.4",
        "does a six-week programme count that began before the window and reached into it?",
        met: "it counts whole", "not-met": "only its days in the window count";
    LatestOrAnyInjection = "latest-or-any-injection", "D.I.B.1",
        "is the previous injection the latest one, or any earlier one?",
        met: "any earlier one", "not-met": "the latest one";
    DiagnosticToTherapeuticGap = "diagnostic-to-therapeutic-gap", "D.I.B.4",
        "do the two months also run from a diagnostic injection?",
        met: "only from a therapeutic one", "not-met": "from any injection";
    FifthInjection = "fifth-injection", "D.I.B.5",
        "four were given: does the limit of four include the requested one?",
        met: "it does not", "not-met": "it does";
    LeftAndRightAreSites = "left-and-right-are-sites", "D.I.C.3",
        "are the left and the right joint different sites, a week apart?",
        met: "they are not", "not-met": "they are";
    DisagreeingDiagnostics = "disagreeing-diagnostics", "D.II.A.2",
        "one diagnostic injection gave the relief, another did not: is one enough?",
        met: "one is enough", "not-met": "all must have given it";
    TherapeuticAsDiagnostic = "therapeutic-as-diagnostic", "D.II.A.2",
        "a therapeutic injection gave the relief and no diagnostic one did: does it count?",
        met: "it counts", "not-met": "only a diagnostic one counts";
    WaiverAfterPoorRepeat = "waiver-after-poor-repeat", "D.II.B",
        "the initial ablation's relief would waive, the last one's was under twelve months: waived?",
        met: "waived", "not-met": "not waived";
    ReliefFromLaterRfa = "relief-from-later-rfa", "D.II.B",
        "does relief after the last ablation count as relief from the initial one?",
        met: "it counts", "not-met": "only the initial one's counts";
    RepeatInjectionStandard = "repeat-injection-standard", "D.II.B.2",
        "must the injection before a repeat ablation meet the standard of the initial one?",
        met: "any diagnostic injection since the last ablation will do", "not-met": "75 percent within six months";
    RepeatMeansAnyRfa = "repeat-means-any-rfa", "D.II.B.2",
        "first repeat under the waiver: is the recent repeat ablation that spares the injection any ablation?",
        met: "any ablation", "not-met": "only a repeat one";
    RepeatWithoutWaiver = "repeat-without-waiver", "D.II.B.2",
        "a recent repeat ablation but no waiver: is the injection still not required?",
        met: "not required", "not-met": "required";
    DeviceAndRfa = "device-and-rfa", "D.III",
        "does the device interrogation report apply to ablation as well as to injections?",
        met: "injections only", "missing": "ablation too";
}

impl Reading {
    /// Whether the reading is decided under this item.
    pub fn bears_on(self, item: Item) -> bool {
        super::rule(item).readings.contains(&self)
    }

    /// The setting of that name.
    pub fn setting(self, name: &str) -> Option<Setting> {
        match name {
            "met" => Some(Setting::Met),
            "unsettled" => Some(Setting::Unsettled),
            other if other == self.other() => Some(Setting::Other),
            _ => None,
        }
    }
}

/// A few readings, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readings(u32);

impl Readings {
    /// No reading.
    pub const NONE: Self = Self(0);

    /// This reading alone.
    pub const fn one(reading: Reading) -> Self {
        Self(1 << reading as u32)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the reading is one of these.
    pub const fn contains(self, reading: Reading) -> bool {
        self.0 & (1 << reading as u32) != 0
    }

    /// The readings, in the order of the register.
    pub fn iter(self) -> impl Iterator<Item = Reading> {
        Reading::ALL.iter().copied().filter(move |reading| self.contains(*reading))
    }
}

/// How every reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadingSettings([Setting; Reading::ALL.len()]);

impl ReadingSettings {
    /// How one reading stands.
    pub fn of(&self, reading: Reading) -> Setting {
        self.0[reading as usize]
    }

    /// The same settings with one reading set anew.
    #[must_use]
    pub fn with(mut self, reading: Reading, setting: Setting) -> Self {
        self.0[reading as usize] = setting;
        self
    }

    /// The name of a reading's setting.
    pub fn name_of(&self, reading: Reading) -> &'static str {
        match self.of(reading) {
            Setting::Unsettled => "unsettled",
            Setting::Met => "met",
            Setting::Other => reading.other(),
        }
    }

    /// What the case finding is where it hangs on this reading alone.
    pub(super) fn verdict(&self, reading: Reading) -> Verdict {
        match self.of(reading) {
            Setting::Met => Verdict::MET,
            Setting::Unsettled => Verdict::open(reading),
            Setting::Other if reading == Reading::DeviceAndRfa => Verdict::of(Finding::Missing),
            Setting::Other => Verdict::NOT_MET,
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
