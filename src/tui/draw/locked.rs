//! Draws the locked screen: nothing of a case, not even its name.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::report::wrap;
use crate::session::Session;

use super::super::app::App;
use super::{Canvas, MAX_WIDTH};

pub(super) fn locked(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let after = app.workspace.program.idle_in_words();
    let after = after.map(|time| format!(" after {time} without a key")).unwrap_or_default();
    let is_let_go = app.session.as_ref().is_some_and(Session::is_let_go);
    let text = [format!("Locked{after}. Any key unlocks."), LET_GO.to_owned()];
    let paragraphs = text.iter().take(if is_let_go { 2 } else { 1 });
    let width = area.width.min(MAX_WIDTH).saturating_sub(2).max(1);
    let lines = paragraphs.flat_map(|words| wrap(words, usize::from(width)));
    for (y, line) in (1..).zip(lines) {
        canvas.line(1, y, width, &line, Style::new());
    }
}

const LET_GO: &str = "Until then others can open the case. What you typed is kept.";
