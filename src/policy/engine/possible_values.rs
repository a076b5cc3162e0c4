//! Values that a missing fact could have: at least one for each possible result of
//! a criterion, found from its limits and from the dates of the case.

use chrono::NaiveDate;

use crate::case::{
    Answer, DateRange, Decimal, End, Entry, Fact, FactId, Field, Laterality, Onset, OtherBlock, Part,
    PartialDate, Shape, days_after, days_before, latest_with_months_until, months_after, months_before,
};

use super::criterion::Criterion;
use super::limits::LimitInfo;
use super::unit::{Unit, latest_service_day};

/// A hundred years: before every window and distance.
const LONG_AGO_MONTHS: u32 = 1200;

/// A missing fact, for a criterion that reads it.
#[derive(Clone, Copy)]
pub(crate) struct MissingFact<'a> {
    pub(crate) unit: &'a Unit<'a>,
    pub(crate) criterion: &'a Criterion,
    pub(crate) fact: FactId,
    pub(crate) shape: Shape,
    /// What is known of it: a month or a year.
    pub(crate) known: Option<&'a Answer>,
}

impl MissingFact<'_> {
    /// The values, and the earliest and the latest where those are the best and the worst.
    pub(crate) fn possible_values(self) -> (Vec<Answer>, Option<[Answer; 2]>) {
        let Self { unit, criterion, fact, .. } = self;
        match self.shape {
            Shape::Choice(names) => (names.iter().map(|name| Answer::Choice(name)).collect(), None),
            Shape::Choices(names) => (sets(fact, names), None),
            Shape::Number { min, max } => (numbers(unit, fact, min, max), None),
            Shape::Entries(_) => (lists(unit, criterion, fact.question.field()), None),
            Shape::Day => (future(unit, criterion).into_iter().map(Answer::Day).collect(), None),
            Shape::DayOrNone => {
                let on = around_service(unit, criterion).into_iter().map(OtherBlock::On);
                ([OtherBlock::None].into_iter().chain(on).map(Answer::DayOrNone).collect(), None)
            }
            Shape::PartialDate | Shape::DateOrOngoing | Shape::DateOrAgo => self.dates(),
            Shape::Text | Shape::Codes => (Vec::new(), None),
        }
    }

    /// Past dates: every day that can matter, of those that are possible.
    fn dates(self) -> (Vec<Answer>, Option<[Answer; 2]>) {
        let Self { unit, fact, .. } = self;
        let range = beside_other_end(unit, fact, possible_range(unit, self.known));
        let is_therapy = matches!(fact.entry, Some((_, Part::Start | Part::End)));
        let mut days = if is_therapy { every_day(unit, range) } else { turning_days(unit, self.criterion) };
        days.extend([range.first, range.last]);
        days.retain(|day| range.contains(*day));
        sort(&mut days);
        let answer = |day: NaiveDate| match (self.shape, PartialDate::Day(day)) {
            (Shape::DateOrOngoing, day) => Answer::DateOrOngoing(End::On(day)),
            (Shape::DateOrAgo, day) => Answer::DateOrAgo(Onset::Since(day)),
            (_, day) => Answer::PartialDate(day),
        };
        // More days of therapy are never worse.
        let extremes = is_therapy.then(|| [answer(range.first), answer(range.last)]);
        (days.into_iter().map(answer).collect(), extremes)
    }
}

fn sets(fact: FactId, names: &'static [&'static str]) -> Vec<Answer> {
    // An empty list of locations is never accepted.
    let empty = (fact.question.field() != Field::Location).then(Vec::new);
    let one = names.iter().map(|name| vec![*name]);
    empty.into_iter().chain(one).chain([names.to_vec()]).map(Answer::Choices).collect()
}

fn numbers(unit: &Unit<'_>, fact: FactId, min: Decimal, max: Decimal) -> Vec<Answer> {
    let limit = match fact.entry {
        Some((_, Part::ReliefPercent)) => unit.limits.relief_percent,
        _ => unit.limits.rolling_months,
    };
    let enough = Decimal::whole(limit.into()).min(max);
    let mut values = vec![enough, min];
    values.extend(most_relief(unit, fact).map(|months| months.min(max)));
    values.dedup();
    values.into_iter().map(Answer::Number).collect()
}

