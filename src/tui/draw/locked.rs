//! Draws the locked screen: nothing of a case, not even its name.

use chrono::TimeDelta;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::report::wrap;
use crate::session::Session;

use super::super::app::App;
use super::{Canvas, MAX_WIDTH};

pub(super) fn locked(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let after = app.workspace.program.idle.map(words).unwrap_or_default();
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

fn words(idle: TimeDelta) -> String {
    let seconds = idle.num_seconds();
    let is_in_minutes = seconds > 0 && seconds % 60 == 0;
    let (number, unit) = if is_in_minutes { (seconds / 60, "minute") } else { (seconds, "second") };
    let plural = if number == 1 { "" } else { "s" };
    format!(" after {number} {unit}{plural} without a key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_minutes_or_seconds() {
        for (seconds, expected) in
            [(900, "15 minutes"), (60, "1 minute"), (90, "90 seconds"), (1, "1 second"), (0, "0 seconds")]
        {
            assert_eq!(words(TimeDelta::seconds(seconds)), format!(" after {expected} without a key"));
        }
    }
}
