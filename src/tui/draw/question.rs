//! A question: the steps on the left; its number, its words, the dates that
//! apply and the answer on the right. What does not fit gives way in a fixed
//! order; the question, the options and what went wrong never do.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::case::{Choice, QuestionId, Target};
use crate::interview::describe_entry;
use crate::questions::{self, STEPS, Step};
use crate::report::wrap;
use crate::session::Session;

use super::super::app::App;
use super::super::note::Note;
use super::super::question_editor::QuestionEditor;
use super::answer::Editing;
use super::body::wording;
use super::{Canvas, PANEL, WIDEST};

pub(super) fn question(canvas: &mut Canvas<'_>, area: Rect, app: &App, editor: &QuestionEditor) {
    let Some(session) = &app.session else { return };
    panel(canvas, area, session, editor);
    let main = Rect { x: PANEL + 2, width: area.width - PANEL - 3, ..area };
    heading(canvas, main, session, editor);
    let note = app.note.as_ref();
    let taken = 1 + u16::from(note.is_some());
    let room = Rect { y: main.y + 1, height: main.height - taken, ..main };
    let editing = Editing::of(session, editor, canvas.theme, usize::from(main.width));
    let mut blocks = blocks(canvas, session, editor, usize::from(main.width.min(WIDEST)));
    admit(&mut blocks, usize::from(room.height), editing.rows());
    lay_out(canvas, room, &blocks, &editing);
    if let Some(note) = note {
        note_line(canvas, main, note);
    }
}

/// A piece of the page, and when it gives way: the highest rank first.
struct Block {
    rank: u8,
    lines: Vec<String>,
    style: Style,
    below: bool,
}

/// What never gives way.
const NEEDED: u8 = 0;
/// A gap gives way before any words.
const GAP: u8 = 9;

/// The pieces above and below the answer, in the order of the page.
fn blocks(canvas: &Canvas<'_>, session: &Session, editor: &QuestionEditor, width: usize) -> Vec<Block> {
    let part = match editor.target {
        Target::Whole => None,
        Target::Part { part, .. } => Some(part),
    };
    let (prompt, help) = wording(session, editor.question, part);
    let item = session.interview().filed_under(editor.question);
    let rule = item.and_then(|item| session.interview().rule(editor.question.side(), item));
    let says = rule.map(|(rule, limits)| rule.summary(limits).into_owned());
    let hints = session.interview().hints(editor.question);
    let (plain, quiet) = (Style::new(), canvas.theme.quiet());
    let lines = |texts: Vec<String>| texts.iter().flat_map(|text| wrap(text, width)).collect();
    let block = |rank, texts, style, below| Block { rank, lines: lines(texts), style, below };
    let gap = |below| Block { rank: GAP, lines: vec![String::new()], style: plain, below };
    vec![
        gap(false),
        block(NEEDED, vec![prompt], canvas.theme.strong(), false),
        gap(false),
        block(4, says.into_iter().collect(), plain, false),
        block(2, vec![help], plain, false),
        block(3, hints, plain, false),
        block(1, so_far(session, editor).into_iter().collect(), quiet, false),
        gap(false),
        gap(true),
        block(NEEDED, editor.message.clone().into_iter().collect(), canvas.theme.alarm(), true),
        block(5, notes(session, editor.question), plain, true),
    ]
}

/// The entry that the answer will be a part of.
fn so_far(session: &Session, editor: &QuestionEditor) -> Option<String> {
    let Target::Part { index, .. } = editor.target else { return None };
    let entry = session.interview().facts().entries(editor.question).get(index).map(describe_entry)?;
    (!entry.is_empty()).then(|| format!("Entry {} so far: {entry}", index + 1))
}

/// Evidence and flag of the question's item.
fn notes(session: &Session, question: QuestionId) -> Vec<String> {
    let Some(item) = session.interview().filed_under(question) else { return Vec::new() };
    let kept = [
        ("Where in the record", session.case().evidence.get(item.key())),
        ("Flagged for a clinician", session.case().flags.get(item.key())),
    ];
    kept.into_iter().filter_map(|(label, words)| Some(format!("{label} ({item}): {}", words?))).collect()
}

/// Drops what the answer leaves no room for.
fn admit(blocks: &mut Vec<Block>, room: usize, answer: usize) {
    let required: usize = blocks.iter().filter(|block| block.rank == NEEDED).map(|b| b.lines.len()).sum();
    let mut room_left = room.saturating_sub(required + answer);
    let mut ranks: Vec<u8> = blocks.iter().map(|block| block.rank).filter(|rank| *rank != NEEDED).collect();
    ranks.sort_unstable();
    ranks.dedup();
    for rank in ranks {
        blocks.retain(|block| {
            let fits = block.rank != rank || block.lines.len() <= room_left;
            room_left -= if fits && block.rank == rank { block.lines.len() } else { 0 };
            fits
        });
    }
}

