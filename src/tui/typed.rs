//! One line of typed text: what keys and pastes make of it, and what of it is
//! on the screen. What it means is for others to say.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

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
        let cursor = Text::new(before).to_string().width();
        let half = width / 2;
        let skip = (cursor + 1).saturating_sub(width).div_ceil(half) * half;
        (window(&Text::new(self.text()).to_string(), skip, width), cursor - skip)
    }
}

/// The columns of a text from `skip` on.
fn window(text: &str, skip: usize, width: usize) -> String {
    let mut column = 0;
    let mut out = String::new();
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if column >= skip && column + wide <= skip + width {
            out.push(letter);
        }
        column += wide;
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
    use super::*;

    #[test]
    fn the_cursor_is_always_in_the_window() {
        for length in 0..60 {
            let (shown, cursor) = Typed::new("x".repeat(length)).visible(10);
            assert!(cursor < 10, "{length}");
            assert!(shown.width() <= 10);
        }
    }

    #[test]
    fn a_paste_is_one_line_and_ends_somewhere() {
        let mut typed = Typed::default();
        assert_eq!(typed.paste("a\r\nb\tc"), None);
        assert_eq!(typed.text(), "a  b c");
        assert!(typed.paste(&"y".repeat(5000)).is_some());
        assert_eq!(typed.text().len(), LONGEST);
    }

    #[test]
    fn what_acts_on_terminals_is_shown_as_marks() {
        assert_eq!(Typed::new("a\u{1b}b").visible(40), ("a<U+001B>b".to_owned(), 10));
    }
}
