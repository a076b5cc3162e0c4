//! The criteria of an item: a tree of *all of* and *any of* over single criteria, as
//! the policy writes it.

use std::fmt;

use chrono::NaiveDate;

use crate::case::{Field, Part, QuestionId};

use super::limits::LimitInfo;
use super::part_finding::Measure;
use super::reading::Reading;
use super::unit::Unit;
use super::verdict::{Verdict, VerdictSet};

/// One criterion: the smallest part of an item that has a result of its own.
#[derive(Debug, Clone, Copy)]
pub struct Criterion {
    /// Its name in JSON; empty where the parts of an item have names of their own.
    pub(crate) name: &'static str,
    /// The facts it reads.
    pub reads: &'static [Field],
    /// The facts it also reads of the other joint, when both are requested.
    pub reads_of_other_joint: &'static [Field],
    /// The parts it reads of records, as lists that several criteria share.
    pub parts: &'static [&'static [Part]],
    /// The limits it uses.
    pub limits: &'static [&'static LimitInfo],
    /// The live readings it depends on.
    pub readings: &'static [Reading],
    /// What would make it met where nothing else would: a template; empty where nothing can.
    pub(in crate::policy) remedy: &'static str,
    /// Its possible results, over every value its missing facts could have.
    pub(crate) evaluate: fn(&Unit<'_>) -> VerdictSet,
    /// Writes the facts and dates behind the result.
    pub(crate) explain: fn(&Unit<'_>, &mut String) -> fmt::Result,
    /// What was counted.
    pub(crate) measure: fn(&Unit<'_>) -> Measure,
    /// The days of service from which its result can be different, the effective date aside.
    pub(crate) change_days: fn(&Unit<'_>) -> Vec<NaiveDate>,
    /// How many more documented days of a therapy would make it met for sure.
    pub(crate) days_short: fn(&Unit<'_>) -> Option<(QuestionId, u32)>,
}

impl Criterion {
    /// The criterion every other starts from.
    pub(crate) const BLANK: Self = Self {
        name: "",
        reads: &[],
        reads_of_other_joint: &[],
        parts: &[],
        limits: &[],
        readings: &[],
        remedy: "",
        evaluate: |_| VerdictSet::only(Verdict::NOT_APPLICABLE),
        explain: |_, _| Ok(()),
        measure: |_| Measure::default(),
        change_days: |_| Vec::new(),
        days_short: |_| None,
    };

    /// Whether it reads this part of a record.
    pub fn reads_part(&self, part: Part) -> bool {
        self.parts.iter().any(|parts| parts.contains(&part))
    }
}

/// The criteria of an item.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Criteria {
    /// The rule is one criterion by itself.
    Rule,
    /// The rule is one criterion by itself, and its parts share facts: they are decided
    /// together, and shown one by one.
    Sharing(&'static [Criterion]),
    /// A tree.
    Tree(Node),
}

/// A node of the tree of criteria. Its branches share no missing fact.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node {
    /// A criterion.
    One(&'static Criterion),
    /// All of these are needed.
    All(&'static [Node]),
    /// Any of these is enough.
    Any(&'static [Node]),
}

impl Node {
    /// Its possible results, over every value the missing facts could have.
    pub(crate) fn results(&self, unit: &Unit<'_>) -> VerdictSet {
        match self {
            Self::One(criterion) => (criterion.evaluate)(unit),
            Self::All(nodes) => combine(nodes, unit, Verdict::and),
            Self::Any(nodes) => combine(nodes, unit, Verdict::or),
        }
    }

    /// Calls `each` for every criterion, in order.
    pub(crate) fn for_each(&self, each: &mut impl FnMut(&'static Criterion)) {
        match self {
            Self::One(criterion) => each(criterion),
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().for_each(|node| node.for_each(each)),
        }
    }
}

fn combine(nodes: &[Node], unit: &Unit<'_>, with: fn(Verdict, Verdict) -> Verdict) -> VerdictSet {
    let mut results = nodes.iter().map(|node| node.results(unit));
    let first = results.next().unwrap_or_default();
    results.fold(first, |all, next| all.combine(next, with))
}

#[cfg(test)]
mod tests {
    use super::*;

    static FIRST: Criterion = Criterion { name: "first", ..Criterion::BLANK };
    static SECOND: Criterion = Criterion { name: "second", ..Criterion::BLANK };
    static THIRD: Criterion = Criterion { name: "third", ..Criterion::BLANK };
    static EITHER: [Node; 2] = [Node::One(&SECOND), Node::One(&THIRD)];
    static ALL: [Node; 2] = [Node::One(&FIRST), Node::Any(&EITHER)];

    #[test]
    fn each_criterion_of_a_tree_is_visited_in_order() {
        let mut names = Vec::new();
        Node::All(&ALL).for_each(&mut |criterion| names.push(criterion.name));
        assert_eq!(names, ["first", "second", "third"]);
    }
}
