//! The answer of a question as it is edited: options, marks, a field, or the
//! entries of a list. Where there is no room for all of it, it scrolls with the
//! pointer.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::case::{Answer, Onset, QuestionId, Shape, Target};
use crate::interview::{Interview, describe, describe_entry, describe_parts, weekday};
use crate::questions;
use crate::report::wrap;
use crate::session::Session;

use super::super::keys::Command;
use super::super::options::Row;
use super::super::question_editor::{Editor, NO_ENTRIES, QuestionEditor, standing, stands};
use super::super::theme::Theme;
use super::super::typed::Typed;
use super::Canvas;

/// The answer, laid out for a width.
pub(super) struct Editing<'a> {
    lines: Vec<Line>,
    /// The first and the last line of the row the pointer is on.
    here: Option<(usize, usize)>,
    typed: Option<&'a Typed>,
}

/// One line; the first of a row can have the pointer.
struct Line {
    text: String,
    style: Style,
}

/// The columns of the pointer and the gap after it.
const POINTER: usize = 2;

impl<'a> Editing<'a> {
    /// The answer on the page, in lines of a width.
    pub(super) fn of(session: &Session, editor: &'a QuestionEditor, theme: Theme, width: usize) -> Self {
        let width = width.saturating_sub(POINTER).max(1);
        let mut editing = Self { lines: Vec::new(), here: None, typed: None };
        match &editor.editor {
            Editor::Select { rows, at } => {
                for (index, row) in rows.iter().enumerate() {
                    let chosen = stands(row, session.interview().facts(), editor);
                    editing.row(vec![option(row, chosen)], Style::new(), *at == Some(index));
                }
            }
            Editor::MultiSelect { rows, marked, at } => {
                let none_marked = !marked.contains(&true);
                for (index, (row, marked)) in rows.iter().zip(marked).enumerate() {
                    let itself = row.name.is_none() && none_marked;
                    let stands = itself && stands(row, session.interview().facts(), editor) == Some(true);
                    editing.row(vec![option(row, Some(*marked || stands))], Style::new(), *at == index);
                }
            }
            Editor::TextInput { input, shape } => {
                editing.typed = Some(input);
                editing.row(vec![String::new()], Style::new(), true);
                let below = below_field(session, editor, *shape);
                editing.row(wrap(&below, width), theme.quiet(), false);
            }
            Editor::Entries { at, .. } => editing.list(session, editor, theme, width, *at),
        }
        editing
    }

    fn row(&mut self, texts: Vec<String>, style: Style, here: bool) {
        let first = self.lines.len();
        self.lines.extend(texts.into_iter().map(|text| Line { text, style }));
        if here {
            self.here = Some((first, self.lines.len().saturating_sub(1)));
        }
    }

    fn list(&mut self, session: &Session, editor: &QuestionEditor, theme: Theme, width: usize, at: usize) {
        let facts = session.interview().facts();
        let entries = entry_lines(session.interview(), editor.question);
        for (index, entry) in entries.iter().enumerate() {
            let words = format!("{} {entry}", index + 1);
            self.row(wrap(&words, width), Style::new(), index == at);
        }
        let last = match facts.answer(editor.question) {
            None => editor.hint(NO_ENTRIES),
            Some(answer) if entries.is_empty() => describe(&answer, session.today()),
            Some(_) => format!("that is all: {}", editor.hint(&[(Command::Enter, "goes on")])),
        };
        let days = session.interview().list_total(editor.question);
        let days = days.filter(|_| !entries.is_empty());
        self.row(wrap(&last, width), theme.quiet(), at >= entries.len());
        if let Some(days) = days {
            self.row(wrap(&days, width), theme.strong(), false);
        }
    }

    /// The rows of the screen it takes.
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let shown = usize::from(area.height).max(1);
        let (first, last) = self.here.unwrap_or((0, 0));
        let top = (last + 1).saturating_sub(shown).min(first);
        for (y, (index, line)) in (area.y..area.bottom()).zip(self.lines.iter().enumerate().skip(top)) {
            let here = self.here.is_some_and(|(first, _)| first == index);
            canvas.line(area.x, y, 1, if here { canvas.theme.pointer() } else { " " }, Style::new());
            match self.typed.filter(|_| here) {
                Some(typed) => field(canvas, area, y, typed),
                None => canvas.line(area.x + 2, y, area.width - 2, &line.text, line.style),
            }
        }
    }
}

/// The entries of a list in words, each with what it lacks.
pub(super) fn entry_lines(interview: &Interview, question: QuestionId) -> Vec<String> {
    let words = |(index, entry)| {
        let lacking = describe_parts(&interview.parts_lacking(question, index));
        let lacks = lacking.map(|parts| format!(" (no answer yet: {parts})")).unwrap_or_default();
        format!("{}{lacks}", describe_entry(entry))
    };
    interview.facts().entries(question).iter().enumerate().map(words).collect()
}

