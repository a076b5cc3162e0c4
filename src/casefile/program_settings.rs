//! The settings file of a case folder: one table for each thing that can be set, each
//! read in a file of its own.

mod audit;
mod calendar;
mod clocks;
mod idle;
mod letter;
mod views;

use chrono::TimeDelta;

use crate::worklist::{ClockSettings, NumberedView, usual_views};

use super::complaint::{Complaint, Complaints, MAX_COMPLAINTS, Position, shown_key};
use super::parse::parse_toml;
use super::schema::{self, Schema};
use super::settings::unknown;
use super::tree::{Node, Table, Value};
use super::value::Problem;

pub use audit::AuditTo;
pub use letter::LetterForm;

/// What a settings file sets; what it leaves out is as in the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramSettings {
    /// The table `[letter]`.
    pub letter: LetterForm,
    /// The tables `[[clocks]]`, which add to the built-in clocks, and `[calendar]`.
    pub clocks: ClockSettings,
    /// The tables `[[views]]`.
    pub views: Vec<NumberedView>,
    /// The table `[idle]`: how long nobody presses a key before the screen is locked;
    /// `None` is never.
    pub idle: Option<TimeDelta>,
    /// The table `[audit]`: where a copy of the audit log goes, if anywhere.
    pub audit_to: Option<AuditTo>,
}

impl Default for ProgramSettings {
    fn default() -> Self {
        Self {
            letter: LetterForm::default(),
            clocks: ClockSettings::default(),
            views: usual_views(),
            idle: Some(idle::USUAL),
            audit_to: None,
        }
    }
}

/// The name of a table and its schema.
type TableSchema = (&'static str, fn() -> Schema);

/// The tables of the file.
const TABLES: [TableSchema; 6] = [
    (letter::NAME, letter::schema),
    (clocks::NAME, clocks::schema),
    (calendar::NAME, calendar::schema),
    (views::NAME, views::schema),
    (idle::NAME, idle::schema),
    (audit::NAME, audit::schema),
];

const DESCRIPTION: &str =
    "The settings file of sij-intake, written as TOML: in it, days stand without quotes.";

/// The JSON Schema of a settings file.
pub fn settings_schema() -> serde_json::Value {
    let tables = TABLES.map(|(name, schema)| (name, schema()));
    schema::document("Settings of sij-intake", DESCRIPTION, schema::object(tables, &[]))
}

/// Reads a settings file.
///
/// # Errors
/// Every table, key, value or name that it can't have, with its line and column.
pub fn read_program_settings(text: &str) -> Result<ProgramSettings, Complaints> {
    let mut reader = Reader { text, settings: ProgramSettings::default(), complaints: Vec::new() };
    match parse_toml(text) {
        Err(errors) => {
            errors.into_iter().for_each(|error| reader.complain(error.offset, "", error.problem));
        }
        Ok(root) => reader.read_root(&root),
    }
    reader.complaints.sort_by_key(|complaint| complaint.at);
    if reader.complaints.is_empty() { Ok(reader.settings) } else { Err(Complaints(reader.complaints)) }
}

struct Reader<'t> {
    text: &'t str,
    settings: ProgramSettings,
    complaints: Vec<Complaint>,
}

