//! Complaints about a file: the position, the key, what is wrong and what to do.

use std::fmt;

use crate::case::Text;

/// A line and a column of a text, both counted from 1; the column counts characters.
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
    /// Where it is; `None` in a line of JSON, where the key says it.
    pub at: Option<Position>,
    /// The key with its table; empty when there is none.
    pub key: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            write!(out, "{at}: ")?;
        }
        if !self.key.is_empty() {
            write!(out, "{}: ", self.key)?;
        }
        out.write_str(&self.problem)
    }
}

/// Everything wrong with a file, in the order of its lines; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaints(pub Vec<Complaint>);

/// After this many complaints reading stops: the file is not a damaged case file but something else.
pub(super) const MAX_COMPLAINTS: usize = 200;
/// Complaints after these are counted, not listed.
const MAX_LISTED: usize = 40;

impl fmt::Display for Complaints {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, complaint) in self.0.iter().take(MAX_LISTED).enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(out, "{newline}{complaint}")?;
        }
        match self.0.len().saturating_sub(MAX_LISTED) {
            0 => Ok(()),
            more => write!(out, "\nand {more} more"),
        }
    }
}

impl std::error::Error for Complaints {}

/// A problem with an input, with the input's name before each line.
pub fn complaint(name: &Text, problem: &dyn fmt::Display) -> String {
    let lines = problem.to_string();
    let each: Vec<String> = lines.lines().map(|line| format!("{name}: {line}")).collect();
    each.join("\n")
}

/// A key as a complaint shows it: long ones are cut.
pub(crate) fn shown_key(key: &str) -> String {
    const MAX_SHOWN: usize = 100;
    match key.char_indices().nth(MAX_SHOWN) {
        None => Text::new(key).to_string(),
        Some((end, _)) => format!("{}...", Text::new(&key[..end])),
    }
}

/// The candidate most similar to a misspelled name, if any is similar enough.
pub(crate) fn nearest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    const MIN_SIMILARITY: f64 = 0.75;
    // The comparison takes quadratic time, and no known name is nearly as long.
    const MAX_LENGTH: usize = 64;
    if name.len() > MAX_LENGTH {
        return None;
    }
    let scored = candidates.into_iter().map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 >= MIN_SIMILARITY).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::{Position, nearest};

    #[test]
    fn position_counts_characters_not_bytes() {
        for (text, byte, line, column) in
            [("", 0, 1, 1), ("a\nbc", 3, 2, 2), ("né1", 3, 1, 3), ("né1", 2, 1, 2), ("né", 99, 1, 3)]
        {
            assert_eq!(Position::of(text, byte), Position { line, column }, "{text:?} {byte}");
        }
    }

    #[test]
    fn nearest_ignores_overlong_names() {
        let known = "a".repeat(60);
        for (length, near) in [(59, true), (64, true), (65, false), (70, false)] {
            assert_eq!(nearest(&"a".repeat(length), [known.as_str()]).is_some(), near, "{length}");
        }
    }
}
