//! The days and hours on which a plan is open.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday, WeekdaySet};

use super::local_time::day_words;

/// The days and hours on which a plan is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Days on which it is closed, such as holidays.
    pub closed: BTreeSet<NaiveDate>,
    /// The days of the week on which it is open.
    pub open_days: WeekdaySet,
    /// The hours of those days; unknown when not set.
    pub hours: Option<OpeningHours>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { closed: BTreeSet::new(), open_days: WeekdaySet::from_array(MONDAY_TO_FRIDAY), hours: None }
    }
}

const MONDAY_TO_FRIDAY: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Nobody is closed for longer than this: no open day is looked for beyond.
const MAX_DAYS: usize = 10_000;

/// The hours of a day on which a plan is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningHours {
    opens: NaiveTime,
    closes: NaiveTime,
}

impl OpeningHours {
    /// Reads `08:00-17:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (opens, closes) = text.split_once('-')?;
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let hours = Self { opens: time(opens)?, closes: time(closes)? };
        (hours.opens < hours.closes).then_some(hours)
    }
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.opens.format("%H:%M"), self.closes.format("%H:%M"))
    }
}

/// The last moment before a due time at which a plan is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastOpen {
    /// The day.
    pub day: NaiveDate,
    /// When the plan closes on that day; unknown without opening hours.
    pub closes: Option<NaiveTime>,
}

impl fmt::Display for LastOpen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&day_words(self.day))?;
        self.closes.map_or(Ok(()), |closes| write!(out, " {}", closes.format("%H:%M")))
    }
}

impl Calendar {
    /// Whether the plan is open on a day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.open_days.contains(day.weekday()) && !self.closed.contains(&day)
    }

    /// The day that is so many open days after another one; `None` if there are not so many.
    pub fn open_day_after(&self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        let mut open = day.iter_days().skip(1).take(MAX_DAYS).filter(|day| self.is_open(*day));
        open.nth(usize::try_from(count).ok()?.checked_sub(1)?)
    }

    /// The last open moment before the end of a day, if the plan is closed on that day.
    pub fn last_open_before_end(&self, day: NaiveDate) -> Option<LastOpen> {
        if self.is_open(day) { None } else { self.last_open_day(day) }
    }

    /// The last open moment before a local time, if the plan is closed then.
    pub fn last_open_before(&self, local: NaiveDateTime) -> Option<LastOpen> {
        let (day, time) = (local.date(), local.time());
        match self.hours {
            _ if !self.is_open(day) => self.last_open_day(day),
            Some(hours) if time <= hours.opens => self.last_open_day(day),
            Some(hours) if hours.closes < time => Some(LastOpen { day, closes: Some(hours.closes) }),
            _ => None,
        }
    }

    /// The end of the last open day before a day.
    fn last_open_day(&self, day: NaiveDate) -> Option<LastOpen> {
        let before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).take(MAX_DAYS);
        let day = before.into_iter().find(|day| self.is_open(*day))?;
        Some(LastOpen { day, closes: self.hours.map(|hours| hours.closes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Closed on Thanksgiving and the day after, open from 08:00 to 17:00.
    fn calendar() -> Calendar {
        Calendar {
            closed: ["2026-11-26", "2026-11-27"].map(day).into(),
            hours: OpeningHours::parse("08:00-17:00"),
            ..Calendar::default()
        }
    }

    #[test]
    fn opening_hours_print_as_they_were_read() {
        for text in ["08:00-17:00", "00:00-23:59", "07:30-19:15"] {
            assert_eq!(OpeningHours::parse(text).map(|hours| hours.to_string()).as_deref(), Some(text));
        }
        for text in ["", "08:00", "17:00-08:00", "08:00-08:00", "8-17", "08:00-24:00", "08:00-17:00-18:00"] {
            assert_eq!(OpeningHours::parse(text), None, "{text}");
        }
    }

    #[test]
    fn open_days_are_counted_without_closed_ones() {
        for (from, count, expected) in [
            ("2026-11-24", 1, "2026-11-25"),
            ("2026-11-25", 1, "2026-11-30"),
            ("2026-11-25", 2, "2026-12-01"),
            ("2026-11-28", 1, "2026-11-30"),
        ] {
            assert_eq!(calendar().open_day_after(day(from), count), Some(day(expected)), "{from} {count}");
        }
    }

    #[test]
    fn plan_that_is_never_open_has_no_open_day() {
        let never = Calendar { open_days: WeekdaySet::EMPTY, ..Calendar::default() };
        assert_eq!(never.open_day_after(day("2026-11-24"), 1), None);
        assert_eq!(never.last_open_before_end(day("2026-11-24")), None);
        assert_eq!(calendar().open_day_after(day("2026-11-24"), 0), None);
    }

    #[test]
    fn last_open_moment_is_named_only_while_the_plan_is_closed() {
        for (local, last) in [
            ("2026-11-24T08:00:00", Some("Mon 2026-11-23 17:00")),
            ("2026-11-24T08:00:01", None),
            ("2026-11-24T17:00:00", None),
            ("2026-11-24T17:00:01", Some("Tue 2026-11-24 17:00")),
            ("2026-11-30T07:59:00", Some("Wed 2026-11-25 17:00")),
            ("2026-11-26T12:00:00", Some("Wed 2026-11-25 17:00")),
        ] {
            let found = calendar().last_open_before(local.parse().unwrap());
            assert_eq!(found.map(|last| last.to_string()).as_deref(), last, "{local}");
        }
    }

    #[test]
    fn without_opening_hours_an_open_day_is_open_all_day() {
        let calendar = Calendar { hours: None, ..calendar() };
        let found = |local: &str| calendar.last_open_before(local.parse().unwrap());
        assert_eq!(found("2026-11-24T23:00:00"), None);
        assert_eq!(
            found("2026-11-27T23:00:00").map(|last| last.to_string()).as_deref(),
            Some("Wed 2026-11-25")
        );
    }

    #[test]
    fn day_that_ends_while_the_plan_is_closed_has_a_last_open_day() {
        let last = |text: &str| calendar().last_open_before_end(day(text)).map(|last| last.to_string());
        assert_eq!(last("2026-11-25"), None);
        assert_eq!(last("2026-11-29").as_deref(), Some("Wed 2026-11-25 17:00"));
    }
}
