//! A joint under every edition that could decide it: several while its day of
//! service is missing.

use std::cell::OnceCell;

use crate::case::{Facts, Laterality};

use super::edition::Candidate;
use super::influence::{self, Influence};
use super::item::Item;
use super::pathway::NumberedRule;
use super::rule::Rule;
use super::settings::PolicySettings;
use super::unit::{Essentials, Unit};
use super::verdict::{Evaluation, Verdict, VerdictSet};

/// As many items as most pathways have.
const USUAL_ITEMS: usize = 12;

/// A joint under every edition that could decide it.
pub(crate) struct JointUnit<'a> {
    pub(crate) first: Candidate<'a>,
    /// The later editions that could decide, while the day of service is missing.
    pub(crate) others: Vec<Candidate<'a>>,
    /// Worked out when first needed.
    influences: OnceCell<Vec<(Item, Vec<Influence>)>>,
}

/// The requested joints.
pub(crate) fn joints<'a>(
    facts: &'a Facts,
    essentials: Essentials,
    settings: &'a PolicySettings,
) -> Vec<JointUnit<'a>> {
    let under_each = |side: &Laterality| {
        let mut all = settings.editions.candidates(facts, *side, essentials, &settings.readings);
        all.next().map(|first| JointUnit { first, others: all.collect(), influences: OnceCell::new() })
    };
    essentials.side.joints().iter().filter_map(under_each).collect()
}

impl<'a> JointUnit<'a> {
    pub(crate) fn candidates(&self) -> impl Iterator<Item = &Candidate<'a>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    pub(crate) fn is_governed(&self) -> bool {
        self.first.pathway.is_some()
    }

    /// The items to list, in the order of the policy, each with the first edition that has it.
    pub(crate) fn items(&self) -> Vec<(&Candidate<'a>, &'a NumberedRule)> {
        let unit = &self.first.unit;
        let scope = !self.is_governed() || unit.first_service() < unit.governed_from;
        let scope = scope.then_some((&self.first, &self.first.edition.scope));
        let first = scope.into_iter().chain(own_items(&self.first));
        let mut listed: Vec<(&Candidate<'a>, &'a NumberedRule)> = Vec::with_capacity(USUAL_ITEMS);
        listed.extend(first);
        for (candidate, numbered) in self.others.iter().flat_map(own_items) {
            if !listed.iter().any(|(_, other)| other.item == numbered.item) {
                listed.push((candidate, numbered));
            }
        }
        listed
    }

    /// Evaluates an item under every edition that could decide; where an edition does
    /// not have the item, it is not applicable.
    pub(crate) fn evaluate(&self, numbered: &NumberedRule) -> Evaluation {
        self.evaluate_with(numbered, |unit, rule| rule.results(unit))
    }

    /// The missing facts that can change each deciding item, under the first edition that
    /// could decide.
    pub(crate) fn influences(&self) -> &[(Item, Vec<Influence>)] {
        self.influences.get_or_init(|| influences_of(&self.first))
    }

    /// The missing facts that can change one item, under the edition of a candidate.
    pub(crate) fn influences_on(&self, candidate: &Candidate<'a>, numbered: &NumberedRule) -> Vec<Influence> {
        let known = self.influences().iter().filter(|_| std::ptr::eq(candidate, &self.first));
        let mut known = known.filter(|(item, _)| *item == numbered.item);
        let known = known.next().map(|(_, influences)| influences.clone());
        known.unwrap_or_else(|| influence::influences(&candidate.unit, numbered.rule, &mut None))
    }

    /// Whether the finding of an item differs between the editions that could decide, or
    /// the policy may not govern.
    pub(crate) fn depends_on_edition(&self, numbered: &NumberedRule) -> bool {
        let is_scope = numbered.item == self.first.edition.scope.item;
        (is_scope || !self.others.is_empty()) && self.evaluate(numbered).can_change
    }

    /// The same, with another way to evaluate a rule.
    pub(crate) fn evaluate_with(
        &self,
        numbered: &NumberedRule,
        evaluate: impl Fn(&Unit<'_>, &Rule) -> VerdictSet,
    ) -> Evaluation {
        if self.others.is_empty() {
            return evaluate(&self.first.unit, numbered.rule).evaluate();
        }
        let under = |candidate: &Candidate<'_>| match listed_rule(candidate, numbered.item) {
            Some(rule) => evaluate(&candidate.unit, rule),
            None => VerdictSet::only(Verdict::NOT_APPLICABLE),
        };
        let first = under(&self.first);
        self.others.iter().map(under).fold(first, VerdictSet::union).evaluate()
    }
}

/// The missing facts that can change each deciding item of a candidate.
pub(crate) fn influences_of(candidate: &Candidate<'_>) -> Vec<(Item, Vec<Influence>)> {
    let mut trial = None;
    let of = |numbered: &NumberedRule| {
        (numbered.item, influence::influences(&candidate.unit, numbered.rule, &mut trial))
    };
    let mut found = Vec::with_capacity(USUAL_ITEMS);
    found.extend(candidate.deciding().map(of));
    found
}

/// The items of a candidate's pathway.
fn own_items<'c, 'a>(
    candidate: &'c Candidate<'a>,
) -> impl Iterator<Item = (&'c Candidate<'a>, &'a NumberedRule)> {
    let items = candidate.pathway.map(|pathway| pathway.items.as_slice()).unwrap_or_default();
    items.iter().map(move |numbered| (candidate, numbered))
}

/// The rule of an item, if this candidate lists it.
pub(crate) fn listed_rule(candidate: &Candidate<'_>, item: Item) -> Option<&'static Rule> {
    let items = candidate.pathway.into_iter().flat_map(|pathway| &pathway.items);
    let numbered = items.chain([&candidate.edition.scope]).find(|numbered| numbered.item == item);
    numbered.map(|numbered| numbered.rule)
}
