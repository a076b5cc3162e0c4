//! The determination laid out in lines, and scrolling in it: from row to row, and
//! past the last row to the end of the page.

use ratatui::style::Style;

use crate::case::{FactId, Laterality};
use crate::policy::Item;

use super::keys::Command;
use super::scroll::Scroll;

/// The determination on the screen: where it is scrolled to, and which rows are
/// unfolded.
#[derive(Debug, Clone, Default)]
pub struct DeterminationView {
    /// The row the pointer is on, and the first visible line.
    pub scroll: Scroll,
    /// The rows that show all their lines.
    pub unfolded: Vec<RowId>,
}

/// What a row of the determination is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowId {
    /// A missing fact.
    Request(FactId),
    /// An item of a joint.
    Item(Laterality, Item),
    /// A billed line, by its place.
    ServiceLine(usize),
    /// A row of another list: the heading, its place, and its item if it has one.
    Listed(&'static str, usize, Option<Item>),
}

/// One line of the page.
#[derive(Debug)]
pub struct Line {
    /// The index of the row it belongs to, if any.
    pub row: Option<usize>,
    /// The mark and the item, on the first line of a row.
    pub head: String,
    /// The text.
    pub text: String,
    /// The style of the text.
    pub style: Style,
}

/// One row; all rows can be selected.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it is about.
    pub id: RowId,
    /// Whether lines of it are hidden.
    pub is_cut: bool,
}

/// The determination laid out for the screen.
#[derive(Debug)]
pub struct DeterminationLayout {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The column where the text of a row begins.
    pub indent: usize,
    /// The rows, in the order shown.
    pub rows: Vec<Row>,
}

impl DeterminationView {
    /// Unfolds a row, or folds it again.
    pub(super) fn toggle(&mut self, row: RowId) {
        match self.unfolded.iter().position(|unfolded| *unfolded == row) {
            Some(at) => drop(self.unfolded.remove(at)),
            None => self.unfolded.push(row),
        }
    }
}

impl DeterminationLayout {
    /// The row the pointer is on.
    pub(super) fn selected(&self, scroll: Scroll) -> Option<Row> {
        self.rows.get(scroll.selected).copied()
    }

    /// The index of a row.
    pub(super) fn index_of(&self, row: RowId) -> Option<usize> {
        self.rows.iter().position(|shown| shown.id == row)
    }

    /// The first and the last line of a row.
    pub(super) fn lines_of(&self, row: usize) -> (usize, usize) {
        let belongs = |line: &Line| line.row == Some(row);
        let first = self.lines.iter().position(belongs).unwrap_or(0);
        (first, self.lines.iter().rposition(belongs).unwrap_or(first))
    }

    /// The first row that begins at this line or below it, else the last row.
    fn row_at_or_below(&self, line: usize) -> usize {
        let below = (0..self.rows.len()).find(|row| self.lines_of(*row).0 >= line);
        below.unwrap_or(self.last_row())
    }

