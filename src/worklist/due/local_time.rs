//! Days and instants as people read them.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// A day with its day of the week: `Wed 2026-03-04`.
pub fn day_words(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}

/// An instant to the minute, with its offset from UTC: `Wed 2026-03-04 14:05 -05:00`.
pub fn instant_words(at: DateTime<FixedOffset>) -> String {
    at.format("%a %Y-%m-%d %H:%M %:z").to_string()
}
