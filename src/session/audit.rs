//! What stands in the lock file and the audit log: who, and which answers; never their values.

use crate::case::{Case, QuestionId, Text};
use crate::store::AuditAction;

use super::case_log::Deed;
use super::{Actor, Clock};

/// The text that names the holder in a lock file: who, and since when.
pub(super) fn holder_line(who: &Actor, clock: Clock) -> String {
    format!("{} since {}", Text::new(who), clock.local().format("%Y-%m-%d %H:%M"))
}

/// The events of a change from one state of a case to another: which answers, not
/// their values.
pub(super) fn change_events(before: &Case, after: &Case) -> Vec<Deed> {
    let has_changed = |question: &QuestionId| {
        before.facts.answer(*question) != after.facts.answer(*question)
            || before.set_aside.answer(*question) != after.set_aside.answer(*question)
    };
    let changed_items = |before: &ByItem, after: &ByItem| {
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect::<Vec<_>>()
    };
    let answered = QuestionId::all().filter(has_changed).map(|question| question.to_string());
    let intake = before.intake.changed_fields(&after.intake).into_iter().map(|field| field.to_string());
    let all = [
        (AuditAction::Answered, answered.chain(intake).collect()),
        (AuditAction::Flagged, changed_items(&before.flags, &after.flags)),
        (AuditAction::EvidenceNoted, changed_items(&before.evidence, &after.evidence)),
    ];
    let changed = all.into_iter().filter(|(_, what)| !what.is_empty());
    changed.chain(confirmations(before, after)).chain(determined(before, after)).collect()
}

/// One event for each answer that was confirmed.
fn confirmations(before: &Case, after: &Case) -> Vec<Deed> {
    let confirmed = after.newly_confirmed(before).into_iter();
    confirmed.map(|question| (AuditAction::Confirmed, vec![question.to_string()])).collect()
}

/// The event of recording a determination, if a change recorded one.
pub(super) fn determined(before: &Case, after: &Case) -> Option<Deed> {
    let recorded = after.recorded.as_ref().filter(|_| before.recorded != after.recorded);
    let outcome = recorded.and_then(|recorded| recorded.outcome.clone())?;
    Some((AuditAction::Determined, vec![outcome]))
}

type ByItem = std::collections::BTreeMap<String, Text>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, Recorded};

    fn determined(outcome: &str) -> Option<Recorded> {
        Some(Recorded { outcome: Some(outcome.to_owned()), ..Recorded::default() })
    }

    fn noted(notes: &[(&str, &str)]) -> ByItem {
        notes.iter().map(|(item, words)| ((*item).to_owned(), Text::new(*words))).collect()
    }

    #[test]
    fn only_what_changed_is_logged() {
        let mut before = Case::default();
        before.facts.member.name = Fact::NotDocumented;
        before.set_aside.left.returned = Fact::NotDocumented;
        before.flags = noted(&[("D.I.A.1", "unclear"), ("D.I.A.3", "range"), ("D.I.B.1", "range")]);
        before.evidence = noted(&[("D.I.A.1", "p. 2")]);
        before.recorded = determined("criteria-met");
        let mut after = before.clone();
        assert_eq!(change_events(&before, &after), []);
        after.facts.member.birth_date = Fact::NotDocumented;
        after.set_aside.left.returned = Fact::Unanswered;
        after.flags = noted(&[("D.I.A.1", "unclear"), ("D.I.A.3", "70 to 80"), ("D.I.A.4", "unclear")]);
        after.evidence = noted(&[("D.I.A.1", "p. 2"), ("D.I.B.1", "p. 3")]);
        after.recorded = determined("clinical-review");
        after.intake.channel = Some(Text::new("fax"));
        let expected = [
            (AuditAction::Answered, vec!["member.birth_date", "left.returned", "intake.channel"]),
            (AuditAction::Flagged, vec!["D.I.A.3", "D.I.A.4", "D.I.B.1"]),
            (AuditAction::EvidenceNoted, vec!["D.I.B.1"]),
            (AuditAction::Determined, vec!["clinical-review"]),
        ];
        assert_eq!(
            change_events(&before, &after),
            expected.map(|(action, what)| (action, what.into_iter().map(str::to_owned).collect()))
        );
        after = before.clone();
        after.recorded = None;
        assert_eq!(change_events(&before, &after), [], "no determination is not a determination");
    }
}
