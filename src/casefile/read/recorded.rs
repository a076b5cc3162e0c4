//! The determination that is recorded in a case, and its parts.

use std::collections::BTreeMap;

use crate::case::{Recorded, RecordedItem, RecordedLine, RecordedUnit, Text};

use super::super::key;
use super::super::tree::{Node, Table, Value};
use super::{Reader, STANDS_TWICE, dotted_key};

impl Reader<'_> {
    /// Reads the recorded determination.
    pub(super) fn recorded(&mut self, table: &Table<'_>) -> Recorded {
        let name = key::DETERMINATION;
        let keys =
            [key::OUTCOME, key::DATE, key::PROGRAM, key::POLICY_TEXT, key::READINGS, key::UNITS, key::LINES];
        self.reject_unknown_keys(name, table, &keys);
        let date = table.get(key::DATE).and_then(|node| match self.notation.day(node.get_ref()) {
            Ok(day) => Some(day),
            Err(problem) => {
                self.complain(node.span(), &dotted_key(name, key::DATE), problem);
                None
            }
        });
        Recorded {
            outcome: self.string(name, table, key::OUTCOME),
            date,
            program: self.string(name, table, key::PROGRAM),
            policy_text: self.string(name, table, key::POLICY_TEXT),
            readings: table
                .get(key::READINGS)
                .and_then(|node| self.table(key::READINGS, node))
                .map(|settings| self.recorded_readings(settings)),
            units: self.tables(table, key::UNITS).into_iter().map(|unit| self.recorded_unit(unit)).collect(),
            lines: table.contains_key(key::LINES).then(|| {
                self.tables(table, key::LINES).into_iter().map(|line| self.recorded_line(line)).collect()
            }),
        }
    }

    /// The setting of each reading.
    fn recorded_readings(&mut self, settings: &Table<'_>) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for (reading, node) in settings.iter().filter(|(_, node)| *node.get_ref() != Value::Null) {
            let name = reading.get_ref().as_ref();
            let setting = self.string_of(key::READINGS, name, node);
            if setting.is_some_and(|setting| found.insert(name.to_owned(), setting).is_some()) {
                self.complain(reading.span(), &dotted_key(key::READINGS, name), STANDS_TWICE.to_owned());
            }
        }
        found
    }

    fn recorded_unit(&mut self, table: &Table<'_>) -> RecordedUnit {
        self.reject_unknown_keys(key::UNITS, table, &[key::SIDE, key::OUTCOME, key::PATHWAY, key::ITEMS]);
        RecordedUnit {
            side: self.string(key::UNITS, table, key::SIDE).unwrap_or_default(),
            outcome: self.string(key::UNITS, table, key::OUTCOME),
            pathway: self.string(key::UNITS, table, key::PATHWAY),
            items: self.tables(table, key::ITEMS).into_iter().map(|item| self.recorded_item(item)).collect(),
        }
    }

    fn recorded_item(&mut self, table: &Table<'_>) -> RecordedItem {
        self.reject_unknown_keys(key::ITEMS, table, &[key::ITEM, key::FINDING, key::WHY]);
        RecordedItem {
            item: self.string(key::ITEMS, table, key::ITEM).unwrap_or_default(),
            finding: self.string(key::ITEMS, table, key::FINDING).unwrap_or_default(),
            why: self.string(key::ITEMS, table, key::WHY).map(Text::new),
        }
    }

    fn recorded_line(&mut self, table: &Table<'_>) -> RecordedLine {
        self.reject_unknown_keys(key::LINES, table, &[key::ITEM, key::WHAT, key::FINDING]);
        RecordedLine {
            item: self.string(key::LINES, table, key::ITEM).unwrap_or_default(),
            what: Text::new(self.string(key::LINES, table, key::WHAT).unwrap_or_default()),
            finding: self.string(key::LINES, table, key::FINDING).unwrap_or_default(),
        }
    }

    fn string(&mut self, table_name: &str, table: &Table<'_>, key: &str) -> Option<String> {
        self.string_of(table_name, key, table.get(key)?)
    }

    fn string_of(&mut self, table_name: &str, key: &str, node: &Node<'_>) -> Option<String> {
        match node.get_ref() {
            Value::String(text) => Some(text.to_string()),
            _ => {
                self.complain(node.span(), &dotted_key(table_name, key), "write a text in quotes".to_owned());
                None
            }
        }
    }

    fn tables<'n, 'i>(&mut self, table: &'n Table<'i>, key: &str) -> Vec<&'n Table<'i>> {
        let Some(node) = table.get(key) else { return Vec::new() };
        let Value::Array(nodes) = node.get_ref() else {
            self.complain(node.span(), key, self.notation.list_of_tables().to_owned());
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(nodes.len());
        tables.extend(nodes.iter().filter_map(|node| self.table(key, node)));
        tables
    }
}
