//! What every item of a policy has: its number, our words for it, what it
//! reads, and how it is worked out.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use crate::case::{Facts, Field, Part, QuestionId};

use super::item::Item;
use super::limits::{LimitInfo, Limits};
use super::reading::Reading;
use super::service_line::ServiceLine;
use super::unit::Unit;
use super::verdict::{Verdict, VerdictSet};

/// What an item does to a determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Decides, with the other criteria, whether the unit meets the policy.
    Criterion,
    /// Excludes what it names.
    Exclusion,
    /// Has a finding of its own for a billed line, and never changes the outcome.
    ServiceLine,
    /// Is said with the determination and never changes it.
    Advisory,
}

/// An item of a policy: its words, what it reads, and how it is decided.
///
/// The words are templates: they are only given out with limits filled in.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The item, under the number of the edition that brought it in.
    pub item: Item,
    /// What it is about, in a few words.
    pub(in crate::policy) title: &'static str,
    /// What it asks for, in our words.
    pub(in crate::policy) summary: &'static str,
    /// How it is decided, to the day.
    pub(in crate::policy) criteria: &'static str,
    /// What it does to a determination.
    pub kind: Kind,
    /// The facts it reads.
    pub reads: &'static [Field],
    /// The facts of the other joint it reads too, where both are requested.
    pub reads_of_other_joint: &'static [Field],
    /// The parts it reads of the records it reads, in lists that rules share.
    pub parts: &'static [&'static [Part]],
    /// The limits it draws its line with.
    pub limits: &'static [&'static LimitInfo],
    /// The live readings it hangs on.
    pub readings: &'static [Reading],
    /// What would make it met, where no day and no missing fact would.
    pub(in crate::policy) remedy: &'static str,
    /// The results it can have, over every value its missing facts could have.
    pub(crate) evaluate: fn(&Unit<'_>) -> VerdictSet,
    /// The facts and dates behind the result, in words.
    pub(crate) explain: fn(&Unit<'_>, &mut String) -> fmt::Result,
    /// The days of service on which its finding can turn.
    pub(crate) turning_days: fn(&Unit<'_>) -> Vec<NaiveDate>,
    /// Whether an entry of a list it reads could count, whatever its missing parts are.
    pub(crate) entry_can_count: fn(&Unit<'_>, Field, usize) -> bool,
    /// A known answer that is not enough, and is asked for anew.
    pub(crate) insufficient: fn(&Unit<'_>) -> Option<QuestionId>,
    /// What more of the same would make it met, in words.
    pub(crate) shortfall: fn(&Unit<'_>) -> Option<String>,
    /// The billed lines it finds out of order.
    pub(crate) service_lines: fn(&Facts, Item) -> Vec<ServiceLine>,
}

impl Rule {
    /// A rule with no words, which reads nothing and never bears on a unit: what
    /// every rule starts from.
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
        turning_days: |_| Vec::new(),
        entry_can_count: |_, _, _| true,
        insufficient: |_| None,
        shortfall: |_| None,
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

    /// Whether it reads this part of the records it reads.
    pub fn reads_part(&self, part: Part) -> bool {
        self.parts.iter().any(|parts| parts.contains(&part))
    }
}
