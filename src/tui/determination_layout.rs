//! The determination as lines of a width, and how one moves in them: from
//! reason to reason, and past the last one to the end of the page.
//!
//! It says what the policy found; it decides nothing.

use ratatui::style::Style;

use crate::case::Choice;
use crate::policy::{Determination, Finding, ItemFinding, Pathway, UnitDetermination};
use crate::report::{notice, wrap};

use super::keys::Command;
use super::scroll::Scroll;
use super::theme::Theme;

/// One line of the page.
#[derive(Debug)]
pub struct Line {
    /// The reason it belongs to, if it belongs to one.
    pub reason: Option<usize>,
    /// The mark and the item, on the first line of a reason.
    pub head: String,
    /// The words.
    pub text: String,
    /// How they look.
    pub style: Style,
}

/// The page.
#[derive(Debug)]
pub struct DeterminationLayout {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The column at which the words of a reason begin.
    pub indent: usize,
    /// The reasons, in the order they are shown: each is a unit and an item of it.
    pub reasons: Vec<(usize, usize)>,
}

/// Lines are not longer than this.
const WIDEST: usize = 90;
/// The columns before the words of a section.
pub(super) const MARGIN: usize = 2;
/// The columns that hold the mark and the number of most items.
const HEAD: usize = 15;

impl DeterminationLayout {
    /// The page of a determination on a screen of this width.
    pub fn of(determination: &Determination, theme: Theme, columns: usize) -> Self {
        let reasons = ordered(determination);
        let longest = reasons
            .iter()
            .map(|(unit, item)| determination.units[*unit].items[*item].item.number().chars().count() + 4);
        let indent = longest.max().unwrap_or(0).max(HEAD);
        let mut layout = Self { lines: Vec::new(), indent, reasons };
        let width = columns.saturating_sub(indent + 1).min(WIDEST);
        layout.alarms(determination, theme);
        for (index, unit) in determination.units.iter().enumerate() {
            layout.unit(index, unit, theme, width);
        }
        layout.asides(determination, theme, columns.saturating_sub(MARGIN + 1).min(WIDEST));
        layout
    }

    fn plain(&mut self, text: impl Into<String>, style: Style) {
        self.lines.push(Line { reason: None, head: String::new(), text: text.into(), style });
    }

    fn alarms(&mut self, determination: &Determination, theme: Theme) {
        self.plain(format!("Next: {}", determination.next_step()), Style::new());
        if determination.hypothetical {
            self.plain(
                "HYPOTHETICAL: other limits than the policy's; not saved into the case",
                theme.alarm(),
            );
        }
        if !determination.complete {
            self.plain("Not complete: some questions have no answer yet (r reviews them)", theme.alarm());
        }
    }

    fn unit(&mut self, index: usize, unit: &UnitDetermination, theme: Theme, width: usize) {
        let outcome = unit.outcome.name().replace('-', " ").to_uppercase();
        let pathway = unit.pathway.map_or("outside the policy", Pathway::number);
        let title = format!("{outcome}{}{} ({pathway})", theme.dot(), unit.side.name());
        self.plain(title, theme.strong());
        for (reason, (of, item)) in self.reasons.clone().into_iter().enumerate() {
            if of == index {
                self.reason(reason, &unit.items[item], theme, width);
            }
        }
        self.plain("", Style::new());
    }

    fn reason(&mut self, reason: usize, found: &ItemFinding, theme: Theme, width: usize) {
        let word = found.finding.name().replace('-', " ");
        let met = matches!(found.finding, Finding::Met | Finding::NotApplicable);
        let style = if met { theme.quiet() } else { Style::new() };
        let mut texts = wrap(&format!("{word}: {}", found.why), width);
        if !found.would_meet.is_empty() {
            texts.extend(wrap(&format!("Would be met by: {}.", found.would_meet), width));
        }
        let mut head = format!("{} {}", theme.mark(found.finding), found.item);
        for text in texts {
            self.lines.push(Line { reason: Some(reason), head: std::mem::take(&mut head), text, style });
        }
    }

