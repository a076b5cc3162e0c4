//! What a missing fact could be: representative values of each shape, on the days
//! where a finding can turn.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sij_intake::case::{
    Answer, Decimal, End, Fact, Facts, Field, Laterality, Onset, OtherBlock, Part, PartialDate, Shape,
    days_after, days_before, latest_with_months_until, months_after, months_before,
};

use super::super::FactKey;
use super::by_hand::{governs_from, received};
use super::lists::lists;

pub(crate) fn answer_of(facts: &Facts, (question, entry): FactKey) -> Option<Answer> {
    match (entry, facts.answer(question)) {
        (Some((index, part)), Some(Answer::Entries(entries))) => entries[index].part(part).cloned(),
        (_, answer) => answer,
    }
}

/// The date of an answer, where it has one.
pub(crate) fn date_in(answer: &Answer) -> Option<PartialDate> {
    match answer {
        Answer::PartialDate(when)
        | Answer::DateOrOngoing(End::On(when))
        | Answer::DateOrAgo(Onset::Since(when)) => Some(*when),
        _ => None,
    }
}

/// Whether the day is not known, though the month or the year is.
pub(crate) fn is_partial(answer: &Answer) -> bool {
    date_in(answer).is_some_and(|when| !matches!(when, PartialDate::Day(_)))
}

fn day_in(answer: &Answer) -> Option<NaiveDate> {
    match (answer, date_in(answer)) {
        (_, Some(PartialDate::Day(day))) => Some(day),
        (Answer::Day(day) | Answer::DayOrNone(OtherBlock::On(day)), _) => Some(*day),
        _ => None,
    }
}

fn shape_of(facts: &Facts, (question, entry): FactKey) -> Shape {
    match (entry, facts.fact(question).shape()) {
        (Some((_, part)), Shape::Entries(shapes)) => {
            shapes.iter().find(|shape| shape.part == part).unwrap().shape
        }
        (_, shape) => shape,
    }
}

/// The values that the fact could have, beside those known now.
pub(crate) fn values(facts: &Facts, key: FactKey) -> Vec<Answer> {
    let known = answer_of(facts, key).filter(is_partial);
    let days = || possible_days(facts, key, known.as_ref().and_then(date_in)).into_iter();
    let date = |day: NaiveDate| PartialDate::Day(day);
    match shape_of(facts, key) {
        Shape::Choice(names) => names.iter().map(|name| Answer::Choice(name)).collect(),
        Shape::Choices(_) => choices(key.0.field()),
        Shape::Number { max, .. } if max == Decimal::whole(100) => numbers(&["0", "74.999999", "75", "100"]),
        Shape::Number { .. } => numbers(&["0", "2", "11.9", "12", "24", "36", "60", "199"]),
        Shape::Day => days().map(Answer::Day).collect(),
        Shape::PartialDate => days().map(|day| Answer::PartialDate(date(day))).collect(),
        Shape::DateOrOngoing => days().map(|day| Answer::DateOrOngoing(End::On(date(day)))).collect(),
        Shape::DateOrAgo => days().map(|day| Answer::DateOrAgo(Onset::Since(date(day)))).collect(),
        Shape::DayOrNone => {
            let on = days().map(|day| Answer::DayOrNone(OtherBlock::On(day)));
            std::iter::once(Answer::DayOrNone(OtherBlock::None)).chain(on).collect()
        }
        Shape::Entries(_) => {
            let side = key.0.side().into_iter();
            let ablated = side.flat_map(|side| known_days(facts, Field::Ablations, side));
            lists(received(facts), key.0.field(), around(ablated))
        }
        Shape::Text | Shape::Codes => Vec::new(),
    }
}

fn numbers(texts: &[&str]) -> Vec<Answer> {
    texts.iter().map(|text| Answer::Number(Decimal::parse(text).unwrap())).collect()
}

