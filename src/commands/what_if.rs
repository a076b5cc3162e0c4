//! What-if: how the determination of a case changes when readings are settled or
//! limits replaced, compared with the default settings.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

use serde::Serialize;

use crate::case::{Case, Choice};
use crate::policy::{self, Determination, PolicySettings};

/// What the settings change in one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Change {
    from: &'static str,
    to: &'static str,
    by: Vec<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} to {} by {}", self.from, self.to, self.by.join(", "))
    }
}

/// What the settings change in a case; `None` when nothing, or under the default settings.
pub(super) fn change(case: &Case, settings: &PolicySettings) -> Option<Change> {
    if settings.are_as_printed() {
        return None;
    }
    let default = PolicySettings::default();
    let before = policy::determine(case, &default).ok()?;
    let after = policy::determine(case, settings).ok()?;
    let by = changed_items(&before, &after);
    (!by.is_empty()).then(|| Change { from: before.outcome.name(), to: after.outcome.name(), by })
}

/// The items whose finding changes, each with its side and both findings.
fn changed_items(before: &Determination, after: &Determination) -> Vec<String> {
    let mut changed = Vec::new();
    for (was, is) in before.units.iter().zip(&after.units) {
        for item in &is.items {
            let finding = was.items.iter().find(|other| other.item == item.item).map(|other| other.finding);
            if let Some(finding) = finding.filter(|finding| *finding != item.finding) {
                changed.push(format!("{} {} ({finding} to {})", is.side.name(), item.item, item.finding));
            }
        }
    }
    changed
}

/// How many cases change from which outcome to which.
pub(super) type ChangeCounts = BTreeMap<(&'static str, &'static str), u64>;

impl Change {
    /// Counts this change.
    pub(super) fn count_in(&self, counts: &mut ChangeCounts) {
        *counts.entry((self.from, self.to)).or_default() += 1;
    }
}

/// Prints how many cases change from which outcome to which.
pub(super) fn table(counts: &ChangeCounts, out: &mut dyn io::Write) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWhat if, compared with the default settings:")?;
    writeln!(out, "{:<20} {:<20} {:>6}", "from", "to", "cases")?;
    counts.iter().try_for_each(|((from, into), count)| writeln!(out, "{from:<20} {into:<20} {count:>6}"))
}
