//! Complaints about a case file: where, which key, what is wrong, what to do.

use std::fmt;

use crate::case::Text;

/// A place in a text, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// The position of a byte of the text.
    pub fn of(text: &str, byte: usize) -> Self {
        let mut byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = &text[..byte];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.bytes().filter(|letter| *letter == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}", self.line, self.column)
    }
}

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where.
    pub at: Position,
    /// The key, with its table; empty where there is none.
    pub key: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.at)?;
        if !self.key.is_empty() {
            write!(out, "{}: ", self.key)?;
        }
        out.write_str(&self.problem)
    }
}

/// Everything wrong with a file, in the order of its lines; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaints(pub Vec<Complaint>);

/// A file with more complaints than these is no file of ours.
pub(super) const MOST_COMPLAINTS: usize = 200;
/// More complaints than this are counted, not listed.
const LISTED: usize = 40;

impl fmt::Display for Complaints {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, complaint) in self.0.iter().take(LISTED).enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(out, "{newline}{complaint}")?;
        }
        match self.0.len().saturating_sub(LISTED) {
            0 => Ok(()),
            more => write!(out, "\nand {more} more"),
        }
    }
}

impl std::error::Error for Complaints {}

/// A problem with an input, each of its lines led by the input's name.
pub fn complaint(name: &Text, problem: &dyn fmt::Display) -> String {
    let lines = problem.to_string();
    let each: Vec<String> = lines.lines().map(|line| format!("{name}: {line}")).collect();
    each.join("\n")
}

/// A key as a complaint shows it: not the whole of one that nobody could have meant.
pub(super) fn shown_key(key: &str) -> String {
    const SHOWN: usize = 100;
    match key.char_indices().nth(SHOWN) {
        None => Text::new(key).to_string(),
        Some((end, _)) => format!("{}...", Text::new(&key[..end])),
    }
}

/// The candidate that a misspelt name is nearest to, if any is near.
pub(super) fn nearest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    const NEAR: f64 = 0.75;
    if name.len() > 64 {
        return None;
    }
    let near = candidates.into_iter().map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let best = near.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 >= NEAR).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::{Position, nearest};

    #[test]
    fn a_position_counts_characters_and_falls_on_one() {
        for (text, byte, line, column) in
            [("", 0, 1, 1), ("a\nbc", 3, 2, 2), ("né1", 3, 1, 3), ("né1", 2, 1, 2), ("né", 99, 1, 3)]
        {
            assert_eq!(Position::of(text, byte), Position { line, column }, "{text:?} {byte}");
        }
    }

    #[test]
    fn a_name_too_long_to_be_meant_is_near_to_none() {
        let known = "a".repeat(60);
        for (length, near) in [(59, true), (64, true), (65, false), (70, false)] {
            assert_eq!(nearest(&"a".repeat(length), [known.as_str()]).is_some(), near, "{length}");
        }
    }
}
