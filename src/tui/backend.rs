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
/// Erases the screen. It begins at the far corner: `screen`, `tmux` and others move what
/// `CSI 2 J`, or `CSI J` from the top, erases into their scrollback, where a patient would
/// stay if they have no alternate screen.
pub(super) const ERASE: &[u8] = b"\x1b[999;999H\x1b[1J";
/// Erases a row from the cursor on.
const ERASE_ROW: &[u8] = b"\x1b[K";
/// What the longest sequence that skips cells of a usual row looks like.
const SKIP: &[u8] = b"\x1b[99C";
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

impl CellStyle {
    /// Whether a space in this style looks as in the plain one.
    fn leaves_blanks_blank(self) -> bool {
        self.bg == Color::Reset && (Modifier::BOLD | Modifier::DIM).contains(self.modifier)
    }
}

const PLAIN: CellStyle = CellStyle { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// What the terminal shows in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    letter: char,
    style: CellStyle,
}

impl Shown {
    const BLANK: Self = Self { letter: ' ', style: PLAIN };

    /// What a cell shows; `None` for more than one letter, or a wide one.
    fn of(cell: &Cell) -> Option<Self> {
        let symbol = cell.symbol();
        let mut letters = symbol.chars();
        let letter = letters.next().filter(|_| letters.next().is_none() && symbol.width() == 1)?;
        let shown = Self { letter, style: style_of(cell) };
        let is_blank = letter == ' ' && shown.style.leaves_blanks_blank();
        Some(if is_blank { Self::BLANK } else { shown })
    }

    /// Whether it looks the same when it is written in this style.
    fn looks_same_in(self, style: CellStyle) -> bool {
        self.style == style || (self == Self::BLANK && style.leaves_blanks_blank())
    }
}

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
    /// What each cell shows, row by row, as far as that is known.
    shown: Vec<Option<Shown>>,
}

impl<S: Screen> AnsiBackend<S> {
    /// A backend for this screen, which has just been cleared.
    pub fn new(screen: S) -> Self {
        let mut backend = Self {
            screen,
            frame: Vec::new(),
            style: PLAIN,
            cursor: None,
            cursor_shown: None,
            size: DEFAULT_SIZE,
            shown: Vec::new(),
        };
        backend.size = backend.size().unwrap_or(DEFAULT_SIZE);
        backend.shown = vec![Some(Shown::BLANK); cells(backend.size)];
        backend
    }

    /// Forgets what the terminal shows, after another program has used it.
    pub fn forget(&mut self) {
        self.cursor = None;
        self.cursor_shown = None;
        self.shown.fill(None);
    }

    fn move_to(&mut self, to: Position) {
        if self.cursor != Some(to) {
            let way = self.shortest_way(to);
            self.frame.extend_from_slice(way.as_bytes());
        }
        self.cursor = Some(to);
    }

    /// The shortest sequence to a position: from anywhere, to it or to the beginning of its
    /// row; or from where the cursor is.
    fn shortest_way(&self, to: Position) -> String {
        let begin = Position { x: 0, ..to };
        let from_anywhere = [jump(to), jump(begin) + &self.way_right(begin, to)];
        let above = self.cursor.filter(|at| at.y <= to.y).into_iter();
        let ways = from_anywhere.into_iter().chain(above.flat_map(|at| self.ways_down(at, to)));
        ways.min_by_key(String::len).unwrap_or_default()
    }

    /// The ways from a position on the same row or above: down to the beginning of the row,
    /// or straight down, and then along the row.
    fn ways_down(&self, at: Position, to: Position) -> [String; 2] {
        let down = "\n".repeat(usize::from(to.y - at.y));
        let from_begin = self.way_right(Position { x: 0, ..to }, to);
        let along = match at.x.checked_sub(to.x) {
            Some(columns) => way_left(columns),
            None => self.way_right(Position { y: to.y, ..at }, to),
        };
        [format!("\r{down}{from_begin}"), format!("{down}{along}")]
    }

    /// The way along a row. To write a few letters again is shorter than to skip them.
    fn way_right(&self, at: Position, to: Position) -> String {
        let skipping = match to.x - at.x {
            0 => return String::new(),
            1 => "\x1b[C".to_owned(),
            columns => format!("\x1b[{columns}C"),
        };
        let letters = self.letters_between(at, to);
        letters.filter(|letters| letters.len() < skipping.len()).unwrap_or(skipping)
    }

    /// What a part of a row shows, if it looks the same in the style that is set.
    fn letters_between(&self, at: Position, to: Position) -> Option<String> {
        let between = self.shown.get(self.index(at)..self.index(to))?;
        let same = |shown: &Option<Shown>| shown.filter(|shown| shown.looks_same_in(self.style));
        between.iter().map(|shown| same(shown).map(|shown| shown.letter)).collect()
    }

