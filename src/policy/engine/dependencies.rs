//! Which answers to other questions a question waits for, whatever the case: a form
//! shows a question at least wherever it is asked.

use crate::case::{
    Choice, Field, ImplantedDevice, Inability, Laterality, Procedure, QuestionId, RequestedSide,
};

use super::edition::Editions;
use super::pathway::PathwayRules;
use super::relevance::{ConditionKind, condition, is_for_the_record};
use super::unit::Essentials;

/// One of the answers that a question waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// No answer yet.
    Unanswered,
    /// Not documented.
    NotDocumented,
    /// A day.
    Day,
    /// The option of that name.
    Named(&'static str),
}

/// A question waits for any of these answers to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The other question.
    pub on: QuestionId,
    /// The answers, one of which is enough.
    pub any_of: Vec<Awaited>,
}

impl Dependency {
    fn new(on: Field, any_of: Vec<Awaited>) -> Self {
        // None of these is a field of a joint: `at` ignores the side.
        Self { on: on.at(Laterality::Left), any_of }
    }
}

/// What a question waits for, all of it: the joint, the procedure, and the answer
/// without which it is not asked.
pub fn dependencies(question: QuestionId, editions: &Editions) -> Vec<Dependency> {
    let mut found = Vec::new();
    found.extend(question.side().map(on_side));
    found.extend(on_procedure(question.field(), editions));
    found.extend(condition(question.field()).map(|needed| on_answer(needed.question.field(), needed.is)));
    found
}

fn on_side(side: Laterality) -> Dependency {
    let has_joint =
        |name: &&&str| RequestedSide::named(name).is_some_and(|requested| requested.joints().contains(&side));
    let names = RequestedSide::NAMES.iter().filter(has_joint);
    Dependency::new(Field::Side, names.map(|name| Awaited::Named(name)).collect())
}

/// The procedures for which some rule reads the field; `None` where that is each of them,
/// and for what every request is asked.
fn on_procedure(field: Field, editions: &Editions) -> Option<Dependency> {
    if Essentials::FIELDS.contains(&field) || is_for_the_record(field) {
        return None;
    }
    let pathways = || editions.iter().flat_map(|edition| &edition.pathways);
    let is_read =
        |name: &&&str| pathways().any(|pathway| pathway.procedure.name() == **name && pathway.reads(field));
    let names: Vec<Awaited> =
        Procedure::NAMES.iter().filter(is_read).map(|name| Awaited::Named(name)).collect();
    (names.len() < Procedure::NAMES.len()).then(|| Dependency::new(Field::Procedure, names))
}

impl PathwayRules {
    /// Whether it is selected by a field, or a rule of it reads the field.
    fn reads(&self, field: Field) -> bool {
        let read = |whole: &super::Criterion| {
            whole.reads.contains(&field) || whole.reads_of_other_joint.contains(&field)
        };
        self.selected_by.contains(&field) || self.all().any(|numbered| read(&numbered.rule.whole))
    }
}

fn on_answer(field: Field, is: ConditionKind) -> Dependency {
    let any_of = match is {
        ConditionKind::Day => vec![Awaited::Day],
        ConditionKind::NotEmpty => ImplantedDevice::NAMES.iter().map(|name| Awaited::Named(name)).collect(),
        ConditionKind::Reason => reasons(),
    };
    Dependency::new(field, any_of)
}

/// The reasons that can count; and no reason known yet, as the answer counts then too.
fn reasons() -> Vec<Awaited> {
    let can_count = |name: &&&str| Inability::named(name).is_some_and(Inability::can_count);
    let named = Inability::NAMES.iter().filter(can_count).map(|name| Awaited::Named(name));
    [Awaited::Unanswered, Awaited::NotDocumented].into_iter().chain(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Choice;

    fn awaited(field: Field) -> Vec<(Field, usize)> {
        let all = dependencies(field.at(Laterality::Left), crate::policy::editions());
        all.iter().map(|dependency| (dependency.on.field(), dependency.any_of.len())).collect()
    }

    #[test]
    fn question_waits_for_the_joint_the_procedures_that_read_it_and_its_condition() {
        for (field, expected) in [
            (Field::MemberId, vec![]),
            (Field::Procedure, vec![]),
            (Field::Codes, vec![]),
            (Field::ServiceDate, vec![(Field::Side, 2)]),
            (Field::Injections, vec![(Field::Side, 2)]),
            (Field::Ablations, vec![(Field::Side, 2), (Field::Procedure, 1)]),
            (Field::HerpesZoster, vec![(Field::Procedure, 2)]),
            (Field::OtherBlockWhere, vec![(Field::Procedure, 2), (Field::OtherBlock, 1)]),
            (Field::Report, vec![(Field::Implanted, ImplantedDevice::NAMES.len())]),
            (Field::InabilityInRecord, vec![(Field::Procedure, 2), (Field::Inability, 7)]),
        ] {
            assert_eq!(awaited(field), expected, "{field:?}");
        }
    }

    #[test]
    fn right_joint_waits_for_a_request_that_has_it() {
        let found = dependencies(Field::Injections.at(Laterality::Right), crate::policy::editions());
        assert_eq!(found[0].any_of, [Awaited::Named("right"), Awaited::Named("both")]);
    }

    #[test]
    fn record_of_the_reason_counts_while_the_reason_is_missing() {
        let found = dependencies(Field::InabilityInRecord.at(Laterality::Left), crate::policy::editions());
        let any_of = &found[1].any_of;
        assert!(any_of.contains(&Awaited::Unanswered) && any_of.contains(&Awaited::NotDocumented));
        assert!(any_of.contains(&Awaited::Named(Inability::OtherExplained.name())));
        assert!(!any_of.contains(&Awaited::Named(Inability::Inconvenience.name())));
    }
}