/// The most months of relief after a procedure of which no date is known: it was longer ago
/// than any other then, because relief is never longer than the time since the procedure.
fn most_relief(unit: &Unit<'_>, fact: FactId) -> Option<Decimal> {
    let (index, _) = fact.entry.filter(|(_, part)| *part == Part::ReliefMonths)?;
    let date = unit.facts.answer_to(FactId { entry: Some((index, Part::Date)), ..fact });
    let is_known = date.is_some_and(|answer| answer != Answer::NotDocumented);
    (!is_known).then(|| Decimal::whole(LONG_AGO_MONTHS.into()))
}

/// The days a past date could be: none is after receipt.
fn possible_range(unit: &Unit<'_>, known: Option<&Answer>) -> DateRange {
    let received = unit.received();
    let any = DateRange { first: months_before(received, LONG_AGO_MONTHS), last: received };
    let span = match known {
        Some(Answer::PartialDate(when) | Answer::DateOrOngoing(End::On(when))) => when.span(),
        Some(Answer::DateOrAgo(onset)) => onset.span(received),
        _ => return any,
    };
    // A therapy may end after receipt: the days after it do not count.
    span.intersection(any).unwrap_or(DateRange::day(received))
}

/// A therapy does not end before it starts: the days its start or its end can be on,
/// given what is known of the other.
fn beside_other_end(unit: &Unit<'_>, fact: FactId, range: DateRange) -> DateRange {
    let Some((index, part)) = fact.entry else { return range };
    let other = |part| unit.facts.answer_to(FactId { entry: Some((index, part)), ..fact });
    let other = |part| other(part).filter(|answer| *answer != Answer::NotDocumented);
    match part {
        Part::Start => other(Part::End).map_or(range, |end| DateRange {
            last: range.last.min(possible_range(unit, Some(&end)).last),
            ..range
        }),
        Part::End => other(Part::Start).map_or(range, |start| DateRange {
            first: range.first.max(possible_range(unit, Some(&start)).first),
            ..range
        }),
        _ => range,
    }
}

/// The days of therapy that can count, and as many before them as are needed.
fn every_day(unit: &Unit<'_>, range: DateRange) -> Vec<NaiveDate> {
    let window = unit.evidence_window;
    let first = days_before(window.first, unit.limits.therapy_days);
    let counted = range.intersection(DateRange { first, last: window.last });
    counted
        .into_iter()
        .flat_map(|days| days.first.iter_days().take_while(move |day| *day <= days.last))
        .collect()
}

/// The days on which the result can turn, as far as they follow from the limits, and
/// those around the other procedures of the joint.
fn turning_days(unit: &Unit<'_>, criterion: &Criterion) -> Vec<NaiveDate> {
    let anchors = [unit.received(), unit.first_service()];
    let limits = criterion.limits.iter();
    let mut days: Vec<NaiveDate> =
        limits.flat_map(|limit| anchors.iter().flat_map(|anchor| before(unit, limit, *anchor))).collect();
    for around in procedures(unit, criterion) {
        days.extend([around.first, around.last].into_iter().flat_map(with_neighbours));
    }
    days
}

/// The days a limit before an anchor, and their neighbours.
fn before(unit: &Unit<'_>, limit: &LimitInfo, anchor: NaiveDate) -> Vec<NaiveDate> {
    let amount = limit.amount(unit.limits);
    let days = match amount.unit {
        "months" => vec![months_before(anchor, amount.count), latest_with_months_until(anchor, amount.count)],
        "days" => vec![days_before(anchor, amount.count)],
        _ => Vec::new(),
    };
    days.into_iter().flat_map(with_neighbours).collect()
}

fn with_neighbours(day: NaiveDate) -> [NaiveDate; 3] {
    [days_before(day, 1), day, days_after(day, 1)]
}

/// The possible days of the other procedures that the criterion reads.
fn procedures(unit: &Unit<'_>, criterion: &Criterion) -> Vec<DateRange> {
    let joint = unit.joint;
    let injections = joint.injections.known().filter(|_| criterion.reads.contains(&Field::Injections));
    let ablations = joint.ablations.known().filter(|_| criterion.reads.contains(&Field::Ablations));
    let injected = injections.into_iter().flatten().map(|injection| unit.possible_days(&injection.date));
    let ablated = ablations.into_iter().flatten().map(|ablation| unit.possible_days(&ablation.date));
    injected.chain(ablated).collect()
}

