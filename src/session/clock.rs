//! The clock and the time zone of the place where the program is used.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::worklist::Zone;

/// The clock and the time zone, provided by `main`.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Reads the clock.
    pub read: fn() -> DateTime<FixedOffset>,
    /// The time zone.
    pub zone: Zone,
}

impl Clock {
    /// Now, with the offset from UTC where the coordinator is.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.zone.at((self.read)())
    }

    /// Now, wherever the coordinator is.
    pub fn instant(&self) -> DateTime<Utc> {
        (self.read)().to_utc()
    }

    /// Now, where the coordinator is.
    pub fn local(&self) -> NaiveDateTime {
        self.now().naive_local()
    }

    /// Today, where the coordinator is.
    pub fn today(&self) -> NaiveDate {
        self.local().date()
    }

    /// The time of day, where the coordinator is.
    pub fn time(&self) -> NaiveTime {
        self.local().time()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{FixedOffset, MappedLocalTime};

    use super::*;

    #[test]
    fn day_and_time_are_those_where_the_coordinator_is() {
        let zone = Zone {
            local: |instant| instant.with_timezone(&FixedOffset::west_opt(5 * 3600).unwrap()),
            instants: |_| MappedLocalTime::None,
        };
        let clock = Clock { read: || "2026-03-03T02:30:00Z".parse().unwrap(), zone };
        assert_eq!(clock.now().to_rfc3339(), "2026-03-02T21:30:00-05:00");
        assert_eq!(clock.local().to_string(), "2026-03-02 21:30:00");
        assert_eq!(
            (clock.today().to_string(), clock.time().to_string()),
            ("2026-03-02".into(), "21:30:00".into())
        );
    }
}
