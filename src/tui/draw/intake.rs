//! Draws the page of the intake: its values, the one being typed, and when the
//! request is due.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::IntakeField;
use crate::interview::describe_intake;
use crate::report::wrap;
use crate::session::{Session, intake_help};
use crate::worklist::{ClockSettings, Receipt, due, due_sentence};

use super::super::app::App;
use super::super::intake_page::IntakePage;
use super::{Canvas, MAX_WIDTH};

const TITLE: &str = "Intake: how and when the request arrived. No policy item reads it.";

pub(super) fn intake(canvas: &mut Canvas<'_>, area: Rect, app: &App, page: &IntakePage) {
    let Some(session) = &app.session else { return };
    canvas.line(1, area.y, area.width - 2, TITLE, canvas.theme.strong());
    let widest = IntakeField::ALL.map(|field| field.label().width()).into_iter().max().unwrap_or(0);
    let labels = u16::try_from(widest).unwrap_or(0) + 2;
    let mut y = area.y + 2;
    for (index, field) in IntakeField::ALL.into_iter().enumerate() {
        let pointer = if index == page.selected { canvas.theme.pointer() } else { " " };
        canvas.line(1, y, 1, pointer, canvas.theme.accent());
        canvas.line(3, y, labels, field.label(), Style::new());
        let width = area.width.saturating_sub(labels + 4).min(MAX_WIDTH);
        value(canvas, Rect { x: 3 + labels, y, width, height: 1 }, session, page, field);
        y += 1;
    }
    let below = below(canvas, app, session, page);
    let width = area.width.saturating_sub(4).min(MAX_WIDTH);
    let lines = below.iter().flat_map(|(words, style)| {
        wrap(words, usize::from(width)).into_iter().map(move |line| (line, *style))
    });
    for (y, (line, style)) in (y + 1..area.bottom()).zip(lines) {
        canvas.line(3, y, width, &line, style);
    }
}

/// The value as it is being typed, else as it is saved.
fn value(canvas: &mut Canvas<'_>, at: Rect, session: &Session, page: &IntakePage, field: IntakeField) {
    if let Some(input) = page.input.as_ref().filter(|_| page.field() == field) {
        let (shown, cursor) = input.visible(usize::from(at.width));
        canvas.line(at.x, at.y, at.width, &shown, Style::new());
        return canvas.cursor_at(at.x + u16::try_from(cursor).unwrap_or(0), at.y);
    }
    match describe_intake(&session.case().intake, field) {
        Some(words) => canvas.fitted(at.x, at.y, at.width, &words, Style::new()),
        None => canvas.line(at.x, at.y, at.width, "not recorded", canvas.theme.dim()),
    }
}

/// The paragraphs below the values: a message or how the value is typed, and when the
/// request is due.
fn below(canvas: &Canvas<'_>, app: &App, session: &Session, page: &IntakePage) -> Vec<(String, Style)> {
    let removes = if page.input.is_some() { "; empty removes it" } else { "" };
    let help = || (format!("{}{removes}", intake_help(page.field())), canvas.theme.dim());
    let first = page.message.clone().map_or_else(help, |message| (message, canvas.theme.alarm()));
    let due = due_lines(app, session).into_iter().map(|line| (line, Style::new()));
    [first, (String::new(), Style::new())].into_iter().chain(due).collect()
}

/// When the request is due, and by whose clocks.
fn due_lines(app: &App, session: &Session) -> Vec<String> {
    let (settings, clock) = (&app.workspace.program.clocks, session.clock());
    let due = match Receipt::of_case(session.case()) {
        Some(receipt) => due_sentence(due(&receipt, settings, clock.zone).as_ref(), clock.now()),
        None => "No clock runs before the day of receipt is answered.".to_owned(),
    };
    let federal = settings.are_federal_only().then(|| ClockSettings::FEDERAL_ONLY.to_owned());
    [Some(due), federal].into_iter().flatten().collect()
}