    fn last_row(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// Moves from row to row. Inside a row longer than the screen, above the first
    /// and below the last one it moves line by line.
    pub fn scroll(&self, scroll: &mut Scroll, command: Command, visible: usize) {
        let (first, last) = self.lines_of(scroll.selected);
        let page = visible.saturating_sub(1).max(1);
        match command {
            Command::Down if last < scroll.top + visible && scroll.selected + 1 < self.rows.len() => {
                scroll.selected += 1;
                self.keep_pointer_visible(scroll, visible);
            }
            Command::Down => scroll.top += 1,
            Command::Up if first >= scroll.top && scroll.selected > 0 => self.up(scroll, visible),
            Command::Up => scroll.top = scroll.top.saturating_sub(1),
            Command::PageDown => self.page_to(scroll, (scroll.top + page).min(self.last_top(visible))),
            Command::PageUp => self.page_to(scroll, scroll.top.saturating_sub(page)),
            Command::First => *scroll = Scroll::default(),
            Command::Last => *scroll = Scroll { selected: self.last_row(), top: self.last_top(visible) },
            _ => {}
        }
        scroll.top = scroll.top.min(self.last_top(visible));
    }

    fn up(&self, scroll: &mut Scroll, visible: usize) {
        scroll.selected -= 1;
        let (first, last) = self.lines_of(scroll.selected);
        scroll.top = scroll.top.min(first.max((last + 1).saturating_sub(visible)));
    }

    fn page_to(&self, scroll: &mut Scroll, top: usize) {
        scroll.top = top;
        scroll.selected = self.row_at_or_below(top);
    }

    /// Keeps the pointer on a row that exists, and that row on the screen.
    pub fn keep_pointer_visible(&self, scroll: &mut Scroll, visible: usize) {
        scroll.selected = scroll.selected.min(self.last_row());
        let (first, last) = self.lines_of(scroll.selected);
        scroll.top = scroll.top.max((last + 1).saturating_sub(visible)).min(first);
        scroll.top = scroll.top.min(self.last_top(visible));
    }

    fn last_top(&self, visible: usize) -> usize {
        self.lines.len().saturating_sub(visible)
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::super::determination_rows::MARGIN;
    use super::super::theme::Theme;
    use super::*;
    use crate::policy::Determination;
    use crate::report::Outline;
    use crate::session::samples;

    const THEME: Theme = Theme { ascii: true, color: false };

    /// The page with every row unfolded.
    fn unfolded(determination: &Determination, columns: usize) -> DeterminationLayout {
        let folded = DeterminationLayout::of(determination, &[], THEME, columns);
        let rows: Vec<RowId> = folded.rows.iter().map(|row| row.id).collect();
        DeterminationLayout::of(determination, &rows, THEME, columns)
    }

    #[test]
    fn the_unfolded_page_shows_the_whole_outline_without_cutting_a_line() {
        for (name, determination) in samples::determinations() {
            for columns in [60, 80, 132] {
                let layout = unfolded(&determination, columns);
                let shown: Vec<String> =
                    layout.lines.iter().map(|line| format!("{} {}", line.head, line.text)).collect();
                Outline::of(&determination).assert_rendered_in(&shown.join(" "));
                assert!(layout.rows.iter().all(|row| !row.is_cut), "{name}");
                for line in &layout.lines {
                    let from = if line.row.is_some() { layout.indent } else { MARGIN };
                    assert!(from + line.text.width() < columns, "{name}, {columns}: {}", line.text);
                    assert!(line.head.width() + 2 <= layout.indent, "{name}, {columns}: {}", line.head);
                }
            }
        }
    }

    #[test]
    fn a_folded_row_has_two_lines_and_says_that_more_is_hidden() {
        for (name, determination) in samples::determinations() {
            for columns in [60, 80, 132] {
                let layout = DeterminationLayout::of(&determination, &[], THEME, columns);
                for (index, row) in layout.rows.iter().enumerate() {
                    let (first, last) = layout.lines_of(index);
                    let lines = &layout.lines[first..=last];
                    let own: Vec<_> =
                        lines.iter().filter(|line| !line.text.starts_with("Evidence")).collect();
                    assert!(own.len() <= 2, "{name}, {columns}: {lines:?}");
                    let is_marked = lines.iter().any(|line| line.text.ends_with('~'));
                    assert_eq!(row.is_cut, is_marked, "{name}, {columns}: {lines:?}");
                    assert!(lines.iter().all(|line| layout.indent + line.text.width() < columns));
                }
            }
        }
    }

    #[test]
    fn each_item_has_its_joint_and_number() {
        for (name, determination) in samples::determinations() {
            let layout = DeterminationLayout::of(&determination, &[], THEME, 80);
            let items: usize = determination.units.iter().map(|unit| unit.items.len()).sum();
            let mut shown = 0;
            for (index, row) in layout.rows.iter().enumerate() {
                if let RowId::Item(side, item) = row.id {
                    shown += 1;
                    let head = &layout.lines[layout.lines_of(index).0].head;
                    assert!(head.ends_with(&format!(" {item}")), "{name}: {head}");
                    assert!(determination.units.iter().any(|unit| unit.side == side), "{name}");
                }
            }
            assert_eq!(shown, items, "{name}");
        }
    }
}
