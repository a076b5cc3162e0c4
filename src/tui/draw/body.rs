//! Draws the review and popups.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Answer, Part, QuestionId, Target};
use crate::casefile::DraftKey;
use crate::interview::{describe_counted_back, describe_entry, describe_source};
use crate::questions;
use crate::session::Session;

use super::super::app::App;
use super::super::popup::{HEADING, Popup};
use super::super::review::{ItemNote, ReviewRow};
use super::super::scroll::Scroll;
use super::answer::entry_lines;
use super::{Canvas, MAX_WIDTH};

pub(super) fn review(canvas: &mut Canvas<'_>, area: Rect, app: &App, list: Scroll) {
    let Some(session) = &app.session else { return };
    let rows = app.review_rows();
    let asked = session.interview().questions();
    let widest = rows.iter().map(|row| label(*row).width()).max().unwrap_or(0);
    let labels = u16::try_from(widest).unwrap_or(area.width).min(area.width / 2);
    for (y, (index, row)) in (area.y..area.bottom()).zip(rows.iter().enumerate().skip(list.top)) {
        let pointer = if index == list.selected { canvas.theme.pointer() } else { " " };
        canvas.line(1, y, 1, pointer, canvas.theme.accent());
        canvas.fitted(3, y, labels, &label(*row), Style::new());
        let (answer, style) = match row.note {
            Some(note) => note_line(session, note),
            None => answer_line(session, row.question, !asked.contains(&row.question), canvas),
        };
        let x = 4 + labels;
        canvas.fitted(x, y, (area.width - x - 1).min(MAX_WIDTH), &answer, style);
    }
}

fn note_line(session: &Session, note: ItemNote) -> (String, Style) {
    (note.text(session.case()).map(ToString::to_string).unwrap_or_default(), Style::new())
}

fn label(row: ReviewRow) -> String {
    row.note.map_or_else(|| question_label(row.question), ItemNote::label)
}

fn question_label(question: QuestionId) -> String {
    let side =
        question.side().map(|side| format!("{} ", crate::case::Choice::name(side))).unwrap_or_default();
    format!("{side}{}", question.field().label())
}

fn answer_line(
    session: &Session,
    question: QuestionId,
    is_set_aside: bool,
    canvas: &Canvas<'_>,
) -> (String, Style) {
    let facts = if is_set_aside { &session.case().set_aside } else { session.interview().facts() };
    let text = match facts.answer(question) {
        None if session.interview().lacking().contains(&question) => {
            let is_draft = session.draft(DraftKey::Answer(question, Target::Whole)).is_some();
            let words = if is_draft { "unanswered, there is a draft" } else { "unanswered" };
            return (words.to_owned(), canvas.theme.accent());
        }
        None => return ("not needed".to_owned(), canvas.theme.dim()),
        Some(Answer::Entries(entries)) if !entries.is_empty() && is_set_aside => {
            entries.iter().map(describe_entry).collect::<Vec<_>>().join("; ")
        }
        Some(Answer::Entries(entries)) if !entries.is_empty() => {
            entry_lines(session.interview(), question).join("; ")
        }
        Some(answer) => describe_counted_back(&answer, session.interview().facts(), session.today()),
    };
    let source = session.case().source(question);
    if is_set_aside {
        (format!("set aside: {text}"), canvas.theme.strikethrough())
    } else if let Some(source) = source.filter(|_| session.case().is_unconfirmed(question)) {
        let to_do = if session.has_to_be_checked(question) { "to check" } else { "to confirm" };
        (format!("{to_do}: {text} ({})", describe_source(source)), canvas.theme.accent())
    } else {
        (text, Style::new())
    }
}

pub(super) fn popup(canvas: &mut Canvas<'_>, area: Rect, popup: &Popup) {
    canvas.line(1, area.y, area.width - 2, &popup.title, canvas.theme.strong());
    let lines = popup.lines(usize::from(area.width));
    let below = area.y + u16::try_from(HEADING).unwrap_or(0);
    for (y, line) in (below..area.bottom()).zip(lines.iter().skip(popup.top)) {
        canvas.line(2, y, area.width - 3, line, Style::new());
    }
}

/// The prompt and help of a question, or of a part of its entries.
pub(super) fn prompt_and_help(
    session: &Session,
    question: QuestionId,
    part: Option<Part>,
) -> (String, String) {
    let (field, limits) = (question.field(), session.interview().limits(question));
    let (prompt, help) = match part {
        Some(part) => {
            (questions::part_prompt(question, part), questions::part_question(field, part).help(limits))
        }
        None => (questions::prompt(question), questions::question_for(field).help(limits)),
    };
    (prompt, help.into_owned())
}
