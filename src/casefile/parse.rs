//! Parsing TOML in bounded time and memory, whatever the text.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, Error};

/// Why a text is not TOML.
pub(super) struct SyntaxError {
    /// The byte of the text, counted from 0.
    pub(super) offset: usize,
    /// What is wrong there.
    pub(super) problem: String,
}

/// In a larger text only the first error is looked for, because the parser
/// keeps all of them in memory.
const MAX_BYTES_FOR_ALL_ERRORS: usize = 32_768;
/// The parser keeps every token in memory; neither a case file nor prose of its
/// size has more separators than this.
const MAX_SEPARATORS: usize = 65_536;

/// Parses a text.
pub(super) fn parse_toml(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<SyntaxError>> {
    if text.bytes().filter(|byte| is_separator(*byte)).nth(MAX_SEPARATORS).is_some() {
        let problem = "more lines, spaces and brackets than a case has: this is not a case file";
        return Err(vec![SyntaxError { offset: 0, problem: problem.to_owned() }]);
    }
    let errors = if text.len() <= MAX_BYTES_FOR_ALL_ERRORS {
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
    // Brackets nested too deeply give the same error at one offset many times.
    let mut seen = BTreeSet::new();
    let offset = |error: &Error| error.span().map_or(0, |span| span.start);
    let first_at_offset = errors.iter().filter(|error| seen.insert(offset(error)));
    Err(first_at_offset
        .map(|error| SyntaxError { offset: offset(error), problem: format!("not TOML: {}", error.message()) })
        .collect())
}

fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"[]{}=,.\"'".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{MAX_SEPARATORS, parse_toml};

    #[test]
    fn text_with_too_many_separators_is_not_parsed() {
        let lines = |count| format!("# prose{}", "\n".repeat(count));
        assert!(parse_toml(&lines(MAX_SEPARATORS - 1)).is_ok());
        let errors = parse_toml(&lines(MAX_SEPARATORS)).map(|_| ()).unwrap_err();
        assert!(errors[0].problem.contains("this is not a case file"));
    }
}
