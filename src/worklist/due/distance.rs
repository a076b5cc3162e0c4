//! How far away a due time is, in at most ten columns.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::super::moment::Moment;

/// A due time as a list keeps it: small, because there may be many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueTime {
    /// The first second that is too late, in seconds since 1970 (UTC).
    pub at: i64,
    /// The day it is due on, as the days since the first day of the common era.
    day: i32,
    is_with_a_day: bool,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365;
/// From here on days are too many to be of use, and too wide.
const MANY_DAYS: i64 = 1000;

impl DueTime {
    /// A due time on this local day; it may end with the day.
    pub fn new(at: i64, day: NaiveDate, is_with_a_day: bool) -> Self {
        Self { at, day: day.num_days_from_ce(), is_with_a_day }
    }

    /// Whether it has passed.
    pub fn is_late(self, moment: Moment) -> bool {
        self.at <= moment.now
    }

    /// How far away it is, in at most ten columns: `in 2d Wed`, `3h late`.
    pub fn distance(self, moment: Moment) -> String {
        self.distance_at(moment.now, moment.today)
    }

    pub(super) fn distance_at(self, now: i64, today: NaiveDate) -> String {
        let days = i64::from(self.day) - i64::from(today.num_days_from_ce());
        match (self.at - now, self.is_with_a_day) {
            (left, true) if left > 0 => self.in_days(days),
            (left, false) if left >= DAY => self.in_days(days),
            (left, false) if left > 0 => format!("in {}", hours_and_minutes(left)),
            (_, true) => late_days(-days),
            (left, false) if left <= -DAY => late_days(-left / DAY),
            (left, false) => format!("{} late", hours_and_minutes(-left)),
        }
    }

    fn in_days(self, days: i64) -> String {
        match NaiveDate::from_num_days_from_ce_opt(self.day) {
            _ if days <= 0 => "today".to_owned(),
            Some(day) if days < 100 => format!("in {days}d {}", day.format("%a")),
            _ => format!("in {days}d"),
        }
    }
}

/// The whole hours, or minutes, of less than a day.
fn hours_and_minutes(seconds: i64) -> String {
    if seconds < HOUR { format!("{}m", seconds / MINUTE) } else { format!("{}h", seconds / HOUR) }
}

fn late_days(days: i64) -> String {
    if days < MANY_DAYS { format!("{days}d late") } else { format!("{}y late", days / YEAR) }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn distance(due: &str, is_with_a_day: bool, now: &str) -> String {
        let [due, now] =
            [due, now].map(|text| DateTime::parse_from_rfc3339(&format!("{text}-05:00")).unwrap());
        let day = if is_with_a_day { due.date_naive().pred_opt().unwrap() } else { due.date_naive() };
        let time = DueTime::new(due.timestamp(), day, is_with_a_day);
        let moment = Moment { now: now.timestamp(), end_of_today: 0, today: now.date_naive() };
        assert_eq!(time.is_late(moment), time.distance(moment).ends_with("late"), "{due} {now}");
        time.distance(moment)
    }

    #[test]
    fn end_of_a_day_is_so_many_days_away() {
        // Wednesday 2026-03-04 ends here.
        for (now, words) in [
            ("2025-11-24T10:00:00", "in 100d"),
            ("2025-11-25T10:00:00", "in 99d Wed"),
            ("2026-03-02T23:59:59", "in 2d Wed"),
            ("2026-03-03T00:00:00", "in 1d Wed"),
            ("2026-03-04T00:00:00", "today"),
            ("2026-03-04T23:59:59", "today"),
            ("2026-03-05T00:00:00", "1d late"),
            ("2026-03-07T12:00:00", "3d late"),
            ("2028-11-27T12:00:00", "999d late"),
            ("2028-11-28T12:00:00", "2y late"),
            ("2136-03-04T12:00:00", "110y late"),
        ] {
            assert_eq!(distance("2026-03-05T00:00:00", true, now), words, "{now}");
        }
    }

    #[test]
    fn time_of_a_day_is_so_many_days_hours_or_minutes_away() {
        for (now, words) in [
            ("2026-03-02T14:05:00", "in 2d Wed"),
            ("2026-03-03T14:05:00", "in 1d Wed"),
            ("2026-03-03T14:05:01", "in 23h"),
            ("2026-03-04T08:35:00", "in 5h"),
            ("2026-03-04T13:05:00", "in 1h"),
            ("2026-03-04T13:05:01", "in 59m"),
            ("2026-03-04T14:04:59", "in 0m"),
            ("2026-03-04T14:05:00", "0m late"),
            ("2026-03-04T15:04:59", "59m late"),
            ("2026-03-04T17:05:00", "3h late"),
            ("2026-03-05T14:04:59", "23h late"),
            ("2026-03-05T14:05:00", "1d late"),
            ("2026-03-07T14:04:59", "2d late"),
        ] {
            assert_eq!(distance("2026-03-04T14:05:00", false, now), words, "{now}");
        }
    }

    #[test]
    fn words_have_at_most_ten_columns_however_far_away() {
        for (due, now) in
            [("2026-03-05T00:00:00", "1900-01-01T00:00:00"), ("1900-01-01T00:00:00", "2199-12-31T23:00:00")]
        {
            for is_with_a_day in [false, true] {
                let words = distance(due, is_with_a_day, now);
                assert!(words.len() <= 10, "{words}");
            }
        }
    }

    #[test]
    fn due_time_is_read_back_from_an_index() {
        let time = DueTime::new(1_772_600_000, "2026-03-04".parse().unwrap(), true);
        let bytes = postcard::to_stdvec(&time).unwrap();
        assert_eq!(postcard::from_bytes::<DueTime>(&bytes), Ok(time));
    }
}
