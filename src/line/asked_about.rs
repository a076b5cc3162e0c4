//! What is being asked about: something odd that is kept when it is given again, and
//! the names of answers and notes in sentences.

use crate::case::{Answer, Intake, IntakeField, QuestionId, Target};
use crate::casefile::DraftKey;
use crate::questions::label;

/// Something odd that was asked about.
#[derive(Debug, PartialEq)]
pub(super) enum AskedAbout {
    /// An answer.
    Answer(QuestionId, Answer),
    /// An intake with this value changed.
    Intake(IntakeField, Intake),
}

/// A question, a part of an entry, evidence, a flag or a value of the intake, in words.
pub(super) fn name(key: DraftKey) -> String {
    match key {
        DraftKey::Answer(question, Target::Whole) => label(question),
        DraftKey::Answer(question, Target::Part { index, part }) => {
            format!("{}, entry {}, {}", label(question), index + 1, part.label())
        }
        DraftKey::Evidence(item) => format!("evidence for {item}"),
        DraftKey::Flag(item) => format!("flag on {item}"),
        DraftKey::Intake(field) => field.label().to_owned(),
    }
}
