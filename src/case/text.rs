//! Text from outside the program: stored unchanged, shown with unsafe characters escaped.

use std::fmt;

/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 4000;

/// Text from a file, a paste or an argument.
///
/// Its `Display` shows control characters, direction overrides, zero-width and
/// tag characters as `<U+...>`, so that nothing in it can control a terminal.
/// [`Text::raw`] is for the case file alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Text(String);

/// More combining marks than this on one letter are escaped: a pile of them covers other lines.
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
    let mut marks = 0;
    text.chars().map(move |letter| {
        marks = if is_combining(letter) { marks + 1 } else { 0 };
        (letter, !is_unsafe(letter) && marks <= MAX_MARKS_PER_LETTER)
    })
}

/// Control, direction, invisible, tag and private-use characters.
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(u32::from(letter),
            0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF
            | 0xE000..=0xF8FF | 0xF0000..=0x10FFFF)
}

/// Combining marks, which are drawn on the letter before them.
fn is_combining(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x0610..=0x061A | 0x064B..=0x065F
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

#[cfg(test)]
mod tests {
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
}
