//! Finds the ways to meet an item: the smallest sets of steps that are enough.

use super::criterion::{Criteria, Criterion, Node};
use super::gap::{Gap, known_but_not_enough};
use super::rule::Rule;
use super::unit::Unit;
use super::way::{Way, WayStep};
use super::way_search::Search;

/// The most ways that are worked out for one item.
const MOST_WAYS: usize = 64;

/// The ways to meet a rule, shortest first: none where nothing would meet it, one
/// without steps where it is met.
pub(crate) fn ways(unit: &Unit<'_>, rule: &Rule) -> Vec<Way> {
    let found = match rule.structure {
        Criteria::Rule | Criteria::Sharing(_) => {
            let again = (rule.insufficient)(unit);
            let again = again.and_then(|question| known_but_not_enough(unit, question));
            of_criterion(unit, &rule.whole, again)
        }
        Criteria::Tree(node) => of_node(unit, &node),
    };
    minimal(found)
}

fn of_node(unit: &Unit<'_>, node: &Node) -> Vec<Way> {
    match node {
        Node::One(criterion) => of_criterion(unit, criterion, None),
        Node::All(nodes) => {
            let each = nodes.iter().map(|node| of_node(unit, node));
            each.fold(vec![Way::default()], |all, next| together(&all, &next))
        }
        Node::Any(nodes) => {
            prefer_without_record(nodes.iter().flat_map(|node| of_node(unit, node)).collect())
        }
    }
}

/// Every way of one kind with every way of the other.
fn together(one: &[Way], other: &[Way]) -> Vec<Way> {
    let both = |mine: &Way, theirs: &Way| {
        let mut steps = mine.0.clone();
        steps.extend(theirs.0.iter().filter(|step| !mine.0.contains(step)).cloned());
        Way(steps)
    };
    let pairs = one.iter().flat_map(|mine| other.iter().map(move |theirs| both(mine, theirs)));
    pairs.take(MOST_WAYS).collect()
}

/// Another record is advised only where nothing else would do.
fn prefer_without_record(ways: Vec<Way>) -> Vec<Way> {
    let needs_record = |way: &Way| way.0.iter().any(|step| matches!(step, WayStep::Record(_)));
    if ways.iter().all(needs_record) {
        return ways;
    }
    ways.into_iter().filter(|way| !needs_record(way)).collect()
}

/// The ways of which no step can be left out or be smaller, shortest first.
fn minimal(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_by_key(|way| way.0.len());
    let mut kept: Vec<Way> = Vec::with_capacity(ways.len());
    for way in ways {
        if !kept.iter().any(|other| is_within(other, &way)) {
            kept.retain(|other| !is_within(&way, other));
            kept.push(way);
        }
    }
    kept.truncate(MOST_WAYS);
    kept
}

/// Whether each step of one way is also in the other, as large or larger.
fn is_within(smaller: &Way, larger: &Way) -> bool {
    let covers = |step: &WayStep, other: &WayStep| match (step, other) {
        (WayStep::ServiceDate(day), WayStep::ServiceDate(later)) => day <= later,
        (WayStep::Days { question, days }, WayStep::Days { question: same, days: more }) => {
            question == same && days <= more
        }
        _ => step == other,
    };
    smaller.0.iter().all(|step| larger.0.iter().any(|other| covers(step, other)))
}

fn of_criterion(unit: &Unit<'_>, criterion: &Criterion, again: Option<Gap>) -> Vec<Way> {
    if (criterion.evaluate)(unit).is_certainly_met() {
        return vec![Way::default()];
    }
    let mut search = Search::new(unit, criterion, again);
    let mut found = search.minimal_sets(false);
    found.extend(search.with_more_days());
    if found.is_empty() {
        found = search.minimal_sets(true);
    }
    if found.is_empty() && !criterion.remedy.is_empty() {
        let record = WayStep::Record(unit.limits.fill(criterion.remedy).into_owned());
        return vec![Way(vec![record])];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::test_unit::day;
    use super::*;
    use crate::case::{Field, Laterality};

    fn days(field: Field, days: u32) -> WayStep {
        WayStep::Days { question: field.at(Laterality::Left), days }
    }

    #[test]
    fn way_with_a_later_day_or_more_days_is_left_out() {
        let later = |text| WayStep::ServiceDate(day(text));
        let (active, inactive) = (Field::ActiveTherapy, Field::InactiveTherapy);
        for (all, kept) in [
            (vec![later("2026-05-01"), later("2026-04-01")], vec![later("2026-04-01")]),
            (vec![later("2026-04-01"), later("2026-05-01")], vec![later("2026-04-01")]),
            (vec![days(active, 10), days(active, 6)], vec![days(active, 6)]),
            (vec![days(active, 6), days(inactive, 10)], vec![days(active, 6), days(inactive, 10)]),
            (vec![days(active, 6), WayStep::Clinician], vec![days(active, 6), WayStep::Clinician]),
        ] {
            let ways =
                |steps: Vec<WayStep>| steps.into_iter().map(|step| Way(vec![step])).collect::<Vec<_>>();
            assert_eq!(minimal(ways(all)), ways(kept));
        }
    }

    #[test]
    fn way_that_is_enough_without_a_step_leaves_out_those_with_it() {
        let record = || WayStep::Record("a record".to_owned());
        let (one, both) = (Way(vec![WayStep::Clinician]), Way(vec![record(), WayStep::Clinician]));
        assert_eq!(minimal(vec![both.clone(), one.clone()]), [one]);
        let another = Way(vec![record()]);
        assert_eq!(minimal(vec![another.clone(), both]), [another]);
    }
}
