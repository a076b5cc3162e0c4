//! The arithmetic of the clocks for one request, step by step.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::case::{Choice, Urgency};

use super::calendar::{Calendar, LastOpen};
use super::clock::{ClockSettings, DueClock};
use super::count::{Due, NotCounted, count_clock, due};
use super::length::Length;
use super::local_time::{day_words, instant_words};
use super::receipt::Receipt;
use super::zone::Zone;

/// One clock of the settings and its arithmetic for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained<'s> {
    /// The clock.
    pub clock: &'s DueClock,
    /// The steps from the receipt to the end; none if it is not counted.
    pub steps: Vec<String>,
    /// Whether this clock decides, and why.
    pub verdict: String,
}

/// Every clock with its arithmetic for a request.
pub fn explain<'s>(receipt: &Receipt, settings: &'s ClockSettings, zone: Zone) -> Vec<Explained<'s>> {
    let deciding = due(receipt, settings, zone);
    let each = settings.clocks().iter().map(|clock| {
        let counted = count_clock(clock, receipt, &settings.calendar, zone);
        let (steps, verdict) = match &counted {
            Ok(due) => (steps(due, receipt, &settings.calendar, zone), verdict(due, deciding.as_ref())),
            Err(why) => (Vec::new(), why_not(*why, clock, receipt)),
        };
        Explained { clock, steps, verdict }
    });
    each.collect()
}

/// The receipt in words: when, and how urgent.
pub fn receipt_words(receipt: &Receipt) -> String {
    let when = match receipt.at {
        Some(at) => instant_words(at),
        None => format!("{}, time of day not recorded", day_words(receipt.day)),
    };
    let urgency = match receipt.urgency {
        Some(urgency) => urgency.name().to_owned(),
        None => format!("urgency not recorded, counted as {}", Urgency::Standard.name()),
    };
    format!("received {when}; {urgency}")
}

/// When a request is due, by which clock, and how far away that is.
pub fn due_sentence(due: Option<&Due<'_>>, now: DateTime<FixedOffset>) -> String {
    let Some(due) = due else { return "Due: no clock applies.".to_owned() };
    let end = if due.is_with_a_day() { ", until the end of that day" } else { "" };
    let last = due.last_open.map(|last| format!("; the last open moment before it: {last}"));
    let (words, name, distance) = (due.words(), &due.clock.name, due.distance(now));
    format!("Due: {words}{end} ({distance}), by \"{name}\"{}.", last.unwrap_or_default())
}

fn steps(due: &Due<'_>, receipt: &Receipt, calendar: &Calendar, zone: Zone) -> Vec<String> {
    let counted = match due.clock.length {
        Length::Hours(_) => hour_steps(due, receipt, zone),
        Length::CalendarDays(days) => vec![day_zero(receipt), day_number(days, due.day)],
        Length::BusinessDays(_) => business_day_steps(due, receipt, calendar),
    };
    let end =
        due.is_with_a_day().then(|| format!("the clock ends with that day: {}", instant_words(due.end)));
    let last = due.last_open.map(|last| last_open_step(due, last, calendar));
    counted.into_iter().chain(end).chain(last).collect()
}

fn day_zero(receipt: &Receipt) -> String {
    format!("day 0: {}, the day of receipt", day_words(receipt.day))
}

fn day_number(number: u32, day: NaiveDate) -> String {
    format!("day {number}: {}", day_words(day))
}

fn business_day_steps(due: &Due<'_>, receipt: &Receipt, calendar: &Calendar) -> Vec<String> {
    let days = receipt.day.iter_days().skip(1).take_while(|day| *day <= due.day);
    let mut number = 0;
    let counted = days.map(|day| {
        if calendar.is_open(day) {
            number += 1;
            day_number(number, day)
        } else {
            format!("skipped: {}, {}", day_words(day), why_closed(day, calendar))
        }
    });
    let mut steps = vec![day_zero(receipt)];
    steps.extend(counted);
    steps
}

fn why_closed(day: NaiveDate, calendar: &Calendar) -> &'static str {
    if calendar.closed.contains(&day) { "a closed day" } else { "not an open day of the week" }
}

fn hour_steps(due: &Due<'_>, receipt: &Receipt, zone: Zone) -> Vec<String> {
    let start = zone.at(receipt.start(zone));
    let from = match receipt.at {
        Some(_) => format!("from {}, the time of receipt", instant_words(start)),
        None => format!(
            "from {}, the start of the day of receipt: the earliest it could be, as no time is recorded",
            instant_words(start)
        ),
    };
    let end = format!("{} later: {}", due.clock.length, instant_words(due.end));
    [from, end].into_iter().chain(clock_change(start, due.end)).collect()
}

/// What to say where clocks were set forward or back between two instants.
fn clock_change(start: DateTime<FixedOffset>, end: DateTime<FixedOffset>) -> Option<String> {
    let is_changed = start.offset() != end.offset();
    is_changed.then(|| "clocks change in between; the hours are those that pass".to_owned())
}

fn last_open_step(due: &Due<'_>, last: LastOpen, calendar: &Calendar) -> String {
    let what = if calendar.is_open(due.day) { "outside the opening hours" } else { "on a closed day" };
    format!("that is {what}: the last open moment before it is {last}")
}

