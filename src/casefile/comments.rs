//! Comments in a case file: a save leaves them out, so they are counted before.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// How many comments a text has.
pub fn count_comments(text: &str) -> usize {
    // Most texts have none, and this is seen without reading them as TOML.
    if !text.contains('#') {
        return 0;
    }
    Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_counted_and_number_signs_in_texts_are_not() {
        for (text, count) in [
            ("format = 1\n", 0),
            ("# one\nformat = 1 # two\n\n  # three\n", 3),
            ("a = \"# no\"\nb = '# no'\nc = \"\"\"\n# no\n\"\"\"\n", 0),
        ] {
            assert_eq!(count_comments(text), count, "{text}");
        }
    }
}
