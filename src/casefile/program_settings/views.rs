//! The tables `[[views]]`: what the digits show on the worklist.

use serde_json::json;

use crate::worklist::{Find, NumberedView, Order, SortBy, View};

use super::super::notation::Notation::Toml;
use super::super::schema::{Schema, object, one_of, text};
use super::super::tree::{Node, Table, Value};
use super::super::value::Problem;
use super::Reader;

pub(super) const NAME: &str = "views";

/// The keys of a view; only the name is needed.
mod key {
    pub(super) const NAME: &str = "name";
    pub(super) const FIND: &str = "find";
    pub(super) const SORT: &str = "sort";
    pub(super) const REVERSE: &str = "reverse";
    pub(super) const ALL: [&str; 4] = [NAME, FIND, SORT, REVERSE];
}

/// There is a digit for each of so many views.
const MOST_VIEWS: usize = 9;

/// The schema of the tables.
pub(super) fn schema() -> Schema {
    let keys = [
        (key::NAME, text()),
        (key::FIND, text()),
        (key::SORT, one_of(SortBy::ALL.map(SortBy::name))),
        (key::REVERSE, json!({ "type": "boolean" })),
    ];
    json!({ "type": "array", "items": object(keys, &[key::NAME]), "maxItems": MOST_VIEWS })
}

impl Reader<'_> {
    /// Reads the views; the first is under the digit 1. They take the place of the usual ones.
    pub(super) fn read_views<'n, 'i: 'n>(&mut self, tables: impl Iterator<Item = &'n Node<'i>>) {
        self.settings.views.clear();
        for (number, table) in (1..).zip(tables) {
            let start = table.span().start;
            match table.get_ref() {
                _ if number > MOST_VIEWS => {
                    self.complain(
                        start,
                        NAME,
                        format!("more than {MOST_VIEWS} views: there is a digit for each"),
                    );
                    return;
                }
                Value::Table(entries) => {
                    let view = self.read_view(number, start, entries);
                    self.settings.views.extend(view);
                }
                _ => self.complain(start, NAME, format!("write each view as a table of its own: [[{NAME}]]")),
            }
        }
    }

    fn read_view(&mut self, number: usize, start: usize, entries: &Table<'_>) -> Option<NumberedView> {
        self.reject_unknown_keys(NAME, entries, &key::ALL);
        if !entries.contains_key(key::NAME) {
            let problem = "this is needed for every view: add the key".to_owned();
            self.complain(start, &format!("{NAME}.{}", key::NAME), problem);
        }
        let name = self.read_key(NAME, entries, key::NAME, |value| Toml.text(value));
        let find = self.read_key(NAME, entries, key::FIND, |value| Toml.text(value));
        let by = self.read_key(NAME, entries, key::SORT, column).unwrap_or_default();
        let is_reversed = self.read_key(NAME, entries, key::REVERSE, yes_or_no).unwrap_or_default();
        let find = find.map(|words| Find::of(words.raw())).unwrap_or_default();
        let view = View { find, order: Order { by, is_reversed } };
        Some(NumberedView { number, name: name?.to_string(), view })
    }
}

fn column(value: &Value<'_>) -> Result<SortBy, Problem> {
    let named = match value {
        Value::String(name) => SortBy::named(name),
        _ => None,
    };
    let names = SortBy::ALL.map(|by| format!("\"{}\"", by.name()));
    named.ok_or_else(|| format!("write one of {}", names.join(", ")))
}

fn yes_or_no(value: &Value<'_>) -> Result<bool, Problem> {
    match value {
        Value::Boolean(is_reversed) => Ok(*is_reversed),
        _ => Err("write true or false, without quotes".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ProgramSettings, read_program_settings};
    use crate::worklist::{SortBy, usual_views};

    #[test]
    fn views_have_their_digits_by_their_order_and_replace_the_usual_ones() {
        let text = "[[views]]\nname = 'mine'\nfind = 'kim is:unfinished'\nsort = 'received'\nreverse = true\n\n[[views]]\nname = 'every case'";
        let views = read_program_settings(text).unwrap().views;
        assert_eq!(views.len(), 2);
        assert_eq!(
            (views[0].number, &*views[0].name, views[0].view.find.typed()),
            (1, "mine", "kim is:unfinished")
        );
        assert_eq!((views[0].view.order.by, views[0].view.order.is_reversed), (SortBy::Received, true));
        assert_eq!((views[1].number, views[1].view.find.finds_all()), (2, true));
        assert_eq!((views[1].view.order.by, views[1].view.order.is_reversed), (SortBy::Due, false));
        assert_eq!(ProgramSettings::default().views, usual_views());
        assert_eq!(read_program_settings("views = []").unwrap().views, []);
    }

    #[test]
    fn faults_of_a_view_are_told_with_their_position() {
        for (text, complaint) in [
            (
                "[[views]]\nfind = 'x'",
                "line 1, column 1: views.name: this is needed for every view: add the key",
            ),
            (
                "[[views]]\nname = 'x'\nsort = 'who'",
                "line 3, column 8: views.sort: write one of \"due\", \"received\", \"member\", \"stands\"",
            ),
            (
                "[[views]]\nname = 'x'\nreverse = 'yes'",
                "line 3, column 11: views.reverse: write true or false, without quotes",
            ),
            (
                "[[views]]\nname = 'x'\nsrt = 1",
                "line 3, column 1: views.srt: there is no such key: did you mean sort?",
            ),
            ("views = [1]", "line 1, column 10: views: write each view as a table of its own: [[views]]"),
            ("[views]", "line 1, column 2: views: write each view as a table of its own: [[views]]"),
        ] {
            assert_eq!(read_program_settings(text).unwrap_err().to_string(), complaint, "{text}");
        }
        let ten = "[[views]]\nname = 'x'\n".repeat(10);
        let refused = read_program_settings(&ten).unwrap_err().to_string();
        assert_eq!(refused, "line 19, column 1: views: more than 9 views: there is a digit for each");
    }
}
