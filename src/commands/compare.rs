//! A saved case beside its replay: what is different.

use crate::case::{Case, Recorded, RecordedLine, RecordedUnit, Text};
use crate::interview::replay_answers;
use crate::policy::{self, Determination, PolicySettings};
use crate::report;

use super::determine::required;

/// The outcome of the replayed case, and the differences in words.
pub(super) fn compare(saved: &Case, settings: &PolicySettings) -> (Option<&'static str>, Vec<String>) {
    let (interview, rejected) = replay_answers(saved, settings, |_, _| {});
    let mut differences: Vec<String> = rejected.iter().map(ToString::to_string).collect();
    match interview.determination(settings) {
        Ok(determination) => {
            // The same case has the same determination.
            let is_same = is_same_case(saved, interview.case());
            if !is_same && policy::determine(saved, settings).as_ref() != Ok(&determination) {
                differences.push(
                    "the replayed answers give another determination than the file as it stands".to_owned(),
                );
            }
            if let Some(recorded) = &saved.recorded {
                differences.extend(differences_from_recorded(recorded, &determination));
            }
            (Some(determination.outcome.name()), differences)
        }
        Err(fields) => {
            if saved.recorded.is_some() {
                differences.push(required(&fields));
            }
            (None, differences)
        }
    }
}

/// Whether nothing is different that a determination is made of.
fn is_same_case(one: &Case, other: &Case) -> bool {
    let Case { intake, facts, set_aside, flags, evidence, provider, recorded: _ } = one;
    *intake == other.intake
        && *facts == other.facts
        && *set_aside == other.set_aside
        && *flags == other.flags
        && *evidence == other.evidence
        && *provider == other.provider
}

/// The differences between a determination and the recorded one, item by item.
/// Only what was recorded is compared.
fn differences_from_recorded(recorded: &Recorded, determination: &Determination) -> Vec<String> {
    let Some(now) = report::recorded(determination, recorded.date) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    compare_word(&mut found, "edition", recorded.policy_text.as_deref(), now.policy_text.as_deref());
    compare_word(&mut found, "outcome", recorded.outcome.as_deref(), now.outcome.as_deref());
    for unit in &recorded.units {
        match now.units.iter().find(|other| other.side == unit.side) {
            None => found.push(format!("{}: recorded, and not requested now", unit.side)),
            Some(other) => {
                compare_word(
                    &mut found,
                    &format!("{} outcome", unit.side),
                    unit.outcome.as_deref(),
                    other.outcome.as_deref(),
                );
                compare_word(
                    &mut found,
                    &format!("{} pathway", unit.side),
                    unit.pathway.as_deref(),
                    other.pathway.as_deref(),
                );
                compare_items(&mut found, unit, other);
            }
        }
    }
    if let (Some(before), Some(after)) = (&recorded.lines, &now.lines)
        && before != after
    {
        let describe = |lines: &[RecordedLine]| {
            let each = lines.iter().map(|line| format!("{} {} {}", line.item, line.what, line.finding));
            each.collect::<Vec<_>>().join(", ")
        };
        found.push(format!("lines: recorded [{}], now [{}]", describe(before), describe(after)));
    }
    found
}

fn compare_word(found: &mut Vec<String>, what: &str, recorded: Option<&str>, now: Option<&str>) {
    if let Some(recorded) = recorded
        && Some(recorded) != now
    {
        found.push(format!("{what}: recorded {}, now {}", Text::new(recorded), now.unwrap_or("none")));
    }
}

fn compare_items(found: &mut Vec<String>, before: &RecordedUnit, after: &RecordedUnit) {
    if before.items.is_empty() {
        return;
    }
    for item in &before.items {
        let now =
            after.items.iter().find(|other| other.item == item.item).map(|other| other.finding.as_str());
        compare_word(found, &format!("{} {}", before.side, item.item), Some(&item.finding), now);
    }
    for item in after.items.iter().filter(|item| !before.items.iter().any(|other| other.item == item.item)) {
        found.push(format!("{} {}: not recorded, now {}", before.side, item.item, item.finding));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, MOST_ENTRIES};
    use crate::policy::editions;

    #[test]
    fn answer_that_the_interview_rejects_is_a_difference_and_so_is_what_it_changes() {
        let text = include_str!("../../cases/2026-03-02-diagnostic-clean.toml");
        let mut saved = crate::casefile::read(text, editions()).unwrap();
        let (settings, whole) =
            (PolicySettings::default(), "the replayed answers give another determination");
        assert_eq!(compare(&saved, &settings), (Some("criteria-met"), Vec::new()));
        let Fact::Known(active) = &mut saved.facts.therapy.active else { panic!("no therapy") };
        active.resize(MOST_ENTRIES + 1, active[0].clone());
        let (_, differences) = compare(&saved, &settings);
        assert!(differences.iter().any(|difference| difference.starts_with(whole)), "{differences:?}");
    }
}
