//! The determination: the outcome, then every reason under its number, those
//! that decide first.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::scroll::Scroll;
use super::super::sheet::{MARGIN, Sheet};
use super::Ink;

pub(super) fn determination(ink: &mut Ink<'_>, area: Rect, sheet: &Sheet, scroll: Scroll) {
    let indent = u16::try_from(sheet.indent).unwrap_or(area.width);
    let margin = u16::try_from(MARGIN).unwrap_or(0);
    for (y, line) in (area.y..area.bottom()).zip(sheet.lines.iter().skip(scroll.top)) {
        let here = line.reason == Some(scroll.at) && !line.head.is_empty();
        ink.line(0, y, 1, if here { ink.look.pointer() } else { " " }, Style::new());
        ink.line(1, y, indent - 1, &line.head, Style::new());
        let x = if line.reason.is_some() { indent } else { margin };
        ink.line(x, y, area.width - x, &line.text, line.style);
    }
}