fn option(row: &Row, chosen: Option<bool>) -> String {
    let mark = match chosen {
        Some(true) => "[x]",
        Some(false) => "[ ]",
        None => "   ",
    };
    format!("{} {mark} {}", row.key, row.label)
}

fn field(canvas: &mut Canvas<'_>, area: Rect, y: u16, typed: &Typed) {
    let room = area.width.saturating_sub(3);
    let (shown, cursor) = typed.visible(usize::from(room));
    canvas.line(area.x + 2, y, room, &shown, Style::new());
    canvas.cursor_at(area.x + 2 + u16::try_from(cursor).unwrap_or(0), y);
}

/// Under a field: what the text is read as, or what can be typed.
fn below_field(session: &Session, editor: &QuestionEditor, shape: Shape) -> String {
    match editor.typed_answer(session.today()) {
        _ if editor.message.is_some() => String::new(),
        Some(Ok(_)) if shape == Shape::Text => String::new(),
        Some(Ok(answer)) => {
            format!("= {}{}", describe(&answer, session.today()), counted_back(&answer, session))
        }
        None if standing(session.interview().facts(), editor) == Some(Answer::NotDocumented) => {
            "= not documented".to_owned()
        }
        Some(Err(_)) | None => example(shape, editor),
    }
}

/// The day that a duration before receipt comes to.
fn counted_back(answer: &Answer, session: &Session) -> String {
    match (answer, session.interview().facts().request.received.0) {
        (Answer::DateOrAgo(onset @ Onset::Ago(_)), Some(received)) => {
            format!(", {}", weekday(onset.span(received).first))
        }
        _ => String::new(),
    }
}

/// What can be typed here.
fn example(shape: Shape, editor: &QuestionEditor) -> String {
    let unit = match editor.target {
        Target::Part { part, .. } => questions::part_question(editor.question.field(), part).unit,
        Target::Whole => "",
    };
    let not_documented = editor.hint(&[(Command::NotDocumented, "not documented")]);
    let none = editor.hint(&[(Command::None, "none")]);
    match shape {
        Shape::Day => "2026-03-02, 3/2/2026, t (today), -7".to_owned(),
        Shape::PartialDate => format!("2026-03-02, 3/2/2026, 2025-12, 2025, -7; {not_documented}"),
        Shape::DateOrOngoing => format!("2026-03-02, 2025-12, 2025; g going on; {not_documented}"),
        Shape::DateOrAgo => format!("2025-09-01, 2025-09, 2025, 8 months ago; {not_documented}"),
        Shape::DayOrNone => format!("2026-03-02, 3/2/2026, -7; {none}; {not_documented}"),
        Shape::Number { min, max } => format!("{min} to {max} {unit}; {not_documented}"),
        Shape::Codes => format!("separated by spaces, or none; {not_documented}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};

    use super::*;
    use crate::case::{Field, Laterality};
    use crate::casefile;
    use crate::policy::PolicySettings;
    use crate::session::Clock;
    use crate::store::{CaseId, Folder};

    const CASE: &str = "format = 1\npolicy = 'MM-1463'\nmember = { id = 'TC1', birth_date = 'not-documented' }\n\
        request = { received = 2026-03-02, procedure = 'radiofrequency-ablation', side = 'left' }\n\
        left.ablations = [{ date = '2024' }, { date = 2020-05-11, relief_months = 20 }]";

    /// The rows under the prompt of a question.
    fn rows(question: QuestionId) -> Vec<String> {
        let settings = PolicySettings::default();
        let interview = Interview::of(casefile::read(CASE, &settings.editions).unwrap(), &settings.editions);
        let clock = Clock { today: || NaiveDate::MIN, time: || NaiveTime::MIN };
        let (folder, id) = (Folder::at("."), CaseId::new("one").unwrap());
        let session = Session::played(&folder, &id, interview, settings, clock, "a test");
        let editor = QuestionEditor::new(session.interview().facts(), question, Target::Whole);
        let editing = Editing::of(&session, &editor, Theme { ascii: false, color: true }, 72);
        editing.lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn an_entry_says_which_of_its_parts_lack_an_answer() {
        let rows = rows(Field::Ablations.at(Laterality::Left));
        assert_eq!(rows[0], "1 2024 (no answer yet: months of pain reduction)");
        assert_eq!(rows[1], "2 2020-05-11, 20 months of relief");
    }

    #[test]
    fn a_field_that_is_not_documented_says_so() {
        assert_eq!(rows(Field::BirthDate.at(Laterality::Left)), ["", "= not documented"]);
        let unanswered = rows(Field::ServiceDate.at(Laterality::Left));
        assert!(unanswered[1].starts_with("2026-03-02, "), "{unanswered:?}");
    }
}
