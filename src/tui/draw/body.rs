//! Draws the worklist, the review and popups.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Answer, Part, QuestionId, Target};
use crate::casefile::DraftKey;
use crate::interview::{describe, describe_entry};
use crate::policy::Outcome;
use crate::questions;
use crate::session::Session;
use crate::worklist::Progress;

use super::super::app::App;
use super::super::key_hints::hint;
use super::super::keys::{Command, KeyContext};
use super::super::popup::{HEADING, Popup};
use super::super::review::{ItemNote, ReviewRow};
use super::super::scroll::Scroll;
use super::super::worklist::Summary;
use super::answer::entry_lines;
use super::{Canvas, MAX_WIDTH};

/// The columns of the worklist: the first column and the width of each.
struct Columns {
    case: (u16, u16),
    member: (u16, u16),
    request: (u16, u16),
    received: (u16, u16),
    progress: (u16, u16),
}

/// The narrowest screen on which the worklist has all its columns.
const ALL_COLUMNS: u16 = 76;

impl Columns {
    /// Request, receipt and status have fixed widths; the first two are left out on
    /// a narrow screen. Case and member share the rest, up to what they can use.
    fn of(width: u16) -> Self {
        let (request, received) = if width < ALL_COLUMNS { (0, 0) } else { (17, 10) };
        let progress = 16;
        let room_left = width.saturating_sub(3 + request + received + progress + 5);
        let case = (room_left / 2).min(44);
        let member = (room_left - case).min(44);
        let mut x = 3;
        let mut next = |width: u16| {
            let start = x;
            x += width + u16::from(width > 0);
            (start, width)
        };
        Self {
            case: next(case),
            member: next(member),
            request: next(request),
            received: next(received),
            progress: next(progress),
        }
    }

    fn each(&self, texts: [&str; 5]) -> [((u16, u16), String); 5] {
        let columns = [self.case, self.member, self.request, self.received, self.progress];
        let mut texts = texts.into_iter();
        columns.map(|column| (column, texts.next().unwrap_or_default().to_owned()))
    }
}

pub(super) fn worklist(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let worklist = &app.worklist;
    if worklist.cases.is_empty() {
        let start = hint(KeyContext::Worklist, &[(Command::New, "starts a new one")]);
        let words = format!("No cases here yet. {start}.");
        canvas.line(3, area.y + 1, area.width - 4, &words, Style::new());
        return;
    }
    let columns = Columns::of(area.width);
    for ((x, width), title) in columns.each(["Case", "Member", "Requested", "Received", "Status"]) {
        canvas.line(x, area.y, width, &title, canvas.theme.dim());
    }
    let rows = worklist.cases.iter().enumerate().skip(worklist.list.top);
    for (y, (row, id)) in (area.y + 1..area.bottom()).zip(rows) {
        let pointer = if row == worklist.list.selected { canvas.theme.pointer() } else { " " };
        canvas.line(1, y, 1, pointer, canvas.theme.accent());
        case_line(canvas, &columns, y, id.as_str(), worklist.summary(id));
    }
}

fn case_line(canvas: &mut Canvas<'_>, columns: &Columns, y: u16, id: &str, summary: Option<&Summary>) {
    let Some(summary) = summary else {
        return canvas.fitted(columns.case.0, y, columns.case.1, id, Style::new());
    };
    let (progress, style) = match summary.progress {
        Some(Progress::Outcome(outcome)) => (short_outcome(outcome), Style::new()),
        Some(Progress::Unanswered(count)) => (format!("{count} unanswered"), canvas.theme.dim()),
        None => ("unreadable".to_owned(), canvas.theme.alarm()),
    };
    let texts = [id, &summary.member, &summary.request, &summary.received, &progress];
    for (index, ((x, width), text)) in columns.each(texts).into_iter().enumerate() {
        canvas.fitted(x, y, width, &text, if index == 4 { style } else { Style::new() });
    }
}

/// The name of an outcome for a narrow column.
fn short_outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::InformationNeeded => "info needed".to_owned(),
        outcome => outcome.name().replace('-', " "),
    }
}

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
        Some(answer) => describe(&answer, session.today()),
    };
    if is_set_aside {
        (format!("set aside: {text}"), canvas.theme.strikethrough())
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
