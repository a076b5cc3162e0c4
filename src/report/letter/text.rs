//! Letters as plain text.

use std::fmt::{self, Write};

use crate::questions::LetterPoint;
use crate::report::wrap::{wrap, wrap_below};

use super::Letter;

/// The columns of a letter.
pub const LETTER_WIDTH: usize = 76;

/// The columns of the labels of the particulars, and of the numbers of the points.
const LABEL: usize = 13;
const NUMBER: usize = 4;

/// A letter as text.
pub fn letter_text(letter: &Letter) -> String {
    let mut out = String::with_capacity(4096);
    // Writing to a string can't fail.
    let _ = write_letter(&mut out, letter);
    out
}

/// Letters as text, with a rule between two of them.
pub fn letters_text(letters: &[Letter]) -> String {
    let each: Vec<String> = letters.iter().map(letter_text).collect();
    each.join(&format!("\n{}\n\n", "=".repeat(LETTER_WIDTH)))
}

fn write_letter(out: &mut String, letter: &Letter) -> fmt::Result {
    for warning in &letter.warnings {
        paragraph(out, warning)?;
    }
    own_lines(out, &letter.letterhead)?;
    writeln!(out, "{}\n", letter.title.to_uppercase())?;
    for (label, value) in &letter.particulars {
        below(out, &format!("{:<LABEL$}", format!("{label}:")), LABEL, value)?;
    }
    writeln!(out)?;
    paragraph(out, &letter.opening.join(" "))?;
    for (index, point) in letter.points.iter().enumerate() {
        write_point(out, index + 1, point)?;
    }
    paragraph(out, &letter.notice.join(" "))?;
    own_lines(out, &letter.closing)?;
    out.truncate(out.trim_end().len());
    out.write_str("\n")
}

fn write_point(out: &mut String, number: usize, point: &LetterPoint) -> fmt::Result {
    below(out, &format!("{number:>2}. "), NUMBER, &point.sentences.join(" "))?;
    point.if_so.iter().try_for_each(|words| below(out, "    - ", NUMBER + 2, words))?;
    writeln!(out)
}

fn below(out: &mut String, head: &str, indent: usize, words: &str) -> fmt::Result {
    lines(out, &wrap_below(head, &" ".repeat(indent), words, LETTER_WIDTH))
}

fn paragraph(out: &mut String, words: &str) -> fmt::Result {
    lines(out, &wrap(words, LETTER_WIDTH))?;
    writeln!(out)
}

/// The plan's lines, each on its own.
fn own_lines(out: &mut String, own: &[String]) -> fmt::Result {
    own.iter().try_for_each(|line| lines(out, &wrap(line, LETTER_WIDTH)))?;
    if own.is_empty() { Ok(()) } else { writeln!(out) }
}

fn lines(out: &mut String, lines: &[String]) -> fmt::Result {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}
