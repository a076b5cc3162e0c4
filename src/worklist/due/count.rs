//! Counting a clock from the receipt of a request to its end.

use chrono::{DateTime, Days, Duration, FixedOffset, NaiveDate};

use super::calendar::{Calendar, LastOpen};
use super::clock::{ClockSettings, DueClock};
use super::distance::DueTime;
use super::length::Length;
use super::local_time::{day_words, instant_words};
use super::receipt::Receipt;
use super::zone::Zone;

/// When a request is due by one clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due<'s> {
    /// The clock.
    pub clock: &'s DueClock,
    /// The first instant that is too late, in local time. A clock in days ends with its day.
    pub end: DateTime<FixedOffset>,
    /// The day it is due on.
    pub day: NaiveDate,
    /// The last open moment before it, if the plan is closed when it is due.
    pub last_open: Option<LastOpen>,
}

impl Due<'_> {
    /// Whether it is due with the end of a day.
    pub fn is_with_a_day(&self) -> bool {
        self.clock.length.is_in_days()
    }

    /// Whether it has passed.
    pub fn is_late(&self, now: DateTime<FixedOffset>) -> bool {
        self.end <= now
    }

    /// How far away it is, in at most ten columns: `in 2d Wed`, `3h late`.
    pub fn distance(&self, now: DateTime<FixedOffset>) -> String {
        self.time().distance_at(now.timestamp(), now.date_naive())
    }

    /// The due time alone, as a list keeps it.
    pub fn time(&self) -> DueTime {
        DueTime::new(self.end.timestamp(), self.day, self.is_with_a_day())
    }

    /// When it is due: a day, or a time.
    pub fn words(&self) -> String {
        if self.is_with_a_day() { day_words(self.day) } else { instant_words(self.end) }
    }
}

/// Why a clock is not counted for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCounted {
    /// It is for requests of another urgency.
    OtherUrgency,
    /// It is for requests received later.
    NotInForce,
    /// The plan is not open on so many days.
    NeverOpen,
}

/// Counts one clock.
///
/// # Errors
/// Why it is not counted for this request.
pub fn count_clock<'s>(
    clock: &'s DueClock,
    receipt: &Receipt,
    calendar: &Calendar,
    zone: Zone,
) -> Result<Due<'s>, NotCounted> {
    if !clock.is_for(receipt) {
        return Err(NotCounted::OtherUrgency);
    }
    if !clock.is_in_force(receipt) {
        return Err(NotCounted::NotInForce);
    }
    let due = match clock.length {
        Length::CalendarDays(days) => {
            let day = receipt.day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
            with_a_day(clock, day, calendar, zone)
        }
        Length::BusinessDays(days) => {
            let day = calendar.open_day_after(receipt.day, days).ok_or(NotCounted::NeverOpen)?;
            with_a_day(clock, day, calendar, zone)
        }
        Length::Hours(hours) => {
            let end = zone.at(receipt.start(zone) + Duration::hours(hours.into()));
            let last_open = calendar.last_open_before(end.naive_local());
            Due { clock, end, day: end.date_naive(), last_open }
        }
    };
    Ok(due)
}

fn with_a_day<'s>(clock: &'s DueClock, day: NaiveDate, calendar: &Calendar, zone: Zone) -> Due<'s> {
    Due { clock, end: zone.end_of(day), day, last_open: calendar.last_open_before_end(day) }
}

/// When a request is due: the earliest end of the clocks that count for it.
pub fn due<'s>(receipt: &Receipt, settings: &'s ClockSettings, zone: Zone) -> Option<Due<'s>> {
    let counted = settings.clocks().iter();
    let counted = counted.filter_map(|clock| count_clock(clock, receipt, &settings.calendar, zone).ok());
    counted.min_by_key(|due| due.end)
}

#[cfg(test)]
mod tests;