    fn set_style(&mut self, style: CellStyle) {
        if style == self.style {
            return;
        }
        let modifiers = MODIFIERS.iter().filter(|(flag, _)| style.modifier.contains(*flag));
        let colors = [(style.fg, 30), (style.bg, 40)];
        let colors = colors.into_iter().filter_map(|(color, base)| Some(base + color_code(color)?));
        // From the plain style there is nothing to take back.
        let reset = (self.style != PLAIN && style != PLAIN).then_some(0);
        let codes = reset.into_iter().chain(modifiers.map(|(_, code)| *code)).chain(colors);
        self.frame.extend_from_slice(b"\x1b[");
        let mut separator = "";
        for code in codes {
            let _ = write!(self.frame, "{separator}{code}");
            separator = ";";
        }
        self.frame.push(b'm');
        self.style = style;
    }

    fn index(&self, at: Position) -> usize {
        usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x)
    }

    /// How many cells of a part of a row are not blank, or not known.
    fn letters_in(&self, from: Position, to: Position) -> usize {
        let cells = self.shown.get(self.index(from)..self.index(to)).unwrap_or_default();
        cells.iter().filter(|shown| **shown != Some(Shown::BLANK)).count()
    }

    fn print(&mut self, at: Position, cell: &Cell) {
        let symbol = cell.symbol();
        self.move_to(at);
        if !is_blank(cell) || !self.style.leaves_blanks_blank() {
            self.set_style(style_of(cell));
        }
        self.frame.extend_from_slice(symbol.as_bytes());
        let next = at.x.saturating_add(u16::try_from(symbol.width()).unwrap_or(1));
        // After the last column, terminals differ in where the cursor is.
        self.cursor = (next < self.size.width).then_some(Position { x: next, y: at.y });
    }

    /// Erases the rest of a row: in a style that leaves blanks blank as in the plain one.
    /// To erase blanks before it too is shorter than to skip them.
    fn erase_from(&mut self, at: Position) {
        let before = self.cursor.filter(|from| from.y == at.y && from.x <= at.x);
        if before.is_none_or(|from| self.letters_in(from, at) > 0) {
            self.move_to(at);
        }
        if !self.style.leaves_blanks_blank() {
            self.set_style(PLAIN);
        }
        self.frame.extend_from_slice(ERASE_ROW);
    }

    /// Draws the changed cells of one row.
    fn draw_row(&mut self, changed: &[(Position, &Cell)]) {
        let mut is_erased = false;
        let mut after_blank = None;
        for (index, (at, cell)) in changed.iter().enumerate() {
            let is_blank = is_blank(cell);
            let begins_gap = is_blank && after_blank != Some(at.x);
            if begins_gap && !is_erased && self.is_shorter_erased(&changed[index..]) {
                self.erase_from(*at);
                is_erased = true;
            }
            if !is_blank || !is_erased {
                self.print(*at, cell);
            }
            after_blank = is_blank.then_some(at.x + 1);
        }
    }

    /// Whether it is shorter to erase the rest of a row and to skip its blanks than to write
    /// them. These are the changed cells of that rest; it can only be erased if all others
    /// are blank. A text is not taken apart for it: the next longer gap does as well.
    fn is_shorter_erased(&self, changed: &[(Position, &Cell)]) -> bool {
        let Some((first, _)) = changed.first() else { return false };
        let drawn = changed.iter().filter(|(_, cell)| !is_blank(cell)).count();
        let end = Position { x: self.size.width, y: first.y };
        let lengths: Vec<usize> = changed.split(|(_, cell)| !is_blank(cell)).map(<[_]>::len).collect();
        let (last, gaps) = lengths.split_last().map_or((0, &[][..]), |(last, gaps)| (*last, gaps));
        let written = gaps.iter().sum::<usize>() + last.min(ERASE_ROW.len());
        let skipped: usize = gaps.iter().map(|gap| SKIP.len().min(*gap)).sum();
        let is_gap = gaps.first().is_none_or(|gap| *gap > SKIP.len());
        is_gap && self.letters_in(*first, end) == drawn && ERASE_ROW.len() + skipped <= written
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

/// To a position from anywhere. A row or column that is left out is the first.
fn jump(to: Position) -> String {
    match (to.x, to.y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

fn way_left(columns: u16) -> String {
    match columns {
        0..4 => "\x08".repeat(usize::from(columns)),
        _ => format!("\x1b[{columns}D"),
    }
}

fn cells(size: Size) -> usize {
    usize::from(size.width) * usize::from(size.height)
}

fn style_of(cell: &Cell) -> CellStyle {
    CellStyle { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
}

fn is_blank(cell: &Cell) -> bool {
    Shown::of(cell) == Some(Shown::BLANK)
}

impl<S: Screen> Backend for AnsiBackend<S> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changed: Vec<(Position, &Cell)> = content.map(|(x, y, cell)| (Position { x, y }, cell)).collect();
        self.shown.resize(cells(self.size), None);
        for (at, cell) in &changed {
            let index = self.index(*at);
            if let Some(shown) = self.shown.get_mut(index) {
                *shown = Shown::of(cell);
            }
        }
        changed.chunk_by(|(one, _), (next, _)| one.y == next.y).for_each(|row| self.draw_row(row));
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
        self.frame.extend_from_slice(b"\x1b[m");
        self.frame.extend_from_slice(ERASE);
        self.shown = vec![Some(Shown::BLANK); cells(self.size)];
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
pub(super) mod test_window;
#[cfg(test)]
mod tests;
