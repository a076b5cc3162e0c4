//! Draws the status line: a message, or the findings so far and whether the case is
//! saved.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Choice, Laterality};
use crate::policy::{Finding, Item};
use crate::report::{ItemOutline, Outline, Section};
use crate::session::{Saved, Session};

use super::super::app::App;
use super::super::theme::Theme;
use super::Canvas;
use super::worklist::worklist_status;

/// The status line, above the footer: a message, or the findings so far and
/// whether the case is saved.
pub(super) fn status(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let row = area.height - 2;
    let theme = canvas.theme;
    let messages: Vec<String> = app.message.clone().into_iter().chain(app.duplicate_notice()).collect();
    if !messages.is_empty() {
        canvas.fitted(1, row, area.width - 1, &messages.join("; "), theme.alarm());
        return;
    }
    let Some(session) = &app.session else { return worklist_status(app, canvas, row, area.width) };
    let (saved, style) = saved(session, theme);
    let width = u16::try_from(saved.width()).unwrap_or(u16::MAX).min(area.width - 2);
    let width =
        if session.read_only().is_some() { beside_counts(session, theme, area, width) } else { width };
    canvas.fitted(area.width - 1 - width, row, width, &saved, style);
    let room = (area.width - 2).saturating_sub(width + 1);
    canvas.line(1, row, room, &findings_summary(session, theme, usize::from(room)), Style::new());
}

/// The room for a notice that is cut rather than the counts.
fn beside_counts(session: &Session, theme: Theme, area: Rect, notice: u16) -> u16 {
    let counts = u16::try_from(findings_summary(session, theme, 0).width()).unwrap_or(u16::MAX);
    let left = (area.width - 2).saturating_sub(counts.saturating_add(1));
    notice.min(left.max(SHORTEST_NOTICE))
}

/// The columns of the first word of a notice.
const SHORTEST_NOTICE: u16 = 10;

fn saved(session: &Session, theme: Theme) -> (String, Style) {
    if let Some(holder) = session.read_only() {
        return (format!("READ-ONLY: {holder}"), theme.alarm());
    }
    match session.saved() {
        Saved::Nothing => ("nothing to save yet".to_owned(), theme.dim()),
        Saved::AsRead => ("saved".to_owned(), theme.dim()),
        Saved::At(time) => (format!("saved {}", time.format("%H:%M:%S")), theme.dim()),
        Saved::Failed(problem) => (problem.clone(), theme.alarm()),
    }
}

/// The items of one kind.
struct Kind {
    mark: Finding,
    word: &'static str,
    /// Whether the line names the items where they fit.
    is_named: bool,
    has: fn(&ItemOutline<'_>) -> bool,
}

/// The kinds after those that are met, in the order shown.
const KINDS: [Kind; 4] = [
    Kind {
        mark: Finding::NotMet,
        word: "not met",
        is_named: true,
        has: |item| item.finding == Finding::NotMet,
    },
    Kind {
        mark: Finding::Unclear,
        word: "unclear",
        is_named: true,
        has: |item| item.finding == Finding::Unclear,
    },
    Kind {
        mark: Finding::Missing,
        word: "missing",
        is_named: false,
        has: |item| item.finding == Finding::Missing && !item.is_not_asked(),
    },
    Kind { mark: Finding::Missing, word: "not asked", is_named: false, has: |item| item.is_not_asked() },
];

/// How many items are of each kind, and the numbers of those that are not met or
/// unclear, if they fit.
fn findings_summary(session: &Session, theme: Theme, room: usize) -> String {
    let Ok(determination) = session.interview().findings(session.settings()) else {
        return String::new();
    };
    let outline = Outline::of(&determination);
    let items = items(&outline);
    let label = if session.settings().is_hypothetical() { "HYPOTHETICAL" } else { "So far" };
    let met = items.iter().filter(|item| item.finding <= Finding::Met).count();
    let mut line = format!("{label}  {} {met} met", theme.mark(Finding::Met));
    let kinds = KINDS.map(|kind| {
        let count = items.iter().filter(|item| (kind.has)(item)).count();
        let words = format!("  {} {count} {}", theme.mark(kind.mark), kind.word);
        (kind, if count > 0 { words } else { String::new() })
    });
    let counts: usize = kinds.iter().map(|(_, words)| words.width()).sum();
    let mut room_left = room.saturating_sub(line.width() + counts);
    for (kind, words) in kinds {
        line.push_str(&words);
        let of_kind = items.iter().filter(|item| (kind.has)(item)).map(|item| (item.side, item.item));
        let numbers = numbers(of_kind, determination.units.len());
        if kind.is_named && numbers.width() <= room_left {
            line.push_str(&numbers);
            room_left -= numbers.width();
        }
    }
    line
}

/// The items of all joints.
fn items<'o, 'd>(outline: &'o Outline<'d>) -> Vec<&'o ItemOutline<'d>> {
    let items = outline.sections.iter().filter_map(|section| match section {
        Section::Items { items, .. } => Some(items),
        _ => None,
    });
    items.flatten().collect()
}

/// The numbers of items, each once; with their sides if two joints were decided.
fn numbers(items: impl Iterator<Item = (Laterality, Item)>, joints: usize) -> String {
    let mut sides: Vec<(Item, Vec<&'static str>)> = Vec::new();
    for (side, item) in items {
        match sides.iter_mut().find(|(known, _)| *known == item) {
            Some((_, of_item)) => of_item.push(side.name()),
            None => sides.push((item, vec![side.name()])),
        }
    }
    let one = |(item, of_item): (Item, Vec<&str>)| match (joints, of_item.len()) {
        (0 | 1, _) => item.number().to_owned(),
        (_, 1) => format!("{item} {}", of_item.concat()),
        _ => format!("{item} both"),
    };
    let gap = if joints > 1 { ", " } else { " " };
    let words: Vec<String> = sides.into_iter().map(one).collect();
    if words.is_empty() { String::new() } else { format!(" {}", words.join(gap)) }
}
