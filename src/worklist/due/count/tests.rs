//! Clocks counted over weekends, holidays, clock changes, leap days and the turn of the year.

use super::super::EASTERN;
use super::super::calendar::OpeningHours;
use super::super::clock::Origin;
use super::*;
use crate::case::{Text, Urgency};

fn clock(length: &str) -> DueClock {
    DueClock {
        name: Text::new(length),
        length: Length::parse(length).unwrap(),
        urgency: None,
        from: "2026-01-01".parse().unwrap(),
        source: Text::new("a contract"),
        origin: Origin::Plan,
    }
}

/// Closed on Christmas and New Year's Day and on weekends, open from 08:00 to 17:00.
fn calendar() -> Calendar {
    Calendar {
        closed: ["2026-12-25", "2027-01-01"].map(|day| day.parse().unwrap()).into(),
        hours: OpeningHours::parse("08:00-17:00"),
        ..Calendar::default()
    }
}

/// Received at a local time, or on a day.
fn received(text: &str) -> Receipt {
    let at = text.contains('T').then(|| EASTERN.instant(text.parse().unwrap()).unwrap());
    let day = text.split('T').next().unwrap().parse().unwrap();
    Receipt { day, at, urgency: None }
}

fn counted(length: &str, from: &str) -> (String, String) {
    let clock = clock(length);
    let due = count_clock(&clock, &received(from), &calendar(), EASTERN).unwrap();
    (due.end.to_rfc3339(), due.last_open.map(|last| last.to_string()).unwrap_or_default())
}

#[test]
fn clock_ends_when_its_days_or_hours_are_over() {
    for (what, from, length, end, last_open) in [
        ("a plain week", "2026-03-11T14:05:00", "2 calendar days", "2026-03-14T00:00:00-04:00", ""),
        ("at any time of the day", "2026-03-11T23:59:59", "2 calendar days", "2026-03-14T00:00:00-04:00", ""),
        ("over the weekend", "2026-03-13T14:05:00", "2 business days", "2026-03-18T00:00:00-04:00", ""),
        // Clocks go forward on Sunday 2026-03-08 and back on Sunday 2026-11-01.
        (
            "ends when clocks go forward",
            "2026-03-06T14:05:00",
            "2 calendar days",
            "2026-03-09T00:00:00-04:00",
            "Fri 2026-03-06 17:00",
        ),
        (
            "starts when clocks go forward",
            "2026-03-08T01:30:00",
            "1 calendar day",
            "2026-03-10T00:00:00-04:00",
            "",
        ),
        (
            "hours while clocks go forward",
            "2026-03-07T01:30:00",
            "72 hours",
            "2026-03-10T02:30:00-04:00",
            "Mon 2026-03-09 17:00",
        ),
        (
            "hours end after the skipped hour",
            "2026-03-07T02:30:00",
            "24 hours",
            "2026-03-08T03:30:00-04:00",
            "Fri 2026-03-06 17:00",
        ),
        (
            "ends when clocks go back",
            "2026-10-25T14:05:00",
            "7 calendar days",
            "2026-11-02T00:00:00-05:00",
            "Fri 2026-10-30 17:00",
        ),
        ("hours while clocks go back", "2026-10-30T14:05:00", "72 hours", "2026-11-02T13:05:00-05:00", ""),
        (
            "hours end in the doubled hour",
            "2026-10-31T01:30:00",
            "25 hours",
            "2026-11-01T01:30:00-05:00",
            "Fri 2026-10-30 17:00",
        ),
        ("year's end", "2026-12-30T09:00:00", "7 calendar days", "2027-01-07T00:00:00-05:00", ""),
        (
            "year's end, business days",
            "2026-12-30T09:00:00",
            "2 business days",
            "2027-01-05T00:00:00-05:00",
            "",
        ),
        ("ends with the old year", "2026-12-28T09:00:00", "3 calendar days", "2027-01-01T00:00:00-05:00", ""),
        ("leap day", "2028-02-27T09:00:00", "2 calendar days", "2028-03-01T00:00:00-05:00", ""),
        ("from leap day", "2028-02-29T09:00:00", "1 calendar day", "2028-03-02T00:00:00-05:00", ""),
        ("hours over leap day", "2028-02-28T09:00:00", "48 hours", "2028-03-01T09:00:00-05:00", ""),
        (
            "no leap day",
            "2026-02-27T09:00:00",
            "2 calendar days",
            "2026-03-02T00:00:00-05:00",
            "Fri 2026-02-27 17:00",
        ),
        (
            "a holiday's eve",
            "2026-12-24T16:00:00",
            "1 calendar day",
            "2026-12-26T00:00:00-05:00",
            "Thu 2026-12-24 17:00",
        ),
        (
            "a holiday's eve, business days",
            "2026-12-24T16:00:00",
            "1 business day",
            "2026-12-29T00:00:00-05:00",
            "",
        ),
        (
            "a holiday's eve, hours",
            "2026-12-24T16:00:00",
            "24 hours",
            "2026-12-25T16:00:00-05:00",
            "Thu 2026-12-24 17:00",
        ),
        ("received on a holiday", "2026-12-25T10:00:00", "1 business day", "2026-12-29T00:00:00-05:00", ""),
        ("22:30 on a Saturday", "2026-03-14T22:30:00", "1 business day", "2026-03-17T00:00:00-04:00", ""),
        (
            "22:30 on a Saturday, calendar days",
            "2026-03-14T22:30:00",
            "1 calendar day",
            "2026-03-16T00:00:00-04:00",
            "Fri 2026-03-13 17:00",
        ),
        (
            "22:30 on a Saturday, hours",
            "2026-03-14T22:30:00",
            "72 hours",
            "2026-03-17T22:30:00-04:00",
            "Tue 2026-03-17 17:00",
        ),
        (
            "only the day known, hours",
            "2026-03-14",
            "72 hours",
            "2026-03-17T00:00:00-04:00",
            "Mon 2026-03-16 17:00",
        ),
        (
            "only the day known, days",
            "2026-03-14",
            "7 calendar days",
            "2026-03-22T00:00:00-04:00",
            "Fri 2026-03-20 17:00",
        ),
    ] {
        assert_eq!(counted(length, from), (end.to_owned(), last_open.to_owned()), "{what}");
    }
}

