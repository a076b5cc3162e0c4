//! Wraps text into lines, for everything that is shown or printed. Widths are the
//! columns each letter takes on a terminal.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The columns of a printed page.
pub const PAGE_WIDTH: usize = 78;

/// Wraps a text into lines of at most `width` columns; a longer word is cut. An
/// empty text gives one empty line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_below("", "", text, width)
}

/// Wraps a text with a head before the first line and an indent before the others.
/// If the first word does not fit beside the head, the head gets its own line.
pub fn wrap_below(head: &str, indent: &str, text: &str, width: usize) -> Vec<String> {
    // Codes and dates contain hyphens and must not be broken at them.
    let options = Options::new(width)
        .initial_indent(head)
        .subsequent_indent(indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::{wrap, wrap_below};

    #[test]
    fn lines_are_never_wider_than_the_limit() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh i", 3), ["abc", "def", "gh", "i"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("日本 語", 5), ["日本", "語"]);
        assert_eq!(wrap("ab", 0), ["a", "b"]);
    }

    #[test]
    fn no_word_is_broken_at_a_hyphen() {
        assert_eq!(wrap("pain in low-back", 12), ["pain in", "low-back"]);
        assert_eq!(wrap("planned 2026-03-02", 13), ["planned", "2026-03-02"]);
    }

    #[test]
    fn the_lines_after_the_first_are_indented() {
        assert_eq!(
            wrap_below("x 1 ", "    ", "one two three", 8),
            ["x 1 one", "    two", "    thre", "    e"]
        );
        assert_eq!(wrap_below("日 ", "   ", "one two", 6), ["日 one", "   two"]);
        assert_eq!(wrap_below("  ", "  ", "", 6), [""]);
    }

    #[test]
    fn a_head_with_no_room_beside_it_gets_its_own_line() {
        assert_eq!(
            wrap_below("effective-date ", "   ", "three months", 18),
            ["effective-date", "   three months"]
        );
    }
}
