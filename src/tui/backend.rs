//! A ratatui backend that sends as few bytes as it can, since over SSH the user
//! waits for every byte: only what changed, in the shortest sequences, in one
//! write, as one synchronized update.
//!
//! It never queries the terminal: over a slow connection the reply would arrive
//! late and be read as keys.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";
/// The size assumed for a terminal that does not know its own.
const DEFAULT_SIZE: Size = Size { width: 80, height: 24 };

/// The largest window that is drawn on whole; the rest of a larger one stays blank.
/// The size is whatever the other end of the connection claims, and each cell takes memory.
const MAX_SIZE: Size = Size { width: 500, height: 200 };

/// A terminal to draw on.
pub trait Screen: Write {
    /// Its columns and rows; zero if the terminal does not know.
    fn size(&self) -> io::Result<Size>;
}

/// The colors and modifiers of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellStyle {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

const PLAIN: CellStyle = CellStyle { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// A backend that writes ANSI sequences to a screen.
#[derive(Debug)]
pub struct AnsiBackend<S> {
    screen: S,
    frame: Vec<u8>,
    style: CellStyle,
    /// The position of the terminal's cursor, if it is known for certain.
    cursor: Option<Position>,
    cursor_shown: Option<bool>,
    size: Size,
    /// Whether each cell is blank in the plain style, row by row.
    blank: Vec<bool>,
}

impl<S: Screen> AnsiBackend<S> {
    /// A backend for this screen; nothing is known of its contents yet.
    pub fn new(screen: S) -> Self {
        let mut backend = Self {
            screen,
            frame: Vec::new(),
            style: PLAIN,
            cursor: None,
            cursor_shown: None,
            size: DEFAULT_SIZE,
            blank: Vec::new(),
        };
        backend.size = backend.size().unwrap_or(DEFAULT_SIZE);
        backend
    }

    /// Forgets what the terminal shows, after another program has used it.
    pub fn forget(&mut self) {
        self.cursor = None;
        self.cursor_shown = None;
        self.blank.fill(false);
    }

    fn move_to(&mut self, to: Position) {
        match self.cursor {
            Some(at) if at == to => return,
            Some(at) if at.y == to.y && at.x < to.x && to.x - at.x < 10 => self.move_right(at, to),
            _ => {
                let _ = write!(self.frame, "\x1b[{};{}H", to.y + 1, to.x + 1);
            }
        }
        self.cursor = Some(to);
    }

    /// Moves along a row. Writing up to three blanks again is shorter than to skip them.
    fn move_right(&mut self, at: Position, to: Position) {
        let between = self.blank.get(self.index(at)..self.index(to));
        let are_blank = between.is_some_and(|cells| cells.iter().all(|blank| *blank));
        match to.x - at.x {
            1..=3 if are_blank && self.style == PLAIN => {
                self.frame.extend(std::iter::repeat_n(b' ', usize::from(to.x - at.x)));
            }
            1 => self.frame.extend_from_slice(b"\x1b[C"),
            columns => {
                let _ = write!(self.frame, "\x1b[{columns}C");
            }
        }
    }

    fn set_style(&mut self, style: CellStyle) {
        if style == self.style {
            return;
        }
        self.frame.extend_from_slice(b"\x1b[");
        if style != PLAIN {
            self.frame.push(b'0');
        }
        for (flag, code) in MODIFIERS {
            if style.modifier.contains(*flag) {
                let _ = write!(self.frame, ";{code}");
            }
        }
        for (color, base) in [(style.fg, 30), (style.bg, 40)] {
            if let Some(code) = color_code(color) {
                let _ = write!(self.frame, ";{}", base + code);
            }
        }
        self.frame.push(b'm');
        self.style = style;
    }

    fn index(&self, at: Position) -> usize {
        usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x)
    }

    fn rest_of_row_is_blank(&self, from: Position) -> bool {
        let end = self.index(Position { x: 0, y: from.y }) + usize::from(self.size.width);
        self.blank.get(self.index(from)..end).is_some_and(|rest| rest.iter().all(|blank| *blank))
    }

    fn print(&mut self, at: Position, cell: &Cell) {
        let symbol = cell.symbol();
        self.move_to(at);
        self.set_style(style_of(cell));
        self.frame.extend_from_slice(symbol.as_bytes());
        let next = at.x.saturating_add(u16::try_from(symbol.width()).unwrap_or(1));
        // After the last column, terminals differ in where the cursor is.
        self.cursor = (next < self.size.width).then_some(Position { x: next, y: at.y });
    }
}

const MODIFIERS: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// The code of a named color, to be added to 30 or 40.
fn color_code(color: Color) -> Option<u8> {
    Some(match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        _ => return None,
    })
}

fn cells(size: Size) -> usize {
    usize::from(size.width) * usize::from(size.height)
}

fn style_of(cell: &Cell) -> CellStyle {
    CellStyle { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && style_of(cell) == PLAIN
}

impl<S: Screen> Backend for AnsiBackend<S> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changed: Vec<(Position, &Cell)> = content.map(|(x, y, cell)| (Position { x, y }, cell)).collect();
        self.blank.resize(cells(self.size), false);
        for (at, cell) in &changed {
            let index = self.index(*at);
            if let Some(blank) = self.blank.get_mut(index) {
                *blank = is_blank(cell);
            }
        }
        let mut erased_row = None;
        for (at, cell) in changed {
            if erased_row == Some(at.y) {
                continue;
            }
            if is_blank(cell) && self.rest_of_row_is_blank(at) {
                self.move_to(at);
                self.set_style(PLAIN);
                self.frame.extend_from_slice(b"\x1b[K");
                erased_row = Some(at.y);
            } else {
                self.print(at, cell);
            }
        }
        self.set_style(PLAIN);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(false) {
            self.frame.extend_from_slice(b"\x1b[?25l");
            self.cursor_shown = Some(false);
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown != Some(true) {
            self.frame.extend_from_slice(b"\x1b[?25h");
            self.cursor_shown = Some(true);
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.move_to(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.size = self.size()?;
        self.style = PLAIN;
        // A terminal that was resized may have moved its cursor.
        self.cursor = None;
        self.frame.extend_from_slice(b"\x1b[m\x1b[2J");
        self.blank = vec![true; cells(self.size)];
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.screen.size()?;
        if size.width == 0 || size.height == 0 {
            return Ok(DEFAULT_SIZE);
        }
        Ok(Size { width: size.width.min(MAX_SIZE.width), height: size.height.min(MAX_SIZE.height) })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut whole = Vec::with_capacity(BEGIN_UPDATE.len() + self.frame.len() + END_UPDATE.len());
        whole.extend_from_slice(BEGIN_UPDATE);
        whole.append(&mut self.frame);
        whole.extend_from_slice(END_UPDATE);
        self.screen.write_all(&whole)?;
        self.screen.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Window(u16, u16);

    impl Write for Window {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen for Window {
        fn size(&self) -> io::Result<Size> {
            Ok(Size { width: self.0, height: self.1 })
        }
    }

    #[test]
    fn a_window_of_any_size_takes_bounded_memory() {
        for (window, drawn) in [
            ((80, 24), (80, 24)),
            ((0, 0), (80, 24)),
            ((20_000, 20), (500, 20)),
            ((u16::MAX, u16::MAX), (500, 200)),
        ] {
            let mut backend = AnsiBackend::new(Window(window.0, window.1));
            backend.clear().unwrap();
            let size = backend.size().unwrap();
            assert_eq!((size.width, size.height), drawn);
            assert_eq!(backend.blank.len(), cells(size));
        }
    }
}
