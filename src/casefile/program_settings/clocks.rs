//! The tables `[[clocks]]`: how soon after receipt a plan has to answer.

use serde_json::json;

use crate::case::{Choice, Text, Urgency};
use crate::worklist::{DueClock, Length, Origin};

use super::super::notation::Notation::Toml;
use super::super::schema::{Schema, day, object, one_of, text};
use super::super::tree::{Node, Table, Value};
use super::super::value::Problem;
use super::Reader;

pub(super) const NAME: &str = "clocks";

/// The keys of a clock; all but the urgency are needed.
mod key {
    pub(super) const NAME: &str = "name";
    pub(super) const LENGTH: &str = "length";
    pub(super) const URGENCY: &str = "urgency";
    pub(super) const FROM: &str = "from";
    pub(super) const SOURCE: &str = "source";
    pub(super) const ALL: [&str; 5] = [NAME, LENGTH, URGENCY, FROM, SOURCE];

    /// Those that every clock has.
    pub(super) fn needed() -> impl Iterator<Item = &'static str> {
        ALL.into_iter().filter(|key| *key != URGENCY)
    }
}

/// The schema of the tables.
pub(super) fn schema() -> Schema {
    let length = "^0*([1-9][0-9]{0,2}|1000) +(calendar +days?|business +days?|hours?)$";
    let keys = [
        (key::NAME, text()),
        (key::LENGTH, json!({ "type": "string", "pattern": length })),
        (key::URGENCY, one_of(Urgency::NAMES.iter().copied())),
        (key::FROM, day()),
        (key::SOURCE, text()),
    ];
    let needed: Vec<&str> = key::needed().collect();
    json!({ "type": "array", "items": object(keys, &needed) })
}

impl Reader<'_> {
    pub(super) fn read_clocks<'n, 'i: 'n>(&mut self, tables: impl Iterator<Item = &'n Node<'i>>) {
        for table in tables {
            match table.get_ref() {
                Value::Table(entries) => {
                    let clock = self.read_clock(table.span().start, entries);
                    clock.into_iter().for_each(|clock| self.settings.clocks.add(clock));
                }
                _ => {
                    let problem = format!("write each clock as a table of its own: [[{NAME}]]");
                    self.complain(table.span().start, NAME, problem);
                }
            }
        }
    }

    fn read_clock(&mut self, start: usize, entries: &Table<'_>) -> Option<DueClock> {
        self.reject_unknown_keys(NAME, entries, &key::ALL);
        for key in key::needed().filter(|key| !entries.contains_key(key)) {
            let problem = "this is needed for every clock: add the key".to_owned();
            self.complain(start, &format!("{NAME}.{key}"), problem);
        }
        let name = self.read_key(NAME, entries, key::NAME, words);
        let length = self.read_key(NAME, entries, key::LENGTH, length);
        let urgency = self.read_key(NAME, entries, key::URGENCY, |value| Toml.urgency(value));
        let from = self.read_key(NAME, entries, key::FROM, |value| Toml.day(value));
        let source = self.read_key(NAME, entries, key::SOURCE, words);
        let name = name.filter(|name| self.is_new_name(entries, name.raw()))?;
        Some(DueClock { name, length: length?, urgency, from: from?, source: source?, origin: Origin::Plan })
    }

    /// Complains about a name that another clock has: each is named in the arithmetic of others.
    fn is_new_name(&mut self, entries: &Table<'_>, name: &str) -> bool {
        let is_new = self.settings.clocks.clocks().iter().all(|clock| clock.name.raw() != name);
        if let Some(node) = entries.get(key::NAME).filter(|_| !is_new) {
            let problem = "another clock has this name: give each a name of its own".to_owned();
            self.complain(node.span().start, &format!("{NAME}.{}", key::NAME), problem);
        }
        is_new
    }
}

/// A text that is needed.
fn words(value: &Value<'_>) -> Result<Text, Problem> {
    match value {
        Value::String(text) if text.trim().is_empty() => Err("this is empty: write a text".to_owned()),
        _ => Toml.text(value),
    }
}

fn length(value: &Value<'_>) -> Result<Length, Problem> {
    let wanted = "a length such as \"7 calendar days\", \"2 business days\" or \"72 hours\", with a number from 1 to 1000";
    match value {
        Value::String(text) => Length::parse(text).ok_or_else(|| format!("write {wanted}")),
        _ => Err(Toml.wrong_type(wanted, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_program_settings;
    use crate::case::Urgency;
    use crate::worklist::Origin;

    const CLOCK: &str = "[[clocks]]\nname = 'contract'\nlength = '2 business days'\nfrom = 2026-01-01\nsource = 'contract 7.2'\n";

    #[test]
    fn clocks_of_the_plan_follow_the_federal_caps() {
        let text = format!(
            "{CLOCK}[[clocks]]\nname = 'state'\nlength = '24 hours'\nurgency = 'expedited'\nfrom = 2026-07-01\nsource = 'state law'\n"
        );
        let clocks = read_program_settings(&text).unwrap().clocks;
        assert!(!clocks.are_federal_only());
        let plan: Vec<_> = clocks.clocks().iter().filter(|clock| clock.origin == Origin::Plan).collect();
        let words = plan.iter().map(|clock| {
            format!("{}|{}|{:?}|{}|{}", clock.name, clock.length, clock.urgency, clock.from, clock.source)
        });
        let expected = [
            "contract|2 business days|None|2026-01-01|contract 7.2".to_owned(),
            format!("state|24 hours|{:?}|2026-07-01|state law", Some(Urgency::Expedited)),
        ];
        assert_eq!(words.collect::<Vec<_>>(), expected);
        assert_eq!(clocks.clocks().len(), 4);
    }

    #[test]
    fn bad_clocks_are_rejected_with_their_position_and_the_remedy() {
        let length = "write a length such as \"7 calendar days\", \"2 business days\" or \"72 hours\", with a number from 1 to 1000";
        for (old, new, complaint) in [
            ("length = '2 business days'", "length = '7 days'", format!("line 3, column 10: clocks.length: {length}")),
            ("length = '2 business days'", "length = 7", format!("line 3, column 10: clocks.length: this is a whole number: {length}")),
            ("length = '2 business days'", "lenght = '7 calendar days'", "line 1, column 1: clocks.length: this is needed for every clock: add the key\nline 3, column 1: clocks.lenght: there is no such key: did you mean length?".to_owned()),
            ("from = 2026-01-01\n", "", "line 1, column 1: clocks.from: this is needed for every clock: add the key".to_owned()),
            ("from = 2026-01-01", "from = '2026-01-01'", "line 4, column 8: clocks.from: this is a text: write a day such as 2026-03-02, without quotes".to_owned()),
            ("source = 'contract 7.2'", "source = ''", "line 5, column 10: clocks.source: this is empty: write a text".to_owned()),
            ("source", "urgency = 'urgent'\nsource", "line 5, column 11: clocks.urgency: unknown choice: write one of \"standard\", \"expedited\"".to_owned()),
            ("name = 'contract'", "name = 'federal cap, standard'", "line 2, column 8: clocks.name: another clock has this name: give each a name of its own".to_owned()),
        ] {
            let text = CLOCK.replace(old, new);
            assert_eq!(read_program_settings(&text).unwrap_err().to_string(), complaint, "{new}");
        }
        let refused = read_program_settings("clocks = [3]").unwrap_err().to_string();
        assert_eq!(refused, "line 1, column 11: clocks: write each clock as a table of its own: [[clocks]]");
    }
}
