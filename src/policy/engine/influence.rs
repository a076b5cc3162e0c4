//! Which missing facts can change a result: for every value they could have, and
//! every value of the others.

use std::borrow::Cow;

use crate::case::Answer;

use super::criterion::{Criteria, Criterion, Node};
use super::gap::{Gap, Gaps, known_but_not_enough};
use super::levels::Levels;
use super::rule::Rule;
use super::trial::Trial;
use super::unit::Unit;
use super::verdict::VerdictSet;

/// A missing fact that can change something.
#[derive(Debug, Clone)]
pub(crate) struct Influence {
    pub(crate) gap: Gap,
    /// Whether it can change the finding of the item.
    pub(crate) finding: bool,
}

/// The most and the fewest evaluations spent on one fact in one pass: a file must not take
/// long. All facts of a criterion share what is between. In generated cases, a hundred
/// times as many find nothing more.
const MOST_EVALUATIONS: usize = 2_000;
const FEWEST_EVALUATIONS: usize = 100;
const SHARED_EVALUATIONS: usize = 20_000;

/// With more gaps than this, each counts as one that matters: no record is like that, and
/// a file must not take long.
const MOST_GAPS: usize = 24;

/// The missing facts that can change the finding of a rule, or of a part of it, unless
/// the rule is met whatever they are.
/// `trial` is made when first needed, and serves every rule of the unit.
pub(crate) fn influences<'u>(unit: &Unit<'u>, rule: &Rule, trial: &mut Option<Trial<'u>>) -> Vec<Influence> {
    let results = rule.results(unit);
    if results.is_certainly_met() {
        return Vec::new();
    }
    let again = (rule.insufficient)(unit).and_then(|question| known_but_not_enough(unit, question));
    let mut search = Search { unit, trial, again, found: Vec::new() };
    match rule.structure {
        Criteria::Rule => search.criterion(&rule.whole, Open::ALL),
        Criteria::Sharing(parts) => {
            search.criterion(&rule.whole, Open::ALL);
            parts.iter().for_each(|part| search.criterion(part, Open::IN_PART));
        }
        Criteria::Tree(node) => search.node(&node, Open::ALL),
    }
    search.found
}

struct Search<'s, 'u> {
    unit: &'s Unit<'u>,
    trial: &'s mut Option<Trial<'u>>,
    /// A known answer that is not enough, and could be given again.
    again: Option<Gap>,
    found: Vec<Influence>,
}

/// The levels of a node that can decide more than itself, given what is beside it.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// Those that can decide the item.
    item: Levels,
    /// Those that can decide the part of the item that the node belongs to.
    part: Levels,
}

impl Open {
    const ALL: Self = Self { item: Levels::ALL, part: Levels::ALL };
    const IN_PART: Self = Self { item: Levels::NONE, part: Levels::ALL };

    /// The levels that a branch beside it leaves open, too.
    fn beside(self, open: Levels) -> Self {
        Self { item: self.item.both(open), part: self.part.both(open) }
    }
}

impl Search<'_, '_> {
    fn node(&mut self, node: &Node, open: Open) {
        match node {
            Node::One(criterion) => self.criterion(criterion, open),
            // All others must be able to reach a level that one of them decides.
            Node::All(nodes) => {
                self.branches(nodes, Open { part: Levels::ALL, ..open }, |open, other| Open {
                    item: open.item.both(other.reached()),
                    ..open
                });
            }
            // All others must be able to fail a level that one of them decides.
            Node::Any(nodes) => self.branches(nodes, open, |open, other| open.beside(other.failed())),
        }
    }

    fn branches(&mut self, nodes: &[Node], open: Open, beside: fn(Open, VerdictSet) -> Open) {
        let results: Vec<VerdictSet> = nodes.iter().map(|node| node.results(self.unit)).collect();
        for (index, node) in nodes.iter().enumerate() {
            let others = results.iter().enumerate().filter(|(other, _)| *other != index);
            let open = others.fold(open, |open, (_, other)| beside(open, *other));
            if !results[index].is_certainly_met() {
                self.node(node, open);
            }
        }
    }

