//! Draws the worklist.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::worklist::{ClockSettings, Entry, Mark, Progress, describe_mark};

use super::super::app::App;
use super::super::key_hints::hint;
use super::super::keys::{Command, KeyContext};
use super::Canvas;

/// A column: its title and its width, both zero where there is no room for it.
#[derive(Debug, Clone, Copy)]
struct Column {
    kind: Kind,
    x: u16,
    width: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Marks,
    Due,
    Received,
    Member,
    Requested,
    Stands,
    Who,
    Case,
}

/// The columns whose width is fixed, in order, with the member between them.
const BEFORE_MEMBER: [(Kind, u16); 3] = [(Kind::Marks, 4), (Kind::Due, 10), (Kind::Received, 8)];
const AFTER_MEMBER: [(Kind, u16); 3] = [(Kind::Requested, 15), (Kind::Stands, 13), (Kind::Who, 6)];
/// The first column, after the pointer.
const FIRST: u16 = 2;
/// The widest column of members; what is left is for the name of the case.
const WIDEST_MEMBER: u16 = 32;
/// The narrowest column for the name of a case.
const NARROWEST_CASE: u16 = 12;
/// On a narrow screen these columns are left out, the first one first.
const LEFT_OUT: [Kind; 3] = [Kind::Who, Kind::Received, Kind::Requested];
const NARROWEST_MEMBER: u16 = 13;

fn columns(width: u16) -> Vec<Column> {
    let mut fixed: Vec<(Kind, u16)> = BEFORE_MEMBER.into_iter().chain(AFTER_MEMBER).collect();
    let room = |fixed: &[(Kind, u16)]| {
        let taken: u16 = fixed.iter().map(|(_, width)| width + 1).sum();
        width.saturating_sub(FIRST + taken + 1)
    };
    for kind in LEFT_OUT {
        if room(&fixed) < NARROWEST_MEMBER {
            fixed.retain(|(other, _)| *other != kind);
        }
    }
    let room = room(&fixed);
    let member = room.min(WIDEST_MEMBER);
    let before = fixed.iter().position(|(kind, _)| *kind == Kind::Requested).unwrap_or(fixed.len().min(2));
    let at = fixed.iter().position(|(kind, _)| *kind == Kind::Stands).unwrap_or(before).min(before);
    fixed.insert(at, (Kind::Member, member));
    if room > member + NARROWEST_CASE {
        fixed.push((Kind::Case, room - member - 1));
    }
    let mut x = FIRST;
    let place = |(kind, width): (Kind, u16)| {
        let column = Column { kind, x, width };
        x += width + 1;
        column
    };
    fixed.into_iter().map(place).collect()
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Marks => "",
            Self::Due => "Due",
            Self::Received => "Received",
            Self::Member => "Member",
            Self::Requested => "Requested",
            Self::Stands => "Stands",
            Self::Who => "Who",
            Self::Case => "Case",
        }
    }
}

pub(super) fn worklist(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let cases = &app.worklist.cases;
    if cases.shown_count() == 0 {
        let words = nothing_shown(app);
        canvas.fitted(3, area.y + 1, area.width - 4, &words, Style::new());
        return;
    }
    let columns = columns(area.width);
    for column in &columns {
        canvas.line(column.x, area.y, column.width, column.kind.title(), canvas.theme.dim());
    }
    for (y, row) in (area.y + 1..area.bottom()).zip(app.worklist.list.top..) {
        let Some(entry) = cases.shown(row) else { return };
        let pointer = if row == app.worklist.list.selected { canvas.theme.pointer() } else { " " };
        canvas.line(0, y, 1, pointer, canvas.theme.accent());
        for column in &columns {
            let (text, style) = cell(canvas, app, entry, column.kind);
            canvas.fitted(column.x, y, column.width, &text, style);
        }
    }
}

/// A number with a comma after each group of three digits.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let head = (!head.is_empty()).then(|| head.to_owned());
    head.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

/// What is said where there is no case to show.
fn nothing_shown(app: &App) -> String {
    let cases = &app.worklist.cases;
    if cases.count() > 0 {
        let all = format!("shows all {}", grouped(cases.count()));
        let way_back = match app.worklist.find {
            Some(_) => hint(KeyContext::Find, &[(Command::Leave, &all)]),
            None => hint(KeyContext::Worklist, &[(Command::ShowAll, &all)]),
        };
        return format!("Nothing matches; {way_back}.");
    }
    match app.worklist.progress() {
        Some(_) => "Reading the cases ...".to_owned(),
        None => format!(
            "No cases here yet. {}.",
            hint(KeyContext::Worklist, &[(Command::New, "starts a new one")])
        ),
    }
}

