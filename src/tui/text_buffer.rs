//! A line of text being typed: editing keys, pastes, and the part of it that fits
//! the screen.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::case::Text;

/// The longest text, far more than any answer needs; a longer paste is cut.
const MAX_CHARS: usize = 4000;

/// The text and the position of the cursor in it.
#[derive(Debug, Clone, Default)]
pub struct TextBuffer(Input);

impl TextBuffer {
    /// This text, with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Input::new(text.into()))
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// Whether the text is empty or only white space.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Edits the text; false if the key is not an editing key.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        let Some(request) = edit_request(key) else { return false };
        self.0.handle(request);
        true
    }

    /// Inserts a paste, with newlines as spaces; returns a message if it was cut.
    pub fn paste(&mut self, text: &str) -> Option<String> {
        let room = MAX_CHARS.saturating_sub(self.text().chars().count());
        for letter in text.chars().take(room) {
            let letter = if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter };
            self.0.handle(InputRequest::InsertChar(letter));
        }
        let cut = text.chars().nth(room).is_some();
        cut.then(|| format!("the text was cut after {MAX_CHARS} characters"))
    }

    /// The part of the text that fits this width, with control characters replaced,
    /// and the cursor's column in it. It scrolls by half its width, so that most
    /// keys change only one column on the screen.
    pub fn visible(&self, width: usize) -> (String, usize) {
        let width = width.max(2);
        let before: String = self.text().chars().take(self.0.cursor()).collect();
        let under = self.text()[before.len()..].graphemes(true).next().map_or(1, UnicodeWidthStr::width);
        let cursor = Text::new(before).to_string().width();
        let half = width / 2;
        let skip = (cursor + under.max(1)).saturating_sub(width).div_ceil(half) * half;
        (columns_from(&Text::new(self.text()).to_string(), skip, width), cursor - skip)
    }
}

/// `width` columns of a text from column `skip` on. A wide letter cut at the left
/// edge becomes blank.
fn columns_from(text: &str, skip: usize, width: usize) -> String {
    let mut column = 0;
    let mut out = String::new();
    for letter in text.graphemes(true) {
        let end = column + letter.width();
        if column >= skip && end <= skip + width {
            out.push_str(letter);
        } else if (column + 1..end).contains(&skip) {
            out.push_str(&" ".repeat(end - skip));
        }
        column = end;
    }
    out
}