fn choices(field: Field) -> Vec<Answer> {
    let sets: &[&[&'static str]] = match field {
        Field::Location => &[
            &["low-back"],
            &["buttock"],
            &["leg"],
            &["elsewhere"],
            &["buttock", "leg"],
            &["leg", "elsewhere"],
        ],
        Field::PositiveTests => {
            &[&[], &["other"], &["distraction"], &["compression"], &["sacral-thrust"], &["faber", "other"]]
        }
        _ => &[&[], &["spinal-cord-stimulator"], &["pain-pump"]],
    };
    sets.iter().map(|names| Answer::Choices(names.to_vec())).collect()
}

/// The turning days that the fact could be, and the first and the last it could be.
fn possible_days(facts: &Facts, key: FactKey, known: Option<PartialDate>) -> BTreeSet<NaiveDate> {
    let day = received(facts);
    let (first, last) = match (key.0.field(), key.1) {
        (Field::ServiceDate, _) => (day, months_after(day, 400)),
        (Field::OtherBlock, _) | (_, Some((_, Part::End))) => {
            (months_before(day, 200), months_after(day, 200))
        }
        _ => (months_before(day, 200), day),
    };
    let span = known.map_or((first, last), |when| {
        let span = when.span();
        (span.first.max(first), span.last.min(last))
    });
    let mut days = turning_days(facts, key);
    days.extend([span.0, span.1]);
    days.retain(|day| (span.0..=span.1).contains(day));
    days
}

/// Each day with the day before and after.
fn around(days: impl IntoIterator<Item = NaiveDate>) -> BTreeSet<NaiveDate> {
    days.into_iter().flat_map(|day| [days_before(day, 1), day, days_after(day, 1)]).collect()
}

fn turning_days(facts: &Facts, key: FactKey) -> BTreeSet<NaiveDate> {
    let day = received(facts);
    match (key.0.field(), key.0.side()) {
        (Field::Onset, _) => around([latest_with_months_until(day, 3), days_before(day, 84)]),
        (Field::OtherBlock, _) => {
            around(Laterality::BOTH.into_iter().flat_map(|side| block_turns(facts, side)))
        }
        (Field::ServiceDate, Some(side)) => service_turns(facts, side),
        (Field::Injections, Some(side)) => injection_turns(facts, side),
        (Field::Ablations, Some(side)) => ablation_turns(facts, key, side),
        _ => therapy_turns(facts, key),
    }
}

fn service(facts: &Facts, side: Laterality) -> NaiveDate {
    facts.joint(side).service_date.known().copied().unwrap_or(received(facts))
}

fn block_turns(facts: &Facts, side: Laterality) -> [NaiveDate; 3] {
    let service = service(facts, side);
    [days_before(service, 7), service, days_after(service, 7)]
}

/// The days of an answer; of a month or a year, the first and the last.
fn days_in(answer: &Answer) -> Vec<NaiveDate> {
    match date_in(answer).map(PartialDate::span) {
        Some(span) if span.first == span.last => vec![span.first],
        Some(span) => vec![span.first, span.last],
        None => day_in(answer).into_iter().collect(),
    }
}

/// The known days of the entries of a list of the joint.
fn known_days(facts: &Facts, field: Field, side: Laterality) -> Vec<NaiveDate> {
    let entries = facts.entries(field.at(side));
    let answers = entries.iter().flat_map(|entry| &entry.0).map(|(_, answer)| answer);
    let relief_ends = answers.clone().filter_map(|answer| relief_end(facts, answer));
    answers.flat_map(days_in).chain(relief_ends).collect()
}

/// The last day of a procedure that was followed by so many months of relief.
fn relief_end(facts: &Facts, answer: &Answer) -> Option<NaiveDate> {
    let Answer::Number(months) = answer else { return None };
    let whole = u32::try_from(months.floor()).unwrap();
    (whole < 60).then(|| latest_with_months_until(received(facts), whole))
}

pub(super) fn service_turns(facts: &Facts, side: Laterality) -> BTreeSet<NaiveDate> {
    let day = received(facts);
    // A date that is missing is not after R.
    let mut days = vec![governs_from(), days_after(day, 7), months_after(day, 2), months_after(day, 12)];
    for given in known_days(facts, Field::Injections, side) {
        days.extend([days_after(given, 7), months_after(given, 2), months_after(given, 12)]);
    }
    for done in known_days(facts, Field::Ablations, side) {
        days.push(months_after(done, 12));
    }
    let other = facts.joint(side.other()).service_date.known().copied();
    let block = match facts.request.other_block {
        Fact::Known(OtherBlock::On(block)) => Some(block),
        _ => None,
    };
    for near in other.into_iter().chain(block) {
        days.extend([days_before(near, 7), near, days_after(near, 7)]);
    }
    around(days)
}

fn injection_turns(facts: &Facts, side: Laterality) -> BTreeSet<NaiveDate> {
    let (day, service) = (received(facts), service(facts, side));
    let mut days = vec![months_before(day, 6), days_before(service, 7)];
    days.extend([2, 12].map(|months| latest_with_months_until(service, months)));
    days.extend(known_days(facts, Field::Injections, side));
    days.extend(known_days(facts, Field::Ablations, side));
    around(days)
}

fn ablation_turns(facts: &Facts, key: FactKey, side: Laterality) -> BTreeSet<NaiveDate> {
    let (day, service) = (received(facts), service(facts, side));
    let mut days = vec![months_before(day, 36), latest_with_months_until(service, 12)];
    if let Some((index, _)) = key.1
        && let Some(Answer::Number(relief)) = answer_of(facts, (key.0, Some((index, Part::ReliefMonths))))
    {
        let whole = u32::try_from(relief.floor()).unwrap();
        days.push(latest_with_months_until(day, whole));
    }
    days.extend(known_days(facts, Field::Injections, side));
    days.extend(known_days(facts, Field::Ablations, side));
    around(days)
}

const SIX_WEEKS: i64 = 42;
/// Day counts at which an episode begins or ends to be long enough.
const LENGTHS: [u32; 6] = [10, 22, 34, 35, 40, 41];

fn therapy_turns(facts: &Facts, key: FactKey) -> BTreeSet<NaiveDate> {
    let day = received(facts);
    let mut days = vec![months_before(day, 6), day];
    days.extend(known_days(facts, key.0.field(), Laterality::Left));
    let long: Vec<NaiveDate> =
        days.iter().flat_map(|day| LENGTHS.map(|length| days_after(*day, length))).collect();
    let back: Vec<NaiveDate> =
        days.iter().flat_map(|day| LENGTHS.map(|length| days_before(*day, length))).collect();
    let beside = days_beside(day, &days);
    let mut all = around(days);
    all.extend(long);
    all.extend(back);
    all.extend(beside);
    all
}

/// Days at which a course is as long as another leaves it to be: one that lies between an
/// end of the window and a known day.
fn days_beside(received: NaiveDate, known: &[NaiveDate]) -> BTreeSet<NaiveDate> {
    let first = months_before(received, 6);
    let lengths = known.iter().flat_map(|day| [*day - first, received - *day]);
    let lengths: BTreeSet<i64> = lengths.map(|length| length.num_days() + 1).collect();
    let left = lengths.into_iter().filter(|length| (1..SIX_WEEKS).contains(length));
    let left: Vec<u32> = left.map(|length| u32::try_from(SIX_WEEKS - length).unwrap() - 1).collect();
    let from = known.iter().chain([&first, &received]);
    let ends = |day: &NaiveDate| {
        left.iter().flat_map(|days| [days_after(*day, *days), days_before(*day, *days)]).collect::<Vec<_>>()
    };
    around(from.flat_map(ends))
}
