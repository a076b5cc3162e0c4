//! The answer of a question as it is edited: options, marks, a field, or the
//! entries of a list. Where there is no room for all of it, it scrolls with the
//! pointer.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::case::{Answer, Onset, Shape, Target};
use crate::interview::{echo, echo_entry, weekday};
use crate::policy;
use crate::questions;
use crate::report::wrap;
use crate::session::Session;

use super::super::look::Look;
use super::super::options::Row;
use super::super::page::{Editor, Page, stands};
use super::super::typed::Typed;
use super::Ink;

/// The answer, laid out for a width.
pub(super) struct Editing<'a> {
    lines: Vec<Line>,
    /// The first and the last line of the row the pointer is on.
    here: Option<(usize, usize)>,
    typed: Option<&'a Typed>,
}

/// One line; the first of a row can have the pointer.
struct Line {
    text: String,
    style: Style,
}

/// The columns of the pointer and the gap after it.
const POINTER: usize = 2;

impl<'a> Editing<'a> {
    /// The answer on the page, in lines of a width.
    pub(super) fn of(session: &Session, page: &'a Page, look: Look, width: usize) -> Self {
        let width = width.saturating_sub(POINTER).max(1);
        let mut editing = Self { lines: Vec::new(), here: None, typed: None };
        match &page.editor {
            Editor::Options { rows, at } => {
                for (index, row) in rows.iter().enumerate() {
                    let chosen = stands(row, session.interview().facts(), page);
                    editing.row(vec![option(row, chosen)], Style::new(), *at == Some(index));
                }
            }
            Editor::Marks { rows, marked, at } => {
                let none_marked = !marked.contains(&true);
                for (index, (row, marked)) in rows.iter().zip(marked).enumerate() {
                    let itself = row.name.is_none() && none_marked;
                    let stands = itself && stands(row, session.interview().facts(), page) == Some(true);
                    editing.row(vec![option(row, Some(*marked || stands))], Style::new(), *at == index);
                }
            }
            Editor::Typed { input, shape } => {
                editing.typed = Some(input);
                editing.row(vec![String::new()], Style::new(), true);
                let below = below_field(session, page, *shape);
                editing.row(wrap(&below, width), look.quiet(), false);
            }
            Editor::Entries { at, .. } => editing.list(session, page, look, width, *at),
        }
        editing
    }

    fn row(&mut self, texts: Vec<String>, style: Style, here: bool) {
        let first = self.lines.len();
        self.lines.extend(texts.into_iter().map(|text| Line { text, style }));
        if here {
            self.here = Some((first, self.lines.len().saturating_sub(1)));
        }
    }

    fn list(&mut self, session: &Session, page: &Page, look: Look, width: usize, at: usize) {
        let facts = session.interview().facts();
        let entries = facts.entries(page.place);
        for (index, entry) in entries.iter().enumerate() {
            let words = format!("{} {}", index + 1, echo_entry(entry));
            self.row(wrap(&words, width), Style::new(), index == at);
        }
        let last = match facts.answer(page.place) {
            None => "a adds an entry, 0 none, d not documented".to_owned(),
            Some(answer) if entries.is_empty() => echo(&answer, session.today()),
            Some(_) => "that is all: Enter goes on".to_owned(),
        };
        let days = policy::therapy_days(facts, page.place.field(), session.terms());
        let days = days.filter(|_| !entries.is_empty());
        self.row(wrap(&last, width), look.quiet(), at >= entries.len());
        if let Some(days) = days {
            self.row(wrap(&days, width), look.strong(), false);
        }
    }

    /// The rows of the screen it takes.
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn draw(&self, ink: &mut Ink<'_>, area: Rect) {
        let shown = usize::from(area.height).max(1);
        let (first, last) = self.here.unwrap_or((0, 0));
        let top = (last + 1).saturating_sub(shown).min(first);
        for (y, (index, line)) in (area.y..area.bottom()).zip(self.lines.iter().enumerate().skip(top)) {
            let here = self.here.is_some_and(|(first, _)| first == index);
            ink.line(area.x, y, 1, if here { ink.look.pointer() } else { " " }, Style::new());
            match self.typed.filter(|_| here) {
                Some(typed) => field(ink, area, y, typed),
                None => ink.line(area.x + 2, y, area.width - 2, &line.text, line.style),
            }
        }
    }
}

fn option(row: &Row, chosen: Option<bool>) -> String {
    let mark = match chosen {
        Some(true) => "[x]",
        Some(false) => "[ ]",
        None => "   ",
    };
    format!("{} {mark} {}", row.key, row.label)
}

fn field(ink: &mut Ink<'_>, area: Rect, y: u16, typed: &Typed) {
    let room = area.width.saturating_sub(3);
    let (shown, cursor) = typed.shown(usize::from(room));
    ink.line(area.x + 2, y, room, &shown, Style::new());
    ink.cursor_at(area.x + 2 + u16::try_from(cursor).unwrap_or(0), y);
}

/// Under a field: what the text is read as, or what can be typed.
fn below_field(session: &Session, page: &Page, shape: Shape) -> String {
    match page.typed_answer(session.today()) {
        _ if page.message.is_some() => String::new(),
        Some(Ok(_)) if shape == Shape::Text => String::new(),
        Some(Ok(answer)) => {
            format!("= {}{}", echo(&answer, session.today()), counted_back(&answer, session))
        }
        Some(Err(_)) | None => example(shape, page),
    }
}

/// The day that a duration before receipt comes to.
fn counted_back(answer: &Answer, session: &Session) -> String {
    match (answer, session.interview().facts().request.received.0) {
        (Answer::Onset(onset @ Onset::Ago(_)), Some(received)) => {
            format!(", {}", weekday(onset.span(received).first))
        }
        _ => String::new(),
    }
}

/// What can be typed here.
fn example(shape: Shape, page: &Page) -> String {
    let unit = match page.target {
        Target::Part { part, .. } => questions::part_question(page.place.field(), part).unit,
        Target::Whole => "",
    };
    match shape {
        Shape::Day => "2026-03-02, 3/2/2026, t (today), -7".to_owned(),
        Shape::When => "2026-03-02, 3/2/2026, 2025-12, 2025, -7; d not documented".to_owned(),
        Shape::End => "2026-03-02, 2025-12, 2025; g going on; d not documented".to_owned(),
        Shape::Onset => "2025-09-01, 2025-09, 2025, 8 months ago; d not documented".to_owned(),
        Shape::OtherBlock => "2026-03-02, 3/2/2026, -7; n none; d not documented".to_owned(),
        Shape::Number { min, max } => format!("{min} to {max} {unit}; d not documented"),
        Shape::Codes => "separated by spaces, or none; Ctrl-N not documented".to_owned(),
        _ => String::new(),
    }
}
