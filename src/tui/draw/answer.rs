//! Draws the answer being edited: options, marks, a text field or the entries of a
//! list. If it does not fit, it scrolls with the pointer.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::case::{Answer, QuestionId, Shape, Target};
use crate::interview::{Interview, describe, describe_counted_back, describe_entry, describe_parts};
use crate::questions;
use crate::report::wrap;
use crate::session::Session;

use super::super::editor::Editor;
use super::super::keys::Command;
use super::super::options::OptionRow;
use super::super::pending::unfinished;
use super::super::proposal::origin;
use super::super::question_editor::{NO_ENTRIES, QuestionEditor};
use super::super::text_buffer::TextBuffer;
use super::super::theme::Theme;
use super::Canvas;

/// An answer laid out in lines.
pub(super) struct AnswerLayout<'a> {
    lines: Vec<Line>,
    /// The first and the last line of the row the pointer is on.
    selected: Option<(usize, usize)>,
    input: Option<&'a TextBuffer>,
}

/// One line. The pointer is drawn on the first line of its row.
struct Line {
    text: String,
    style: Style,
}

/// The columns of the pointer and the gap after it.
const POINTER_WIDTH: usize = 2;

impl<'a> AnswerLayout<'a> {
    /// Lays the answer out in lines of this width.
    pub(super) fn of(session: &Session, editor: &'a QuestionEditor, theme: Theme, width: usize) -> Self {
        let width = width.saturating_sub(POINTER_WIDTH).max(1);
        let mut layout = Self { lines: Vec::new(), selected: None, input: None };
        match &editor.editor {
            Editor::Select { rows, selected } => {
                for (index, row) in rows.iter().enumerate() {
                    let chosen = editor.is_saved_answer(row, session.interview().facts());
                    layout.row(vec![option(row, chosen)], Style::new(), *selected == Some(index));
                }
            }
            Editor::MultiSelect { rows, marked, selected } => {
                let none_marked = !marked.contains(&true);
                for (index, (row, marked)) in rows.iter().zip(marked).enumerate() {
                    let is_saved = editor.is_saved_answer(row, session.interview().facts()) == Some(true);
                    // "None" and "not documented" are never marked, only saved.
                    let is_saved = is_saved && row.name.is_none() && none_marked;
                    layout.row(
                        vec![option(row, Some(*marked || is_saved))],
                        Style::new(),
                        *selected == index,
                    );
                }
            }
            Editor::TextInput { input, shape } => {
                layout.input = Some(input);
                layout.row(vec![String::new()], Style::new(), true);
                let below = below_field(session, editor, *shape);
                layout.row(wrap(&below, width), theme.dim(), false);
            }
            Editor::Entries { selected, .. } => layout.list(session, editor, theme, width, *selected),
        }
        layout
    }

    fn row(&mut self, texts: Vec<String>, style: Style, is_selected: bool) {
        let first = self.lines.len();
        self.lines.extend(texts.into_iter().map(|text| Line { text, style }));
        if is_selected {
            self.selected = Some((first, self.lines.len().saturating_sub(1)));
        }
    }

    fn list(
        &mut self,
        session: &Session,
        editor: &QuestionEditor,
        theme: Theme,
        width: usize,
        selected: usize,
    ) {
        let facts = session.interview().facts();
        let entries = entry_lines(session.interview(), editor.question);
        for (index, entry) in entries.iter().enumerate() {
            let text = format!("{} {entry}", index + 1);
            self.row(wrap(&text, width), Style::new(), index == selected);
        }
        let proposed = proposed_lines(editor);
        let rows = entries.len() + proposed.len();
        for (index, entry) in (entries.len()..).zip(&proposed) {
            self.row(wrap(entry, width), theme.dim(), index == selected);
        }
        let last = match (facts.answer(editor.question), editor.proposed_without_entries()) {
            (None, Some(proposed)) => describe(proposed, session.today()),
            (None, None) => editor.hint(NO_ENTRIES),
            (Some(answer), _) if entries.is_empty() => describe(&answer, session.today()),
            (Some(_), _) => {
                let confirms =
                    session.case().is_unconfirmed(editor.question) && session.read_only().is_none();
                let does = if confirms { "confirms all entries" } else { "continues" };
                format!("done: {}", editor.hint(&[(Command::Enter, does)]))
            }
        };
        let last = unfinished_entries(session, editor.question, entries.len()).unwrap_or(last);
        let days = session.interview().list_total(editor.question);
        let days = days.filter(|_| !entries.is_empty());
        self.row(wrap(&last, width), theme.dim(), selected >= rows);
        if let Some(days) = days {
            self.row(wrap(&days, width), theme.strong(), false);
        }
    }

