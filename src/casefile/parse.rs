//! Parsing TOML in bounded time and memory, whatever the text.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::toml_events::{plain_tree, whole};
use super::tree::{Node, Table, Value};

/// Why a text is not TOML.
#[derive(Debug)]
pub(super) struct SyntaxError {
    /// The byte of the text, counted from 0.
    pub(super) offset: usize,
    /// What is wrong there.
    pub(super) problem: String,
}

/// In a larger text only the first error is looked for, because the parser
/// keeps all of them in memory.
const MAX_BYTES_FOR_ALL_ERRORS: usize = 16_384;
/// The parser keeps every token in memory; neither a case file nor prose of its
/// size has more separators than this.
const MAX_SEPARATORS: usize = 65_536;

/// The keys, tables and values that are read: no case and no settings file has more.
const MAX_PARTS: usize = 16_384;
/// The tables that the crate reads, which takes a kilobyte for each: one for each dot of a
/// key and for each bracket.
const MAX_TABLES: usize = 8192;

/// Parses a text: first as a program writes it, which is quick, else with all of TOML.
pub(super) fn parse_toml(text: &str) -> Result<Table<'_>, Vec<SyntaxError>> {
    check_size(text)?;
    match plain_tree(text) {
        Some(root) => Ok(root),
        None => parse_checked_tree(text),
    }
}

/// Parses a text with all of TOML.
pub(super) fn parse_checked_tree(text: &str) -> Result<Table<'_>, Vec<SyntaxError>> {
    parse_checked(text).map(|root| table(root.into_inner()))
}

/// Parses a text into the parser's own tables.
pub(super) fn parse_toml_tables(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<SyntaxError>> {
    check_size(text)?;
    parse_checked(text)
}

fn check_size(text: &str) -> Result<(), Vec<SyntaxError>> {
    // Each separator is a byte: a short text needs no counting.
    let count = || text.bytes().filter(|byte| is_separator(*byte)).count();
    if text.len() <= MAX_SEPARATORS || count() <= MAX_SEPARATORS {
        return check_count(text, MAX_PARTS, is_part);
    }
    let problem = "more lines, spaces and brackets than a case has: this is not a case file";
    Err(vec![SyntaxError { offset: 0, problem: problem.to_owned() }])
}

/// Refuses a text with more of these tokens than `most`.
fn check_count(text: &str, most: usize, is_counted: fn(TokenKind) -> bool) -> Result<(), Vec<SyntaxError>> {
    // Each token has a byte.
    if text.len() <= most {
        return Ok(());
    }
    let mut counted = Source::new(text).lex().filter(|token| is_counted(token.kind()));
    let Some(first_too_many) = counted.nth(most) else { return Ok(()) };
    let problem =
        "more keys, tables and values than a case or settings file has: take out what is none of it";
    Err(vec![SyntaxError { offset: first_too_many.span().start(), problem: problem.to_owned() }])
}

fn is_part(token: TokenKind) -> bool {
    matches!(token, TokenKind::Equals | TokenKind::Comma) || is_table(token)
}

fn is_table(token: TokenKind) -> bool {
    matches!(token, TokenKind::Dot | TokenKind::LeftCurlyBracket | TokenKind::LeftSquareBracket)
}

fn parse_checked(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<SyntaxError>> {
    check_count(text, MAX_TABLES, is_table)?;
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

fn table(parsed: DeTable<'_>) -> Table<'_> {
    Table::of(parsed.into_iter().map(|(key, value)| (key, node(value))).collect())
}

fn node(parsed: Spanned<DeValue<'_>>) -> Node<'_> {
    let span = parsed.span();
    let value = match parsed.into_inner() {
        DeValue::String(text) => Value::String(text),
        DeValue::Integer(digits) => Value::Integer(whole(digits.radix(), digits.as_str().to_owned().into())),
        DeValue::Float(digits) => Value::Float(digits.as_str().to_owned().into()),
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(moment) => Value::Datetime(moment),
        DeValue::Array(items) => Value::Array(items.into_iter().map(node).collect()),
        DeValue::Table(entries) => Value::Table(table(entries)),
    };
    Spanned::new(span, value)
}

#[cfg(test)]
mod tests {
    use super::{MAX_BYTES_FOR_ALL_ERRORS, MAX_PARTS, MAX_SEPARATORS, MAX_TABLES, parse_toml};

    #[test]
    fn text_with_too_many_keys_is_not_parsed() {
        let dotted = |n| format!("k{n}.a.b.c.d = 1\n");
        let plain = |n| format!("[t{n}]\nx = [1, 2]\n");
        let keys = |n| format!("k{n}=1\n");
        let listed = |n| format!("k{n}=[1,1,1]\n");
        for (most, line) in [
            (MAX_TABLES / 4, &dotted as &dyn Fn(usize) -> String),
            (MAX_PARTS / 4, &plain),
            (MAX_PARTS, &keys),
            (MAX_PARTS / 4, &listed),
        ] {
            let text = |lines| (0..lines).map(line).collect::<String>();
            assert!(parse_toml(&text(most)).is_ok(), "{}", line(0));
            let errors = parse_toml(&text(most + 1)).map(|_| ()).unwrap_err();
            assert!(errors[0].problem.contains("more keys, tables and values"), "{errors:?}");
            assert!(errors[0].offset >= text(most).len(), "{errors:?}");
        }
    }

    #[test]
    fn every_error_of_a_text_is_named_and_the_first_of_a_large_one() {
        let errors = |length: usize| {
            let bad = "a = \nb = \n#";
            parse_toml(&format!("{bad}{}", "x".repeat(length - bad.len()))).map(|_| ()).unwrap_err().len()
        };
        let most = MAX_BYTES_FOR_ALL_ERRORS;
        assert_eq!([most, most + 1].map(errors), [2, 1]);
    }

    #[test]
    fn text_with_too_many_separators_is_not_parsed() {
        let lines = |count| format!("# prose{}", "\n".repeat(count));
        assert!(parse_toml(&lines(MAX_SEPARATORS - 1)).is_ok());
        let errors = parse_toml(&lines(MAX_SEPARATORS)).map(|_| ()).unwrap_err();
        assert!(errors[0].problem.contains("this is not a case file"));
    }
}
