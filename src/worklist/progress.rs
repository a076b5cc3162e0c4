//! How far a case has come.

use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::policy::{self, Outcome, PolicySettings};

/// The progress of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Progress {
    /// So many of the questions that an item depends on have no answer yet.
    Unanswered(usize),
    /// Every one of these questions is answered, and so many answers of a provider are not confirmed.
    Unconfirmed(usize),
    /// Every one of these questions is answered.
    Outcome(Outcome),
}

impl Progress {
    /// The progress of this case.
    pub fn of(case: &Case, settings: &PolicySettings) -> Self {
        let left = policy::unanswered(&case.facts, settings).len();
        let determined = policy::decide(case, settings).ok().filter(|_| left == 0);
        match determined {
            None => Self::Unanswered(left),
            Some(determined) if determined.unconfirmed > 0 => Self::Unconfirmed(determined.unconfirmed),
            Some(determined) => Self::Outcome(determined.outcome),
        }
    }

    /// The progress in two words, for a narrow column.
    pub fn short(self) -> String {
        match self {
            Self::Unanswered(left) => format!("{left} unanswered"),
            Self::Unconfirmed(left) => format!("{left} to confirm"),
            Self::Outcome(outcome) => short_outcome(outcome).to_owned(),
        }
    }
}

/// An outcome in two words.
fn short_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::CriteriaMet => "criteria met",
        Outcome::InformationNeeded => "info needed",
        Outcome::ClinicalReview => "to clinician",
        Outcome::CriteriaNotMet => "not met",
        Outcome::OutsidePolicy => "outside",
    }
}