fn lay_out(canvas: &mut Canvas<'_>, room: Rect, blocks: &[Block], editing: &Editing<'_>) {
    let (below, above): (Vec<&Block>, Vec<&Block>) = blocks.iter().partition(|block| block.below);
    let y = draw(canvas, room, room.y, &above);
    let under: usize = below.iter().map(|block| block.lines.len()).sum();
    let free = usize::from(room.bottom().saturating_sub(y)).saturating_sub(under);
    let rows = u16::try_from(editing.rows().min(free.max(1))).unwrap_or(1);
    editing.draw(canvas, Rect { y, height: rows, ..room });
    draw(canvas, room, y + rows, &below);
}

/// Draws blocks from a row on; gives the first free row.
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

fn panel(canvas: &mut Canvas<'_>, area: Rect, session: &Session, editor: &QuestionEditor) {
    let questions = session.interview().questions();
    let open = session.interview().open();
    let lacking = session.interview().lacking();
    let current = questions::step(editor.question);
    let steps =
        STEPS.iter().filter(|step| questions.iter().any(|question| questions::step(*question) == **step));
    for (y, step) in (area.y..area.bottom()).zip(steps) {
        let mine = |step: Step| questions.iter().filter(move |question| questions::step(**question) == step);
        let here = *step == current;
        let mark = match (here, mine(*step).any(|question| open.contains(question))) {
            (true, _) => canvas.theme.pointer(),
            (false, false) => canvas.theme.done(),
            (false, true) => " ",
        };
        let answered = mine(*step).filter(|question| !lacking.contains(question));
        let count = format!("{}/{}", answered.count(), mine(*step).count());
        let count = if here { count } else { String::new() };
        let style = if here { canvas.theme.accent() } else { Style::new() };
        canvas.line(1, y, PANEL - 1, &format!("{mark} {:<12}{count}", step.name()), style);
    }
    for y in area.y..area.bottom() {
        canvas.line(PANEL, y, 1, canvas.theme.bar(), Style::new());
    }
    canvas.line(PANEL, area.y - 1, 1, canvas.theme.tee_down(), Style::new());
    canvas.line(PANEL, area.bottom(), 1, canvas.theme.tee_up(), Style::new());
}

/// The item and the joint on the left, the number of the question on the right.
fn heading(canvas: &mut Canvas<'_>, main: Rect, session: &Session, editor: &QuestionEditor) {
    let item = session.interview().filed_under(editor.question);
    let mut pieces: Vec<String> = item.map(|item| item.to_string()).into_iter().collect();
    pieces.extend(editor.question.side().map(|side| format!("{} joint", side.name())));
    if let Target::Part { index, .. } = editor.target {
        pieces.push(format!("entry {}", index + 1));
    }
    let questions = session.interview().questions();
    let number = questions.iter().position(|question| *question == editor.question).map_or(0, |at| at + 1);
    let progress = format!("question {number} of {}", questions.len());
    let width = u16::try_from(progress.width()).unwrap_or(0);
    let room = main.width.saturating_sub(width + 2);
    let rule = item.and_then(|item| session.interview().rule(editor.question.side(), item));
    let title = rule.map(|(rule, limits)| rule.title(limits).into_owned());
    let titled = title.map(|title| [&[title][..], &pieces[1..]].concat());
    let titled = titled.map(|rest| format!("{} {}", pieces[0], rest.join(canvas.theme.dot())));
    let fitting = titled.filter(|words| words.width() <= usize::from(room));
    let words = fitting.unwrap_or_else(|| pieces.join(canvas.theme.dot()));
    canvas.line(main.x, main.y, room, &words, canvas.theme.accent());
    canvas.line(main.x + main.width - width, main.y, width, &progress, canvas.theme.quiet());
}

/// The note being written, on the last row.
fn note_line(canvas: &mut Canvas<'_>, main: Rect, note: &Note) {
    let label = if note.is_flag { "Flag for a clinician, why: " } else { "Where in the record: " };
    let row = main.bottom() - 1;
    canvas.line(main.x, row, main.width, label, canvas.theme.accent());
    let x = main.x + u16::try_from(label.width()).unwrap_or(0);
    let room = main.right().saturating_sub(x);
    let (shown, cursor) = note.input.visible(usize::from(room));
    canvas.line(x, row, room, &shown, Style::new());
    canvas.cursor_at(x + u16::try_from(cursor).unwrap_or(0), row);
}
