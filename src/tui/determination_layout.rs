//! The determination laid out in lines, and scrolling in it: from reason to
//! reason, and past the last reason to the end of the page.

use ratatui::style::Style;

use crate::policy::{Determination, Finding, ServiceLine};
use crate::report::{ItemOutline, Outline, Section, UnitOutline, wrap};

use super::app::Reason;
use super::keys::Command;
use super::scroll::Scroll;
use super::theme::Theme;

/// One line of the page.
#[derive(Debug)]
pub struct Line {
    /// The index of the reason it belongs to, if any.
    pub reason: Option<usize>,
    /// The mark and the item, on the first line of a reason.
    pub head: String,
    /// The text.
    pub text: String,
    /// The style of the text.
    pub style: Style,
}

/// The determination laid out for the screen.
#[derive(Debug)]
pub struct DeterminationLayout {
    /// Its lines.
    pub lines: Vec<Line>,
    /// The column where the text of a reason begins.
    pub indent: usize,
    /// The reasons, in the order shown.
    pub reasons: Vec<Reason>,
}

/// The longest line.
const MAX_WIDTH: usize = 90;
/// The columns before the text of a section.
pub(super) const MARGIN: usize = 2;
/// The columns for the mark and the number; wide enough for most items.
const HEAD_WIDTH: usize = 15;

impl DeterminationLayout {
    /// Lays a determination out for a screen of this width.
    pub fn of(determination: &Determination, theme: Theme, columns: usize) -> Self {
        let outline = Outline::of(determination);
        let indent = indent(&outline);
        let mut page = Builder {
            layout: Self { lines: Vec::new(), indent, reasons: Vec::new() },
            theme,
            width: columns.saturating_sub(MARGIN + 1).min(MAX_WIDTH),
            reason_width: columns.saturating_sub(indent + 1).min(MAX_WIDTH),
        };
        outline.sections.iter().for_each(|section| page.section(section));
        page.layout
    }

    /// The first and the last line of a reason.
    fn lines_of(&self, reason: usize) -> (usize, usize) {
        let belongs = |line: &Line| line.reason == Some(reason);
        let first = self.lines.iter().position(belongs).unwrap_or(0);
        (first, self.lines.iter().rposition(belongs).unwrap_or(first))
    }

    /// The first reason that begins at this line or below it, else the last reason.
    fn reason_at_or_below(&self, line: usize) -> usize {
        let below = (0..self.reasons.len()).find(|reason| self.lines_of(*reason).0 >= line);
        below.unwrap_or(self.reasons.len().saturating_sub(1))
    }

    /// Moves from reason to reason. Inside a reason longer than the screen, above
    /// the first and below the last one it moves line by line.
    pub fn scroll(&self, scroll: &mut Scroll, command: Command, visible: usize) {
        let (first, last) = self.lines_of(scroll.selected);
        let page = visible.saturating_sub(1).max(1);
        match command {
            Command::Down if last < scroll.top + visible && scroll.selected + 1 < self.reasons.len() => {
                scroll.selected += 1;
                self.keep_pointer_visible(scroll, visible);
            }
            Command::Down => scroll.top += 1,
            Command::Up if first >= scroll.top && scroll.selected > 0 => {
                scroll.selected -= 1;
                let (first, last) = self.lines_of(scroll.selected);
                scroll.top = scroll.top.min(first.max((last + 1).saturating_sub(visible)));
            }
            Command::Up => scroll.top = scroll.top.saturating_sub(1),
            Command::PageDown => {
                scroll.top = (scroll.top + page).min(self.last_top(visible));
                scroll.selected = self.reason_at_or_below(scroll.top);
            }
            Command::PageUp => {
                scroll.top = scroll.top.saturating_sub(page);
                scroll.selected = self.reason_at_or_below(scroll.top);
            }
            _ => {}
        }
        scroll.top = scroll.top.min(self.last_top(visible));
    }

    /// Keeps the pointer on a reason that exists, and that reason on the screen.
    pub fn keep_pointer_visible(&self, scroll: &mut Scroll, visible: usize) {
        scroll.selected = scroll.selected.min(self.reasons.len().saturating_sub(1));
        let (first, last) = self.lines_of(scroll.selected);
        scroll.top = scroll.top.max((last + 1).saturating_sub(visible)).min(first);
        scroll.top = scroll.top.min(self.last_top(visible));
    }

    fn last_top(&self, visible: usize) -> usize {
        self.lines.len().saturating_sub(visible)
    }
}

