//! The rule of an item: its number, our words for it, the facts it reads, and how
//! it is evaluated and explained.

use std::borrow::Cow;

use crate::case::{Facts, QuestionId};

use super::criterion::{Criteria, Criterion};
use super::item::Item;
use super::limits::Limits;
use super::service_line::ServiceLine;
use super::unit::Unit;
use super::verdict::VerdictSet;

/// The effect of an item on a determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Decides, with the other criteria, whether the unit meets the policy.
    Criterion,
    /// Excludes the request where it applies.
    Exclusion,
    /// Has a finding of its own for a billed line, and never changes the outcome.
    ServiceLine,
    /// Is printed with the determination and never changes it.
    Advisory,
}

/// The rule of an item: its words, the facts it reads, and how it is decided.
///
/// The words are templates: the methods return them with limits filled in.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The item, with the number of the edition that introduced it.
    pub item: Item,
    /// What it is about, in a few words.
    pub(in crate::policy) title: &'static str,
    /// What it asks for, in our words.
    pub(in crate::policy) summary: &'static str,
    /// How it is decided, to the day.
    pub(in crate::policy) criteria: &'static str,
    /// Its effect on a determination.
    pub kind: Kind,
    /// The item as one criterion: what it reads, its results and its reason. A rule that
    /// is a tree of criteria has its results from the tree.
    pub whole: Criterion,
    /// A question whose known answer is not enough, so that more is requested.
    pub(crate) insufficient: fn(&Unit<'_>) -> Option<QuestionId>,
    /// Its parts, and how they are combined.
    pub(crate) structure: Criteria,
    /// The billed lines with a problem.
    pub(crate) service_lines: fn(&Facts, Item) -> Vec<ServiceLine>,
}

impl Rule {
    /// The rule every other starts from: no words, no facts, never applicable.
    pub const BLANK: Self = Self {
        item: Item::new(""),
        title: "",
        summary: "",
        criteria: "",
        kind: Kind::Criterion,
        whole: Criterion::BLANK,
        insufficient: |_| None,
        structure: Criteria::Rule,
        service_lines: |_, _| Vec::new(),
    };

    /// What it is about, in a few words.
    pub fn title(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.title)
    }

    /// What it asks for, in our words.
    pub fn summary(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.summary)
    }

    /// How it is decided, to the day.
    pub fn criteria(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.criteria)
    }

    /// What would make each of its criteria met, where no day and no missing fact would.
    pub fn remedies(&self, limits: &Limits) -> Vec<Cow<'static, str>> {
        let mut found = Vec::new();
        let mut add = |criterion: &Criterion| found.push(limits.fill(criterion.remedy));
        match &self.structure {
            Criteria::Rule | Criteria::Sharing(_) => add(&self.whole),
            Criteria::Tree(node) => node.for_each(&mut |criterion| add(criterion)),
        }
        found
    }

    /// Its possible results, over every value its missing facts could have.
    pub(crate) fn results(&self, unit: &Unit<'_>) -> VerdictSet {
        match &self.structure {
            Criteria::Rule | Criteria::Sharing(_) => (self.whole.evaluate)(unit),
            Criteria::Tree(node) => node.results(unit),
        }
    }
}