impl Reader<'_> {
    fn complain(&mut self, offset: usize, key: &str, problem: Problem) {
        if self.complaints.len() < MAX_COMPLAINTS {
            let at = Some(Position::of(self.text, offset));
            self.complaints.push(Complaint { at, key: shown_key(key), problem });
        }
    }

    fn read_root(&mut self, root: &Table<'_>) {
        for (name, value) in root {
            let (key, at) = (name.get_ref().as_ref(), name.span().start);
            match (key, value.get_ref()) {
                (audit::NAME, Value::Table(entries)) => self.read_audit(entries),
                (letter::NAME, Value::Table(entries)) => self.read_letter(entries),
                (calendar::NAME, Value::Table(entries)) => self.read_calendar(entries),
                (idle::NAME, Value::Table(entries)) => self.read_idle(entries),
                (clocks::NAME, Value::Array(tables)) => self.read_clocks(tables.iter()),
                (views::NAME, Value::Array(tables)) => self.read_views(tables.iter()),
                (audit::NAME | letter::NAME | calendar::NAME | idle::NAME, _) => {
                    self.complain(at, key, format!("write it as a table: [{key}]"));
                }
                (clocks::NAME, _) => {
                    self.complain(at, key, format!("write each clock as a table of its own: [[{key}]]"));
                }
                (views::NAME, _) => {
                    self.complain(at, key, format!("write each view as a table of its own: [[{key}]]"));
                }
                _ => self.complain(at, key, unknown("table", key, TABLES.map(|(name, _)| name).into_iter())),
            }
        }
    }

    fn reject_unknown_keys(&mut self, table: &str, entries: &Table<'_>, known: &[&str]) {
        for (name, _) in entries {
            let key = name.get_ref().as_ref();
            if !known.contains(&key) {
                let problem = unknown("key", key, known.iter().copied());
                self.complain(name.span().start, &format!("{table}.{key}"), problem);
            }
        }
    }

    /// The value of a key, unless it is absent or there is a complaint about it.
    fn read_key<T>(
        &mut self,
        table: &str,
        entries: &Table<'_>,
        key: &str,
        read: impl FnOnce(&Value<'_>) -> Result<T, Problem>,
    ) -> Option<T> {
        self.read_value(&format!("{table}.{key}"), entries.get(key)?, read)
    }

    fn read_value<T>(
        &mut self,
        key: &str,
        value: &Node<'_>,
        read: impl FnOnce(&Value<'_>) -> Result<T, Problem>,
    ) -> Option<T> {
        read(value.get_ref()).map_err(|problem| self.complain(value.span().start, key, problem)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_file_sets_nothing() {
        for text in ["", "[letter]", "[calendar]", "clocks = []"] {
            assert_eq!(read_program_settings(text).unwrap(), ProgramSettings::default(), "{text}");
        }
    }

    #[test]
    fn example_sets_something_in_every_table() {
        let example = include_str!("../../examples/settings.toml");
        let (read, usual) = (read_program_settings(example).unwrap(), ProgramSettings::default());
        assert_ne!((&read.letter, &read.views), (&usual.letter, &usual.views));
        assert_ne!(
            (read.clocks.clocks(), &read.clocks.calendar),
            (usual.clocks.clocks(), &usual.clocks.calendar)
        );
        for (name, _) in TABLES {
            assert!(example.contains(&format!("[{name}]")), "{name}");
        }
    }

    #[test]
    fn unknown_tables_are_rejected_with_their_position() {
        for (text, complaint) in [
            ("[letters]", "line 1, column 2: letters: there is no such table: did you mean letter?"),
            ("[[clock]]", "line 1, column 3: clock: there is no such table: did you mean clocks?"),
            (
                "nothing = 1",
                "line 1, column 1: nothing: there is no such table: take it out, or correct its name",
            ),
            ("letter = 1", "line 1, column 1: letter: write it as a table: [letter]"),
            ("[[calendar]]", "line 1, column 3: calendar: write it as a table: [calendar]"),
            ("[clocks]", "line 1, column 2: clocks: write each clock as a table of its own: [[clocks]]"),
            ("[letter", "line 1, column 8: not TOML: unclosed table, expected `]`"),
        ] {
            assert_eq!(read_program_settings(text).unwrap_err().to_string(), complaint, "{text}");
        }
    }

    #[test]
    fn only_the_first_complaints_are_listed() {
        let text: String = (0..MAX_COMPLAINTS + 3).map(|number| format!("view-{number} = 1\n")).collect();
        assert_eq!(read_program_settings(&text).unwrap_err().0.len(), MAX_COMPLAINTS);
    }
}