/// Days of service: from receipt on.
fn future(unit: &Unit<'_>, criterion: &Criterion) -> Vec<NaiveDate> {
    let change = (criterion.change_days)(unit);
    let mut days: Vec<NaiveDate> = change.into_iter().flat_map(|day| [days_before(day, 1), day]).collect();
    days.extend(around_service(unit, criterion));
    days.extend([unit.received(), unit.governed_from, latest_service_day(unit.received())]);
    days.retain(|day| *day >= unit.received());
    sort(&mut days);
    days
}

/// Days around the service of both joints and the other block.
fn around_service(unit: &Unit<'_>, criterion: &Criterion) -> Vec<NaiveDate> {
    let block = match unit.facts.request.other_block {
        Fact::Known(OtherBlock::On(day)) => Some(day),
        _ => None,
    };
    let services = Laterality::BOTH.map(|side| unit.facts.joint(side).service_date.known().copied());
    let anchors = services.into_iter().flatten().chain(block).chain([unit.first_service()]);
    let mut days: Vec<NaiveDate> = anchors.clone().collect();
    for anchor in anchors {
        for limit in criterion.limits {
            days.extend(before(unit, limit, anchor));
            days.extend(after(unit, limit, anchor));
        }
    }
    sort(&mut days);
    days
}

/// The days a limit after an anchor, and their neighbours.
fn after(unit: &Unit<'_>, limit: &LimitInfo, anchor: NaiveDate) -> Vec<NaiveDate> {
    let amount = limit.amount(unit.limits);
    let day = match amount.unit {
        "months" => Some(months_after(anchor, amount.count)),
        "days" => Some(days_after(anchor, amount.count)),
        _ => None,
    };
    day.into_iter().flat_map(with_neighbours).collect()
}

fn sort(days: &mut Vec<NaiveDate>) {
    days.sort_unstable();
    days.dedup();
}

/// Lists between which every result lies: none, one of each kind, and too many.
fn lists(unit: &Unit<'_>, criterion: &Criterion, field: Field) -> Vec<Answer> {
    let received = unit.received();
    let mut found = vec![Vec::new()];
    match field {
        Field::Injections => {
            let limits = unit.limits;
            let most = usize::try_from(limits.injections.max(limits.diagnostics) + 1).unwrap_or(1);
            for purpose in ["diagnostic", "therapeutic"] {
                found.push(vec![injection(received, purpose, true, unit)]);
                found.push(vec![injection(received, purpose, false, unit)]);
                found.push(vec![injection(received, purpose, true, unit); most]);
            }
            // Before any other procedure but the earliest; and on the last day that one can
            // be, and the day after it: between two whose order is not known.
            let long_ago = days_after(months_before(received, LONG_AGO_MONTHS), 1);
            let others = procedures(unit, criterion).into_iter();
            let around = others.flat_map(|days| [days.last, days_after(days.last, 1)]);
            for day in [long_ago].into_iter().chain(around.filter(|day| *day <= received)) {
                found.push(vec![injection(day, "diagnostic", false, unit)]);
            }
        }
        Field::ActiveTherapy => found.push(vec![episode(unit, "chiropractic")]),
        Field::InactiveTherapy => found.push(vec![episode(unit, "rest")]),
        _ => {}
    }
    found.into_iter().map(Answer::Entries).collect()
}

fn injection(day: NaiveDate, purpose: &'static str, helped: bool, unit: &Unit<'_>) -> Entry {
    let relief = if helped { unit.limits.relief_percent.min(100) } else { 0 };
    let improved = if helped { "yes" } else { "no" };
    Entry(vec![
        (Part::Date, Answer::PartialDate(PartialDate::Day(day))),
        (Part::Purpose, Answer::Choice(purpose)),
        (Part::ReliefPercent, Answer::Number(Decimal::whole(relief.into()))),
        (Part::FunctionalImprovement, Answer::Choice(improved)),
    ])
}

/// A documented therapy that is just long enough.
fn episode(unit: &Unit<'_>, kind: &'static str) -> Entry {
    let end = unit.received();
    let start = days_before(end, unit.limits.therapy_days.saturating_sub(1));
    Entry(vec![
        (Part::Kind, Answer::Choice(kind)),
        (Part::Start, Answer::PartialDate(PartialDate::Day(start))),
        (Part::End, Answer::DateOrOngoing(End::On(PartialDate::Day(end)))),
        (Part::InRecord, Answer::Choice("yes")),
    ])
}

#[cfg(test)]
mod tests;
