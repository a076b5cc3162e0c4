//! The ways to meet an item: sets of steps that are enough together, and of which
//! none can be left out.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::case::{FactId, QuestionId};

use super::limits::Limits;
use super::reading::Reading;

/// One step of a way to meet an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayStep {
    /// The policy's owner settles this reading as `met`.
    Reading(Reading),
    /// The provider gives this fact, and it is favorable.
    Fact {
        /// The fact.
        fact: FactId,
        /// The fact in words.
        what: String,
    },
    /// The service is planned on this day, the first that is late enough.
    ServiceDate(NaiveDate),
    /// So many more days of therapy are documented.
    Days {
        /// The list of therapy.
        question: QuestionId,
        /// How many days.
        days: u32,
    },
    /// A clinician answers that it is met.
    Clinician,
    /// The record shows something else than it does now, in words.
    Record(String),
}

/// Steps that together make an item met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Way(pub Vec<WayStep>);

impl WayStep {
    fn write(&self, limits: &Limits, out: &mut String) -> fmt::Result {
        match self {
            Self::Reading(reading) => {
                write!(out, "reading {reading} settled as met ({})", reading.met_means(limits))
            }
            Self::Fact { what, .. } => write!(out, "the provider's answer on {what}"),
            Self::ServiceDate(day) => write!(out, "{day} as the day of service"),
            Self::Days { question, days } => {
                let ending = if *days == 1 { "" } else { "s" };
                write!(out, "{days} more documented day{ending} of {}", question.field().label())
            }
            Self::Clinician => out.write_str("a clinician's answer that it is met"),
            Self::Record(what) => out.write_str(what),
        }
    }
}

impl Way {
    /// The steps in words.
    fn in_words(&self, limits: &Limits) -> String {
        let mut out = String::new();
        for (index, step) in self.0.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { " and " });
            // Writing to a string does not fail.
            let _ = step.write(limits, &mut out);
        }
        out
    }
}

/// The most ways that are written out; JSON has all of them.
const MOST_IN_WORDS: usize = 6;

/// The ways in words: "any one of" several, "both" or "all of" the steps of one.
pub fn ways_in_words(ways: &[Way], limits: &Limits) -> String {
    let together = |way: &Way| match way.0.len() {
        0 | 1 => way.in_words(limits),
        2 => format!("both {}", way.in_words(limits)),
        _ => format!("all of {}", way.in_words(limits)),
    };
    match ways {
        [] => "nothing".to_owned(),
        [only] => together(only),
        several => {
            let shown: Vec<String> = several.iter().take(MOST_IN_WORDS).map(together).collect();
            let more = several.len().saturating_sub(MOST_IN_WORDS);
            let more = if more == 0 { String::new() } else { format!("; or {more} more") };
            format!("any one of: {}{more}", shown.join("; "))
        }
    }
}
