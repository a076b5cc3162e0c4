//! Draws the determination: the outcome, then every item with its reason, those
//! that decide first.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::determination_layout::{DeterminationLayout, MARGIN};
use super::super::scroll::Scroll;
use super::Canvas;

pub(super) fn determination(
    canvas: &mut Canvas<'_>,
    area: Rect,
    layout: &DeterminationLayout,
    scroll: Scroll,
) {
    let indent = u16::try_from(layout.indent).unwrap_or(area.width);
    let margin = u16::try_from(MARGIN).unwrap_or(0);
    for (y, line) in (area.y..area.bottom()).zip(layout.lines.iter().skip(scroll.top)) {
        let is_selected = line.reason == Some(scroll.selected) && !line.head.is_empty();
        canvas.line(0, y, 1, if is_selected { canvas.theme.pointer() } else { " " }, Style::new());
        canvas.line(1, y, indent - 1, &line.head, Style::new());
        let x = if line.reason.is_some() { indent } else { margin };
        canvas.line(x, y, area.width - x, &line.text, line.style);
    }
}
