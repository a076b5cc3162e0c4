//! A list that is longer than the screen: the row the pointer is on, and the
//! first row on the screen.

use super::keys::Command;

/// Where a list stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The row the pointer is on.
    pub at: usize,
    /// The first row on the screen.
    pub top: usize,
}

impl Scroll {
    /// The pointer on this row.
    pub fn on(at: usize) -> Self {
        Self { at, top: 0 }
    }

    /// Moves the pointer in a list of so many rows, of which the screen shows some.
    pub fn scroll(&mut self, command: Command, rows: usize, shown: usize) {
        let page = shown.saturating_sub(1).max(1);
        self.at = match command {
            Command::Up => self.at.saturating_sub(1),
            Command::Down => self.at + 1,
            Command::PageUp => self.at.saturating_sub(page),
            Command::PageDown => self.at + page,
            _ => self.at,
        };
        self.settle(rows, shown);
    }

    /// Keeps the pointer on a row, and the row on the screen.
    pub fn settle(&mut self, rows: usize, shown: usize) {
        let shown = shown.max(1);
        self.at = self.at.min(rows.saturating_sub(1));
        let last = rows.saturating_sub(shown);
        self.top = self.top.clamp((self.at + 1).saturating_sub(shown), self.at).min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_is_always_on_the_screen() {
        let mut list = Scroll::default();
        for (command, at, top) in [
            (Command::Up, 0, 0),
            (Command::PageDown, 4, 0),
            (Command::Down, 5, 1),
            (Command::PageDown, 9, 5),
            (Command::Down, 9, 5),
            (Command::Up, 8, 5),
            (Command::PageUp, 4, 4),
        ] {
            list.scroll(command, 10, 5);
            assert_eq!((list.at, list.top), (at, top), "{command:?}");
        }
        list.settle(0, 5);
        assert_eq!(list, Scroll::default());
    }
}
