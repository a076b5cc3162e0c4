//! The table `[calendar]`: the days and hours on which a plan is open.

use chrono::{NaiveDate, Weekday, WeekdaySet};
use serde_json::json;

use crate::worklist::OpeningHours;

use super::super::notation::Notation::Toml;
use super::super::schema::{Schema, day, object, one_of};
use super::super::tree::{Table, Value};
use super::super::value::Problem;
use super::Reader;

pub(super) const NAME: &str = "calendar";
const CLOSED: &str = "closed";
const OPEN_DAYS: &str = "open_days";
const HOURS: &str = "hours";

/// The days of the week, as the file names them.
const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The schema of the table.
pub(super) fn schema() -> Schema {
    let days = json!({ "type": "array", "items": one_of(WEEKDAYS.iter().copied()), "minItems": 1 });
    let keys = [
        (CLOSED, json!({ "type": "array", "items": day() })),
        (OPEN_DAYS, days),
        (HOURS, json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{1,2} *- *[0-9]{1,2}:[0-9]{1,2}$" })),
    ];
    object(keys, &[])
}

impl Reader<'_> {
    pub(super) fn read_calendar(&mut self, entries: &Table<'_>) {
        self.reject_unknown_keys(NAME, entries, &[CLOSED, OPEN_DAYS, HOURS]);
        let closed: Vec<NaiveDate> =
            self.read_list(entries, CLOSED, |value| Toml.day(value)).unwrap_or_default();
        let open_days = self.read_list(entries, OPEN_DAYS, weekday);
        let hours = self.read_key(NAME, entries, HOURS, hours);
        let calendar = &mut self.settings.clocks.calendar;
        calendar.closed = closed.into_iter().collect();
        calendar.hours = hours;
        if let Some(days) = open_days {
            calendar.open_days = days.into_iter().collect::<WeekdaySet>();
            if calendar.open_days.is_empty() {
                self.reject_no_open_day(entries);
            }
        }
    }

    fn reject_no_open_day(&mut self, entries: &Table<'_>) {
        let start = entries.get(OPEN_DAYS).map_or(0, |node| node.span().start);
        let problem = "no day is named: name one or more, or leave the key out".to_owned();
        self.complain(start, &format!("{NAME}.{OPEN_DAYS}"), problem);
    }

    /// The values of a list, without those that there is a complaint about.
    fn read_list<T>(
        &mut self,
        entries: &Table<'_>,
        key: &str,
        read: impl Fn(&Value<'_>) -> Result<T, Problem>,
    ) -> Option<Vec<T>> {
        let node = entries.get(key)?;
        let key = format!("{NAME}.{key}");
        let Value::Array(items) = node.get_ref() else {
            let problem = Toml.wrong_type("a list in square brackets", node.get_ref());
            self.complain(node.span().start, &key, problem);
            return None;
        };
        Some(items.iter().filter_map(|item| self.read_value(&key, item, &read)).collect())
    }
}

fn weekday(value: &Value<'_>) -> Result<Weekday, Problem> {
    let name = Toml.choice(WEEKDAYS, value)?;
    name.parse().map_err(|_| format!("write one of {}", WEEKDAYS.join(", ")))
}

fn hours(value: &Value<'_>) -> Result<OpeningHours, Problem> {
    let wanted = "the hours in quotes, from opening to closing, such as \"08:00-17:00\"";
    match value {
        Value::String(text) => OpeningHours::parse(text).ok_or_else(|| format!("write {wanted}")),
        _ => Err(Toml.wrong_type(wanted, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_program_settings;

    fn read(lines: &str) -> Result<crate::worklist::Calendar, String> {
        let settings = read_program_settings(&format!("[calendar]\n{lines}"));
        settings.map(|settings| settings.clocks.calendar).map_err(|complaints| complaints.to_string())
    }

    #[test]
    fn calendar_has_closed_days_open_days_and_hours() {
        let calendar =
            read("closed = [2026-11-26, 2026-12-25]\nopen_days = ['mon', 'sat']\nhours = '08:00-17:00'")
                .unwrap();
        let is_open = |day: &str| calendar.is_open(day.parse().unwrap());
        assert!(is_open("2026-11-23") && is_open("2026-11-28"));
        assert!(!is_open("2026-11-24") && !is_open("2026-11-26"));
        assert_eq!(calendar.hours.map(|hours| hours.to_string()).as_deref(), Some("08:00-17:00"));
    }

    #[test]
    fn open_days_are_monday_to_friday_unless_named() {
        let calendar = read("closed = []").unwrap();
        let open: Vec<bool> =
            (22..29).map(|day| calendar.is_open(format!("2026-11-{day}").parse().unwrap())).collect();
        assert_eq!(open, [false, true, true, true, true, true, false]);
    }

    #[test]
    fn bad_values_are_rejected_with_their_position_and_the_remedy() {
        let hours = "the hours in quotes, from opening to closing, such as \"08:00-17:00\"";
        let weekdays = "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"";
        for (lines, complaint) in [
            ("closed = [2026-11-26, 'xmas']", "line 2, column 23: calendar.closed: this is a text: write a day such as 2026-03-02, without quotes".to_owned()),
            ("closed = 2026-11-26", "line 2, column 10: calendar.closed: this is a date or time: write a list in square brackets".to_owned()),
            ("open_days = ['mon', 'Tuesday']", format!("line 2, column 21: calendar.open_days: unknown choice: write one of {weekdays}")),
            ("open_days = []", "line 2, column 13: calendar.open_days: no day is named: name one or more, or leave the key out".to_owned()),
            ("hours = '17:00-08:00'", format!("line 2, column 9: calendar.hours: write {hours}")),
            ("hours = 8", format!("line 2, column 9: calendar.hours: this is a whole number: write {hours}")),
            ("open = 1", "line 2, column 1: calendar.open: there is no such key: did you mean open_days?".to_owned()),
        ] {
            assert_eq!(read(lines).unwrap_err(), complaint, "{lines}");
        }
    }
}