/// The column where the text of the reasons begins: after the longest head.
fn indent(outline: &Outline<'_>) -> usize {
    let items = outline.sections.iter().filter_map(|section| match section {
        Section::Unit(unit) => Some(unit.items.iter()),
        _ => None,
    });
    let heads = items.flatten().map(|item| item.item.number().chars().count() + 4);
    heads.max().unwrap_or(0).max(HEAD_WIDTH)
}

/// A layout being built.
struct Builder {
    layout: DeterminationLayout,
    theme: Theme,
    width: usize,
    reason_width: usize,
}

impl Builder {
    fn section(&mut self, section: &Section<'_>) {
        match section {
            Section::Remark(remark) => {
                let style = if remark.alarm { self.theme.alarm() } else { Style::new() };
                self.plain(&remark.line(), style);
            }
            Section::Unit(unit) => self.unit(unit),
            Section::ServiceLines { heading, lines } => {
                let theme = self.theme;
                self.rows(heading, lines.iter().map(|line| billed(line, theme)));
            }
            Section::List { heading, rows } => self.rows(heading, rows.iter().map(|row| row.line())),
            Section::Notice(paragraphs) => {
                self.rows("", paragraphs.iter().map(|words| (*words).to_owned()));
            }
        }
    }

    fn plain(&mut self, text: &str, style: Style) {
        let lines = wrap(text, self.width).into_iter();
        self.layout.lines.extend(lines.map(|text| Line { reason: None, head: String::new(), text, style }));
    }

    fn rows(&mut self, heading: &str, rows: impl Iterator<Item = String>) {
        self.plain(heading, self.theme.strong());
        rows.for_each(|row| self.plain(&row, Style::new()));
    }

    fn unit(&mut self, unit: &UnitOutline<'_>) {
        let outcome = unit.outcome.name().replace('-', " ").to_uppercase();
        self.plain(&format!("{outcome}{}{}", self.theme.dot(), unit.heading), self.theme.strong());
        for item in &unit.items {
            self.reason(item);
            self.layout.reasons.push((unit.side, item.item));
        }
        self.plain("", Style::new());
    }

    fn reason(&mut self, item: &ItemOutline<'_>) {
        let word = item.finding.name().replace('-', " ");
        let met = matches!(item.finding, Finding::Met | Finding::NotApplicable);
        let style = if met { self.theme.dim() } else { Style::new() };
        let mut texts = wrap(&format!("{word}: {}", item.reason), self.reason_width);
        texts.extend(item.remedy().iter().flat_map(|words| wrap(words, self.reason_width)));
        let mut head = format!("{} {}", self.theme.mark(item.finding), item.item);
        let reason = Some(self.layout.reasons.len());
        for text in texts {
            self.layout.lines.push(Line { reason, head: std::mem::take(&mut head), text, style });
        }
    }
}

fn billed(line: &ServiceLine, theme: Theme) -> String {
    format!("{} {} {}: {} ({})", theme.mark(line.finding), line.item, line.what, line.why, line.finding)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::session::samples;

    #[test]
    fn the_screen_shows_the_whole_outline_without_cutting_a_line() {
        let theme = Theme { ascii: true, color: false };
        for (name, determination) in samples::determinations() {
            for columns in [60, 80, 132] {
                let layout = DeterminationLayout::of(&determination, theme, columns);
                let shown: Vec<String> =
                    layout.lines.iter().map(|line| format!("{} {}", line.head, line.text)).collect();
                Outline::of(&determination).assert_rendered_in(&shown.join(" "));
                for line in &layout.lines {
                    let from = if line.reason.is_some() { layout.indent } else { MARGIN };
                    assert!(from + line.text.width() < columns, "{name}, {columns}: {}", line.text);
                    assert!(line.head.width() + 2 <= layout.indent, "{name}, {columns}: {}", line.head);
                }
            }
        }
    }

    #[test]
    fn each_reason_has_its_joint_and_item() {
        let theme = Theme { ascii: true, color: false };
        for (name, determination) in samples::determinations() {
            let layout = DeterminationLayout::of(&determination, theme, 80);
            let items: usize = determination.units.iter().map(|unit| unit.items.len()).sum();
            assert_eq!(layout.reasons.len(), items, "{name}");
            for (index, (side, item)) in layout.reasons.iter().enumerate() {
                let head = &layout.lines[layout.lines_of(index).0].head;
                assert!(head.ends_with(&format!(" {item}")), "{name}: {head}");
                assert!(determination.units.iter().any(|unit| unit.side == *side), "{name}");
            }
        }
    }
}
