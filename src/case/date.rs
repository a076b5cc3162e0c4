//! Dates as records give them, whole or partial, and the calendar arithmetic of the policy.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::iso_day::IsoDay;

/// The years a date in a case may have.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// `day` + `months` calendar months: the same day of the month, or the month's last.
pub fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// `day` − `months` calendar months: the same day of the month, or the month's last.
pub fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// `day` + `days`.
pub fn days_after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// `day` − `days`.
pub fn days_before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

/// The latest day that still has `months` calendar months before `end`
/// (the largest `d` with `d + months <= end`).
pub fn latest_with_months_until(end: NaiveDate, months: u32) -> NaiveDate {
    // Several days can reach the same last day of a month: take the latest.
    let mut latest = months_before(end, months);
    while let Some(next) = latest.succ_opt().filter(|next| months_after(*next, months) <= end) {
        latest = next;
    }
    latest
}

/// The whole months from one day to another; 0 when the second is earlier.
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month0()).unwrap_or(0)
        - i32::try_from(from.month0()).unwrap_or(0);
    let months = u32::try_from(months).unwrap_or(0);
    // The month of `to` counts only when its day of the month is reached.
    if months_after(from, months) <= to { months } else { months.saturating_sub(1) }
}

/// Whether the year is one a case may have: others are typing errors.
pub fn plausible(day: NaiveDate) -> bool {
    YEARS.contains(&day.year())
}

/// A range of days, such as those a date could be; first and last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The earliest day.
    pub first: NaiveDate,
    /// The latest day.
    pub last: NaiveDate,
}

impl DateRange {
    /// Any day up to `last`.
    pub fn until(last: NaiveDate) -> Self {
        Self { first: NaiveDate::MIN, last }
    }

    /// This day alone.
    pub fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// The days in both ranges, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let both = Self { first: self.first.max(other.first), last: self.last.min(other.last) };
        (both.first <= both.last).then_some(both)
    }

    /// The number of days, first and last included; 0 when the last is before the first.
    pub fn days(self) -> u32 {
        u32::try_from((self.last - self.first).num_days() + 1).unwrap_or(0)
    }

    /// Whether the day is in the range.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A past date, known to the day, the month or the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialDate {
    /// Known to the day.
    Day(NaiveDate),
    /// Known to the month.
    Month(YearMonth),
    /// Known to the year.
    Year(i32),
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearMonth {
    first: NaiveDate,
}

impl YearMonth {
    /// The month, 1 to 12, of the year; `None` when it does not exist.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, 1).map(|first| Self { first })
    }

    fn span(self) -> DateRange {
        DateRange { first: self.first, last: days_before(months_after(self.first, 1), 1) }
    }
}

impl PartialDate {
    /// Whether the day is known.
    pub const fn is_day(self) -> bool {
        matches!(self, Self::Day(_))
    }

    /// The days it could be, those after the day of receipt included.
    pub fn span(self) -> DateRange {
        match self {
            Self::Day(day) => DateRange::day(day),
            Self::Month(month) => month.span(),
            Self::Year(year) => DateRange {
                first: NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN),
                last: NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX),
            },
        }
    }

    /// Reads `2025-12` or `2025`.
    pub fn parse_partial(text: &str) -> Option<Self> {
        let number = |digits: &str, length: usize| {
            let valid = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
            valid.then(|| digits.parse::<u32>().ok()).flatten()
        };
        let year = |digits: &str| number(digits, 4).and_then(|year| i32::try_from(year).ok());
        match text.split_once('-') {
            None => year(text).map(Self::Year),
            Some((y, m)) => YearMonth::new(year(y)?, number(m, 2)?).map(Self::Month),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => IsoDay(*day).fmt(out),
            Self::Month(month) => write!(out, "{}", month.first.format("%Y-%m")),
            Self::Year(year) => write!(out, "{year:04}"),
        }
    }
}

/// The end of a therapy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It ended on this date.
    On(PartialDate),
    /// It had not ended when the request was received.
    Ongoing,
}

/// The word for a therapy that has not ended.
pub const ONGOING: &str = "ongoing";

impl fmt::Display for End {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(when) => when.fmt(out),
            Self::Ongoing => out.write_str(ONGOING),
        }
    }
}

/// The onset of pain: a date, or how long before the request was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onset {
    /// Since this date.
    Since(PartialDate),
    /// This long before the day of receipt.
    Ago(Duration),
}

impl Onset {
    /// The days the onset could be, given the day the request was received.
    pub fn span(self, received: NaiveDate) -> DateRange {
        match self {
            Self::Since(when) => when.span(),
            Self::Ago(duration) => DateRange::day(duration.before(received)),
        }
    }
}

impl fmt::Display for Onset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Since(when) => when.fmt(out),
            Self::Ago(duration) => duration.fmt(out),
        }
    }
}

/// A duration as records give it: a count and a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    count: u32,
    unit: DurationUnit,
}

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DurationUnit {
    Days,
    Weeks,
    Months,
    Years,
}

