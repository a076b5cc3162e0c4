//! Draws the question for the name of a case that is to be withdrawn.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::report::wrap;

use super::super::withdrawal::Withdrawal;
use super::{Canvas, MAX_WIDTH};

pub(super) fn withdrawal(canvas: &mut Canvas<'_>, area: Rect, withdrawal: &Withdrawal) {
    let id = &withdrawal.id;
    let width = usize::from(area.width.min(MAX_WIDTH) - 4);
    let what = "The case leaves the list with its reports, letters and drafts. Nothing is deleted: \
        sij-intake restore brings it back.";
    let paragraphs = [
        (format!("Withdraw {id}?"), canvas.theme.strong()),
        (withdrawal.about.clone(), Style::new()),
        (what.to_owned(), Style::new()),
        ("Type the name of the case to withdraw it:".to_owned(), canvas.theme.strong()),
    ];
    let mut y = area.y + 1;
    for (words, style) in paragraphs {
        for line in wrap(&words, width) {
            canvas.line(3, y, area.width - 4, &line, style);
            y += 1;
        }
        y += 1;
    }
    let row = (y - 1).min(area.bottom() - 1);
    let room = area.width - 4;
    let (shown, cursor) = withdrawal.input.visible(usize::from(room));
    canvas.line(1, row, 1, canvas.theme.pointer(), canvas.theme.accent());
    canvas.line(3, row, room, &shown, Style::new());
    canvas.cursor_at(3 + u16::try_from(cursor).unwrap_or(0), row);
}
