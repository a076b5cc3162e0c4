//! Text in lines of a width: one wrapper for all that is shown or printed. It
//! counts the columns that a terminal gives to each letter.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The columns of a printed page.
pub const PAGE_WIDTH: usize = 78;

/// The words of a text in lines of at most `width` columns; a longer word gets
/// cut. At least one line, so that nothing becomes nothing.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_below("", "", text, width)
}

/// The same, the first line after a head and the others after an indent. Where
/// the first word has no room beside the head, the head stands alone.
pub fn wrap_below(head: &str, indent: &str, text: &str, width: usize) -> Vec<String> {
    // Codes, dates and item numbers have hyphens: no word is cut at one.
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
    fn lines_are_never_wider_than_asked() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh i", 3), ["abc", "def", "gh", "i"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("日本 語", 5), ["日本", "語"]);
        assert_eq!(wrap("ab", 0), ["a", "b"]);
    }

    #[test]
    fn no_word_is_cut_at_its_hyphen() {
        assert_eq!(wrap("pain in low-back", 12), ["pain in", "low-back"]);
        assert_eq!(wrap("planned 2026-03-02", 13), ["planned", "2026-03-02"]);
    }

    #[test]
    fn the_lines_below_the_first_are_moved_in() {
        assert_eq!(
            wrap_below("x 1 ", "    ", "one two three", 8),
            ["x 1 one", "    two", "    thre", "    e"]
        );
        assert_eq!(wrap_below("日 ", "   ", "one two", 6), ["日 one", "   two"]);
        assert_eq!(wrap_below("  ", "  ", "", 6), [""]);
    }

    #[test]
    fn a_head_without_room_beside_it_stands_alone() {
        assert_eq!(
            wrap_below("effective-date ", "   ", "three months", 18),
            ["effective-date", "   three months"]
        );
    }
}
