//! The rule of an item: its number, our words for it, the facts it reads, and how
//! it is evaluated and explained.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use crate::case::{Facts, Field, Part, QuestionId};

use super::criterion::{Criteria, Criterion};
use super::item::Item;
use super::limits::{LimitInfo, Limits};
use super::part_finding::Measure;
use super::reading::Reading;
use super::service_line::ServiceLine;
use super::unit::Unit;
use super::verdict::{Verdict, VerdictSet};

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
    /// The facts it reads.
    pub reads: &'static [Field],
    /// The facts it also reads of the other joint, when both are requested.
    pub reads_of_other_joint: &'static [Field],
    /// The parts it reads of records, as lists that several rules share.
    pub parts: &'static [&'static [Part]],
    /// The limits it uses.
    pub limits: &'static [&'static LimitInfo],
    /// The live readings it depends on.
    pub readings: &'static [Reading],
    /// What would make it met, where no day and no missing fact would.
    pub(in crate::policy) remedy: &'static str,
    /// Its possible results, over every value its missing facts could have; a rule that
    /// is a tree of criteria has none of its own.
    pub(crate) evaluate: fn(&Unit<'_>) -> VerdictSet,
    /// Writes the facts and dates behind the result.
    pub(crate) explain: fn(&Unit<'_>, &mut String) -> fmt::Result,
    /// The days of service from which its finding can be different.
    pub(crate) change_days: fn(&Unit<'_>) -> Vec<NaiveDate>,
    /// A question whose known answer is not enough, so that more is requested.
    pub(crate) insufficient: fn(&Unit<'_>) -> Option<QuestionId>,
    /// The name of its only part in JSON; a rule with several parts has none.
    pub(crate) part: &'static str,
    /// What was counted for its only part.
    pub(crate) measure: fn(&Unit<'_>) -> Measure,
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
        reads: &[],
        reads_of_other_joint: &[],
        parts: &[],
        limits: &[],
        readings: &[],
        remedy: "",
        evaluate: |_| VerdictSet::only(Verdict::NOT_APPLICABLE),
        explain: |_, _| Ok(()),
        change_days: |_| Vec::new(),
        insufficient: |_| None,
        part: "",
        measure: |_| Measure::default(),
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

    /// What would make it met, where no day and no missing fact would.
    pub fn remedy(&self, limits: &Limits) -> Cow<'static, str> {
        limits.fill(self.remedy)
    }

    /// Its possible results, over every value its missing facts could have.
    pub(crate) fn results(&self, unit: &Unit<'_>) -> VerdictSet {
        match &self.structure {
            Criteria::Rule | Criteria::Sharing(_) => (self.evaluate)(unit),
            Criteria::Tree(node) => node.results(unit),
        }
    }

    /// The rule as one criterion.
    pub(crate) fn as_criterion(&self) -> Criterion {
        Criterion {
            name: self.part,
            reads: self.reads,
            reads_of_other_joint: self.reads_of_other_joint,
            parts: self.parts,
            limits: self.limits,
            readings: self.readings,
            remedy: if self.kind == Kind::Exclusion { "" } else { self.remedy },
            evaluate: self.evaluate,
            explain: self.explain,
            measure: self.measure,
            change_days: self.change_days,
            days_short: |_| None,
        }
    }

    /// Whether it reads this part of a record.
    pub fn reads_part(&self, part: Part) -> bool {
        self.parts.iter().any(|parts| parts.contains(&part))
    }
}
