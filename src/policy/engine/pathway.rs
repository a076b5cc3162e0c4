//! A pathway of a policy, and the rules of an edition that decide it.

use crate::case::{Field, Joint, Procedure};

use super::item::Item;
use super::rule::Rule;

/// A rule under the number an edition gives it.
#[derive(Debug, Clone, Copy)]
pub struct NumberedRule {
    /// The item, with the edition's number.
    pub item: Item,
    /// The rule.
    pub rule: &'static Rule,
}

impl From<&'static Rule> for NumberedRule {
    fn from(rule: &'static Rule) -> Self {
        Self { item: rule.item, rule }
    }
}

/// A part of the policy for one kind of request, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pathway(&'static str);

impl Pathway {
    /// The pathway of that number.
    pub const fn new(number: &'static str) -> Self {
        Self(number)
    }

    /// The policy's number.
    pub const fn number(self) -> &'static str {
        self.0
    }
}

/// The rules of a pathway.
#[derive(Debug, Clone)]
pub struct PathwayRules {
    /// The pathway.
    pub pathway: Pathway,
    /// The procedure it is for.
    pub procedure: Procedure,
    /// Whether it applies to that procedure on a joint with this history.
    pub applies: fn(&Joint) -> bool,
    /// The facts that select it, besides the procedure.
    pub selected_by: &'static [Field],
    /// The pathway that this one replaces while the facts that select it are missing:
    /// the questions of the replaced pathway are asked all the same.
    pub stands_in_for: Option<Pathway>,
    /// The items that decide, in the order of the policy.
    pub items: Vec<NumberedRule>,
    /// The rules for billed lines.
    pub service_lines: Vec<NumberedRule>,
    /// The advisory, if there is one.
    pub advisory: Option<NumberedRule>,
}

impl PathwayRules {
    /// The rules that read facts: those that decide, then those for billed lines.
    pub(crate) fn asking_rules(&self) -> impl Iterator<Item = &NumberedRule> {
        self.items.iter().chain(&self.service_lines)
    }

    /// All its rules.
    pub(crate) fn all(&self) -> impl Iterator<Item = &NumberedRule> {
        self.asking_rules().chain(&self.advisory)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut NumberedRule> {
        self.items.iter_mut().chain(&mut self.service_lines).chain(&mut self.advisory)
    }
}
