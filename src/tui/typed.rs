//! One line of typed text: what keys and pastes make of it, and what of it is
//! on the screen. What it means is for others to say.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::case::Text;

/// More than this is not taken: no answer is that long.
const LONGEST: usize = 4000;

/// The text so far, and where the cursor stands in it.
#[derive(Debug, Clone, Default)]
pub struct Typed(Input);

impl Typed {
    /// This text, with the cursor behind it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Input::new(text.into()))
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.value()
    }

    /// Whether nothing but white space was typed.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Edits the text; false when the key is no editing key.
    pub fn edit(&mut self, key: KeyEvent) -> bool {
        let Some(request) = editing(key) else { return false };
        self.0.handle(request);
        true
    }

    /// Inserts a paste, a newline as a space; gives what is to be said about it.
    pub fn paste(&mut self, text: &str) -> Option<String> {
        let room = LONGEST.saturating_sub(self.text().chars().count());
        for letter in text.chars().take(room) {
            let letter = if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter };
            self.0.handle(InputRequest::InsertChar(letter));
        }
        let cut = text.chars().nth(room).is_some();
        cut.then(|| format!("only the first {LONGEST} characters were taken"))
    }

    /// What a window of this width shows of the text, made harmless, and the
    /// column of the cursor in it. The window moves in halves of its width, so
    /// that most keys change one column.
    pub fn visible(&self, width: usize) -> (String, usize) {
        let width = width.max(2);
        let before: String = self.text().chars().take(self.0.cursor()).collect();
        let under = self.text()[before.len()..].graphemes(true).next().map_or(1, UnicodeWidthStr::width);
        let cursor = Text::new(before).to_string().width();
        let half = width / 2;
        let skip = (cursor + under.max(1)).saturating_sub(width).div_ceil(half) * half;
        (window(&Text::new(self.text()).to_string(), skip, width), cursor - skip)
    }
}

/// The columns of a text from `skip` on; of a wide letter at the edge, a blank.
fn window(text: &str, skip: usize, width: usize) -> String {
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

fn editing(key: KeyEvent) -> Option<InputRequest> {
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

    /// This text after these keys.
    fn edited(text: &str, keys: &str) -> Typed {
        let mut typed = Typed::new(text);
        for name in keys.split(' ') {
            assert!(typed.edit(key(name)), "{name} is an editing key");
        }
        typed
    }

    /// Where the cursor stands: the text with a bar.
    fn with_cursor(typed: &Typed) -> String {
        let before: String = typed.text().chars().take(typed.0.cursor()).collect();
        format!("{before}|{}", &typed.text()[before.len()..])
    }

    #[test]
    fn editing_keys_do_what_they_do_in_a_shell() {
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
    fn a_letter_with_its_marks_is_one_step() {
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
    fn other_keys_are_left_to_others() {
        let mut typed = Typed::new("text");
        for name in
            ["Enter", "Esc", "Tab", "Shift-Tab", "Up", "Down", "PgUp", "PgDn", "F1", "Ctrl-N", "Ctrl-C"]
        {
            assert!(!typed.edit(key(name)), "{name}");
        }
        assert_eq!(with_cursor(&typed), "text|");
    }

    #[test]
    fn the_cursor_is_always_in_the_window() {
        for length in 0..60 {
            let (shown, cursor) = Typed::new("x".repeat(length)).visible(10);
            assert!(cursor < 10, "{length}");
            assert!(shown.width() <= 10);
        }
    }

    /// The letter under the cursor, in the window that is shown.
    fn under_cursor(typed: &Typed, width: usize) -> String {
        let (shown, cursor) = typed.visible(width);
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
    fn the_window_shows_the_letter_under_the_cursor_there() {
        for text in [
            "日本語の名前はここにあります",
            "a日b本c語dのe名f前g",
            "ae\u{301}日e\u{301}本e\u{301}語x",
            "ab👋🏽cd👋🏽ef👋🏽gh👋🏽i",
        ] {
            for width in 5..14 {
                let mut typed = Typed::new(text);
                for letter in text.graphemes(true).rev() {
                    typed.edit(key("Left"));
                    let (shown, cursor) = typed.visible(width);
                    assert!(shown.width() <= width && cursor < width, "{shown} at {width}");
                    assert_eq!(
                        under_cursor(&typed, width),
                        letter,
                        "{} at {width}: {shown}",
                        with_cursor(&typed)
                    );
                }
            }
        }
    }

    #[test]
    fn the_window_moves_by_halves() {
        let text: String = ('a'..='z').collect();
        assert_eq!(Typed::new(&text[..9]).visible(10), ("abcdefghi".to_owned(), 9));
        assert_eq!(Typed::new(&text[..10]).visible(10), ("fghij".to_owned(), 5));
        assert_eq!(Typed::new(&text[..14]).visible(10), ("fghijklmn".to_owned(), 9));
    }

    #[test]
    fn a_paste_is_one_line_and_ends_somewhere() {
        let mut typed = Typed::default();
        assert_eq!(typed.paste("a\r\nb\tc"), None);
        assert_eq!(typed.text(), "a  b c");
        assert!(typed.paste(&"y".repeat(5000)).is_some());
        assert_eq!(typed.text().len(), LONGEST);
        assert_eq!(typed.paste(""), None, "nothing is cut off from nothing");
    }

    #[test]
    fn a_paste_goes_in_at_the_cursor() {
        let mut typed = edited("Pat Sample", "Home Right Right Right");
        typed.paste("ricia Ann");
        assert_eq!(with_cursor(&typed), "Patricia Ann| Sample");
    }

    #[test]
    fn what_acts_on_terminals_is_shown_as_marks() {
        assert_eq!(Typed::new("a\u{1b}b").visible(40), ("a<U+001B>b".to_owned(), 10));
    }
}