    /// The facts of a criterion that can change its result.
    fn criterion(&mut self, criterion: &Criterion, open: Open) {
        let undecided = (criterion.evaluate)(self.unit).undecided();
        let wanted = undecided.both(open.item.union(open.part));
        if wanted.is_empty() {
            return;
        }
        let trial = self.trial.get_or_insert_with(|| Trial::of(self.unit));
        let mut gaps = Gaps::of(criterion, trial);
        gaps.add(self.again.clone());
        // What can decide the item is asked for and asked; what can't may still be asked.
        let deciding = undecided.both(open.item);
        let goal = if deciding.is_empty() { wanted } else { deciding };
        for target in 0..gaps.all().len() {
            if gaps.all().len() > MOST_GAPS {
                add(&mut self.found, &gaps.all()[target], !deciding.is_empty());
                continue;
            }
            let at_once = Comparison::of(criterion, gaps.all(), target, goal, trial).at_once(wanted);
            let levels = if !at_once.both(goal).is_empty() {
                at_once
            } else {
                let gaps = gaps.with_few_values(criterion, trial);
                Comparison::of(criterion, gaps, target, goal, trial).all(wanted)
            };
            if !levels.is_empty() {
                add(&mut self.found, &gaps.all()[target], !levels.both(open.item).is_empty());
            }
        }
    }
}

fn add(found: &mut Vec<Influence>, gap: &Gap, finding: bool) {
    match found.iter_mut().find(|known| known.gap.fact == gap.fact) {
        Some(known) => known.finding |= finding,
        None => found.push(Influence { gap: gap.without_values(), finding }),
    }
}

/// Compares the results under each value of one fact, for every value of the others.
struct Comparison<'c, 'u> {
    criterion: &'c Criterion,
    target: &'c Gap,
    /// The other facts; first the one that limits the values of this one, if there is one.
    others: Vec<&'c Gap>,
    is_limited: bool,
    /// One of these levels is enough: the search ends there.
    goal: Levels,
    trial: &'c mut Trial<'u>,
    pass: Pass,
    evaluations: usize,
    most_evaluations: usize,
}

/// Which values of the other facts are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Few, picked before any other fact has a value.
    Few,
    /// Those between which the result turns, given the values that the facts before it have.
    Turning,
    /// All.
    Every,
}

impl<'c, 'u> Comparison<'c, 'u> {
    fn of(
        criterion: &'c Criterion,
        gaps: &'c [Gap],
        target: usize,
        goal: Levels,
        trial: &'c mut Trial<'u>,
    ) -> Self {
        let (target, mut others) = (&gaps[target], gaps.iter().collect::<Vec<_>>());
        others.retain(|other| other.fact != target.fact);
        // Entries of a list are tried last: what they are measured from says which values differ.
        others.sort_by_key(|other| (!target.is_limited_by(other), other.fact.entry.is_some()));
        let is_limited = others.first().is_some_and(|other| target.is_limited_by(other));
        let share = SHARED_EVALUATIONS / gaps.len().max(1);
        let most_evaluations = share.clamp(FEWEST_EVALUATIONS, MOST_EVALUATIONS);
        Self {
            criterion,
            target,
            others,
            is_limited,
            goal,
            trial,
            pass: Pass::Few,
            evaluations: 0,
            most_evaluations,
        }
    }

    /// The levels, of those wanted, that the fact can move the result across, as far as
    /// can be told while the other facts are missing.
    fn at_once(&mut self, wanted: Levels) -> Levels {
        if self.is_limited { Levels::NONE } else { self.compare(wanted).0 }
    }

    /// The levels, of those wanted, that the fact can move the result across, as far as the
    /// passes find them.
    fn all(&mut self, wanted: Levels) -> Levels {
        let mut found = Levels::NONE;
        for pass in [Pass::Few, Pass::Turning, Pass::Every] {
            (self.pass, self.evaluations) = (pass, 0);
            found = found.union(self.levels(0, wanted.without(found)));
            if self.is_enough(found) {
                break;
            }
        }
        found
    }

    fn is_enough(&self, found: Levels) -> bool {
        !found.both(self.goal).is_empty()
    }

    fn is_exhausted(&self) -> bool {
        self.evaluations > self.most_evaluations
    }

