//! The table `[letter]`: the plan's own words in letters to providers.

use std::ops::Range;

use serde_json::json;

use super::super::form::{FORM_NAMES, Form};
use super::super::schema::{Schema, object};
use super::super::tree::{Node, Table, Value};
use super::Reader;

/// The plan's own words in letters to providers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterForm {
    /// Above the letter.
    pub letterhead: Form,
    /// Below the letter.
    pub closing: Form,
}

pub(super) const NAME: &str = "letter";
const LETTERHEAD: &str = "letterhead";
const CLOSING: &str = "closing";

/// The schema of the table.
pub(super) fn schema() -> Schema {
    let names = FORM_NAMES.map(|(name, _)| name).join("|");
    let words = json!({ "type": "string", "pattern": format!("^([^{{}}]|\\{{({names})\\}})*$") });
    object([LETTERHEAD, CLOSING].map(|key| (key, words.clone())), &[])
}

impl Reader<'_> {
    pub(super) fn read_letter(&mut self, entries: &Table<'_>) {
        self.reject_unknown_keys(NAME, entries, &[LETTERHEAD, CLOSING]);
        let [letterhead, closing] = [LETTERHEAD, CLOSING]
            .map(|key| entries.get(key).map(|value| self.read_form(key, value)).unwrap_or_default());
        self.settings.letter = LetterForm { letterhead, closing };
    }

    fn read_form(&mut self, key: &str, value: &Node<'_>) -> Form {
        let key = format!("{NAME}.{key}");
        let Value::String(words) = value.get_ref() else {
            self.complain(value.span().start, &key, "write text in quotes".to_owned());
            return Form::default();
        };
        Form::read(words).unwrap_or_else(|error| {
            let offset = self.offset_in(&value.span(), words, error.offset);
            self.complain(offset, &key, error.problem);
            Form::default()
        })
    }

    /// The byte of the file for a byte of a text in it. In a text with escapes the
    /// two can't be matched: then it is the start of the text.
    fn offset_in(&self, span: &Range<usize>, words: &str, byte: usize) -> usize {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let start = written.find(words).unwrap_or_default();
        span.start + if written.contains(words) { start + byte } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_program_settings;

    #[test]
    fn letter_has_a_letterhead_and_closing_words() {
        let text = "[letter]\nletterhead = \"\"\"\nHealth Plan\nCase {case}\"\"\"\nclosing = 'Bye, {today}'";
        let letter = read_program_settings(text).unwrap().letter;
        let name = |name| format!("<{name:?}>");
        assert_eq!(letter.letterhead.lines(name), ["Health Plan", "Case <Case>"]);
        assert_eq!(letter.closing.lines(name), ["Bye, <Today>"]);
    }

    #[test]
    fn unknown_names_and_keys_are_rejected_with_their_position() {
        for (text, complaint) in [
            (
                "[letter]\nletterhead = '''\nPlan\nfor {membr}'''",
                "line 4, column 5: letter.letterhead: there is no such name: did you mean {member}?",
            ),
            (
                "[letter]\nclosing = \"\\u0041 {membr}\"",
                "line 2, column 11: letter.closing: there is no such name: did you mean {member}?",
            ),
            (
                "[letter]\nletterhed = 'x'",
                "line 2, column 1: letter.letterhed: there is no such key: did you mean letterhead?",
            ),
            ("[letter]\nclosing = 3", "line 2, column 11: letter.closing: write text in quotes"),
            (
                "[letter]\nclosing = 'was denied'",
                "line 2, column 16: letter.closing: a request for information never says \"denied\": use another word",
            ),
        ] {
            assert_eq!(read_program_settings(text).unwrap_err().to_string(), complaint, "{text}");
        }
    }
}
