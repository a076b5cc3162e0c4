//! Draws the state on the screen. It changes nothing and reads nothing else.

mod answer;
mod body;
mod determination;
mod intake;
mod locked;
mod question;
mod status;
mod withdrawal;
mod worklist;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::Choice;
use crate::interview::weekday;

use super::app::{App, View};
use super::determination_layout::DeterminationLayout;
use super::key_hints::footer;
use super::theme::Theme;

/// The smallest screen that is drawn on, in columns and rows.
const MIN_SIZE: (u16, u16) = (60, 16);
/// The longest line of text.
const MAX_WIDTH: u16 = 90;
/// The columns of the panel of steps.
const PANEL_WIDTH: u16 = 19;

/// Draws the current state.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas { buffer: frame.buffer_mut(), theme: app.theme, cursor: None };
    if app.is_locked {
        return locked::locked(app, &mut canvas, area);
    }
    if area.width < MIN_SIZE.0 || area.height < MIN_SIZE.1 {
        canvas.line(
            0,
            0,
            area.width,
            &format!("Make the window at least {}x{}.", MIN_SIZE.0, MIN_SIZE.1),
            Style::new(),
        );
        return;
    }
    draw_app(app, &mut canvas, area);
    if let Some(at) = canvas.cursor {
        frame.set_cursor_position(at);
    }
}

fn draw_app(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let width = area.width;
    canvas.fitted(1, 0, width - 2, &heading(app, usize::from(width) - 2), canvas.theme.strong());
    let layout = app.layout();
    let (above, below) = hidden(app, layout.as_ref());
    canvas.rule(1, width, if above { canvas.theme.more_above() } else { "" });
    canvas.rule(area.height - 3, width, if below { canvas.theme.more_below() } else { "" });
    let body = Rect::new(0, 2, width, area.height - 5);
    match (&app.popup, &app.view) {
        (Some(popup), _) => body::popup(canvas, body, popup),
        (None, _) if app.intake.is_some() => {
            app.intake.iter().for_each(|page| intake::intake(canvas, body, app, page));
        }
        (None, View::Worklist) => worklist::worklist(canvas, body, app),
        (None, View::Question(editor)) => question::question(canvas, body, app, editor),
        (None, View::Withdraw(asked)) => withdrawal::withdrawal(canvas, body, asked),
        (None, View::Review(list)) => body::review(canvas, body, app, *list),
        (None, View::Determination(view)) => {
            if let Some(layout) = &layout {
                determination::determination(canvas, body, layout, view.scroll);
            }
        }
    }
    status::status(app, canvas, area);
    canvas.line(
        1,
        area.height - 1,
        width - 1,
        &footer(app.key_context(), usize::from(width) - 2, |command| app.can(command)),
        canvas.theme.dim(),
    );
}

/// Whether there is more above and below what the screen shows.
fn hidden(app: &App, layout: Option<&DeterminationLayout>) -> (bool, bool) {
    let visible = app.body_rows();
    let of = |top: usize, rows: usize, visible: usize| (top > 0, rows > top + visible);
    match (&app.popup, &app.view) {
        (Some(popup), _) => popup.hidden(usize::from(app.size.width), visible),
        (None, _) if app.intake.is_some() => (false, false),
        (None, View::Worklist) => app.worklist.hidden(visible),
        (None, View::Review(list)) => of(list.top, app.review_rows().len(), visible),
        (None, View::Determination(view)) => {
            of(view.scroll.top, layout.map_or(0, |layout| layout.lines.len()), visible)
        }
        (None, View::Question(_) | View::Withdraw(_)) => (false, false),
    }
}

/// Member and request, or the policy; the weekday is left out if it does not fit.
fn heading(app: &App, room: usize) -> String {
    let dot = app.theme.dot();
    let Some(session) = &app.session else {
        let what_if = app.workspace.settings.is_hypothetical();
        let mark = if what_if { format!("{dot}HYPOTHETICAL limits") } else { String::new() };
        let label = app.workspace.settings.editions.latest().label;
        return format!("sij-intake{dot}{} {} (effective {}){mark}", label.policy, label.title, label.id);
    };
    let facts = session.interview().facts();
    let name = facts.member.name.known().map(|name| format!(" {name}")).unwrap_or_default();
    let member = facts.member.id.0.as_ref().map(|id| format!("{id}{name}"));
    let member = member.unwrap_or_else(|| session.id().to_string());
    let mut pieces = Vec::new();
    if let Some(procedure) = facts.request.procedure.0 {
        let side = facts.request.side.0.map(|side| format!(", {}", side.name())).unwrap_or_default();
        pieces.push(format!("{}{side}", procedure.name().replace('-', " ")));
    }
    let received = facts.request.received.0;
    let with = |day: Option<String>| {
        let day = day.map(|day| format!("received {day}"));
        pieces.iter().cloned().chain(day).map(|piece| format!("{dot}{piece}")).collect::<String>()
    };
    let long = with(received.map(weekday));
    if member.width() + long.width() <= room {
        return format!("{member}{long}");
    }
    let rest = with(received.map(|day| day.to_string()));
    format!("{}{rest}", app.theme.cut(&member, room.saturating_sub(rest.width())))
}

/// What the parts of the screen are drawn on.
pub(super) struct Canvas<'b> {
    buffer: &'b mut Buffer,
    pub(super) theme: Theme,
    cursor: Option<Position>,
}

impl Canvas<'_> {
    /// Draws text from a column on, cut at a width.
    pub(super) fn line(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) {
        let area = self.buffer.area;
        let text = self.theme.displayable(text);
        if y < area.height && x < area.width {
            self.buffer.set_stringn(x, y, &*text, usize::from(width.min(area.width - x)), style);
        }
    }

    /// Draws a horizontal rule across the screen, with a mark near its right end.
    fn rule(&mut self, y: u16, width: u16, mark: &str) {
        let rule = self.theme.rule().repeat(usize::from(width));
        self.line(0, y, width, &rule, Style::new());
        let right = u16::try_from(mark.width() + 2).unwrap_or(width);
        self.line(width.saturating_sub(right), y, right, mark, Style::new());
    }

    /// Puts the terminal's cursor where text is typed.
    pub(super) fn cursor_at(&mut self, x: u16, y: u16) {
        let area = self.buffer.area;
        if x < area.width && y < area.height {
            self.cursor = Some(Position { x, y });
        }
    }

    /// Draws text in a column. A text that does not fit is cut and gets a mark.
    pub(super) fn fitted(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) {
        let room = usize::from(width);
        self.line(x, y, width, &self.theme.cut(text, room), style);
    }
}
