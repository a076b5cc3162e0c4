//! The dates of this case that bear on a question.

use chrono::NaiveDate;

use crate::case::{Facts, Field, QuestionId, days_before, latest_with_months_until, months_before};
use crate::policy::{Editions, Limits, POLICY};

/// What the dates of this case make of a question, a line each.
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
        let turning = latest_with_months_until(service, limits.rolling_months);
        format!("{} months before the service: after {}.", limits.rolling_months, weekday(turning))
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
            format!("A week apart: by {} or from {}.", weekday(before), weekday(after))
        })
        .collect()
}

/// A day with its weekday, as every screen shows it.
fn weekday(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}
