//! Draws the determination: the outcomes and the next step, what to ask for, then
//! the reasons, those that decide first.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::determination_layout::DeterminationLayout;
use super::super::determination_rows::MARGIN;
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
        let is_selected = line.row == Some(scroll.selected) && !line.head.is_empty();
        canvas.line(0, y, 1, if is_selected { canvas.theme.pointer() } else { " " }, Style::new());
        canvas.line(1, y, indent - 1, &line.head, line.style);
        let x = if line.row.is_some() { indent } else { margin };
        canvas.line(x, y, area.width - x, &line.text, line.style);
    }
}
