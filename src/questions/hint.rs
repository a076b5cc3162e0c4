//! The dates of this case that bear on a question.

use chrono::NaiveDate;

use crate::case::{Facts, Field, QuestionId, days_before, latest_with_months_until, months_before};
use crate::policy::{Edition, Editions, Limits, POLICY};

/// The edition a question is asked under: the one in force on the day of service
/// of its joint, or on the day of receipt where it has none.
pub fn edition<'e>(facts: &Facts, question: QuestionId, editions: &'e Editions) -> &'e Edition {
    let service = question.side().and_then(|side| facts.joint(side).service_date.known());
    let day = service.or(facts.request.received.0.as_ref());
    day.map_or_else(|| editions.latest(), |day| editions.in_force(*day))
}

/// What the dates of this case make of a question, a line each.
pub fn hints(facts: &Facts, question: QuestionId, editions: &Editions) -> Vec<String> {
    let Some(received) = facts.request.received.0 else { return Vec::new() };
    let limits = &edition(facts, question, editions).limits;
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
    let mut lines = vec![format!("The last {months} began {}.", weekday(since))];
    let service = question.side().and_then(|side| facts.joint(side).service_date.known());
    lines.extend(service.map(|service| {
        let months = Limits::ROLLING_MONTHS.amount(limits);
        let turning = latest_with_months_until(*service, months.count);
        format!("{months} before the service: after {}.", weekday(turning))
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

/// A day with its weekday, as every screen shows it.
fn weekday(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}