/// The highest count of any unit: more is a typing error.
pub const LONGEST_COUNT: u32 = 40_000;

impl Duration {
    /// Reads `8 months`, `13 weeks`, `90 days`, `2 years` (or the singular).
    pub fn parse(text: &str) -> Option<Self> {
        let (count, unit) = text.trim().split_once(' ')?;
        // `parse` would accept a sign.
        let only_digits = count.bytes().all(|byte| byte.is_ascii_digit());
        let count =
            only_digits.then(|| count.parse().ok()).flatten().filter(|count| *count <= LONGEST_COUNT)?;
        let unit = match unit.trim_start() {
            "day" | "days" => DurationUnit::Days,
            "week" | "weeks" => DurationUnit::Weeks,
            "month" | "months" => DurationUnit::Months,
            "year" | "years" => DurationUnit::Years,
            _ => return None,
        };
        Some(Self { count, unit })
    }

    /// The day this long before `day`; months and years are calendar months.
    pub fn before(self, day: NaiveDate) -> NaiveDate {
        match self.unit {
            DurationUnit::Days => days_before(day, self.count),
            DurationUnit::Weeks => days_before(day, self.count * 7),
            DurationUnit::Months => months_before(day, self.count),
            DurationUnit::Years => months_before(day, self.count * 12),
        }
    }
}

impl Duration {
    /// How many of its unit.
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Its unit, in the plural: `months`.
    pub const fn unit(self) -> &'static str {
        match self.unit {
            DurationUnit::Days => "days",
            DurationUnit::Weeks => "weeks",
            DurationUnit::Months => "months",
            DurationUnit::Years => "years",
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.count == 1 { self.unit().trim_end_matches('s') } else { self.unit() };
        write!(out, "{} {unit}", self.count)
    }
}

/// The nearest other nerve block or spinal injection, done or planned (D.I.C.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherBlock {
    /// There was and will be none.
    None,
    /// On this day.
    On(NaiveDate),
}

/// The word for no other block.
pub const NONE: &str = "none";

impl fmt::Display for OtherBlock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => out.write_str(NONE),
            Self::On(day) => day.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn adding_months_keeps_the_day_or_takes_the_last_of_the_month() {
        for (from, months, after) in [
            ("2025-12-15", 3, "2026-03-15"),
            ("2025-11-30", 3, "2026-02-28"),
            ("2023-11-30", 3, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2025-08-31", 6, "2026-02-28"),
        ] {
            assert_eq!(months_after(day(from), months), day(after), "{from} + {months}");
        }
        for (from, months, before) in [
            ("2026-08-31", 6, "2026-02-28"),
            ("2024-08-31", 6, "2024-02-29"),
            ("2026-03-02", 6, "2025-09-02"),
            ("2026-03-31", 36, "2023-03-31"),
        ] {
            assert_eq!(months_before(day(from), months), day(before), "{from} - {months}");
        }
    }

    #[test]
    fn latest_with_months_until_finds_the_latest_day() {
        for (end, months, latest) in [
            ("2026-03-02", 12, "2025-03-02"),
            ("2026-02-28", 12, "2025-02-28"),
            ("2025-02-28", 12, "2024-02-29"),
            ("2025-04-30", 2, "2025-02-28"),
            ("2025-02-28", 2, "2024-12-31"),
            ("2025-03-02", 0, "2025-03-02"),
        ] {
            assert_eq!(latest_with_months_until(day(end), months), day(latest), "{end} {months}");
        }
    }

    #[test]
    fn partial_dates_print_as_they_were_read() {
        for text in ["2025-12", "2025", "1999-01"] {
            assert_eq!(PartialDate::parse_partial(text).map(|when| when.to_string()).as_deref(), Some(text));
        }
        for text in ["2025-13", "2025-1", "25", "2025-12-01", "abcd", "", "+025", "2025-+1"] {
            assert_eq!(PartialDate::parse_partial(text), None, "{text}");
        }
        let month = PartialDate::parse_partial("2024-02").unwrap().span();
        assert_eq!((month.first, month.last), (day("2024-02-01"), day("2024-02-29")));
    }

    #[test]
    fn durations_are_counted_back_from_a_day() {
        for (text, from, day_before) in [
            ("8 months", "2026-03-02", "2025-07-02"),
            ("13 weeks", "2026-03-02", "2025-12-01"),
            ("90 days", "2026-03-02", "2025-12-02"),
            ("2 years", "2024-02-29", "2022-02-28"),
            ("1 month", "2026-03-31", "2026-02-28"),
            ("40000 days", "2026-03-02", "1916-08-26"),
        ] {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(duration.before(day(from)), day(day_before), "{text}");
            assert_eq!(duration.to_string(), text);
        }
        for text in
            ["8", "months", " months", "8 fortnights", "-8 months", "+8 months", "8.5 months", "40001 days"]
        {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }
}