fn edit_request(key: KeyEvent) -> Option<InputRequest> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match (key.code, control) {
        (KeyCode::Char(letter), false) => InputRequest::InsertChar(letter),
        (KeyCode::Backspace, _) | (KeyCode::Char('h'), true) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, _) | (KeyCode::Char('b'), true) => InputRequest::GoToPrevChar,
        (KeyCode::Right, _) | (KeyCode::Char('f'), true) => InputRequest::GoToNextChar,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::test_terminal::key;
    use super::*;

    /// The text after these keys.
    fn edited(text: &str, keys: &str) -> TextBuffer {
        let mut buffer = TextBuffer::new(text);
        for name in keys.split(' ') {
            assert!(buffer.edit(key(name)), "{name} is an editing key");
        }
        buffer
    }

    /// The text with a bar where the cursor is.
    fn with_cursor(buffer: &TextBuffer) -> String {
        let before: String = buffer.text().chars().take(buffer.0.cursor()).collect();
        format!("{before}|{}", &buffer.text()[before.len()..])
    }

    #[test]
    fn editing_keys_work_as_in_a_shell() {
        for (text, keys, after) in [
            ("Pat Sample", "!", "Pat Sample!|"),
            ("Pat Sample", "Home >", ">|Pat Sample"),
            ("Pat Sample", "Ctrl-A Ctrl-F Ctrl-F x", "Pax|t Sample"),
            ("Pat Sample", "Left Left x", "Pat Sampx|le"),
            ("Pat Sample", "Ctrl-B Ctrl-B End", "Pat Sample|"),
            ("Pat Sample", "Home Ctrl-E", "Pat Sample|"),
            ("Pat Sample", "Backspace Ctrl-H", "Pat Samp|"),
            ("Pat Sample", "Home Del Del", "|t Sample"),
            ("Pat Sample", "Ctrl-W", "Pat |"),
            ("Pat Sample", "Ctrl-W Ctrl-W Ctrl-W", "|"),
            ("Pat Sample", "Left Left Ctrl-W", "Pat |le"),
            ("Pat Sample", "Ctrl-U", "|"),
            ("Pat Sample", "Home Right Right Right Ctrl-K", "Pat|"),
            ("Pat Sample", "Space Space", "Pat Sample  |"),
            ("", "Backspace Del Left Right Ctrl-W Ctrl-K Ctrl-U", "|"),
        ] {
            assert_eq!(with_cursor(&edited(text, keys)), after, "{text} and {keys}");
        }
    }

    #[test]
    fn a_letter_and_its_combining_marks_are_edited_as_one() {
        for (text, keys, after) in [
            ("Zoe\u{308}", "Backspace", "Zo|"),
            ("Zoe\u{308}", "Left", "Zo|e\u{308}"),
            ("e\u{308}x", "Home Right", "e\u{308}|x"),
            ("e\u{308}x", "Home Del", "|x"),
            ("日本", "Left Backspace", "|本"),
            ("a👋🏽b", "Left Backspace", "a|b"),
        ] {
            assert_eq!(with_cursor(&edited(text, keys)), after, "{text} and {keys}");
        }
    }

    #[test]
    fn other_keys_do_not_edit() {
        let mut buffer = TextBuffer::new("text");
        for name in
            ["Enter", "Esc", "Tab", "Shift-Tab", "Up", "Down", "PgUp", "PgDn", "F1", "Ctrl-N", "Ctrl-C"]
        {
            assert!(!buffer.edit(key(name)), "{name}");
        }
        assert_eq!(with_cursor(&buffer), "text|");
    }

    #[test]
    fn the_cursor_is_always_visible() {
        for length in 0..60 {
            let (shown, cursor) = TextBuffer::new("x".repeat(length)).visible(10);
            assert!(cursor < 10, "{length}");
            assert!(shown.width() <= 10);
        }
    }

    /// The visible letter under the cursor.
    fn under_cursor(buffer: &TextBuffer, width: usize) -> String {
        let (shown, cursor) = buffer.visible(width);
        let mut column = 0;
        for letter in shown.graphemes(true) {
            if column == cursor {
                return letter.to_owned();
            }
            column += letter.width();
        }
        String::new()
    }

    #[test]
    fn the_visible_part_shows_the_letter_under_the_cursor() {
        for text in [
            "日本語の名前はここにあります",
            "a日b本c語dのe名f前g",
            "ae\u{301}日e\u{301}本e\u{301}語x",
            "ab👋🏽cd👋🏽ef👋🏽gh👋🏽i",
        ] {
            for width in 5..14 {
                let mut buffer = TextBuffer::new(text);
                for letter in text.graphemes(true).rev() {
                    buffer.edit(key("Left"));
                    let (shown, cursor) = buffer.visible(width);
                    assert!(shown.width() <= width && cursor < width, "{shown} at {width}");
                    assert_eq!(
                        under_cursor(&buffer, width),
                        letter,
                        "{} at {width}: {shown}",
                        with_cursor(&buffer)
                    );
                }
            }
        }
    }

    #[test]
    fn the_visible_part_moves_by_half_its_width() {
        let text: String = ('a'..='z').collect();
        assert_eq!(TextBuffer::new(&text[..9]).visible(10), ("abcdefghi".to_owned(), 9));
        assert_eq!(TextBuffer::new(&text[..10]).visible(10), ("fghij".to_owned(), 5));
        assert_eq!(TextBuffer::new(&text[..14]).visible(10), ("fghijklmn".to_owned(), 9));
    }

    #[test]
    fn a_paste_becomes_one_line_of_limited_length() {
        let mut buffer = TextBuffer::default();
        assert_eq!(buffer.paste("a\r\nb\tc"), None);
        assert_eq!(buffer.text(), "a  b c");
        assert!(buffer.paste(&"y".repeat(5000)).is_some());
        assert_eq!(buffer.text().len(), MAX_CHARS);
        assert_eq!(buffer.paste(""), None, "an empty paste is not cut");
    }

    #[test]
    fn a_paste_is_inserted_at_the_cursor() {
        let mut buffer = edited("Pat Sample", "Home Right Right Right");
        buffer.paste("ricia Ann");
        assert_eq!(with_cursor(&buffer), "Patricia Ann| Sample");
    }

    #[test]
    fn control_characters_are_shown_as_marks() {
        assert_eq!(TextBuffer::new("a\u{1b}b").visible(40), ("a<U+001B>b".to_owned(), 10));
    }
}
