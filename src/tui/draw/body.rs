//! The worklist, the review, and pages to read.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Answer, Place};
use crate::interview::{echo, echo_entry};
use crate::policy::Outcome;
use crate::questions;
use crate::session::{Session, Standing};

use super::super::app::App;
use super::super::paper::{HEADING, Paper};
use super::super::scroll::Scroll;
use super::super::worklist::Summary;
use super::{Ink, WIDEST};

/// The columns of the worklist: where each begins, and how wide it is.
struct Columns {
    case: (u16, u16),
    member: (u16, u16),
    request: (u16, u16),
    received: (u16, u16),
    standing: (u16, u16),
}

/// From this width on the worklist has all its columns.
const ROOMY: u16 = 76;

impl Columns {
    /// Procedure, receipt and standing have their width, while there is room for
    /// the first two; the case and the member share what is left, up to what
    /// they can use.
    fn of(width: u16) -> Self {
        let (request, received) = if width < ROOMY { (0, 0) } else { (17, 10) };
        let standing = 16;
        let left = width.saturating_sub(3 + request + received + standing + 5);
        let case = (left / 2).min(44);
        let member = (left - case).min(44);
        let mut x = 3;
        let mut next = |width: u16| {
            let here = x;
            x += width + u16::from(width > 0);
            (here, width)
        };
        Self {
            case: next(case),
            member: next(member),
            request: next(request),
            received: next(received),
            standing: next(standing),
        }
    }

    fn each(&self, texts: [&str; 5]) -> [((u16, u16), String); 5] {
        let places = [self.case, self.member, self.request, self.received, self.standing];
        let mut texts = texts.into_iter();
        places.map(|place| (place, texts.next().unwrap_or_default().to_owned()))
    }
}

pub(super) fn worklist(ink: &mut Ink<'_>, area: Rect, app: &App) {
    let worklist = &app.worklist;
    if worklist.cases.is_empty() {
        ink.line(3, area.y + 1, area.width - 4, "No cases here yet. n starts a new one.", Style::new());
        return;
    }
    let columns = Columns::of(area.width);
    for ((x, width), title) in columns.each(["Case", "Member", "Requested", "Received", "Standing"]) {
        ink.line(x, area.y, width, &title, ink.look.quiet());
    }
    let rows = worklist.cases.iter().enumerate().skip(worklist.list.top);
    for (y, (row, id)) in (area.y + 1..area.bottom()).zip(rows) {
        let pointer = if row == worklist.list.at { ink.look.pointer() } else { " " };
        ink.line(1, y, 1, pointer, ink.look.accent());
        case_line(ink, &columns, y, id.as_str(), worklist.summary(id));
    }
}

fn case_line(ink: &mut Ink<'_>, columns: &Columns, y: u16, id: &str, summary: Option<&Summary>) {
    let Some(summary) = summary else {
        return ink.fitted(columns.case.0, y, columns.case.1, id, Style::new());
    };
    let (standing, style) = match summary.standing {
        Some(Standing::Outcome(outcome)) => (words(outcome), Style::new()),
        Some(Standing::Left(left)) => (format!("{left} left"), ink.look.quiet()),
        None => ("unreadable".to_owned(), ink.look.alarm()),
    };
    let texts = [id, &summary.member, &summary.request, &summary.received, &standing];
    for (index, ((x, width), text)) in columns.each(texts).into_iter().enumerate() {
        ink.fitted(x, y, width, &text, if index == 4 { style } else { Style::new() });
    }
}

/// An outcome in a narrow column.
fn words(outcome: Outcome) -> String {
    match outcome {
        Outcome::InformationNeeded => "info needed".to_owned(),
        outcome => outcome.name().replace('-', " "),
    }
}

pub(super) fn review(ink: &mut Ink<'_>, area: Rect, app: &App, list: Scroll) {
    let Some(session) = &app.session else { return };
    let rows = app.review_rows();
    let asked = session.interview().places();
    let widest = rows.iter().map(|place| label(*place).width()).max().unwrap_or(0);
    let labels = u16::try_from(widest).unwrap_or(area.width).min(area.width / 2);
    for (y, (row, place)) in (area.y..area.bottom()).zip(rows.iter().enumerate().skip(list.top)) {
        let pointer = if row == list.at { ink.look.pointer() } else { " " };
        ink.line(1, y, 1, pointer, ink.look.accent());
        ink.fitted(3, y, labels, &label(*place), Style::new());
        let (answer, style) = answer_line(session, *place, !asked.contains(place), ink);
        let x = 4 + labels;
        ink.fitted(x, y, (area.width - x - 1).min(WIDEST), &answer, style);
    }
}

fn label(place: Place) -> String {
    let side = place.side().map(|side| format!("{} ", crate::case::Choice::name(side))).unwrap_or_default();
    format!("{side}{}", place.field().label())
}

fn answer_line(session: &Session, place: Place, aside: bool, ink: &Ink<'_>) -> (String, Style) {
    let facts = if aside { &session.case().set_aside } else { session.interview().facts() };
    let words = match facts.answer(place) {
        None => return ("unanswered".to_owned(), ink.look.accent()),
        Some(Answer::Entries(entries)) if !entries.is_empty() => {
            entries.iter().map(echo_entry).collect::<Vec<_>>().join("; ")
        }
        Some(answer) => echo(&answer, session.today()),
    };
    if aside { (format!("set aside: {words}"), ink.look.struck()) } else { (words, Style::new()) }
}

pub(super) fn paper(ink: &mut Ink<'_>, area: Rect, paper: &Paper) {
    ink.line(1, area.y, area.width - 2, &paper.title, ink.look.strong());
    let lines = paper.lines(usize::from(area.width));
    let below = area.y + u16::try_from(HEADING).unwrap_or(0);
    for (y, line) in (below..area.bottom()).zip(lines.iter().skip(paper.top)) {
        ink.line(2, y, area.width - 3, line, Style::new());
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