fn verdict(due: &Due<'_>, deciding: Option<&Due<'_>>) -> String {
    match deciding {
        Some(first) if std::ptr::eq(first.clock, due.clock) => {
            "decides: no other clock ends earlier".to_owned()
        }
        Some(first) if first.end == due.end => {
            format!("does not decide: \"{}\" ends at the same time and comes first", first.clock.name)
        }
        Some(first) => format!("does not decide: \"{}\" ends earlier", first.clock.name),
        None => String::new(),
    }
}

fn why_not(why: NotCounted, clock: &DueClock, receipt: &Receipt) -> String {
    match why {
        NotCounted::OtherUrgency => {
            let urgency = clock.urgency.map_or("other", Choice::name);
            format!("does not apply: it is for {urgency} requests")
        }
        NotCounted::NotInForce => format!(
            "does not apply: it is for requests received on {} or later, this one on {}",
            clock.from, receipt.day
        ),
        NotCounted::NeverOpen => "does not apply: the settings have not so many open days".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::EASTERN;
    use super::super::clock::Origin;
    use super::*;
    use crate::case::Text;

    fn settings(lengths: &[&str]) -> ClockSettings {
        let mut settings = ClockSettings::default();
        settings.calendar.closed.insert("2026-03-09".parse().unwrap());
        for length in lengths {
            settings.add(DueClock {
                name: Text::new("contract"),
                length: Length::parse(length).unwrap(),
                urgency: None,
                from: "2026-03-01".parse().unwrap(),
                source: Text::new("contract 7.2"),
                origin: Origin::Plan,
            });
        }
        settings
    }

    fn received(day: &str, at: Option<&str>, urgency: Option<Urgency>) -> Receipt {
        let at = at.map(|at| EASTERN.instant(format!("{day}T{at}").parse().unwrap()).unwrap());
        Receipt { day: day.parse().unwrap(), at, urgency }
    }

    /// The steps and the verdict of each clock.
    fn lines(receipt: &Receipt, lengths: &[&str]) -> Vec<Vec<String>> {
        let settings = settings(lengths);
        let each = explain(receipt, &settings, EASTERN).into_iter();
        each.map(|clock| clock.steps.into_iter().chain([clock.verdict]).collect()).collect()
    }

    #[test]
    fn business_days_are_counted_one_by_one_and_closed_days_named() {
        let receipt = received("2026-03-06", Some("14:05:00"), Some(Urgency::Standard));
        let lines = lines(&receipt, &["2 business days"]);
        assert_eq!(
            lines[0],
            [
                "day 0: Fri 2026-03-06, the day of receipt",
                "day 7: Fri 2026-03-13",
                "the clock ends with that day: Sat 2026-03-14 00:00 -04:00",
                "does not decide: \"contract\" ends earlier",
            ]
        );
        assert_eq!(lines[1], ["does not apply: it is for expedited requests"]);
        assert_eq!(
            lines[2],
            [
                "day 0: Fri 2026-03-06, the day of receipt",
                "skipped: Sat 2026-03-07, not an open day of the week",
                "skipped: Sun 2026-03-08, not an open day of the week",
                "skipped: Mon 2026-03-09, a closed day",
                "day 1: Tue 2026-03-10",
                "day 2: Wed 2026-03-11",
                "the clock ends with that day: Thu 2026-03-12 00:00 -04:00",
                "decides: no other clock ends earlier",
            ]
        );
    }

    #[test]
    fn hours_say_where_they_start_and_that_clocks_change() {
        let urgent = Some(Urgency::Expedited);
        assert_eq!(
            lines(&received("2026-03-06", Some("14:05:00"), urgent), &[])[1],
            [
                "from Fri 2026-03-06 14:05 -05:00, the time of receipt",
                "72 hours later: Mon 2026-03-09 15:05 -04:00",
                "clocks change in between; the hours are those that pass",
                "that is on a closed day: the last open moment before it is Fri 2026-03-06",
                "decides: no other clock ends earlier",
            ]
        );
        assert_eq!(
            lines(&received("2026-03-16", None, urgent), &[])[1],
            [
                "from Mon 2026-03-16 00:00 -04:00, the start of the day of receipt: the earliest it could be, as no time is recorded",
                "72 hours later: Thu 2026-03-19 00:00 -04:00",
                "decides: no other clock ends earlier",
            ]
        );
    }

    #[test]
    fn clock_that_does_not_decide_says_why() {
        let verdicts = |day, lengths: &[&str]| -> Vec<String> {
            let each = lines(&received(day, None, None), lengths).into_iter();
            each.filter_map(|mut lines| lines.pop()).collect()
        };
        assert_eq!(
            verdicts("2025-12-31", &["2 business days"]),
            [
                "does not apply: it is for requests received on 2026-01-01 or later, this one on 2025-12-31",
                "does not apply: it is for expedited requests",
                "does not apply: it is for requests received on 2026-03-01 or later, this one on 2025-12-31",
            ]
        );
        let same = "does not decide: \"federal cap, standard\" ends at the same time and comes first";
        assert_eq!(verdicts("2026-03-16", &["7 calendar days"])[2], same);
    }

    #[test]
    fn receipt_says_what_is_not_recorded() {
        let known = received("2026-03-06", Some("14:05:00"), Some(Urgency::Expedited));
        assert_eq!(receipt_words(&known), "received Fri 2026-03-06 14:05 -05:00; expedited");
        let unknown = received("2026-03-06", None, None);
        assert_eq!(
            receipt_words(&unknown),
            "received Fri 2026-03-06, time of day not recorded; urgency not recorded, counted as standard"
        );
    }
}
