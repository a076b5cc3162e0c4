//! Drawing: a function of the state, and of nothing else.

mod body;
mod determination;
mod question;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::Choice;
use crate::interview::weekday;
use crate::policy::{Finding, POLICY, POLICY_TITLE, effective, findings_so_far};
use crate::session::{Saved, Session};

use super::app::{App, View};
use super::keys;
use super::look::Look;

/// The smallest screen the program draws on.
const FLOOR: (u16, u16) = (60, 16);
/// Text lines are not stretched past this.
const WIDEST: u16 = 90;
/// The columns of the panel of steps.
const PANEL: u16 = 19;

/// Draws the program.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut ink = Ink { buffer: frame.buffer_mut(), look: app.setting.look, cursor: None };
    if area.width < FLOOR.0 || area.height < FLOOR.1 {
        ink.line(
            0,
            0,
            area.width,
            &format!("Make the window at least {}x{}.", FLOOR.0, FLOOR.1),
            Style::new(),
        );
        return;
    }
    app_on(app, &mut ink, area);
    if let Some(at) = ink.cursor {
        frame.set_cursor_position(at);
    }
}

fn app_on(app: &App, ink: &mut Ink<'_>, area: Rect) {
    let width = area.width;
    ink.line(1, 0, width - 1, &heading(app), ink.look.strong());
    ink.rule(1, width);
    ink.rule(area.height - 3, width);
    let body = Rect::new(0, 2, width, area.height - 5);
    match (&app.paper, &app.view) {
        (Some(paper), _) => body::paper(ink, body, paper),
        (None, View::Worklist) => body::worklist(ink, body, app),
        (None, View::Question(page)) => question::question(ink, body, app, page),
        (None, View::Review(at)) => body::review(ink, body, app, *at),
        (None, View::Determination(at)) => determination::determination(ink, body, app, *at),
    }
    status(app, ink, area);
    ink.line(
        1,
        area.height - 1,
        width - 1,
        &keys::footer(app.scene(), usize::from(width) - 2, |command| app.can(command)),
        ink.look.quiet(),
    );
}

fn heading(app: &App) -> String {
    let dot = app.setting.look.dot();
    let Some(session) = &app.session else {
        return format!("sij-intake{dot}{POLICY} {POLICY_TITLE} (effective {})", effective());
    };
    let facts = session.interview().facts();
    let name = facts.member.name.known().map(|name| format!(" {name}")).unwrap_or_default();
    let member = facts.member.id.0.as_ref().map(|id| format!("{id}{name}"));
    let mut pieces = vec![member.unwrap_or_else(|| session.id().to_string())];
    if let Some(procedure) = facts.request.procedure.0 {
        let side = facts.request.side.0.map(|side| format!(", {}", side.name())).unwrap_or_default();
        pieces.push(format!("{}{side}", procedure.name().replace('-', " ")));
    }
    pieces.extend(facts.request.received.0.map(|day| format!("received {}", weekday(day))));
    pieces.join(dot)
}

/// The line above the footer: what stands so far, and whether it is saved.
fn status(app: &App, ink: &mut Ink<'_>, area: Rect) {
    let row = area.height - 2;
    let look = ink.look;
    if let Some(message) = &app.message {
        ink.line(1, row, area.width - 1, message, look.alarm());
        return;
    }
    let Some(session) = &app.session else { return };
    let (saved, style) = saved(session, look);
    let width = u16::try_from(saved.width()).unwrap_or(u16::MAX).min(area.width - 2);
    ink.line(area.width - 1 - width, row, width, &saved, style);
    let room = (area.width - 2).saturating_sub(width + 1);
    ink.line(1, row, room, &so_far(session, look, usize::from(room)), Style::new());
}

fn saved(session: &Session, look: Look) -> (String, Style) {
    if let Some(holder) = session.read_only() {
        return (format!("READ-ONLY: {holder}"), look.alarm());
    }
    match session.saved() {
        Saved::Nothing => ("nothing to save yet".to_owned(), look.quiet()),
        Saved::AsRead => ("saved".to_owned(), look.quiet()),
        Saved::At(time) => (format!("saved {}", time.format("%H:%M:%S")), look.quiet()),
        Saved::Failed(problem) => (problem.clone(), look.alarm()),
    }
}

fn so_far(session: &Session, look: Look, room: usize) -> String {
    let found = findings_so_far(session.case(), session.terms());
    if found.is_empty() {
        return String::new();
    }
    let of = |wanted: Finding| found.iter().filter(move |(.., finding)| *finding == wanted);
    let met = of(Finding::Met).count() + of(Finding::NotApplicable).count();
    let mut line = format!("So far  {} {met} met", look.mark(Finding::Met));
    for (finding, word) in
        [(Finding::NotMet, "not met"), (Finding::Unclear, "unclear"), (Finding::Missing, "missing")]
    {
        let count = of(finding).count();
        if count > 0 {
            line.push_str(&format!("  {} {count} {word}", look.mark(finding)));
        }
        let numbers: Vec<&str> = of(finding).map(|(_, item, _)| item.number()).collect();
        let named = format!(" {}", numbers.join(" "));
        if count > 0 && finding != Finding::Missing && line.width() + named.width() + 16 <= room {
            line.push_str(&named);
        }
    }
    line
}

/// What the rooms of the screen are drawn with.
pub(super) struct Ink<'b> {
    buffer: &'b mut Buffer,
    pub(super) look: Look,
    cursor: Option<Position>,
}

impl Ink<'_> {
    /// Text from a column on, cut at a width.
    pub(super) fn line(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) {
        let area = self.buffer.area;
        if y < area.height && x < area.width {
            self.buffer.set_stringn(x, y, text, usize::from(width.min(area.width - x)), style);
        }
    }

    /// A horizontal rule across the screen.
    fn rule(&mut self, y: u16, width: u16) {
        let rule = self.look.rule().repeat(usize::from(width));
        self.line(0, y, width, &rule, Style::new());
    }

    /// The real cursor, where typing happens.
    pub(super) fn cursor_at(&mut self, x: u16, y: u16) {
        let area = self.buffer.area;
        if x < area.width && y < area.height {
            self.cursor = Some(Position { x, y });
        }
    }

    /// Paragraphs from a row on, wrapped; gives the first free row.
    pub(super) fn paragraph(&mut self, area: Rect, y: u16, text: &str, style: Style) -> u16 {
        let mut y = y;
        for line in crate::report::wrap(text, usize::from(area.width.min(WIDEST))) {
            if y >= area.bottom() {
                return y;
            }
            self.line(area.x, y, area.width, &line, style);
            y += 1;
        }
        y
    }
}

/// The first row to show so that the pointer is on the screen.
pub(super) fn scrolled(at: usize, shown: usize) -> usize {
    (at + 1).saturating_sub(shown.max(1))
}