    /// The number of rows it takes.
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let visible = usize::from(area.height).max(1);
        let (first, last) = self.selected.unwrap_or((0, 0));
        let top = (last + 1).saturating_sub(visible).min(first);
        for (y, (index, line)) in (area.y..area.bottom()).zip(self.lines.iter().enumerate().skip(top)) {
            let is_selected = self.selected.is_some_and(|(first, _)| first == index);
            canvas.line(area.x, y, 1, if is_selected { canvas.theme.pointer() } else { " " }, Style::new());
            match self.input.filter(|_| is_selected) {
                Some(input) => field(canvas, area, y, input),
                None => canvas.line(area.x + 2, y, area.width - 2, &line.text, line.style),
            }
        }
    }
}

/// The entries that are proposed for a list, as text.
fn proposed_lines(editor: &QuestionEditor) -> Vec<String> {
    let from = editor.proposal.as_ref().map(|proposal| origin(proposal.from)).unwrap_or_default();
    let lines = editor.proposed_entries().iter().map(describe_entry);
    lines.map(|line| format!("- {line} ({from}, not accepted yet)")).collect()
}

/// What the entries lack, of those in the list and of one that is only begun.
fn unfinished_entries(session: &Session, question: QuestionId, count: usize) -> Option<String> {
    let lacking: Vec<String> = (0..=count).filter_map(|index| unfinished(session, question, index)).collect();
    (!lacking.is_empty()).then(|| lacking.join("; "))
}

/// The entries of a list as text, each with the parts that are unanswered.
pub(super) fn entry_lines(interview: &Interview, question: QuestionId) -> Vec<String> {
    let line = |(index, entry)| {
        let unanswered = describe_parts(&interview.parts_lacking(question, index));
        let unanswered = unanswered.map(|parts| format!(" (unanswered: {parts})")).unwrap_or_default();
        format!("{}{unanswered}", describe_entry(entry))
    };
    interview.facts().entries(question).iter().enumerate().map(line).collect()
}

fn option(row: &OptionRow, chosen: Option<bool>) -> String {
    let mark = match chosen {
        Some(true) => "[x]",
        Some(false) => "[ ]",
        None => "   ",
    };
    format!("{} {mark} {}", row.key, row.label)
}

fn field(canvas: &mut Canvas<'_>, area: Rect, y: u16, input: &TextBuffer) {
    let room = area.width.saturating_sub(3);
    let (shown, cursor) = input.visible(usize::from(room));
    canvas.line(area.x + 2, y, room, &shown, Style::new());
    canvas.cursor_at(area.x + 2 + u16::try_from(cursor).unwrap_or(0), y);
}

/// The line under a field: how the text is understood, or what can be typed.
fn below_field(session: &Session, editor: &QuestionEditor, shape: Shape) -> String {
    // A proposed answer and one to be confirmed are understood beside what is said of them.
    let is_to_check = editor.proposal.is_some() || session.case().is_unconfirmed(editor.question);
    match editor.typed_answer(session.today()) {
        _ if editor.message.is_some() && !is_to_check => String::new(),
        Some(Ok(_)) if shape == Shape::Text => String::new(),
        Some(Ok(answer)) => {
            let words = describe_counted_back(&answer, session.interview().facts(), session.today());
            format!("= {words}{}", unit_of(&answer, editor))
        }
        None if editor.saved_answer(session.interview().facts()) == Some(Answer::NotDocumented) => {
            "= not documented".to_owned()
        }
        Some(Err(_)) | None => example(shape, editor),
    }
}

