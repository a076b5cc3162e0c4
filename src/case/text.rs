//! Text from outside the program: stored unchanged, shown with unsafe characters escaped.

use std::fmt;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_width::UnicodeWidthChar;

/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 4000;

/// Text from a file, a paste or an argument.
///
/// Its `Display` shows control and format characters, separators of lines, characters
/// that are private, not assigned or drawn as nothing, and marks beyond three on one
/// letter as `<U+...>`, so that nothing in it can control a terminal or hide. Joiners
/// stay between letters of scripts that need them.
/// [`Text::raw`] is for the case file alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Text(String);

/// More combining marks than this on one letter are escaped: a pile of them covers other
/// lines. Letters of Hebrew and Arabic have up to three, those of Vietnamese two.
const MAX_MARKS_PER_LETTER: u32 = 3;

impl Text {
    /// Wraps text from outside the program.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// The unchanged text, for writing it to the case file.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Whether it is empty or only white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Most texts are plain, and letter by letter takes several times as long.
        if self.0.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return out.write_str(&self.0);
        }
        for (letter, is_safe) in with_safety(&self.0) {
            if is_safe {
                fmt::Write::write_char(out, letter)?;
            } else {
                write!(out, "<U+{:04X}>", u32::from(letter))?;
            }
        }
        Ok(())
    }
}

/// The characters of a text, each with whether a terminal can show it unescaped.
pub fn with_safety(text: &str) -> impl Iterator<Item = (char, bool)> {
    let (mut letters, mut before, mut marks) = (text.chars().peekable(), None, 0);
    std::iter::from_fn(move || {
        let letter = letters.next()?;
        let is_safe = match letter {
            JOINER | NON_JOINER => [before, letters.peek().copied()].into_iter().all(is_joined),
            _ => !is_unsafe(letter),
        };
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        let has_letter = marks == 0 || before.is_some();
        before = Some(letter);
        Some((letter, is_safe && has_letter && marks <= MAX_MARKS_PER_LETTER))
    })
}

const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';

/// Whether a joiner belongs beside this letter: Persian and other names in Arabic letters,
/// and those in Indian scripts, are written with them.
fn is_joined(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| matches!(letter, '\u{0600}'..='\u{0DFF}') && !is_unsafe(letter))
}

/// Control and format characters, separators of lines, characters that are private or not
/// assigned, and others that are drawn as nothing.
fn is_unsafe(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_control();
    }
    matches!(
        letter.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::PrivateUse
            | GeneralCategory::Surrogate
            | GeneralCategory::Unassigned
    ) || matches!(u32::from(letter),
        0x034F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x3164 | 0xFE00..=0xFE0F | 0xFFA0
            | 0x16FE4 | 0xE0100..=0xE01EF)
}

/// Whether a letter takes no column: it is drawn on the one before it.
fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && letter.width() == Some(0)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthChar;

    use super::Text;

    #[test]
    fn unsafe_characters_are_escaped() {
        for (raw, shown) in [
            ("plain é ü", "plain é ü"),
            ("a\u{1b}[2Jb", "a<U+001B>[2Jb"),
            ("a\u{9b}b", "a<U+009B>b"),
            ("a\u{202e}b", "a<U+202E>b"),
            ("a\u{200b}\u{7f}", "a<U+200B><U+007F>"),
            ("tab\tline\n", "tab<U+0009>line<U+000A>"),
            ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}<U+0301>"),
        ] {
            assert_eq!(Text::new(raw).to_string(), shown);
        }
    }

    #[test]
    fn names_are_shown_as_they_are_written() {
        for name in [
            "Zoe\u{308}",
            "Nguye\u{302}\u{303}n",
            "\u{1112}\u{1161}\u{11ab}",
            "محمّدٌ",
            "שָּׁלוֹם",
            "علی\u{200c}رضا",
            "क्\u{200d}षितिज",
            "สมชื่อ",
            "Ђорђе Ωμέγα 山田",
        ] {
            assert_eq!(Text::new(name).to_string(), name);
        }
        for (raw, shown) in [
            ("a\u{200d}b", "a<U+200D>b"),
            ("علی\u{200c}", "علی<U+200C>"),
            ("علی\u{200c}\u{200c}رضا", "علی<U+200C><U+200C>رضا"),
            ("\u{301}a", "<U+0301>a"),
        ] {
            assert_eq!(Text::new(raw).to_string(), shown);
        }
    }

    /// One of each kind that a terminal may not get, by number.
    const NEVER: [u32; 25] = [
        0x1B, 0x9B, 0xAD, 0x0378, 0x0600, 0x0605, 0x061C, 0x06DD, 0x070F, 0x0890, 0x08E2, 0x180E, 0x200B,
        0x2028, 0x2029, 0x2065, 0xE000, 0xFFF9, 0x110BD, 0x110CD, 0x13430, 0x1343F, 0x1D173, 0x40000,
        0x10FFFF,
    ];

    #[test]
    fn every_character_is_shown_at_most_three_times_on_one_letter_or_takes_its_columns() {
        let shown_of = |letter: char| {
            let shown = Text::new(format!("a{}", String::from(letter).repeat(5))).to_string();
            shown.chars().skip(1).filter(|each| *each == letter && !"<U+>".contains(letter)).count()
        };
        for letter in ('\u{80}'..=char::MAX).filter(|letter| shown_of(*letter) > 3) {
            assert!(letter.width().is_some_and(|columns| columns > 0), "{letter:?}");
        }
        for letter in NEVER.map(|number| char::from_u32(number).unwrap()) {
            assert_eq!(shown_of(letter), 0, "{letter:?}");
        }
    }
}
