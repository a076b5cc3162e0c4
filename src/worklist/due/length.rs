//! The length of a clock.

use std::fmt;

/// The length of a clock: so many calendar days, business days or hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Days of the calendar, open or closed.
    CalendarDays(u32),
    /// Days on which the plan is open.
    BusinessDays(u32),
    /// Hours, open or closed.
    Hours(u32),
}

/// The highest count of any unit: more is a typing error.
const MAX_COUNT: u32 = 1000;

impl Length {
    /// Reads `7 calendar days`, `2 business days`, `72 hours` (or the singular).
    pub fn parse(text: &str) -> Option<Self> {
        let (count, unit) = text.trim().split_once(' ')?;
        // `parse` would accept a sign.
        let only_digits = count.bytes().all(|byte| byte.is_ascii_digit());
        let count = only_digits.then(|| count.parse().ok()).flatten();
        let count = count.filter(|count| (1..=MAX_COUNT).contains(count))?;
        let unit: Vec<&str> = unit.split_whitespace().collect();
        match unit[..] {
            ["calendar", "day" | "days"] => Some(Self::CalendarDays(count)),
            ["business", "day" | "days"] => Some(Self::BusinessDays(count)),
            ["hour" | "hours"] => Some(Self::Hours(count)),
            _ => None,
        }
    }

    /// Whether it is counted in days: it then ends with a day.
    pub fn is_in_days(self) -> bool {
        !matches!(self, Self::Hours(_))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::CalendarDays(count) => (count, "calendar day"),
            Self::BusinessDays(count) => (count, "business day"),
            Self::Hours(count) => (count, "hour"),
        };
        let plural = if *count == 1 { "" } else { "s" };
        write!(out, "{count} {unit}{plural}")
    }
}

#[cfg(test)]
mod tests {
    use super::Length;

    #[test]
    fn lengths_print_as_they_were_read() {
        for text in
            ["7 calendar days", "1 calendar day", "2 business days", "72 hours", "1 hour", "1000 hours"]
        {
            assert_eq!(Length::parse(text).map(|length| length.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_length_or_not_clear_is_not_read() {
        for text in [
            "",
            "7",
            "7 days",
            "days",
            "calendar days",
            "0 hours",
            "1001 hours",
            "-7 calendar days",
            "+2 hours",
            "1.5 hours",
            "2 weeks",
            "2 business hours",
            "2 calendar days extra",
            "99999999999 hours",
        ] {
            assert_eq!(Length::parse(text), None, "{text}");
        }
    }
}
