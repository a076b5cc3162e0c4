//! Hints: the dates of this case that matter for a question.

use chrono::NaiveDate;

use crate::case::{Facts, Field, QuestionId, days_before, latest_with_months_until, months_before};
use crate::policy::{Editions, Limits, POLICY};

/// The dates of this case that matter for a question, one per line.
pub fn hints(facts: &Facts, question: QuestionId, editions: &Editions) -> Vec<String> {
    let Some(received) = facts.request.received.0 else { return Vec::new() };
    let service = question.side().and_then(|side| facts.joint(side).service_date.known().copied());
    let limits = &editions.in_force(service.unwrap_or(received)).limits;
    let since = months_before(received, limits.evidence_months);
    match question.field() {
        Field::ActiveTherapy | Field::InactiveTherapy => vec![format!(
            "{} days are needed between {} and {}.",
            limits.therapy_days,
            weekday(since),
            weekday(received)
        )],
        Field::Onset => vec![format!(
            "{} months by {} need an onset by {}.",
            limits.chronic_months,
            weekday(received),
            weekday(latest_with_months_until(received, limits.chronic_months))
        )],
        Field::Injections => injections(limits, since, service),
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

fn injections(limits: &Limits, since: NaiveDate, service: Option<NaiveDate>) -> Vec<String> {
    let mut lines = vec![format!("The last {} months began {}.", limits.evidence_months, weekday(since))];
    lines.extend(service.map(|service| {
        let last_outside = latest_with_months_until(service, limits.rolling_months);
        format!("{} months before the service: after {}.", limits.rolling_months, weekday(last_outside))
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
            format!("{} days apart: by {} or from {}.", limits.spacing_days, weekday(before), weekday(after))
        })
        .collect()
}

/// A day with its weekday.
fn weekday(day: NaiveDate) -> String {
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
            (
                Field::Injections,
                Laterality::Left,
                &[
                    "The last 6 months began Tue 2025-09-02.",
                    "12 months before the service: after Sun 2025-03-16.",
                ],
            ),
            (
                Field::Injections,
                Laterality::Right,
                &[
                    "The last 6 months began Tue 2025-09-02.",
                    "12 months before the service: after Thu 2025-03-20.",
                ],
            ),
            (Field::Ablations, Laterality::Left, &["An ablation is recent on or after Thu 2023-03-02."]),
            (Field::ServiceDate, Laterality::Left, &["MM-1463 governs services from Tue 2025-07-01."]),
            (
                Field::OtherBlock,
                Laterality::Left,
                &[
                    "7 days apart: by Mon 2026-03-09 or from Mon 2026-03-23.",
                    "7 days apart: by Fri 2026-03-13 or from Fri 2026-03-27.",
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
        assert_eq!(hints_of(&facts, Field::Injections, Laterality::Left).len(), 1);
        assert_eq!(hints_of(&facts, Field::OtherBlock, Laterality::Left).len(), 1);
        facts.request.received = Required(None);
        assert_eq!(hints_of(&facts, Field::ServiceDate, Laterality::Left), Vec::<String>::new());
    }
}
