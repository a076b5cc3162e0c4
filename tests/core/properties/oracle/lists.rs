//! Lists that make a difference to some item, each with complete entries.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sij_intake::case::{Answer, Decimal, End, Entry, Field, Part, PartialDate, days_before, months_before};

/// `ablated` are days around which an ablation of the joint can be.
pub(crate) fn lists(received: NaiveDate, field: Field, ablated: BTreeSet<NaiveDate>) -> Vec<Answer> {
    let mut found = vec![Vec::new()];
    match field {
        Field::Injections => {
            found.extend(injections(received));
            let before_all = months_before(received, 199);
            let days = ablated.into_iter().chain([before_all]).filter(|day| *day <= received);
            found.extend(days.map(|day| vec![injection(day, "diagnostic", 0)]));
        }
        Field::ActiveTherapy => found.extend(courses(received, "chiropractic")),
        Field::InactiveTherapy => found.extend(courses(received, "rest")),
        Field::Ablations => found.extend(ablations(received)),
        _ => {}
    }
    found.into_iter().map(Answer::Entries).collect()
}

fn when(day: NaiveDate) -> Answer {
    Answer::PartialDate(PartialDate::Day(day))
}

fn injection(day: NaiveDate, purpose: &'static str, relief: i64) -> Entry {
    Entry(vec![
        (Part::Date, when(day)),
        (Part::Purpose, Answer::Choice(purpose)),
        (Part::ReliefPercent, Answer::Number(Decimal::whole(relief))),
        (Part::FunctionalImprovement, Answer::Choice("yes")),
    ])
}

fn injections(received: NaiveDate) -> Vec<Vec<Entry>> {
    let mut found = Vec::new();
    for ago in [0, 5, 7, 13] {
        let day = months_before(received, ago);
        for purpose in ["diagnostic", "therapeutic"] {
            for (relief, count) in [(80, 1), (0, 1), (80, 2), (80, 4), (80, 5)] {
                found.push(vec![injection(day, purpose, relief); count]);
            }
        }
    }
    let before = days_before(received, 70);
    found.push(vec![injection(before, "diagnostic", 80), injection(received, "diagnostic", 0)]);
    found.push(vec![injection(before, "therapeutic", 80), injection(received, "diagnostic", 0)]);
    found
}

fn courses(received: NaiveDate, kind: &'static str) -> Vec<Vec<Entry>> {
    let course = |last: u32, length: u32| {
        let end = days_before(received, last);
        Entry(vec![
            (Part::Kind, Answer::Choice(kind)),
            (Part::Start, when(days_before(end, length - 1))),
            (Part::End, Answer::DateOrOngoing(End::On(PartialDate::Day(end)))),
            (Part::InRecord, Answer::Choice("yes")),
        ])
    };
    [(0, 42), (0, 36), (0, 10), (170, 60)].map(|(last, length)| vec![course(last, length)]).to_vec()
}

fn ablations(received: NaiveDate) -> Vec<Vec<Entry>> {
    let ablation = |months: u32, relief: i64| {
        let date = when(months_before(received, months));
        Entry(vec![(Part::Date, date), (Part::ReliefMonths, Answer::Number(Decimal::whole(relief)))])
    };
    vec![vec![ablation(13, 12)], vec![ablation(3, 2)], vec![ablation(40, 12), ablation(14, 3)]]
}
