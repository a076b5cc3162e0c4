//! The time zone of the place where the program is used.

use chrono::{DateTime, Days, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// A time zone as two functions: those of the machine, or made up in a test.
#[derive(Debug, Clone, Copy)]
pub struct Zone {
    /// An instant in local time.
    pub local: fn(DateTime<Utc>) -> DateTime<FixedOffset>,
    /// The instants of a local time: two when clocks are set back, none when they are set forward.
    pub instants: fn(NaiveDateTime) -> MappedLocalTime<DateTime<FixedOffset>>,
}

impl Zone {
    /// Universal time, which never changes its offset.
    pub const UTC: Self = Self {
        local: |instant| instant.fixed_offset(),
        instants: |local| MappedLocalTime::Single(local.and_utc().fixed_offset()),
    };

    /// An instant in local time.
    pub fn at(self, instant: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        (self.local)(instant.to_utc())
    }

    /// The instant of a local time, the earlier of two; `None` when clocks skip it.
    pub fn instant(self, local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        (self.instants)(local).earliest()
    }

    /// The first instant of a day.
    pub fn start_of(self, day: NaiveDate) -> DateTime<FixedOffset> {
        let midnight = day.and_time(NaiveTime::MIN);
        self.instant(midnight).unwrap_or_else(|| self.after_skipped(midnight))
    }

    /// The first instant after a day.
    pub fn end_of(self, day: NaiveDate) -> DateTime<FixedOffset> {
        self.start_of(day.succ_opt().unwrap_or(day))
    }

    /// The instant of a local time that clocks skip, had they not been set forward.
    fn after_skipped(self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
        let offset = *(self.local)(day_before.and_utc()).offset();
        let utc = local.checked_sub_offset(offset).unwrap_or(local);
        (self.local)(utc.and_utc())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::{Duration, MappedLocalTime, NaiveDateTime, Offset};

    use super::*;

    const HOUR: i32 = 3600;

    /// A zone that is at `winter` hours from UTC and an hour ahead between two instants.
    fn offset(at: NaiveDateTime, winter: i32, summer: [&str; 2]) -> FixedOffset {
        let [from, to] = summer.map(|text| text.parse::<NaiveDateTime>().unwrap());
        let is_summer = from <= at && at < to;
        FixedOffset::east_opt((winter + i32::from(is_summer)) * HOUR).unwrap()
    }

    fn local(instant: DateTime<Utc>, winter: i32, summer: [&str; 2]) -> DateTime<FixedOffset> {
        instant.with_timezone(&offset(instant.naive_utc(), winter, summer))
    }

    fn instants(
        local: NaiveDateTime,
        winter: i32,
        summer: [&str; 2],
    ) -> MappedLocalTime<DateTime<FixedOffset>> {
        let fits = |hours: i32| {
            let utc = local - Duration::hours(hours.into());
            let found = offset(utc, winter, summer);
            (found.fix().local_minus_utc() == hours * HOUR)
                .then(|| DateTime::from_naive_utc_and_offset(utc, found))
        };
        match (fits(winter + 1), fits(winter)) {
            (Some(first), Some(second)) => MappedLocalTime::Ambiguous(first, second),
            (Some(only), None) | (None, Some(only)) => MappedLocalTime::Single(only),
            (None, None) => MappedLocalTime::None,
        }
    }

    const EAST: [&str; 2] = ["2026-03-08T07:00:00", "2026-11-01T06:00:00"];
    const HAVANA: [&str; 2] = ["2026-03-08T05:00:00", "2026-11-01T05:00:00"];

    /// Five hours behind UTC; clocks change at 02:00 on 2026-03-08 and 2026-11-01.
    pub(crate) const EASTERN: Zone =
        Zone { local: |at| local(at, -5, EAST), instants: |at| instants(at, -5, EAST) };

    /// The same, but clocks are set forward at midnight: that day starts at 01:00.
    const MIDNIGHT: Zone =
        Zone { local: |at| local(at, -5, HAVANA), instants: |at| instants(at, -5, HAVANA) };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_starts_and_ends_at_midnight_and_is_as_long_as_its_clocks_say() {
        for (text, start, end) in [
            ("2026-03-07", "2026-03-07T00:00:00-05:00", "2026-03-08T00:00:00-05:00"),
            ("2026-03-08", "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00"),
            ("2026-11-01", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"),
        ] {
            assert_eq!(EASTERN.start_of(day(text)).to_rfc3339(), start);
            assert_eq!(EASTERN.end_of(day(text)).to_rfc3339(), end);
        }
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_starts_when_clocks_go_on() {
        assert_eq!(MIDNIGHT.start_of(day("2026-03-08")).to_rfc3339(), "2026-03-08T01:00:00-04:00");
        assert_eq!(MIDNIGHT.end_of(day("2026-03-07")).to_rfc3339(), "2026-03-08T01:00:00-04:00");
    }

    #[test]
    fn a_local_time_is_the_earlier_of_two_and_none_when_skipped() {
        let at = |text: &str| EASTERN.instant(text.parse().unwrap()).map(|at| at.to_rfc3339());
        assert_eq!(at("2026-11-01T01:30:00").as_deref(), Some("2026-11-01T01:30:00-04:00"));
        assert_eq!(at("2026-11-01T02:00:00").as_deref(), Some("2026-11-01T02:00:00-05:00"));
        assert_eq!(at("2026-03-08T02:30:00"), None);
        assert_eq!(at("2026-03-08T03:00:00").as_deref(), Some("2026-03-08T03:00:00-04:00"));
    }
}
