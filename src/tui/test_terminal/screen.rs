//! What the in-memory terminal shows.

use unicode_width::UnicodeWidthStr;

use super::TestTerminal;

impl TestTerminal {
    /// The rows of the screen.
    pub(in crate::tui) fn rows(&self) -> Vec<String> {
        let buffer = self.terminal.backend().buffer();
        let rows = buffer.content().chunks(usize::from(buffer.area.width).max(1));
        let text = |cells: &[ratatui::buffer::Cell]| {
            let mut covered = 0;
            let mut text = String::new();
            for cell in cells {
                if covered == 0 {
                    text.push_str(cell.symbol());
                    covered = cell.symbol().width();
                }
                covered = covered.saturating_sub(1);
            }
            text.trim_end().to_owned()
        };
        rows.map(text).collect()
    }

    /// The screen as text.
    pub(in crate::tui) fn screen(&self) -> String {
        self.rows().join("\n")
    }

    /// The rows between the two rules.
    pub(in crate::tui) fn body(&self) -> Vec<String> {
        let rows = self.rows();
        rows[2..rows.len() - 3].to_vec()
    }

    /// The status line, above the footer.
    pub(in crate::tui) fn status(&self) -> String {
        self.rows().iter().rev().nth(1).cloned().unwrap_or_default()
    }

    /// The last row.
    pub(in crate::tui) fn footer(&self) -> String {
        self.rows().pop().unwrap_or_default()
    }

    /// The text of the row the pointer is on, from the pointer on. The pointer in the
    /// panel of steps does not count.
    pub(in crate::tui) fn pointed(&self) -> String {
        let body = self.body();
        let own = body.iter().map(|row| row.split_once('│').map_or(row.as_str(), |(_, main)| main));
        let pointed = own.filter_map(|row| row.find('›').map(|at| row[at..].to_owned()));
        pointed.take(1).collect()
    }

    /// The column and row of the cursor, if it is shown.
    pub(in crate::tui) fn cursor(&self) -> Option<(u16, u16)> {
        let backend = self.terminal.backend();
        let at = backend.cursor_position();
        backend.cursor_visible().then_some((at.x, at.y))
    }
}
