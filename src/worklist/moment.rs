//! A moment, for what depends on the time.

use chrono::NaiveDate;

/// A moment, for what depends on the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Now, in seconds since 1970 (UTC).
    pub now: i64,
    /// The end of today where the coordinator is, in the same seconds.
    pub end_of_today: i64,
    /// Today where the coordinator is.
    pub today: NaiveDate,
}
