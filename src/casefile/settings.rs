//! The settings files: one settles readings, the other replaces limits for a what-if.

use crate::policy::{Editions, LimitInfo, Limits, ReadingSettings};

use super::complaint::{Complaint, Complaints, MAX_COMPLAINTS, Position, nearest, shown_key};
use super::parse::parse_toml;
use super::tree::{Table, Value};

const READINGS: &str = "readings";
const LIMITS: &str = "limits";

/// Reads a readings file: a table `[readings]` with a name and its setting per line.
///
/// # Errors
/// Every name or setting that does not exist, with its line.
pub fn read_readings(text: &str, editions: &Editions) -> Result<ReadingSettings, Complaints> {
    let mut settings = ReadingSettings::default();
    each_entry(text, READINGS, |name, value| {
        let Some(reading) = editions.reading(name) else {
            return Err(unknown(
                "reading",
                name,
                editions.latest().readings.iter().map(|reading| reading.name()),
            ));
        };
        let named = match value {
            Value::String(word) => reading.setting(word),
            _ => None,
        };
        let setting = named.ok_or_else(|| {
            format!("unknown setting: write \"met\", \"{}\" or \"unsettled\"", reading.other())
        })?;
        settings = settings.with(reading, setting);
        Ok(())
    })?;
    Ok(settings)
}

/// Reads a limits file: a table `[limits]` with a name and a whole number per line.
/// Other limits stay as printed.
///
/// # Errors
/// Every name that does not exist and every value that is not such a number, with its line.
pub fn read_limits(text: &str, printed: Limits) -> Result<Limits, Complaints> {
    let mut limits = printed;
    each_entry(text, LIMITS, |name, value| {
        let Some(limit) = LimitInfo::named(name) else {
            return Err(unknown("limit", name, Limits::ALL.iter().map(|limit| limit.name)));
        };
        let number = match value {
            Value::Integer(digits) => digits.parse().ok(),
            _ => None,
        };
        *limit.value_mut(&mut limits) = number
            .filter(|number| *number <= Limits::MOST)
            .ok_or_else(|| format!("write a whole number from 0 to {}", Limits::MOST))?;
        Ok(())
    })?;
    Ok(limits)
}

pub(super) fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(name) => format!("there is no such {what}: did you mean {name}?"),
        None => format!("there is no such {what}: take it out, or correct its name"),
    }
}

fn each_entry(
    text: &str,
    table: &str,
    mut apply: impl FnMut(&str, &Value<'_>) -> Result<(), String>,
) -> Result<(), Complaints> {
    let mut complaints: Vec<Complaint> = Vec::new();
    let mut complain = |offset: usize, key: &str, problem: String| {
        if complaints.len() < MAX_COMPLAINTS {
            complaints.push(Complaint { at: Some(Position::of(text, offset)), key: shown_key(key), problem });
        }
    };
    match parse_toml(text) {
        Err(errors) => errors.into_iter().for_each(|error| complain(error.offset, "", error.problem)),
        Ok(root) => entries_of(&root, table, &mut apply, &mut complain),
    }
    complaints.sort_by_key(|complaint| complaint.at);
    if complaints.is_empty() { Ok(()) } else { Err(Complaints(complaints)) }
}

fn entries_of(
    root: &Table<'_>,
    table: &str,
    apply: &mut dyn FnMut(&str, &Value<'_>) -> Result<(), String>,
    complain: &mut dyn FnMut(usize, &str, String),
) {
    for (name, node) in root {
        match node.get_ref() {
            Value::Table(entries) if name.get_ref() == table => {
                for (name, value) in entries {
                    if let Err(problem) = apply(name.get_ref(), value.get_ref()) {
                        complain(name.span().start, name.get_ref(), problem);
                    }
                }
            }
            _ => {
                let problem = format!("unknown key: the file has one table, [{table}]");
                complain(name.span().start, name.get_ref(), problem);
            }
        }
    }
    if !root.contains_key(table) {
        complain(0, table, format!("the table is missing: write [{table}] and an entry per line"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Setting;

    #[test]
    fn readings_file_settles_readings() {
        let settings = read_readings(
            "[readings]\nfifth-injection = 'not-met'\nsix-weekly-visits = 'met'",
            crate::policy::editions(),
        );
        let settings = settings.unwrap();
        let expected = ReadingSettings::default()
            .with(crate::policy::editions().reading("fifth-injection").unwrap(), Setting::Other)
            .with(crate::policy::editions().reading("six-weekly-visits").unwrap(), Setting::Met);
        assert_eq!(settings, expected);
    }

    #[test]
    fn limits_file_replaces_limits() {
        let limits = read_limits(
            "[limits]\ntherapy_days = 0\ninjections = 1000",
            crate::policy::editions().latest().limits,
        )
        .unwrap();
        assert_eq!(
            limits,
            Limits { therapy_days: 0, injections: 1000, ..crate::policy::editions().latest().limits }
        );
    }

    #[test]
    fn unknown_names_and_values_are_rejected_with_their_position() {
        let number = "injections: write a whole number from 0 to 1000";
        for (text, complaint) in [
            (
                "[readings]\nfifth-injektion = 'met'",
                "line 2, column 1: fifth-injektion: there is no such reading: did you mean fifth-injection?",
            ),
            (
                "[readings]\nx = 'met'",
                "line 2, column 1: x: there is no such reading: take it out, or correct its name",
            ),
            (
                "[readings]\nfifth-injection = 'yes'",
                "line 2, column 1: fifth-injection: unknown setting: write \"met\", \"not-met\" or \"unsettled\"",
            ),
            (
                "[readings]\nfifth-injection = 1",
                "line 2, column 1: fifth-injection: unknown setting: write \"met\", \"not-met\" or \"unsettled\"",
            ),
            ("", "line 1, column 1: readings: the table is missing: write [readings] and an entry per line"),
            ("[readings", "line 1, column 10: not TOML: unclosed table, expected `]`"),
        ] {
            assert_eq!(
                read_readings(text, crate::policy::editions()).unwrap_err().to_string(),
                complaint,
                "{text}"
            );
        }
        for (text, complaint) in [
            (
                "[limits]\ninjektions = 4",
                "line 2, column 1: injektions: there is no such limit: did you mean injections?",
            ),
            ("[limits]\ninjections = 1001", &format!("line 2, column 1: {number}")),
            ("[limits]\ninjections = 0x4", &format!("line 2, column 1: {number}")),
            ("[limits]\ninjections = '4'", &format!("line 2, column 1: {number}")),
            ("[limits]\ninjections = -1", &format!("line 2, column 1: {number}")),
            (
                "[limits]\n[bounds]\ninjections = 4",
                "line 2, column 2: bounds: unknown key: the file has one table, [limits]",
            ),
        ] {
            assert_eq!(
                read_limits(text, crate::policy::editions().latest().limits).unwrap_err().to_string(),
                complaint,
                "{text}"
            );
        }
    }

    #[test]
    fn number_of_complaints_is_limited() {
        let lines: String = (0..=MAX_COMPLAINTS).map(|number| format!("x{number} = 1\n")).collect();
        let Complaints(complaints) =
            read_limits(&format!("[limits]\n{lines}"), crate::policy::editions().latest().limits)
                .unwrap_err();
        assert_eq!(complaints.len(), MAX_COMPLAINTS);
    }
}
