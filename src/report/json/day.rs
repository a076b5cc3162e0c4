//! A day as JSON.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::case::IsoDay;

/// A day, as `2026-03-02`.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayJson(pub(super) NaiveDate);

impl Serialize for DayJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match IsoDay(self.0).letters() {
            Some(letters) => serializer.serialize_str(str::from_utf8(&letters).unwrap_or_default()),
            None => serializer.collect_str(&self.0),
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