    /// Lines, what to ask for, notes, codes, settled readings and the standing notice.
    fn asides(&mut self, determination: &Determination, theme: Theme, width: usize) {
        let billed = determination.service_lines.iter().map(|line| {
            let mark = theme.mark(line.finding);
            format!("{mark} {} {}: {} ({})", line.item, line.what, line.why, line.finding)
        });
        self.section("Lines", billed, theme, width);
        let ask = determination.ask_for.iter().map(|ask| format!("{} ({})", ask.what, ask.item));
        self.section("Ask for", ask, theme, width);
        let notes = determination.advisories.iter().map(|said| match said.item {
            Some(item) => format!("{item} {}", said.why),
            None => said.why.to_string(),
        });
        self.section("Notes", notes, theme, width);
        let codes = determination.coding_checks.iter().map(|check| format!("{}: {}", check.what, check.why));
        self.section("Codes to look at", codes, theme, width);
        let used = determination.readings_used.iter().map(|(reading, set)| format!("{reading} = {set}"));
        self.section("Settled readings used", used, theme, width);
        self.section("", notice(determination).into_iter(), theme, width);
    }

    fn section(&mut self, title: &str, rows: impl Iterator<Item = String>, theme: Theme, width: usize) {
        for (index, row) in rows.enumerate() {
            if index == 0 {
                self.plain(title, theme.strong());
            }
            for text in wrap(&row, width) {
                self.plain(text, Style::new());
            }
        }
    }

    /// The first and the last line of a reason.
    fn span(&self, reason: usize) -> (usize, usize) {
        let mine = |line: &Line| line.reason == Some(reason);
        let first = self.lines.iter().position(mine).unwrap_or(0);
        (first, self.lines.iter().rposition(mine).unwrap_or(first))
    }

    /// The first reason that begins at this line or below, or the last.
    fn reason_from(&self, line: usize) -> usize {
        let below = (0..self.reasons.len()).find(|reason| self.span(*reason).0 >= line);
        below.unwrap_or(self.reasons.len().saturating_sub(1))
    }

    /// Moves from reason to reason; through a reason longer than the screen,
    /// and before the first and after the last, from line to line.
    pub fn scroll(&self, scroll: &mut Scroll, command: Command, shown: usize) {
        let (first, last) = self.span(scroll.at);
        let editor = shown.saturating_sub(1).max(1);
        match command {
            Command::Down if last < scroll.top + shown && scroll.at + 1 < self.reasons.len() => {
                scroll.at += 1;
                self.settle(scroll, shown);
            }
            Command::Down => scroll.top += 1,
            Command::Up if first >= scroll.top && scroll.at > 0 => {
                scroll.at -= 1;
                let (first, last) = self.span(scroll.at);
                scroll.top = scroll.top.min(first.max((last + 1).saturating_sub(shown)));
            }
            Command::Up => scroll.top = scroll.top.saturating_sub(1),
            Command::PageDown => {
                scroll.top = (scroll.top + editor).min(self.last_top(shown));
                scroll.at = self.reason_from(scroll.top);
            }
            Command::PageUp => {
                scroll.top = scroll.top.saturating_sub(editor);
                scroll.at = self.reason_from(scroll.top);
            }
            _ => {}
        }
        scroll.top = scroll.top.min(self.last_top(shown));
    }

    /// Keeps the pointer on a reason, and the reason on the screen.
    pub fn settle(&self, scroll: &mut Scroll, shown: usize) {
        scroll.at = scroll.at.min(self.reasons.len().saturating_sub(1));
        let (first, last) = self.span(scroll.at);
        scroll.top = scroll.top.max((last + 1).saturating_sub(shown)).min(first);
        scroll.top = scroll.top.min(self.last_top(shown));
    }

    fn last_top(&self, shown: usize) -> usize {
        self.lines.len().saturating_sub(shown)
    }
}

/// First what decides, then what is missing, then what is met.
fn ordered(determination: &Determination) -> Vec<(usize, usize)> {
    let mut rows: Vec<(usize, usize, Finding)> = Vec::new();
    for (unit, determined) in determination.units.iter().enumerate() {
        rows.extend(determined.items.iter().enumerate().map(|(item, found)| (unit, item, found.finding)));
    }
    rows.sort_by_key(|(unit, item, finding)| (*unit, std::cmp::Reverse(*finding), *item));
    rows.into_iter().map(|(unit, item, _)| (unit, item)).collect()
}
