//! A question: the steps on the left; its number, its words, the dates that
//! apply and the answer on the right.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Answer, Choice, Onset, Shape};
use crate::interview::{echo, echo_entry, weekday};
use crate::policy;
use crate::questions::{self, STEPS, Step};
use crate::session::Session;

use super::super::app::App;
use super::super::page::{Editor, Page, Row, Target, entries};
use super::body::wording;
use super::{Ink, PANEL};

pub(super) fn question(ink: &mut Ink<'_>, area: Rect, app: &App, page: &Page) {
    let Some(session) = &app.session else { return };
    panel(ink, area, session, page);
    let main = Rect { x: PANEL + 2, width: area.width - PANEL - 3, ..area };
    let mut y = heading(ink, main, session, page) + 1;
    let part = match page.target {
        Target::Whole => None,
        Target::Part { part, .. } => Some(part),
    };
    let (prompt, help) = wording(page.place, part);
    let roomy = area.height > 16;
    y = ink.paragraph(main, y, &prompt, ink.look.strong()) + u16::from(roomy);
    let item = questions::item_of(session.interview().facts(), page.place).filter(|_| roomy);
    if let Some(item) = item {
        y = ink.paragraph(main, y, policy::rule(item).says, Style::new());
    }
    y = ink.paragraph(main, y, help, Style::new());
    if roomy {
        for hint in questions::hints(session.interview().facts(), page.place, &session.terms().limits) {
            y = ink.paragraph(main, y, &hint, Style::new());
        }
    }
    y += u16::from(roomy);
    y = editor(ink, main, y, session, page);
    if let Some(message) = &page.message {
        y = ink.paragraph(main, y + u16::from(roomy), message, ink.look.alarm());
    }
    notes(ink, main, y + u16::from(roomy), app, session, page);
}

fn panel(ink: &mut Ink<'_>, area: Rect, session: &Session, page: &Page) {
    let places = session.interview().places();
    let open = session.interview().open();
    let current = questions::step(page.place);
    for (row, step) in
        STEPS.iter().filter(|step| places.iter().any(|p| questions::step(*p) == **step)).enumerate()
    {
        let mine = |step: Step| places.iter().filter(move |place| questions::step(**place) == step);
        let total = mine(*step).count();
        let left = mine(*step).filter(|place| open.contains(place)).count();
        let here = *step == current;
        let mark = match (here, left) {
            (true, _) => ink.look.pointer(),
            (false, 0) => ink.look.done(),
            (false, _) => " ",
        };
        let count = if here { format!("{}/{total}", total - left) } else { String::new() };
        let style = if here { ink.look.accent() } else { Style::new() };
        ink.line(
            1,
            area.y + u16::try_from(row).unwrap_or(0),
            PANEL - 1,
            &format!("{mark} {:<12}{count}", step.name()),
            style,
        );
    }
    for y in area.y..area.bottom() {
        ink.line(PANEL, y, 1, ink.look.bar(), Style::new());
    }
    ink.line(PANEL, area.y - 1, 1, ink.look.tee_down(), Style::new());
    ink.line(PANEL, area.bottom(), 1, ink.look.tee_up(), Style::new());
}

fn heading(ink: &mut Ink<'_>, main: Rect, session: &Session, page: &Page) -> u16 {
    let facts = session.interview().facts();
    let item = questions::item_of(facts, page.place);
    let mut pieces: Vec<String> = item.map(|item| item.to_string()).into_iter().collect();
    pieces.extend(page.place.side().map(|side| format!("{} joint", side.name())));
    if let Target::Part { index, .. } = page.target {
        pieces.push(format!("entry {}", index + 1));
    }
    let places = session.interview().places();
    let number = places.iter().position(|place| *place == page.place).map_or(0, |at| at + 1);
    let progress = format!("question {number} of {}", places.len());
    let width = u16::try_from(progress.width()).unwrap_or(0);
    let room = main.width.saturating_sub(width + 2);
    let titled = item.map(|item| [&[policy::rule(item).title.to_owned()][..], &pieces[1..]].concat());
    let titled = titled.map(|rest| format!("{} {}", pieces[0], rest.join(ink.look.dot())));
    let fitting = titled.filter(|words| words.width() <= usize::from(room));
    let words = fitting.unwrap_or_else(|| pieces.join(ink.look.dot()));
    ink.line(main.x, main.y, room, &words, ink.look.accent());
    ink.line(main.x + main.width - width, main.y, width, &progress, ink.look.quiet());
    main.y + 1
}

fn editor(ink: &mut Ink<'_>, main: Rect, y: u16, session: &Session, page: &Page) -> u16 {
    match &page.editor {
        Editor::Options { rows, at } => rows.iter().enumerate().fold(y, |y, (index, row)| {
            let chosen = chosen(session, page, row);
            option(ink, main, y, (*at == Some(index), chosen, row))
        }),
        Editor::Marks { rows, marked, at } => rows.iter().enumerate().fold(y, |y, (index, row)| {
            let mark =
                marked.get(index).copied().unwrap_or(false) || chosen(session, page, row).unwrap_or(false);
            option(ink, main, y, (*at == index, Some(mark), row))
        }),
        Editor::Typed { input, shape } => typed(ink, main, y, session, page, (input, *shape)),
        Editor::Entries { at } => list(ink, main, y, session, page, *at),
    }
}

