//! Which values are tried, for a request received on 2026-03-02.

use super::super::gap::Gaps;
use super::super::limits::Limits;
use super::super::test_unit::{date, day, listing, procedure_on, unit};
use super::super::trial::Trial;
use super::*;
use crate::case::Facts;

const BLANK: Criterion = Criterion { parts: &[Part::ALL], ..Criterion::BLANK };

/// The values that are tried for one fact, as a criterion reads it.
fn values(facts: &Facts, criterion: &Criterion, field: Field, entry: Option<(usize, Part)>) -> Vec<Answer> {
    let unit = unit(facts);
    let gaps = Gaps::of(criterion, &Trial::of(&unit));
    let fact = FactId { question: field.at(Laterality::Left), entry };
    gaps.all().iter().find(|gap| gap.fact == fact).unwrap().values.clone()
}

/// Their days, without the first, which is a hundred years before receipt.
fn days(facts: &Facts, criterion: &Criterion, field: Field, entry: Option<(usize, Part)>) -> Vec<String> {
    let day_of = |answer: Answer| match answer {
        Answer::Day(day)
        | Answer::DayOrNone(OtherBlock::On(day))
        | Answer::PartialDate(PartialDate::Day(day))
        | Answer::DateOrOngoing(End::On(PartialDate::Day(day)))
        | Answer::DateOrAgo(Onset::Since(PartialDate::Day(day))) => day.to_string(),
        other => format!("{other:?}"),
    };
    let mut days: Vec<String> = values(facts, criterion, field, entry).into_iter().map(day_of).collect();
    days.retain(|day| day != "1926-03-02");
    days
}

fn planned_on(service: &str, mut facts: Facts) -> Facts {
    facts.left.service_date = Fact::Known(day(service));
    facts
}

