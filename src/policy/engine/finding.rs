//! The findings of an item, and the outcomes of a unit or a case.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in JSON and in the case file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.name())
            }
        }
    )*};
}

words! {
    /// The finding of one item; later ones outweigh earlier ones in the outcome.
    Finding {
        /// The item does not apply to this unit; counts as met.
        NotApplicable = "not-applicable",
        /// Every sensible reading is satisfied.
        Met = "met",
        /// A fact is missing with which the item could be met.
        Missing = "missing",
        /// The live readings disagree, or clinical judgement is needed.
        Unclear = "unclear",
        /// Every sensible reading fails.
        NotMet = "not-met",
    }
    /// The outcome of a unit or a case; later ones outweigh earlier ones.
    Outcome {
        /// Every item is met or not applicable.
        CriteriaMet = "criteria-met",
        /// An item is missing information.
        InformationNeeded = "information-needed",
        /// An item is unclear.
        ClinicalReview = "clinical-review",
        /// An item is not met, or an exclusion applies.
        CriteriaNotMet = "criteria-not-met",
        /// The policy does not govern this request.
        OutsidePolicy = "outside-policy",
    }
}

impl Outcome {
    /// What the coordinator does next.
    pub const fn next_step(self) -> &'static str {
        match self {
            Self::CriteriaMet => "approve under the plan's own sign-off rules",
            Self::InformationNeeded => "pend; ask the provider for everything on the list, at once",
            Self::ClinicalReview => "send to a clinical reviewer, with the question",
            Self::CriteriaNotMet => "send to a clinical reviewer; the decision is a clinician's alone",
            Self::OutsidePolicy => "send to the supervisor or to the policy that governs",
        }
    }
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::NotApplicable | Finding::Met => Self::CriteriaMet,
            Finding::Missing => Self::InformationNeeded,
            Finding::Unclear => Self::ClinicalReview,
            Finding::NotMet => Self::CriteriaNotMet,
        }
    }
}
