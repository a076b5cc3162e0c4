//! Scrolling of a list: the row the pointer is on and the first visible row.

use super::keys::Command;

/// The scroll position of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The row the pointer is on.
    pub selected: usize,
    /// The first visible row.
    pub top: usize,
}

impl Scroll {
    /// A list with the pointer on this row.
    pub fn on(selected: usize) -> Self {
        Self { selected, top: 0 }
    }

    /// Moves the pointer in a list of `rows` rows, `visible` of them on the screen.
    pub fn scroll(&mut self, command: Command, rows: usize, visible: usize) {
        // One row of the page before stays on the screen.
        let page = visible.saturating_sub(1).max(1);
        self.selected = match command {
            Command::Up => self.selected.saturating_sub(1),
            Command::Down => self.selected + 1,
            Command::PageUp => self.selected.saturating_sub(page),
            Command::PageDown => self.selected + page,
            Command::First => 0,
            Command::Last => rows,
            _ => self.selected,
        };
        self.clamp(rows, visible);
    }

    /// Keeps the pointer on a row that exists, and that row on the screen.
    pub fn clamp(&mut self, rows: usize, visible: usize) {
        let visible = visible.max(1);
        self.selected = self.selected.min(rows.saturating_sub(1));
        let last = rows.saturating_sub(visible);
        self.top = self.top.clamp((self.selected + 1).saturating_sub(visible), self.selected).min(last);
    }
}

/// The row after or before this one, of so many.
pub(super) fn moved_row(row: usize, down: bool, rows: usize) -> usize {
    if down { (row + 1).min(rows.saturating_sub(1)) } else { row.saturating_sub(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_is_always_on_the_screen() {
        let mut list = Scroll::default();
        for (command, selected, top) in [
            (Command::Up, 0, 0),
            (Command::PageDown, 4, 0),
            (Command::Down, 5, 1),
            (Command::PageDown, 9, 5),
            (Command::Down, 9, 5),
            (Command::Up, 8, 5),
            (Command::PageUp, 4, 4),
            (Command::Last, 9, 5),
            (Command::First, 0, 0),
        ] {
            list.scroll(command, 10, 5);
            assert_eq!((list.selected, list.top), (selected, top), "{command:?}");
        }
        list.clamp(0, 5);
        assert_eq!(list, Scroll::default());
    }
}