#[test]
fn time_in_another_zone_keeps_its_day_and_its_instant() {
    // In this zone the request came on 2026-03-13.
    let at = Some(DateTime::parse_from_rfc3339("2026-03-14T00:30:00+01:00").unwrap());
    let receipt = Receipt { at, ..received("2026-03-14") };
    let end = |length| count_clock(&clock(length), &receipt, &calendar(), EASTERN).unwrap().end.to_rfc3339();
    assert_eq!(end("1 calendar day"), "2026-03-16T00:00:00-04:00");
    assert_eq!(end("24 hours"), "2026-03-14T19:30:00-04:00");
}

#[test]
fn clock_counts_from_its_first_day_in_force_for_its_urgency() {
    let expedited = DueClock { urgency: Some(Urgency::Expedited), ..clock("24 hours") };
    let count = |from: &str, urgency| {
        let receipt = Receipt { urgency, ..received(from) };
        count_clock(&expedited, &receipt, &calendar(), EASTERN).map(|due| due.day.to_string())
    };
    let urgent = Some(Urgency::Expedited);
    assert_eq!(count("2026-01-01", urgent).as_deref(), Ok("2026-01-02"));
    assert_eq!(count("2025-12-31", urgent), Err(NotCounted::NotInForce));
    assert_eq!(count("2026-01-01", Some(Urgency::Standard)), Err(NotCounted::OtherUrgency));
    assert_eq!(count("2026-01-01", None), Err(NotCounted::OtherUrgency), "absent counts as standard");
}

#[test]
fn clock_of_a_plan_that_is_never_open_is_not_counted() {
    let never = Calendar { open_days: chrono::WeekdaySet::EMPTY, ..calendar() };
    let clock = clock("1 business day");
    let result = count_clock(&clock, &received("2026-03-02"), &never, EASTERN);
    assert_eq!(result, Err(NotCounted::NeverOpen));
}

fn due_of(receipt: &Receipt, plan: &[&str]) -> Option<(String, String)> {
    let mut settings = ClockSettings::default();
    settings.calendar = calendar();
    plan.iter().for_each(|length| settings.add(clock(length)));
    due(receipt, &settings, EASTERN).map(|due| (due.clock.name.raw().to_owned(), due.end.to_rfc3339()))
}

#[test]
fn due_is_the_earliest_end() {
    let federal = ("federal cap, standard", "2026-03-10T00:00:00-04:00");
    for (plan, (name, end)) in [
        (&[][..], federal),
        (&["2 business days"], ("2 business days", "2026-03-05T00:00:00-05:00")),
        (&["14 calendar days"], federal),
        (&["7 calendar days"], federal),
        (&["6 calendar days", "72 hours"], ("72 hours", "2026-03-05T14:05:00-05:00")),
    ] {
        let found = due_of(&received("2026-03-02T14:05:00"), plan);
        assert_eq!(found, Some((name.to_owned(), end.to_owned())), "{plan:?}");
    }
}

#[test]
fn federal_caps_are_for_the_urgency_and_from_their_first_day() {
    let name =
        |from: &str, urgency| due_of(&Receipt { urgency, ..received(from) }, &[]).map(|(name, _)| name);
    let (standard, expedited) = (Some(Urgency::Standard), Some(Urgency::Expedited));
    assert_eq!(name("2026-01-01", None).as_deref(), Some("federal cap, standard"));
    assert_eq!(name("2026-01-01", standard).as_deref(), Some("federal cap, standard"));
    assert_eq!(name("2026-01-01", expedited).as_deref(), Some("federal cap, expedited"));
    assert_eq!(name("2025-12-31", standard), None);
    assert_eq!(name("2025-12-31", expedited).as_deref(), Some("federal cap, expedited"));
}

#[test]
fn due_is_late_once_its_day_or_its_hours_are_over() {
    let (days, hours) = (clock("2 calendar days"), clock("72 hours"));
    let late = |clock: &DueClock, now: &str| {
        let due = count_clock(clock, &received("2026-03-02T14:05:00"), &calendar(), EASTERN).unwrap();
        let now = EASTERN.instant(now.parse().unwrap()).unwrap();
        (due.is_late(now), due.distance(now))
    };
    assert_eq!(late(&days, "2026-03-02T14:05:00"), (false, "in 2d Wed".to_owned()));
    assert_eq!(late(&days, "2026-03-04T23:59:59"), (false, "today".to_owned()));
    assert_eq!(late(&days, "2026-03-05T00:00:00"), (true, "1d late".to_owned()));
    assert_eq!(late(&hours, "2026-03-05T14:04:59"), (false, "in 0m".to_owned()));
    assert_eq!(late(&hours, "2026-03-05T14:05:00"), (true, "0m late".to_owned()));
}