#[test]
fn past_dates_are_tried_around_each_limit_before_receipt_and_service() {
    let months = Criterion { reads: &[Field::Injections], limits: &[Limits::THERAPEUTIC_MONTHS], ..BLANK };
    let week = Criterion { limits: &[Limits::SPACING_DAYS], ..months };
    let percent = Criterion { limits: &[Limits::RELIEF_PERCENT], ..months };
    let facts = planned_on("2026-03-05", listing(Field::Injections, vec![Entry::default()]));
    let around_receipt = ["2026-03-01", "2026-03-02"];
    let tried = |criterion| days(&facts, &criterion, Field::Injections, Some((0, Part::Date)));
    let two_months = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06"];
    assert_eq!(tried(months), [&two_months[..], &around_receipt].concat());
    let a_week = ["2026-02-22", "2026-02-23", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27"];
    assert_eq!(tried(week), [&a_week[..], &around_receipt].concat());
    assert_eq!(tried(percent), around_receipt);
}

#[test]
fn after_february_several_days_are_so_many_months_before() {
    let criterion = Criterion { reads: &[Field::Onset], limits: &[Limits::REPEAT_MONTHS], ..BLANK };
    let facts = planned_on("2027-02-28", Facts::default());
    let before_receipt = ["2023-03-01", "2023-03-02", "2023-03-03"];
    let before_service = ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"];
    let expected = [&before_receipt[..], &before_service, &["2026-03-02"]].concat();
    assert_eq!(days(&facts, &criterion, Field::Onset, None), expected);
}

#[test]
fn past_dates_are_tried_around_the_other_procedures_that_are_read() {
    let mut facts = listing(Field::Injections, vec![Entry::default(), procedure_on("2025-11-10")]);
    facts.left.ablations = listing(Field::Ablations, vec![procedure_on("2025-06-20")]).left.ablations;
    let tried = |reads| days(&facts, &Criterion { reads, ..BLANK }, Field::Injections, Some((0, Part::Date)));
    let injection = ["2025-11-09", "2025-11-10", "2025-11-11", "2026-03-01", "2026-03-02"];
    assert_eq!(tried(&[Field::Injections]), injection);
    let ablation = ["2025-06-19", "2025-06-20", "2025-06-21"];
    assert_eq!(tried(&[Field::Injections, Field::Ablations]), [&ablation[..], &injection].concat());
}

#[test]
fn date_known_to_the_month_is_a_day_of_that_month() {
    let mut facts = Facts::default();
    let criterion = Criterion { reads: &[Field::Onset], limits: &[Limits::THERAPEUTIC_MONTHS], ..BLANK };
    let tried = |facts: &Facts| days(facts, &criterion, Field::Onset, None);
    facts.pain.onset = Fact::Known(Onset::Since(date("2026-01")));
    assert_eq!(tried(&facts), ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-31"]);
    facts.pain.onset = Fact::Known(Onset::Since(date("2026-03")));
    assert_eq!(tried(&facts), ["2026-03-01", "2026-03-02"], "not after receipt");
    let facts = listing(Field::Injections, vec![procedure_on("2025-11")]);
    let criterion = Criterion { reads: &[Field::Injections], ..BLANK };
    let tried = days(&facts, &criterion, Field::Injections, Some((0, Part::Date)));
    assert_eq!(tried, ["2025-11-01", "2025-11-02", "2025-11-29", "2025-11-30"]);
}

/// An episode of therapy from one date to another.
fn episode(start: Option<&str>, end: Option<Answer>) -> Facts {
    let start = start.map(|text| Answer::PartialDate(date(text)));
    let kind = Answer::Choice("chiropractic");
    let entry = Entry::default().with(Part::Kind, Some(kind)).with(Part::Start, start).with(Part::End, end);
    listing(Field::ActiveTherapy, vec![entry])
}

fn until(text: &str) -> Option<Answer> {
    Some(Answer::DateOrOngoing(End::On(date(text))))
}

const THERAPY: Criterion = Criterion { reads: &[Field::ActiveTherapy], ..BLANK };

#[test]
fn start_of_a_therapy_is_any_day_of_the_window_or_of_as_many_before_as_are_needed() {
    let start = |facts: &Facts| days(facts, &THERAPY, Field::ActiveTherapy, Some((0, Part::Start)));
    let all = start(&episode(None, Some(Answer::NotDocumented)));
    // The window is from 2025-09-02 on.
    assert_eq!((all.first().unwrap().as_str(), all.last().unwrap().as_str()), ("2025-07-22", "2026-03-02"));
    assert_eq!(all.len(), 42 + 182);
    assert_eq!(start(&episode(None, until("2025-07-25"))).last().unwrap(), "2025-07-25", "not after its end");
    assert_eq!(start(&episode(None, until("2025-08"))).last().unwrap(), "2025-08-31");
    assert_eq!(start(&episode(None, until("2026-04"))).last().unwrap(), "2026-03-02", "not after receipt");
    let ongoing = Some(Answer::DateOrOngoing(End::Ongoing));
    assert_eq!(start(&episode(None, ongoing)).last().unwrap(), "2026-03-02");
}

#[test]
fn end_of_a_therapy_is_not_before_its_start() {
    let end = |facts: &Facts| days(facts, &THERAPY, Field::ActiveTherapy, Some((0, Part::End)));
    assert_eq!(
        end(&episode(Some("2026-02-27"), None)),
        ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]
    );
    assert_eq!(end(&episode(Some("2026-02"), None)).first().unwrap(), "2026-02-01");
    assert_eq!(end(&episode(None, None)).first().unwrap(), "2025-07-22");
    assert_eq!(end(&episode(Some("2026-02-27"), until("2026-03"))), ["2026-03-01", "2026-03-02"]);
}

#[test]
fn numbers_are_tried_at_the_limit_and_at_the_least() {
    let tried = |reads: &'static [Field], part| {
        let facts = listing(reads[0], vec![procedure_on("2025-12-10")]);
        values(&facts, &Criterion { reads, ..BLANK }, reads[0], Some((0, part)))
    };
    let number = |number| Answer::Number(Decimal::whole(number));
    assert_eq!(tried(&[Field::Injections], Part::ReliefPercent), [number(75), number(0)]);
    assert_eq!(tried(&[Field::Ablations], Part::ReliefMonths), [number(12), number(0)]);
}

/// With more relief the day can only be earlier, and another procedure is the last.
#[test]
fn relief_after_a_day_that_is_not_known_at_all_is_tried_as_long_as_it_can_be() {
    let months = |date: Option<&str>| {
        let entry = match date {
            Some(date) => procedure_on(date),
            None => Entry::default(),
        };
        let facts = listing(Field::Ablations, vec![entry]);
        let criterion = Criterion { reads: &[Field::Ablations], ..BLANK };
        let last = values(&facts, &criterion, Field::Ablations, Some((0, Part::ReliefMonths))).pop();
        last.unwrap()
    };
    let number = |number| Answer::Number(Decimal::whole(number));
    assert_eq!(months(None), number(1200));
    for date in ["2024", "2026-02", "2024-01-01"] {
        assert_eq!(months(Some(date)), number(0), "{date}: 12 and 0 alone");
    }
}

