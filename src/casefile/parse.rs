//! From text to TOML, in bounded time and memory, whatever the text.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, Error};

/// Why a text is no TOML: the byte, and what is wrong there.
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) problem: String,
}

/// Every fault is kept until the last is found: of a larger text only the
/// first is looked for.
const ALL_FAULTS_UNTIL: usize = 32_768;
/// The parser keeps every mark it meets until it is done; a case file has
/// fewer, and so has prose of the size a case file may have.
const MOST_MARKS: usize = 65_536;

/// The tables of a text, or why it has none.
pub(super) fn parsed(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Fault>> {
    if text.bytes().filter(|byte| is_mark(*byte)).nth(MOST_MARKS).is_some() {
        let problem = "more lines, spaces and brackets than a case has: this is not a case file";
        return Err(vec![Fault { at: 0, problem: problem.to_owned() }]);
    }
    let errors = if text.len() <= ALL_FAULTS_UNTIL {
        match DeTable::parse_recoverable(text) {
            (table, errors) if errors.is_empty() => return Ok(table),
            (_, errors) => errors,
        }
    } else {
        match DeTable::parse(text) {
            Ok(table) => return Ok(table),
            Err(error) => vec![error],
        }
    };
    // Brackets nested too deep raise the same complaint at one place over and over.
    let mut questions = BTreeSet::new();
    let at = |error: &Error| error.span().map_or(0, |span| span.start);
    let once = errors.iter().filter(|error| questions.insert(at(error)));
    Err(once
        .map(|error| Fault { at: at(error), problem: format!("not TOML: {}", error.message()) })
        .collect())
}

fn is_mark(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"[]{}=,.\"'".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{MOST_MARKS, parsed};

    #[test]
    fn a_text_of_more_marks_than_a_case_has_is_not_parsed() {
        let lines = |count| format!("# prose{}", "\n".repeat(count));
        assert!(parsed(&lines(MOST_MARKS - 1)).is_ok());
        let faults = parsed(&lines(MOST_MARKS)).map(|_| ()).unwrap_err();
        assert!(faults[0].problem.contains("this is not a case file"));
    }
}
