//! Draws a question: the steps on the left; its number, prompt, dates and answer
//! on the right. What does not fit is left out in a fixed order; the prompt, the
//! answer and messages are always drawn.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Choice, QuestionId, Target};
use crate::interview::{Interview, describe_entry};
use crate::questions::{self, STEPS, Step};
use crate::report::wrap;
use crate::session::Session;

use super::super::app::App;
use super::super::keys::Command;
use super::super::note::{self, Note};
use super::super::provided;
use super::super::question_editor::QuestionEditor;
use super::answer::AnswerLayout;
use super::body::prompt_and_help;
use super::{Canvas, MAX_WIDTH, PANEL_WIDTH};

pub(super) fn question(canvas: &mut Canvas<'_>, area: Rect, app: &App, editor: &QuestionEditor) {
    let Some(session) = &app.session else { return };
    steps_panel(canvas, area, session, editor);
    let main = Rect { x: PANEL_WIDTH + 2, width: area.width - PANEL_WIDTH - 3, ..area };
    heading(canvas, main, session, editor);
    let note = app.note.as_ref();
    let used_rows = 1 + u16::from(note.is_some());
    let room = Rect { y: main.y + 1, height: main.height - used_rows, ..main };
    let answer = AnswerLayout::of(session, editor, canvas.theme, usize::from(main.width));
    let mut blocks = blocks(canvas, session, editor, usize::from(main.width.min(MAX_WIDTH)));
    drop_what_does_not_fit(&mut blocks, usize::from(room.height), answer.rows());
    lay_out(canvas, room, &blocks, &answer);
    if let Some(note) = note {
        note_line(canvas, main, note);
    }
}

/// Lines above or below the answer. A block with a higher `priority` number is
/// left out earlier.
struct Block {
    priority: u8,
    lines: Vec<String>,
    style: Style,
    below: bool,
}

/// The priority of what is always drawn.
const ALWAYS: u8 = 0;
/// The priority of gaps: they are left out before any text.
const GAP: u8 = 9;

/// The blocks above and below the answer, from top to bottom.
fn blocks(canvas: &Canvas<'_>, session: &Session, editor: &QuestionEditor, width: usize) -> Vec<Block> {
    let part = match editor.target {
        Target::Whole => None,
        Target::Part { part, .. } => Some(part),
    };
    let (prompt, help) = prompt_and_help(session, editor.question, part);
    let item = session.interview().filed_under(editor.question);
    let rule = item.and_then(|item| session.interview().rule(editor.question.side(), item));
    let summary = rule.map(|(rule, limits)| rule.summary(limits).into_owned());
    let hints = session.interview().hints(editor.question);
    let origin = provided::of_question(session, editor);
    let (origin_priority, origin_style) = match origin.is_confirmed {
        true => (5, canvas.theme.dim()),
        false => (ALWAYS, canvas.theme.accent()),
    };
    let notes = note::of_question(session, editor.question);
    let cut_notes = notes.iter().flat_map(|note| cut_note(note, width, editor)).collect();
    let (plain, quiet) = (Style::new(), canvas.theme.dim());
    let lines = |texts: Vec<String>| texts.iter().flat_map(|text| wrap(text, width)).collect();
    let block = |priority, texts, style, below| Block { priority, lines: lines(texts), style, below };
    let gap = |below| Block { priority: GAP, lines: vec![String::new()], style: plain, below };
    vec![
        gap(false),
        block(ALWAYS, vec![prompt], canvas.theme.strong(), false),
        gap(false),
        block(4, summary.into_iter().collect(), plain, false),
        block(2, vec![help], plain, false),
        block(3, hints, plain, false),
        block(1, entry_so_far(session, editor).into_iter().collect(), quiet, false),
        gap(false),
        gap(true),
        block(ALWAYS, editor.message.clone().into_iter().collect(), canvas.theme.alarm(), true),
        block(origin_priority, origin.lines, origin_style, true),
        block(5, cut_notes, plain, true),
    ]
}

/// The entry this answer is a part of, as answered so far.
fn entry_so_far(session: &Session, editor: &QuestionEditor) -> Option<String> {
    let Target::Part { index, .. } = editor.target else { return None };
    let entry = session.interview().facts().entries(editor.question).get(index).map(describe_entry)?;
    (!entry.is_empty()).then(|| format!("Entry {} so far: {entry}", index + 1))
}

/// The rows that a note may take on a question; the key for why shows all of it.
const NOTE_ROWS: usize = 3;

/// The rows of a note, cut to so many; the last one then names the key.
fn cut_note(note: &str, width: usize, editor: &QuestionEditor) -> Vec<String> {
    let mut rows = wrap(note, width);
    if rows.len() > NOTE_ROWS {
        rows.truncate(NOTE_ROWS - 1);
        rows.push(format!("({})", editor.hint(&[(Command::Why, "shows the rest")])));
    }
    rows
}

/// Drops the blocks for which the answer leaves no room.
fn drop_what_does_not_fit(blocks: &mut Vec<Block>, room: usize, answer: usize) {
    let required: usize = blocks.iter().filter(|block| block.priority == ALWAYS).map(|b| b.lines.len()).sum();
    let mut room_left = room.saturating_sub(required + answer);
    let mut priorities: Vec<u8> =
        blocks.iter().map(|block| block.priority).filter(|priority| *priority != ALWAYS).collect();
    priorities.sort_unstable();
    priorities.dedup();
    for priority in priorities {
        blocks.retain(|block| {
            let fits = block.priority != priority || block.lines.len() <= room_left;
            room_left -= if fits && block.priority == priority { block.lines.len() } else { 0 };
            fits
        });
    }
}