/// Examples of what can be typed.
fn example(shape: Shape, editor: &QuestionEditor) -> String {
    let forms = match shape {
        Shape::Day => return "2026-03-02, 3/2/2026, t (today), -3 (days ago)".to_owned(),
        Shape::PartialDate => "2026-03-02, 3/2/2026, 2025-12, 2025, -3 (days ago)".to_owned(),
        Shape::DateOrOngoing => "2026-03-02, 2025-12, 2025; g ongoing".to_owned(),
        Shape::DateOrAgo => "2025-09-01, 2025-09, 2025, 8 months ago".to_owned(),
        Shape::DayOrNone => "2026-03-02, 3/2/2026, -3 (days ago)".to_owned(),
        Shape::Number { min, max } => format!("{min} to {max} {}", unit(editor)),
        Shape::Codes => "separated by spaces, or none".to_owned(),
        _ => return String::new(),
    };
    let none = Some((Command::None, "none")).filter(|_| matches!(shape, Shape::DayOrNone));
    let keys = none.into_iter().chain([(Command::NotDocumented, "not documented")]);
    keys.map(|key| editor.hint(&[key]))
        .filter(|hint| !hint.is_empty())
        .fold(forms, |line, hint| line + "; " + &hint)
}

/// The unit of a number; empty for other answers.
fn unit(editor: &QuestionEditor) -> &'static str {
    match editor.target {
        Target::Part { part, .. } => questions::part_question(editor.question.field(), part).unit,
        Target::Whole => "",
    }
}

fn unit_of(answer: &Answer, editor: &QuestionEditor) -> String {
    match (answer, unit(editor)) {
        (Answer::Number(_), unit) if !unit.is_empty() => format!(" {unit}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::case::{Field, Laterality};
    use crate::casefile;
    use crate::policy::PolicySettings;
    use crate::session::Clock;
    use crate::store::{CaseId, Folder};
    use crate::worklist::Zone;

    const CASE: &str = "format = 1\npolicy = 'MM-1463'\nmember = { id = 'TC1', birth_date = 'not-documented' }\n\
        request = { received = 2026-03-02, procedure = 'radiofrequency-ablation', side = 'left' }\n\
        left.ablations = [{ date = '2024' }, { date = 2020-05-11, relief_months = 20 }]";

    /// The lines of the answer of a question.
    fn lines(question: QuestionId) -> Vec<String> {
        let settings = PolicySettings::default();
        let interview = Interview::of(casefile::read(CASE, &settings.editions).unwrap(), &settings);
        let clock = Clock { read: || DateTime::UNIX_EPOCH.fixed_offset(), zone: Zone::UTC };
        let (folder, id) = (Folder::at("."), CaseId::new("one").unwrap());
        let session = Session::played(&folder, &id, interview, settings, clock, "a test");
        let editor = QuestionEditor::new(session.interview().facts(), question, Target::Whole);
        let layout = AnswerLayout::of(&session, &editor, Theme { ascii: false, color: true }, 72);
        layout.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn an_entry_names_its_unanswered_parts() {
        let rows = lines(Field::Ablations.at(Laterality::Left));
        assert_eq!(rows[0], "1 2024 (unanswered: months of pain reduction)");
        assert_eq!(rows[1], "2 2020-05-11, 20 months of relief");
    }

    #[test]
    fn a_field_shows_that_its_answer_is_not_documented() {
        assert_eq!(lines(Field::BirthDate.at(Laterality::Left)), ["", "= not documented"]);
        let unanswered = lines(Field::ServiceDate.at(Laterality::Left));
        assert!(unanswered[1].starts_with("2026-03-02, "), "{unanswered:?}");
    }
}
