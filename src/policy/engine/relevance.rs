//! Which facts are asked for, given the answers they depend on.

use crate::case::{ActiveKind, Answer, Choice, Entry, Fact, Facts, Field, InactiveKind, OtherBlock, Part};

/// Facts that are kept for the record: no answer to them is required for a determination.
pub(crate) const RECORD_KEEPING: [Field; 4] =
    [Field::MemberName, Field::BirthDate, Field::Codes, Field::Diagnoses];

/// Whether a fact is asked for, given the answers it depends on.
pub(crate) fn is_relevant(facts: &Facts, field: Field) -> bool {
    match field {
        Field::OtherBlockWhere => matches!(facts.request.other_block, Fact::Known(OtherBlock::On(_))),
        Field::InabilityInRecord => facts.therapy.inability.known().is_some_and(|reason| reason.can_count()),
        Field::Report | Field::Working => {
            facts.device.implanted.known().is_some_and(|devices| !devices.is_empty())
        }
        _ => true,
    }
}

/// Whether a part of a record is asked for, given the kind of therapy.
pub fn part_is_relevant(entry: &Entry, part: Part) -> bool {
    let kind = |name: &'static str| entry.part(Part::Kind) == Some(&Answer::Choice(name));
    match part {
        Part::Supervised | Part::Plan | Part::FollowUp => kind(ActiveKind::HomeExercise.name()),
        Part::TensDetails => kind(InactiveKind::Tens.name()),
        _ => true,
    }
}
