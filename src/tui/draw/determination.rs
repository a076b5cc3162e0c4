//! The determination: the outcome, then every reason under its number, those
//! that decide first.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::case::Choice;
use crate::policy::{Determination, Finding};
use crate::report::{NOTICE, wrap};

use super::super::app::App;
use super::super::look::Look;
use super::{Ink, WIDEST};

/// One line of the page, and the row of findings it belongs to.
struct Line {
    row: Option<usize>,
    head: String,
    text: String,
    style: Style,
}

impl Line {
    fn plain(text: impl Into<String>, style: Style) -> Self {
        Self { row: None, head: String::new(), text: text.into(), style }
    }
}

pub(super) fn determination(ink: &mut Ink<'_>, area: Rect, app: &App, at: usize) {
    let Some(determination) = app.determination() else { return };
    let width = usize::from(area.width.min(WIDEST + 16)) - 17;
    let lines = lines(&determination, &app.findings(), ink.look, width);
    let first = lines.iter().position(|line| line.row == Some(at)).unwrap_or(0);
    let last = lines.iter().rposition(|line| line.row == Some(at)).unwrap_or(0);
    let height = usize::from(area.height);
    let to_the_end = at + 1 == app.findings().len() && at > 0;
    let wanted = if to_the_end { lines.len().saturating_sub(1).min(first + height - 1) } else { last };
    let top = (wanted + 1).saturating_sub(height).min(first);
    for (row, line) in lines.iter().skip(top).take(height).enumerate() {
        let y = area.y + u16::try_from(row).unwrap_or(0);
        let here = line.row == Some(at) && !line.head.is_empty();
        ink.line(0, y, 1, if here { ink.look.pointer() } else { " " }, Style::new());
        ink.line(1, y, 14, &line.head, Style::new());
        let x = if line.row.is_some() { 15 } else { 2 };
        ink.line(x, y, area.width - x, &line.text, line.style);
    }
}

fn lines(determination: &Determination, rows: &[(usize, usize)], look: Look, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    lines.push(Line::plain(format!("Next: {}", determination.next_step()), Style::new()));
    if determination.hypothetical {
        lines.push(Line::plain(
            "HYPOTHETICAL: other limits than the policy's; not saved into the case",
            look.alarm(),
        ));
    }
    if !determination.complete {
        lines.push(Line::plain(
            "Not complete: some questions have no answer yet (r reviews them)",
            look.alarm(),
        ));
    }
    for (index, unit) in determination.units.iter().enumerate() {
        let outcome = unit.outcome.name().replace('-', " ").to_uppercase();
        let pathway = unit.pathway.map_or("outside the policy".to_owned(), |pathway| pathway.to_string());
        lines.push(Line::plain(
            format!("{outcome}{}{} ({pathway})", look.dot(), unit.side.name()),
            look.strong(),
        ));
        for (row, (_, item)) in rows.iter().enumerate().filter(|(_, (unit, _))| *unit == index) {
            finding(&mut lines, &unit.items[*item], row, look, width);
        }
        lines.push(Line::plain("", Style::new()));
    }
    asides(&mut lines, determination, look, width);
    lines
}

fn finding(lines: &mut Vec<Line>, found: &crate::policy::ItemFinding, row: usize, look: Look, width: usize) {
    let head = format!("{} {}", look.mark(found.finding), found.item);
    let word = found.finding.name().replace('-', " ");
    let met = matches!(found.finding, Finding::Met | Finding::NotApplicable);
    let style = if met { look.quiet() } else { Style::new() };
    for (index, text) in wrap(&format!("{word}: {}", found.why), width).into_iter().enumerate() {
        let head = if index == 0 { head.clone() } else { String::new() };
        lines.push(Line { row: Some(row), head, text, style });
    }
    if !found.would_meet.is_empty() {
        for text in wrap(&format!("Would be met by: {}.", found.would_meet), width) {
            lines.push(Line { row: Some(row), head: String::new(), text, style });
        }
    }
}

/// Lines, what to ask for, notes, codes, settled readings and the standing notice.
fn asides(lines: &mut Vec<Line>, determination: &Determination, look: Look, width: usize) {
    let mut section = |title: &str, rows: Vec<String>| {
        if rows.is_empty() {
            return;
        }
        lines.push(Line::plain(title, look.strong()));
        for text in rows.iter().flat_map(|row| wrap(row, width + 12)) {
            lines.push(Line::plain(text, Style::new()));
        }
    };
    let billed = determination.lines.iter();
    section(
        "Lines",
        billed
            .map(|line| {
                format!(
                    "{} {} {}: {} ({})",
                    look.mark(line.finding),
                    line.item,
                    line.what,
                    line.why,
                    line.finding
                )
            })
            .collect(),
    );
    section(
        "Ask for",
        determination.ask_for.iter().map(|ask| format!("{} ({})", ask.what, ask.item)).collect(),
    );
    section(
        "Notes",
        determination
            .advisories
            .iter()
            .map(|said| said.item.map_or_else(|| said.why.to_owned(), |item| format!("{item} {}", said.why)))
            .collect(),
    );
    let codes = determination.coding_checks.iter();
    section("Codes to look at", codes.map(|check| format!("{}: {}", check.what, check.why)).collect());
    let used = determination.readings_used.iter();
    section(
        "Settled readings used",
        used.map(|(reading, setting)| format!("{reading} = {setting}")).collect(),
    );
    section("", NOTICE.iter().map(|line| (*line).to_owned()).collect());
}