#[test]
fn day_of_service_is_tried_around_each_limit_from_receipt_on() {
    let criterion = Criterion {
        reads: &[Field::ServiceDate],
        limits: &[Limits::SPACING_DAYS],
        change_days: |_| vec![day("2026-02-20"), day("2026-05-01")],
        ..BLANK
    };
    let mut facts = Facts::default();
    let tried = |facts: &Facts| days(facts, &criterion, Field::ServiceDate, None);
    let after_receipt = ["2026-03-02", "2026-03-08", "2026-03-09", "2026-03-10"];
    let (turning, latest) = (["2026-04-30", "2026-05-01"], ["2326-03-02"]);
    assert_eq!(tried(&facts), [&after_receipt[..], &turning, &latest].concat());
    facts.request.other_block = Fact::Known(OtherBlock::On(day("2026-06-20")));
    facts.right.service_date = Fact::Known(day("2026-08-20"));
    let of_block =
        ["2026-06-12", "2026-06-13", "2026-06-14", "2026-06-20", "2026-06-26", "2026-06-27", "2026-06-28"];
    let of_other =
        ["2026-08-12", "2026-08-13", "2026-08-14", "2026-08-20", "2026-08-26", "2026-08-27", "2026-08-28"];
    assert_eq!(tried(&facts), [&after_receipt[..], &turning, &of_block, &of_other, &latest].concat());
}

#[test]
fn another_block_is_tried_around_each_limit_before_and_after_service() {
    let blocks = Criterion { reads: &[Field::OtherBlock], ..BLANK };
    let facts = planned_on("2026-03-31", Facts::default());
    let tried = |limits| days(&facts, &Criterion { limits, ..blocks }, Field::OtherBlock, None);
    let none = "DayOrNone(None)";
    let expected = [
        none,
        "2026-01-30",
        "2026-01-31",
        "2026-02-01",
        "2026-03-31",
        "2026-05-30",
        "2026-05-31",
        "2026-06-01",
    ];
    assert_eq!(tried(&[Limits::THERAPEUTIC_MONTHS]), expected);
    let expected = [
        none,
        "2026-03-23",
        "2026-03-24",
        "2026-03-25",
        "2026-03-31",
        "2026-04-06",
        "2026-04-07",
        "2026-04-08",
    ];
    assert_eq!(tried(&[Limits::SPACING_DAYS]), expected);
    assert_eq!(tried(&[Limits::INJECTIONS]), [none, "2026-03-31"]);
}

#[test]
fn choices_are_tried_none_each_and_all_and_no_list_of_locations_is_empty() {
    let tried = |reads: &'static [Field]| {
        let sets = values(&Facts::default(), &Criterion { reads, ..BLANK }, reads[0], None).into_iter();
        sets.map(|set| match set {
            Answer::Choices(names) => names.len(),
            other => panic!("{other:?}"),
        })
        .collect::<Vec<usize>>()
    };
    assert_eq!(tried(&[Field::Implanted]), [0, 1, 1, 2]);
    assert_eq!(tried(&[Field::Location]), [1, 1, 1, 1, 4]);
}

#[test]
fn lists_are_tried_empty_with_one_entry_and_with_one_more_than_any_limit() {
    let tried = |reads: &'static [Field]| -> Vec<Vec<Entry>> {
        let lists = values(&Facts::default(), &Criterion { reads, ..BLANK }, reads[0], None).into_iter();
        lists
            .map(|list| if let Answer::Entries(entries) = list { entries } else { panic!("{list:?}") })
            .collect()
    };
    let lengths = |lists: Vec<Vec<Entry>>| lists.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(lengths(tried(&[Field::Injections])), [0, 1, 1, 5, 1, 1, 5, 1]);
    assert_eq!(lengths(tried(&[Field::Ablations])), [0]);
    let active: &[Field] = &[Field::ActiveTherapy];
    for lists in [active, &[Field::InactiveTherapy]].map(tried) {
        let [none, one] = lists.as_slice() else { panic!("{lists:?}") };
        assert!(none.is_empty());
        let dates = [Part::Start, Part::End].map(|part| one[0].part(part).cloned());
        assert_eq!(dates, [Some(Answer::PartialDate(date("2026-01-20"))), until("2026-03-02")], "42 days");
    }
}

#[test]
fn injection_is_tried_on_the_last_day_that_an_ablation_can_be_and_after_it() {
    let criterion = Criterion { reads: &[Field::Injections, Field::Ablations], ..BLANK };
    let tried = |ablation| -> Vec<Answer> {
        let facts = listing(Field::Ablations, vec![procedure_on(ablation)]);
        let lists = values(&facts, &criterion, Field::Injections, None).into_iter();
        let of_list = |list: Answer| match list {
            Answer::Entries(entries) => entries.into_iter().next()?.part(Part::Date).cloned(),
            _ => None,
        };
        lists.filter_map(of_list).collect()
    };
    let on = |text| Answer::PartialDate(date(text));
    for day in ["2025-10-31", "2025-11-01"] {
        assert!(tried("2025-10").contains(&on(day)), "{day}");
    }
    assert!(!tried("2026-03-02").contains(&on("2026-03-03")), "after receipt");
}
