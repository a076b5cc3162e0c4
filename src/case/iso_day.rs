//! A day in letters.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A day as `2026-03-02`. It is written in one piece: as `chrono` does it, letter by
/// letter, takes most of the time of a short text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsoDay(pub NaiveDate);

impl IsoDay {
    /// Its letters; `None` for a year that has not four digits.
    pub fn letters(self) -> Option<[u8; 10]> {
        let year = u32::try_from(self.0.year()).ok().filter(|year| *year <= 9999)?;
        let (month, day) = (self.0.month(), self.0.day());
        let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day];
        let [a, b, c, d, e, f, g, h] = digits.map(|digit| b'0' + (digit % 10) as u8);
        Some([a, b, c, d, b'-', e, f, b'-', g, h])
    }
}

impl fmt::Display for IsoDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.letters() {
            Some(letters) => out.write_str(str::from_utf8(&letters).unwrap_or_default()),
            None => self.0.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_is_written_as_chrono_writes_it() {
        let days = ["0000-01-01", "0987-06-05", "1900-10-31", "2026-03-02", "9999-12-30"]
            .map(|day| day.parse().unwrap());
        for day in days.into_iter().chain([NaiveDate::MIN, NaiveDate::MAX]) {
            assert_eq!(IsoDay(day).to_string(), day.to_string());
        }
    }
}
