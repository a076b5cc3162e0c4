//! The parts of an item, each with its own finding, reason and count.

use super::criterion::{Criteria, Criterion};
use super::finding::Finding;
use super::part_finding::PartFinding;
use super::rule::Rule;
use super::unit::Unit;

/// The parts of an item, each with its own finding. A single part has the reason of
/// its item, and does not repeat it.
pub(super) fn parts(unit: &Unit<'_>, rule: &Rule, finding: Finding) -> Vec<PartFinding> {
    let mut found = Vec::with_capacity(3);
    match &rule.structure {
        Criteria::Rule => found.push(part(unit, &rule.whole, finding)),
        Criteria::Sharing(parts) => found.extend(parts.iter().map(|each| explained_part(unit, each))),
        Criteria::Tree(node) => node.for_each(&mut |criterion| found.push(explained_part(unit, criterion))),
    }
    found
}

fn part(unit: &Unit<'_>, criterion: &Criterion, finding: Finding) -> PartFinding {
    PartFinding {
        part: criterion.name,
        finding,
        side: unit.side,
        reads: criterion.reads,
        measure: (criterion.measure)(unit),
        why: String::new(),
    }
}

fn explained_part(unit: &Unit<'_>, criterion: &Criterion) -> PartFinding {
    let mut why = String::with_capacity(96);
    // Writing to a string does not fail.
    let _ = (criterion.explain)(unit, &mut why);
    let finding = (criterion.evaluate)(unit).evaluate().finding;
    PartFinding { why, ..part(unit, criterion, finding) }
}
