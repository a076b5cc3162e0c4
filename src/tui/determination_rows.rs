//! The sections of a determination as rows and lines of the screen.

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::FactId;
use crate::policy::{Determination, Finding};
use crate::report::{
    self, ItemOutline, Outline, RequestOutline, Section, ServiceLineOutline, UnitOutcome, wrap,
};

use super::determination_layout::{DeterminationLayout, Line, Row, RowId};
use super::theme::Theme;

/// The longest line.
const MAX_WIDTH: usize = 90;
/// The columns before the text of a section.
pub(super) const MARGIN: usize = 2;
/// The columns for the mark and the number; wide enough for most items.
const HEAD_WIDTH: usize = 13;
/// The lines of a row that is folded.
const FOLDED: usize = 2;

impl DeterminationLayout {
    /// Lays a determination out for a screen of this width.
    pub fn of(determination: &Determination, unfolded: &[RowId], theme: Theme, columns: usize) -> Self {
        Builder::page(&Outline::of(determination), unfolded, theme, columns)
    }
}

/// A layout being built.
struct Builder<'a> {
    layout: DeterminationLayout,
    unfolded: &'a [RowId],
    theme: Theme,
    width: usize,
    row_width: usize,
}

/// The lines of one row.
struct Content {
    head: String,
    /// The text, and how many lines of it a folded row shows.
    text: (Vec<String>, usize),
    /// Notes below the text, one line each while folded.
    notes: Vec<String>,
    style: Style,
}

impl<'a> Builder<'a> {
    fn page(
        outline: &Outline<'_>,
        unfolded: &'a [RowId],
        theme: Theme,
        columns: usize,
    ) -> DeterminationLayout {
        let indent = indent(outline);
        let mut page = Self {
            layout: DeterminationLayout { lines: Vec::new(), indent, rows: Vec::new() },
            unfolded,
            theme,
            width: columns.saturating_sub(MARGIN + 1).min(MAX_WIDTH),
            row_width: columns.saturating_sub(indent + 1).min(MAX_WIDTH),
        };
        outline.sections.iter().for_each(|section| page.section(section));
        page.layout
    }

    fn section(&mut self, section: &Section<'_>) {
        match section {
            Section::Outcomes(units) => units.iter().for_each(|unit| self.outcome(unit)),
            Section::Remark(remark) => {
                let style = if remark.alarm { self.theme.alarm() } else { Style::new() };
                self.plain(&remark.line(), style);
            }
            Section::Requests { heading, requests } => {
                self.heading(heading);
                requests.iter().for_each(|asked| self.request(asked));
            }
            Section::Items { heading, items } => {
                self.heading(heading);
                items.iter().for_each(|item| self.row(RowId::Item(item.side, item.item), self.item(item)));
            }
            Section::ServiceLines { heading, lines } => {
                self.heading(heading);
                lines.iter().enumerate().for_each(|(index, line)| self.service_line(index, line));
            }
            Section::List { heading, rows } => {
                self.heading(heading);
                rows.iter().enumerate().for_each(|(index, row)| {
                    self.listed(RowId::Listed(heading, index, row.item), row);
                });
            }
            Section::Notice(paragraphs) => {
                self.plain("", Style::new());
                paragraphs.iter().for_each(|words| self.plain(words, self.theme.dim()));
            }
        }
    }

    fn plain(&mut self, text: &str, style: Style) {
        let lines = wrap(text, self.width).into_iter();
        self.layout.lines.extend(lines.map(|text| Line { row: None, head: String::new(), text, style }));
    }

    /// A gap and a heading.
    fn heading(&mut self, heading: &str) {
        self.plain("", Style::new());
        self.plain(heading, self.theme.strong());
    }

    fn outcome(&mut self, unit: &UnitOutcome) {
        let outcome = unit.outcome.name().replace('-', " ").to_uppercase();
        self.plain(&format!("{outcome}{}{}", self.theme.dot(), unit.heading), self.theme.strong());
    }

