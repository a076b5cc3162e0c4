//! The settings file of a case folder: one table for each thing that can be set.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::complaint::{Complaint, Complaints, MAX_COMPLAINTS, Position, shown_key};
use super::form::Form;
use super::parse::parse_toml;
use super::settings::unknown;

/// What a settings file sets; what it leaves out is as in the default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProgramSettings {
    /// The table `[letter]`.
    pub letter: LetterForm,
}

/// The plan's own words in letters to providers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterForm {
    /// Above the letter.
    pub letterhead: Form,
    /// Below the letter.
    pub closing: Form,
}

const LETTER: &str = "letter";
const TABLES: [&str; 1] = [LETTER];
const LETTER_KEYS: [&str; 2] = ["letterhead", "closing"];

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
        Ok(root) => reader.read_root(root.get_ref()),
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
    fn complain(&mut self, offset: usize, key: &str, problem: String) {
        if self.complaints.len() < MAX_COMPLAINTS {
            let at = Position::of(self.text, offset);
            self.complaints.push(Complaint { at, key: shown_key(key), problem });
        }
    }

    fn read_root(&mut self, root: &DeTable<'_>) {
        for (name, value) in root {
            match (name.get_ref().as_ref(), value.get_ref()) {
                (LETTER, DeValue::Table(entries)) => self.read_letter(entries),
                (LETTER, _) => {
                    self.complain(name.span().start, LETTER, format!("write it as a table: [{LETTER}]"));
                }
                (other, _) => {
                    self.complain(name.span().start, other, unknown("table", other, TABLES.into_iter()));
                }
            }
        }
    }

    fn read_letter(&mut self, entries: &DeTable<'_>) {
        for (name, value) in entries {
            let key = name.get_ref().as_ref();
            let form = match key {
                "letterhead" | "closing" => self.read_form(key, value),
                _ => {
                    let problem = unknown("key", key, LETTER_KEYS.into_iter());
                    self.complain(name.span().start, &format!("{LETTER}.{key}"), problem);
                    continue;
                }
            };
            let letter = &mut self.settings.letter;
            *(if key == "closing" { &mut letter.closing } else { &mut letter.letterhead }) = form;
        }
    }

    fn read_form(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Form {
        let key = format!("{LETTER}.{key}");
        let DeValue::String(words) = value.get_ref() else {
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
    use super::*;

    #[test]
    fn settings_file_has_the_letterhead_and_the_closing_words() {
        let text = "[letter]\nletterhead = \"\"\"\nHealth Plan\nCase {case}\"\"\"\nclosing = 'Bye, {today}'";
        let letter = read_program_settings(text).unwrap().letter;
        let name = |name| format!("<{name:?}>");
        assert_eq!(letter.letterhead.lines(name), ["Health Plan", "Case <Case>"]);
        assert_eq!(letter.closing.lines(name), ["Bye, <Today>"]);
        assert_eq!(read_program_settings("").unwrap(), ProgramSettings::default());
        assert_eq!(read_program_settings("[letter]").unwrap(), ProgramSettings::default());
    }

    #[test]
    fn unknown_names_keys_and_tables_are_rejected_with_their_position() {
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
            ("[letters]", "line 1, column 2: letters: there is no such table: did you mean letter?"),
            (
                "views = 1",
                "line 1, column 1: views: there is no such table: take it out, or correct its name",
            ),
            ("letter = 1", "line 1, column 1: letter: write it as a table: [letter]"),
            ("[letter]\nclosing = 3", "line 2, column 11: letter.closing: write text in quotes"),
            (
                "[letter]\nclosing = 'was denied'",
                "line 2, column 16: letter.closing: a request for information never says \"denied\": use another word",
            ),
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
