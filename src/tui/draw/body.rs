//! The worklist, the review, and pages to read.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::case::{Answer, Place};
use crate::interview::{echo, echo_entry};
use crate::questions;
use crate::session::Session;

use super::super::app::App;
use super::super::paper::Paper;
use super::super::worklist::{Standing, Summary, Worklist};
use super::{Ink, WIDEST, scrolled};

pub(super) fn worklist(ink: &mut Ink<'_>, area: Rect, app: &App) {
    let list = &app.worklist;
    if list.cases.is_empty() {
        ink.line(3, area.y + 1, area.width - 4, "No cases here yet. n starts a new one.", Style::new());
        return;
    }
    let shown = Worklist::shown(usize::from(app.rows)).min(usize::from(area.height));
    for (row, id) in list.cases.iter().enumerate().skip(list.top).take(shown) {
        let y = area.y + u16::try_from(row - list.top).unwrap_or(0);
        let here = row == list.at;
        ink.line(1, y, 1, if here { ink.look.pointer() } else { " " }, ink.look.accent());
        case_line(ink, area, y, id.as_str(), list.summary(id));
    }
}

fn case_line(ink: &mut Ink<'_>, area: Rect, y: u16, id: &str, summary: Option<&Summary>) {
    let name = (area.width - 4) * 3 / 10;
    ink.line(3, y, name, id, Style::new());
    let Some(summary) = summary else { return };
    let standing = match &summary.standing {
        Standing::Outcome(outcome) => outcome.name().to_owned(),
        Standing::Left(1) => "1 question left".to_owned(),
        Standing::Left(left) => format!("{left} questions left"),
        Standing::Unreadable => "unreadable".to_owned(),
    };
    let right = 19;
    let style = match summary.standing {
        Standing::Unreadable => ink.look.alarm(),
        Standing::Left(_) => ink.look.quiet(),
        Standing::Outcome(_) => Style::new(),
    };
    ink.line(area.width - right, y, right, &standing, style);
    let (x, room) = (4 + name, area.width - 5 - name - right);
    let member = room / 2;
    ink.line(x, y, member.saturating_sub(1), &summary.member, Style::new());
    ink.line(x + member, y, room - member, &summary.request, Style::new());
}

pub(super) fn review(ink: &mut Ink<'_>, area: Rect, app: &App, at: usize) {
    let Some(session) = &app.session else { return };
    let rows = app.review_rows();
    let asked = session.interview().places();
    let top = scrolled(at, usize::from(area.height));
    for (row, place) in rows.iter().enumerate().skip(top).take(usize::from(area.height)) {
        let y = area.y + u16::try_from(row - top).unwrap_or(0);
        ink.line(1, y, 1, if row == at { ink.look.pointer() } else { " " }, ink.look.accent());
        let aside = !asked.contains(place);
        let (label, answer, style) = answer_line(session, *place, aside, ink);
        ink.line(3, y, 34, &label, Style::new());
        ink.line(38, y, area.width.min(WIDEST + 30).saturating_sub(39), &answer, style);
    }
}

fn answer_line(session: &Session, place: Place, aside: bool, ink: &Ink<'_>) -> (String, String, Style) {
    let side = place.side().map(|side| format!("{} ", crate::case::Choice::name(side))).unwrap_or_default();
    let label = format!("{side}{}", place.field().label());
    let facts = if aside { &session.case().set_aside } else { session.interview().facts() };
    let words = match facts.answer(place) {
        None => return (label, "unanswered".to_owned(), ink.look.accent()),
        Some(Answer::Entries(entries)) if !entries.is_empty() => {
            entries.iter().map(echo_entry).collect::<Vec<_>>().join("; ")
        }
        Some(answer) => echo(&answer, session.today()),
    };
    if aside {
        (label, format!("{words} (set aside)"), ink.look.struck())
    } else {
        (label, words, Style::new())
    }
}

pub(super) fn paper(ink: &mut Ink<'_>, area: Rect, paper: &Paper) {
    ink.line(1, area.y, area.width - 2, &paper.title, ink.look.strong());
    let width = usize::from(area.width.min(WIDEST + 2) - 4);
    let lines: Vec<String> =
        paper.paragraphs.iter().flat_map(|words| crate::report::wrap(words, width)).collect();
    let shown = usize::from(area.height).saturating_sub(2);
    let top = paper.top.min(lines.len().saturating_sub(shown));
    for (row, line) in lines.iter().skip(top).take(shown).enumerate() {
        ink.line(2, area.y + 2 + u16::try_from(row).unwrap_or(0), area.width - 3, line, Style::new());
    }
}

/// The prompt and help of a question, for those that draw it.
pub(super) fn wording(place: Place, part: Option<crate::case::Part>) -> (String, &'static str) {
    match part {
        Some(part) => {
            (questions::part_prompt(place, part), questions::part_question(place.field(), part).help)
        }
        None => (questions::prompt(place), questions::question(place.field()).help),
    }
}