    fn request(&mut self, asked: &RequestOutline<'_>) {
        let request = asked.request;
        let id = RowId::Request(FactId { question: request.question, entry: request.entry });
        self.row(id, Content::of(format!("  {}", asked.label()), vec![asked.words()]));
    }

    /// What is met is told in one line: nothing has to be done about it.
    fn item(&self, item: &ItemOutline<'_>) -> Content {
        let met = matches!(item.finding, Finding::Met | Finding::NotApplicable);
        let text: Vec<String> = [item.statement()].into_iter().chain(item.remedy()).collect();
        Content {
            head: format!("{} {}", self.theme.mark(item.finding), item.item),
            text: (text, if met { 1 } else { FOLDED }),
            notes: item.notes(),
            style: if met { self.theme.dim() } else { Style::new() },
        }
    }

    fn service_line(&mut self, index: usize, shown: &ServiceLineOutline<'_>) {
        let line = shown.line;
        let head = format!("{} {}", self.theme.mark(line.finding), line.item);
        let text = format!("{}: {} ({})", line.what, line.why, shown.finding_words);
        self.row(RowId::ServiceLine(index), Content::of(head, vec![text]));
    }

    /// A row with its label in front; a label that is too long stands in the text.
    fn listed(&mut self, id: RowId, row: &report::Row<'_>) {
        let head = format!("  {}", row.label);
        let content = match head.width() + 2 > self.layout.indent {
            true => Content::of(String::new(), vec![row.line()]),
            false => Content::of(head, vec![row.words.to_string()]),
        };
        self.row(id, content);
    }

    fn row(&mut self, id: RowId, content: Content) {
        let is_folded = !self.unfolded.contains(&id);
        let keep = |lines: usize| if is_folded { lines } else { usize::MAX };
        let (text, folded_lines) = content.text;
        let (mut lines, mut is_cut) = self.folded(&text, keep(folded_lines));
        for note in content.notes {
            let (note, note_is_cut) = self.folded(&[note], keep(1));
            lines.extend(note);
            is_cut |= note_is_cut;
        }
        let row = Some(self.layout.rows.len());
        let mut head = content.head;
        self.layout.lines.extend(lines.into_iter().map(|text| {
            let head = std::mem::take(&mut head);
            Line { row, head, text, style: content.style }
        }));
        self.layout.rows.push(Row { id, is_cut });
    }

    /// The first lines of paragraphs, and whether others are left out. The last
    /// line then ends with a mark.
    fn folded(&self, paragraphs: &[String], keep: usize) -> (Vec<String>, bool) {
        let mut lines: Vec<String> =
            paragraphs.iter().flat_map(|words| wrap(words, self.row_width)).collect();
        let is_cut = lines.len() > keep;
        lines.truncate(keep);
        if let Some(last) = lines.last_mut().filter(|_| is_cut) {
            cut_at_word(last, self.row_width.saturating_sub(2));
            last.push(' ');
            last.push_str(self.theme.ellipsis());
        }
        (lines, is_cut)
    }
}

/// Cuts whole words off a text that is too wide; a text of one word is cut itself.
fn cut_at_word(text: &mut String, width: usize) {
    while text.width() > width {
        match text.rfind(' ') {
            Some(at) => text.truncate(at),
            None => drop(text.pop()),
        }
    }
}

impl Content {
    fn of(head: String, text: Vec<String>) -> Self {
        Self { head, text: (text, FOLDED), notes: Vec::new(), style: Style::new() }
    }
}

/// The column where the text of the rows begins: after the longest number.
fn indent(outline: &Outline<'_>) -> usize {
    let numbers = outline.sections.iter().flat_map(|section| -> Vec<&str> {
        match section {
            Section::Items { items, .. } => items.iter().map(|item| item.item.number()).collect(),
            Section::Requests { requests, .. } => requests.iter().map(RequestOutline::label).collect(),
            Section::ServiceLines { lines, .. } => {
                lines.iter().map(|shown| shown.line.item.number()).collect()
            }
            _ => Vec::new(),
        }
    });
    let heads = numbers.map(|number| number.width() + 4);
    heads.max().unwrap_or(0).max(HEAD_WIDTH)
}
