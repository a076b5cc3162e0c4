//! Which facts are asked for, given the answers they depend on.

use crate::case::{
    ActiveKind, Answer, Choice, Entry, Facts, Field, InactiveKind, Laterality, OtherBlock, Part, QuestionId,
};

/// What the answer to another question must be for a fact to be needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionKind {
    /// Something is named.
    NotEmpty,
    /// A day is given.
    Day,
    /// A reason is given that can count.
    Reason,
}

impl ConditionKind {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotEmpty => "not-empty",
            Self::Day => "a-day",
            Self::Reason => "a-reason",
        }
    }
}

/// A fact is needed only if the answer to another question, requested with it, is of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The other question.
    pub question: QuestionId,
    /// What its answer must be.
    pub is: ConditionKind,
}

/// Facts that are kept for the record: no answer to them is required for a determination.
pub(crate) const RECORD_KEEPING: [Field; 4] =
    [Field::MemberName, Field::BirthDate, Field::Codes, Field::Diagnoses];

/// Whether a fact is also wanted for the record, where no item needs it: the walk asks
/// for it, and a case is complete without it.
pub fn is_for_the_record(field: Field) -> bool {
    RECORD_KEEPING.contains(&field) || field == Field::ServiceDate
}

/// The answer without which a fact is not asked for.
pub(crate) fn condition(field: Field) -> Option<Condition> {
    // None of these is a field of a joint: `at` ignores the side.
    let only_if = |field: Field, is| Some(Condition { question: field.at(Laterality::Left), is });
    match field {
        Field::OtherBlockWhere => only_if(Field::OtherBlock, ConditionKind::Day),
        Field::InabilityInRecord => only_if(Field::Inability, ConditionKind::Reason),
        Field::Report | Field::Working => only_if(Field::Implanted, ConditionKind::NotEmpty),
        _ => None,
    }
}

/// Whether the condition holds; unknown while its answer is missing.
pub(crate) fn holds(facts: &Facts, condition: Condition) -> Option<bool> {
    match condition.is {
        ConditionKind::Day => facts.request.other_block.known().map(|block| *block != OtherBlock::None),
        ConditionKind::Reason => facts.therapy.inability.known().map(|reason| reason.can_count()),
        ConditionKind::NotEmpty => facts.device.implanted.known().map(|devices| !devices.is_empty()),
    }
}

/// Whether a fact is asked for, given the answers it depends on.
pub(crate) fn is_relevant(facts: &Facts, field: Field) -> bool {
    condition(field).is_none_or(|condition| holds(facts, condition) == Some(true))
}

/// Another part of the same record, and the answer to it without which a part is not
/// asked for.
pub fn part_needs(part: Part) -> Option<(Part, &'static str)> {
    match part {
        Part::Supervised | Part::Plan | Part::FollowUp => Some((Part::Kind, ActiveKind::HomeExercise.name())),
        Part::TensDetails => Some((Part::Kind, InactiveKind::Tens.name())),
        _ => None,
    }
}

/// Whether a part of a record is asked for, given the other parts.
pub fn part_is_relevant(entry: &Entry, part: Part) -> bool {
    part_needs(part).is_none_or(|(other, name)| entry.part(other) == Some(&Answer::Choice(name)))
}
