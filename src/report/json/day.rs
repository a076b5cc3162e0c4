//! A day as JSON.

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

/// A day, as `2026-03-02`.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayJson(pub(super) NaiveDate);

impl Serialize for DayJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match u32::try_from(self.0.year()) {
            // Digit by digit: the general way takes most of the time of a short text.
            Ok(year @ 0..=9999) => {
                let (month, day) = (self.0.month(), self.0.day());
                let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day];
                let [a, b, c, d, e, f, g, h] = digits.map(|digit| b'0' + (digit % 10) as u8);
                let text = [a, b, c, d, b'-', e, f, b'-', g, h];
                serializer.serialize_str(str::from_utf8(&text).unwrap_or_default())
            }
            _ => serializer.collect_str(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_is_written_as_it_is_shown() {
        for day in ["0000-01-01", "0987-06-05", "1900-10-31", "2026-03-02", "9999-12-30"] {
            let json = serde_json::to_string(&DayJson(day.parse().unwrap())).unwrap();
            assert_eq!(json, format!("\"{day}\""));
        }
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(serde_json::to_string(&DayJson(day)).unwrap(), format!("\"{day}\""));
        }
    }
}