fn lay_out(canvas: &mut Canvas<'_>, room: Rect, blocks: &[Block], answer: &AnswerLayout<'_>) {
    let (below, above): (Vec<&Block>, Vec<&Block>) = blocks.iter().partition(|block| block.below);
    let y = draw(canvas, room, room.y, &above);
    let under: usize = below.iter().map(|block| block.lines.len()).sum();
    let free = usize::from(room.bottom().saturating_sub(y)).saturating_sub(under);
    let rows = u16::try_from(answer.rows().min(free.max(1))).unwrap_or(1);
    answer.draw(canvas, Rect { y, height: rows, ..room });
    draw(canvas, room, y + rows, &below);
}

/// Draws blocks from a row on; returns the first free row.
fn draw(canvas: &mut Canvas<'_>, room: Rect, from: u16, blocks: &[&Block]) -> u16 {
    let lines = blocks.iter().flat_map(|block| block.lines.iter().map(|line| (line, block.style)));
    let mut y = from;
    for (line, style) in lines {
        if y < room.bottom() {
            canvas.line(room.x, y, room.width, line, style);
            y += 1;
        }
    }
    y
}

fn steps_panel(canvas: &mut Canvas<'_>, area: Rect, session: &Session, editor: &QuestionEditor) {
    let questions = session.interview().questions();
    let waiting = session.interview().waiting();
    let to_stop_at = session.interview().to_stop_at();
    let current = questions::step(editor.question);
    let steps =
        STEPS.iter().filter(|step| questions.iter().any(|question| questions::step(*question) == **step));
    for (y, step) in (area.y..area.bottom()).zip(steps) {
        let of_step =
            |step: Step| questions.iter().filter(move |question| questions::step(**question) == step);
        let is_current = *step == current;
        let mark = match (is_current, of_step(*step).any(|question| waiting.contains(question))) {
            (true, _) => canvas.theme.pointer(),
            (false, false) => canvas.theme.done(),
            (false, true) => " ",
        };
        let answered = of_step(*step).filter(|question| !to_stop_at.contains(question));
        let count = format!("{}/{}", answered.count(), of_step(*step).count());
        let count = if is_current { count } else { String::new() };
        let style = if is_current { canvas.theme.accent() } else { Style::new() };
        let gap = usize::from(PANEL_WIDTH - 4).saturating_sub(step.name().width());
        canvas.line(1, y, PANEL_WIDTH - 1, &format!("{mark} {}{count:>gap$}", step.name()), style);
    }
    for y in area.y..area.bottom() {
        canvas.line(PANEL_WIDTH, y, 1, canvas.theme.bar(), Style::new());
    }
    canvas.line(PANEL_WIDTH, area.y - 1, 1, canvas.theme.tee_down(), Style::new());
    canvas.line(PANEL_WIDTH, area.bottom(), 1, canvas.theme.tee_up(), Style::new());
}

/// The number of a question among those that are asked; the ones that can't matter do not
/// count.
fn progress(interview: &Interview, question: QuestionId) -> String {
    let (all, walked) = (interview.questions(), interview.walked());
    let counted = |each: &&QuestionId| **each == question || walked.contains(each);
    let before = all.iter().take_while(|each| **each != question).filter(counted).count();
    format!("question {} of {}", before + 1, all.iter().filter(counted).count())
}

/// The heading: item and joint on the left, the number of the question on the right.
fn heading(canvas: &mut Canvas<'_>, main: Rect, session: &Session, editor: &QuestionEditor) {
    let item = session.interview().filed_under(editor.question);
    let mut pieces: Vec<String> = item.map(|item| item.to_string()).into_iter().collect();
    pieces.extend(editor.question.side().map(|side| format!("{} joint", side.name())));
    if let Target::Part { index, .. } = editor.target {
        pieces.push(format!("entry {}", index + 1));
    }
    let progress = progress(session.interview(), editor.question);
    let width = u16::try_from(progress.width()).unwrap_or(0);
    let room = main.width.saturating_sub(width + 2);
    let rule = item.and_then(|item| session.interview().rule(editor.question.side(), item));
    let title = rule.map(|(rule, limits)| rule.title(limits).into_owned());
    let titled = title.map(|title| [&[title][..], &pieces[1..]].concat());
    let titled = titled.map(|rest| format!("{} {}", pieces[0], rest.join(canvas.theme.dot())));
    let fitting = titled.filter(|text| text.width() <= usize::from(room));
    let text = fitting.unwrap_or_else(|| pieces.join(canvas.theme.dot()));
    canvas.fitted(main.x, main.y, room, &text, canvas.theme.accent());
    canvas.line(main.x + main.width - width, main.y, width, &progress, canvas.theme.dim());
}

/// The note being written, on the last row.
fn note_line(canvas: &mut Canvas<'_>, main: Rect, note: &Note) {
    let label = if note.is_flag { "Flag for a clinician, reason: " } else { "Where in the record: " };
    let row = main.bottom() - 1;
    canvas.line(main.x, row, main.width, label, canvas.theme.accent());
    let x = main.x + u16::try_from(label.width()).unwrap_or(0);
    let room = main.right().saturating_sub(x);
    let (shown, cursor) = note.input.visible(usize::from(room));
    canvas.line(x, row, room, &shown, Style::new());
    canvas.cursor_at(x + u16::try_from(cursor).unwrap_or(0), row);
}