/// Whether an option is the answer that stands.
fn chosen(session: &Session, page: &Page, row: &Row) -> Option<bool> {
    row.is_answer_of(session.interview().facts(), page)
}

fn option(ink: &mut Ink<'_>, main: Rect, y: u16, (here, chosen, row): (bool, Option<bool>, &Row)) -> u16 {
    if y >= main.bottom() {
        return y;
    }
    ink.line(main.x, y, 1, if here { ink.look.pointer() } else { " " }, Style::new());
    let mark = match chosen {
        Some(true) => "[x]",
        Some(false) => "[ ]",
        None => "   ",
    };
    ink.line(main.x + 2, y, main.width - 2, &format!("{} {mark} {}", row.key, row.label), Style::new());
    y + 1
}

fn typed(
    ink: &mut Ink<'_>,
    main: Rect,
    y: u16,
    session: &Session,
    page: &Page,
    (input, shape): (&tui_input::Input, Shape),
) -> u16 {
    let width = usize::from(main.width.saturating_sub(4)).max(1);
    let skip = input.visual_scroll(width);
    let shown: String = crate::case::Text::new(input.value()).to_string();
    let visible = visible(&shown, skip, width);
    ink.line(main.x, y, 2, ink.look.pointer(), Style::new());
    ink.line(main.x + 2, y, main.width - 2, &visible, Style::new());
    let column = input.visual_cursor().saturating_sub(skip);
    ink.cursor_at(main.x + 2 + u16::try_from(column).unwrap_or(0), y);
    let below = match page.typed_answer(session.today()) {
        Some(Ok(answer)) => match shape {
            Shape::Text => String::new(),
            _ => format!("= {}{}", echo(&answer, session.today()), counted_back(&answer, session)),
        },
        Some(Err(_)) | None => example(shape, page),
    };
    if page.message.is_none() {
        ink.line(main.x + 2, y + 1, main.width - 2, &below, ink.look.quiet());
    }
    y + 2
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

fn visible(text: &str, skip: usize, width: usize) -> String {
    let mut column = 0;
    let mut out = String::new();
    for letter in text.chars() {
        let wide = unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        if column >= skip && column + wide <= skip + width {
            out.push(letter);
        }
        column += wide;
    }
    out
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
        Shape::Codes => "separated by spaces, or none; Ctrl-D not documented".to_owned(),
        _ => String::new(),
    }
}

fn list(ink: &mut Ink<'_>, main: Rect, y: u16, session: &Session, page: &Page, at: usize) -> u16 {
    let facts = session.interview().facts();
    let entries = entries(facts, page.place);
    let room = usize::from(main.bottom().saturating_sub(y + 4)).max(1);
    let top = super::scrolled(at.min(entries.len().saturating_sub(1)), room);
    let mut y = y;
    for (index, entry) in entries.iter().enumerate().skip(top).take(room) {
        let pointer = if index == at { ink.look.pointer() } else { " " };
        ink.line(main.x, y, 1, pointer, Style::new());
        ink.line(
            main.x + 2,
            y,
            main.width - 2,
            &format!("{} {}", index + 1, echo_entry(entry)),
            Style::new(),
        );
        y += 1;
    }
    let last = match facts.answer(page.place) {
        None => "a adds an entry, 0 none, d not documented".to_owned(),
        Some(answer) if entries.is_empty() => echo(&answer, session.today()),
        Some(_) => "that is all: Enter goes on".to_owned(),
    };
    if at >= entries.len() {
        ink.line(main.x, y, 1, ink.look.pointer(), Style::new());
    }
    ink.line(main.x + 2, y, main.width - 2, &last, ink.look.quiet());
    match policy::therapy_days(facts, page.place.field(), session.terms()) {
        Some(days) if !entries.is_empty() => ink.paragraph(main, y + 2, &days, ink.look.strong()),
        _ => y + 1,
    }
}

/// Evidence and flag of the question's item, or the one being written.
fn notes(ink: &mut Ink<'_>, main: Rect, y: u16, app: &App, session: &Session, page: &Page) {
    let Some(item) = questions::item_of(session.interview().facts(), page.place) else { return };
    let mut y = y.min(main.bottom().saturating_sub(2));
    if let Some(note) = &app.note {
        let label = if note.is_flag { "Flag for a clinician, why: " } else { "Where in the record: " };
        let row = main.bottom() - 1;
        ink.line(main.x, row, main.width, &" ".repeat(usize::from(main.width)), Style::new());
        ink.line(main.x, row, main.width, label, ink.look.accent());
        let x = u16::try_from(label.width()).unwrap_or(0);
        let room = usize::from(main.width.saturating_sub(x + 1)).max(1);
        let skip = note.input.visual_scroll(room);
        let shown = visible(&crate::case::Text::new(note.input.value()).to_string(), skip, room);
        ink.line(main.x + x, row, main.width - x, &shown, Style::new());
        let column = u16::try_from(note.input.visual_cursor().saturating_sub(skip)).unwrap_or(0);
        ink.cursor_at(main.x + x + column, row);
        return;
    }
    let kept = [
        ("Where in the record", &session.case().evidence),
        ("Flagged for a clinician", &session.case().flags),
    ];
    for (label, texts) in kept {
        if let Some(words) = texts.get(&item) {
            y = ink.paragraph(main, y, &format!("{label} ({item}): {words}"), Style::new());
        }
    }
}
