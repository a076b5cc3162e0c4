//! Hints: the dates of this case that matter for a question.

use chrono::NaiveDate;

use crate::case::{
    Facts, Field, Laterality, Procedure, QuestionId, days_before, latest_with_months_until, months_before,
};
use crate::policy::{Edition, Editions, Limits, POLICY};

/// The edition that a joint's questions are asked under: the one in force on its day
/// of service, or on the day of receipt when that is missing or there is no joint.
pub fn edition<'e>(facts: &Facts, joint: Option<Laterality>, editions: &'e Editions) -> &'e Edition {
    let service = joint.and_then(|side| facts.joint(side).service_date.known());
    let day = service.or(facts.request.received.0.as_ref());
    day.map_or_else(|| editions.latest(), |day| editions.in_force(*day))
}

/// The dates of this case that matter for a question, one per line.
pub fn hints(facts: &Facts, question: QuestionId, editions: &Editions) -> Vec<String> {
    let Some(received) = facts.request.received.0 else { return Vec::new() };
    let limits = &edition(facts, question.side(), editions).limits;
    match question.field() {
        Field::ActiveTherapy | Field::InactiveTherapy => vec![therapy(limits, received)],
        Field::Onset => vec![onset(limits, received)],
        Field::Injections => injections(facts, question, limits, received),
        Field::Ablations => vec![format!(
            "An ablation is recent on or after {}.",
            weekday(months_before(received, limits.repeat_months))
        )],
        Field::ServiceDate => {
            vec![format!("{POLICY} governs services from {}.", weekday(editions.governs_from()))]
        }
        Field::OtherBlock => other_block(facts, limits),
        _ => Vec::new(),
    }
}

fn therapy(limits: &Limits, received: NaiveDate) -> String {
    let days = Limits::THERAPY_DAYS.amount(limits);
    let since = months_before(received, limits.evidence_months);
    let are = days.agreed("is", "are");
    format!("{days} {are} needed between {} and {}.", weekday(since), weekday(received))
}

fn onset(limits: &Limits, received: NaiveDate) -> String {
    let months = Limits::CHRONIC_MONTHS.amount(limits);
    let latest = latest_with_months_until(received, months.count);
    let need = months.agreed("needs", "need");
    format!("{months} by {} {need} an onset by {}.", weekday(received), weekday(latest))
}

fn injections(facts: &Facts, question: QuestionId, limits: &Limits, received: NaiveDate) -> Vec<String> {
    let months = Limits::EVIDENCE_MONTHS.amount(limits);
    let since = months_before(received, months.count);
    let is_ablation = facts.request.procedure.0 == Some(Procedure::RadiofrequencyAblation);
    let window = is_ablation.then(|| format!("The last {months} began {}.", weekday(since)));
    let mut lines: Vec<String> = window.into_iter().collect();
    let service = question.side().and_then(|side| facts.joint(side).service_date.known());
    lines.extend(service.map(|service| {
        let months = Limits::ROLLING_MONTHS.amount(limits);
        let last_outside = latest_with_months_until(*service, months.count);
        format!("{months} before the service: after {}.", weekday(last_outside))
    }));
    lines
}

fn other_block(facts: &Facts, limits: &Limits) -> Vec<String> {
    let sides = facts.request.side.0.map(|side| side.joints()).unwrap_or_default();
    let services = sides.iter().filter_map(|side| facts.joint(*side).service_date.known());
    services
        .map(|service| {
            let before = days_before(*service, limits.spacing_days);
            let after = crate::case::days_after(*service, limits.spacing_days);
            let apart = limits.fill("{spacing_days:Weeks} apart");
            format!("{apart}: by {} or from {}.", weekday(before), weekday(after))
        })
        .collect()
}

/// A day with its weekday.
pub(super) fn weekday(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, Laterality, RequestedSide, Required};
    use crate::policy;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts() -> Facts {
        let mut facts = Facts::default();
        facts.request.received = Required(Some(day("2026-03-02")));
        facts.request.side = Required(Some(RequestedSide::Both));
        facts.left.service_date = Fact::Known(day("2026-03-16"));
        facts.right.service_date = Fact::Known(day("2026-03-20"));
        facts
    }

    fn hints_of(facts: &Facts, field: Field, side: Laterality) -> Vec<String> {
        hints(facts, field.at(side), policy::editions())
    }

    #[test]
    fn hints_have_the_dates_of_the_case() {
        for (field, side, lines) in [
            (
                Field::ActiveTherapy,
                Laterality::Left,
                &["42 days are needed between Tue 2025-09-02 and Mon 2026-03-02."][..],
            ),
            (
                Field::InactiveTherapy,
                Laterality::Left,
                &["42 days are needed between Tue 2025-09-02 and Mon 2026-03-02."],
            ),
            (
                Field::Onset,
                Laterality::Left,
                &["3 months by Mon 2026-03-02 need an onset by Tue 2025-12-02."],
            ),
            (Field::Injections, Laterality::Left, &["12 months before the service: after Sun 2025-03-16."]),
            (Field::Injections, Laterality::Right, &["12 months before the service: after Thu 2025-03-20."]),
            (Field::Ablations, Laterality::Left, &["An ablation is recent on or after Thu 2023-03-02."]),
            (Field::ServiceDate, Laterality::Left, &["MM-1463 governs services from Tue 2025-07-01."]),
            (
                Field::OtherBlock,
                Laterality::Left,
                &[
                    "A week apart: by Mon 2026-03-09 or from Mon 2026-03-23.",
                    "A week apart: by Fri 2026-03-13 or from Fri 2026-03-27.",
                ],
            ),
            (Field::SijPain, Laterality::Left, &[]),
        ] {
            assert_eq!(hints_of(&facts(), field, side), lines, "{field:?} {side:?}");
        }
    }

    #[test]
    fn missing_date_gives_no_hint() {
        let mut facts = facts();
        facts.request.side = Required(Some(RequestedSide::Right));
        facts.left.service_date = Fact::NotDocumented;
        assert_eq!(hints_of(&facts, Field::Injections, Laterality::Left).len(), 0);
        facts.request.procedure = Required(Some(Procedure::RadiofrequencyAblation));
        let window = hints_of(&facts, Field::Injections, Laterality::Left);
        assert_eq!(window, ["The last 6 months began Tue 2025-09-02."]);
        assert_eq!(hints_of(&facts, Field::OtherBlock, Laterality::Left).len(), 1);
        facts.request.received = Required(None);
        assert_eq!(hints_of(&facts, Field::ServiceDate, Laterality::Left), Vec::<String>::new());
    }
}