    /// The same. The first `given` other facts have a value; the results stand for all
    /// values of the rest.
    fn levels(&mut self, given: usize, wanted: Levels) -> Levels {
        // Without the fact that limits its values, two of them would not stand for the
        // same values of the rest.
        let too_early = given == 0 && self.is_limited;
        let (found, open) = if too_early { (Levels::NONE, wanted) } else { self.compare(wanted) };
        let open = open.without(found);
        let is_last = given >= self.others.len() || self.is_exhausted();
        if open.is_empty() || self.is_enough(found) || is_last {
            return found;
        }
        found.union(self.for_each_value(given, open))
    }

    fn for_each_value(&mut self, given: usize, wanted: Levels) -> Levels {
        let gap = self.others[given];
        let mut found = Levels::NONE;
        for value in self.values(gap).iter() {
            self.trial.set(gap.fact, Some(value));
            if self.trial.is_possible() {
                found = found.union(self.levels(given + 1, wanted.without(found)));
            }
            if wanted.without(found).is_empty() || self.is_enough(found) || self.is_exhausted() {
                break;
            }
        }
        self.trial.set(gap.fact, gap.answer.as_ref());
        found
    }

    /// The values of another fact that this pass tries.
    fn values(&mut self, gap: &'c Gap) -> Cow<'c, [Answer]> {
        match self.pass {
            Pass::Few => gap.few_values().into(),
            Pass::Turning if gap.values.len() > gap.few_values().len() => self.turning_values(gap).into(),
            Pass::Turning | Pass::Every => gap.values.as_slice().into(),
        }
    }

    /// The first and the last value of each set of results.
    fn turning_values(&mut self, gap: &Gap) -> Vec<Answer> {
        let mut groups: Vec<(VerdictSet, usize, usize)> = Vec::new();
        for (index, value) in gap.values.iter().enumerate() {
            self.trial.set(gap.fact, Some(value));
            if !self.trial.is_possible() {
                continue;
            }
            self.evaluations += 1;
            let results = (self.criterion.evaluate)(&self.trial.unit());
            match groups.iter_mut().find(|(known, ..)| *known == results) {
                Some((.., last)) => *last = index,
                None => groups.push((results, index, index)),
            }
        }
        self.trial.set(gap.fact, gap.answer.as_ref());
        let mut picked: Vec<usize> = groups.iter().flat_map(|(_, first, last)| [*first, *last]).collect();
        picked.sort_unstable();
        picked.dedup();
        picked.into_iter().map(|index| gap.values[index].clone()).collect()
    }

    /// The levels at which two values of the fact give different results, and those at
    /// which the rest of the facts could still make a difference.
    fn compare(&mut self, wanted: Levels) -> (Levels, Levels) {
        let gap = self.target;
        // Some items are missing, whatever the values, until the fact is there.
        let mut range = Range::of((self.criterion.evaluate)(&self.trial.unit()));
        for value in gap.telling_values() {
            self.trial.set(gap.fact, Some(value));
            if self.trial.is_possible() {
                self.evaluations += 1;
                range.add((self.criterion.evaluate)(&self.trial.unit()));
            }
            if self.is_enough(range.found().both(wanted)) {
                break;
            }
        }
        self.trial.set(gap.fact, gap.answer.as_ref());
        (range.found().both(wanted), range.open().both(wanted))
    }
}

/// What the values of a fact have in common, and where they differ.
struct Range {
    reached: Levels,
    always_reached: Levels,
    failed: Levels,
    always_failed: Levels,
}

impl Range {
    fn of(results: VerdictSet) -> Self {
        let (reached, failed) = (results.reached(), results.failed());
        Self { reached, always_reached: reached, failed, always_failed: failed }
    }

    fn add(&mut self, results: VerdictSet) {
        let (reached, failed) = (results.reached(), results.failed());
        self.reached = self.reached.union(reached);
        self.always_reached = self.always_reached.both(reached);
        self.failed = self.failed.union(failed);
        self.always_failed = self.always_failed.both(failed);
    }

    /// The levels at which two values give different results.
    fn found(&self) -> Levels {
        self.reached.without(self.always_reached).union(self.failed.without(self.always_failed))
    }

    /// The levels at which other facts could still make a difference.
    fn open(&self) -> Levels {
        self.reached.both(self.failed)
    }
}

#[cfg(test)]
mod tests;
