//! How far a case has come.

use std::fmt;

use crate::case::Case;
use crate::policy::{self, Outcome, PolicySettings};

/// The progress of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Every question that an item depends on is answered.
    Outcome(Outcome),
    /// So many of these questions have no answer yet.
    Unanswered(usize),
}

impl Progress {
    /// The progress of this case.
    pub fn of(case: &Case, settings: &PolicySettings) -> Self {
        let left = policy::unanswered(&case.facts, settings).len();
        let determined = policy::decide(case, settings).ok().filter(|_| left == 0);
        determined.map_or(Self::Unanswered(left), |determined| Self::Outcome(determined.outcome))
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outcome(outcome) => outcome.fmt(out),
            Self::Unanswered(1) => out.write_str("1 question unanswered"),
            Self::Unanswered(left) => write!(out, "{left} questions unanswered"),
        }
    }
}
