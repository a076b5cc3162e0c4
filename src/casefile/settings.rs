//! The settings files: which readings are settled, which limits a what-if replaces.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::policy::{Editions, LimitInfo, Limits, ReadingSettings};

use super::complaint::{Complaint, Complaints, MOST_COMPLAINTS, Position, nearest, shown_key};
use super::parse::parsed;

const READINGS: &str = "readings";
const LIMITS: &str = "limits";

/// Reads a readings file: a table `[readings]`, a name and its setting per line.
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
        let chosen = match value {
            DeValue::String(word) => reading.setting(word),
            _ => None,
        };
        let setting = chosen.ok_or_else(|| {
            format!("unknown setting: write \"met\", \"{}\" or \"unsettled\"", reading.other())
        })?;
        settings = settings.with(reading, setting);
        Ok(())
    })?;
    Ok(settings)
}

/// Reads a limits file: a table `[limits]`, a name and a whole number per line.
/// Limits it does not name are as printed.
///
/// # Errors
/// Every name that does not exist and every value that is no number, with its line.
pub fn read_limits(text: &str, printed: Limits) -> Result<Limits, Complaints> {
    let mut limits = printed;
    each_entry(text, LIMITS, |name, value| {
        let Some(limit) = LimitInfo::named(name) else {
            return Err(unknown("limit", name, Limits::ALL.iter().map(|limit| limit.name)));
        };
        let number = match value {
            DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str().parse().ok(),
            _ => None,
        };
        *limit.value_mut(&mut limits) = number
            .filter(|number| *number <= Limits::MOST)
            .ok_or_else(|| format!("write a whole number from 0 to {}", Limits::MOST))?;
        Ok(())
    })?;
    Ok(limits)
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("there is no such {what}: did you mean {near}?"),
        None => format!("there is no such {what}: take it out, or correct its name"),
    }
}

fn each_entry(
    text: &str,
    table: &str,
    mut take: impl FnMut(&str, &DeValue<'_>) -> Result<(), String>,
) -> Result<(), Complaints> {
    let mut complaints: Vec<Complaint> = Vec::new();
    let mut complain = |at: usize, key: &str, problem: String| {
        if complaints.len() < MOST_COMPLAINTS {
            complaints.push(Complaint { at: Position::of(text, at), key: shown_key(key), problem });
        }
    };
    match parsed(text) {
        Err(faults) => faults.into_iter().for_each(|fault| complain(fault.at, "", fault.problem)),
        Ok(root) => entries_of(root.get_ref(), table, &mut take, &mut complain),
    }
    complaints.sort_by_key(|complaint| complaint.at);
    if complaints.is_empty() { Ok(()) } else { Err(Complaints(complaints)) }
}

fn entries_of(
    root: &DeTable<'_>,
    table: &str,
    take: &mut dyn FnMut(&str, &DeValue<'_>) -> Result<(), String>,
    complain: &mut dyn FnMut(usize, &str, String),
) {
    for (name, node) in root {
        match node.get_ref() {
            DeValue::Table(entries) if name.get_ref() == table => {
                for (name, value) in entries {
                    if let Err(problem) = take(name.get_ref(), value.get_ref()) {
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
    if !root.contains_key(&Spanned::new(0..0, table.into())) {
        complain(0, table, format!("the table is missing: write [{table}] and an entry per line"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Setting;

    #[test]
    fn readings_are_settled_by_name() {
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
    fn limits_are_replaced_by_name() {
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
    fn a_name_or_a_value_that_does_not_exist_is_named_with_its_place() {
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
    fn no_more_is_complained_of_than_a_settings_file_can_be_meant_to_hold() {
        let lines: String = (0..=MOST_COMPLAINTS).map(|number| format!("x{number} = 1\n")).collect();
        let Complaints(complaints) =
            read_limits(&format!("[limits]\n{lines}"), crate::policy::editions().latest().limits)
                .unwrap_err();
        assert_eq!(complaints.len(), MOST_COMPLAINTS);
    }
}