fn cell(canvas: &Canvas<'_>, app: &App, entry: &Entry, kind: Kind) -> (String, Style) {
    let (theme, moment, row) = (canvas.theme, app.worklist.cases.moment(), &entry.row);
    let is_late = Mark::Late.is_on(entry, moment);
    match kind {
        Kind::Marks => (marks(entry, app), if is_late { theme.alarm() } else { theme.accent() }),
        Kind::Due => (entry.due_words(moment), if is_late { theme.alarm() } else { Style::new() }),
        Kind::Received => (row.received_short(moment.today), theme.dim()),
        Kind::Member if row.member().is_empty() => (row.name.to_string(), theme.dim()),
        Kind::Member => (row.member(), Style::new()),
        Kind::Requested if row.progress.is_none() => {
            (hint(KeyContext::Worklist, &[(Command::Enter, "shows why")]), Style::new())
        }
        Kind::Requested => (row.requested(), Style::new()),
        Kind::Stands => (
            row.stands(),
            match row.progress {
                None => theme.alarm(),
                Some(Progress::Unanswered(_) | Progress::Unconfirmed(_)) => theme.dim(),
                Some(Progress::Outcome(_)) => Style::new(),
            },
        ),
        Kind::Who => (entry.person().to_owned(), if entry.is_open { Style::new() } else { theme.dim() }),
        Kind::Case => (row.name.to_string(), theme.dim()),
    }
}

/// The marks of a row, each in a place of its own.
fn marks(entry: &Entry, app: &App) -> String {
    let moment = app.worklist.cases.moment();
    Mark::ALL.map(|mark| if mark.is_on(entry, moment) { mark.letter() } else { ' ' }).iter().collect()
}

/// The status line of the worklist: the row the pointer is on and what its marks mean,
/// or the words being typed; and how far the check of the folder is.
pub(super) fn worklist_status(app: &App, canvas: &mut Canvas<'_>, y: u16, width: u16) {
    let checking =
        app.worklist.progress().map(|(done, of)| format!("checking {} of {}", grouped(done), grouped(of)));
    let federal_only =
        || app.workspace.program.clocks.are_federal_only().then_some(ClockSettings::FEDERAL_ONLY);
    let federal_only = || federal_only().filter(|_| app.worklist.find.is_none()).map(str::to_owned);
    let right = checking.or_else(federal_only).unwrap_or_default();
    let right_width = u16::try_from(right.len()).unwrap_or(0);
    canvas.line((width - 1).saturating_sub(right_width), y, right_width, &right, canvas.theme.dim());
    let room = (width - 2).saturating_sub(right_width + 1);
    match &app.worklist.find {
        Some(find) => {
            canvas.line(1, y, room, FIND, canvas.theme.strong());
            let x = 1 + u16::try_from(FIND.len()).unwrap_or(0);
            let count = format!("  {}", position(app));
            let field = room.saturating_sub(x + u16::try_from(count.len()).unwrap_or(0)).min(WIDEST_FIND);
            let (text, cursor) = find.visible(usize::from(field));
            canvas.line(x, y, field, &text, Style::new());
            canvas.line(x + field, y, room.saturating_sub(x + field), &count, canvas.theme.dim());
            canvas.cursor_at(x + u16::try_from(cursor).unwrap_or(0), y);
        }
        None => canvas.fitted(1, y, room, &pointed(app), Style::new()),
    }
}

const FIND: &str = "find: ";
const WIDEST_FIND: u16 = 40;

/// Which row the pointer is on, of how many.
fn position(app: &App) -> String {
    let (shown, all) = (app.worklist.cases.shown_count(), app.worklist.cases.count());
    let row = if shown == 0 { 0 } else { app.worklist.list.selected + 1 };
    let found = if shown < all { format!(" found in {}", grouped(all)) } else { String::new() };
    format!("{} of {}{found}", grouped(row), grouped(shown))
}

/// The row the pointer is on, the order, and what the marks of the row mean.
fn pointed(app: &App) -> String {
    let cases = &app.worklist.cases;
    let Some(entry) = app.worklist.chosen() else { return String::new() };
    let mut pieces = vec![position(app)];
    if !cases.view().find.finds_all() {
        pieces.push(format!("find: {}", cases.view().find.typed()));
    }
    pieces.push(cases.view().order.words());
    if let Some(day) = entry.row.last_open.filter(|_| !entry.is_late(cases.moment())) {
        pieces.push(format!("closed: by {}", day.format("%a %m-%d")));
    }
    for mark in Mark::of(entry, cases.moment()) {
        let how = hint(KeyContext::Worklist, &[(Command::Duplicates, "compares")]);
        let how = if mark == Mark::Duplicate { format!(": {how}") } else { String::new() };
        pieces.push(format!("{} {}{how}", mark.letter(), describe_mark(mark, entry)));
    }
    pieces.join("  ")
}
