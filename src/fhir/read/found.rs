//! What is wrong with a response, or odd about it, and where.

use std::fmt;

use serde_json::value::RawValue;

use crate::case::QuestionId;
use crate::casefile::{Complaint, Position};

/// The place of an item in a response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'r> {
    /// Its link.
    pub(super) id: &'r str,
    /// In an entry: its list, and which entry of it, counted from 0.
    pub(super) entry: Option<(QuestionId, usize)>,
    /// The byte of its link in the text.
    pub(super) at: usize,
}

impl<'r> Spot<'r> {
    /// A place that is in no entry.
    pub(super) const fn new(id: &'r str, at: usize) -> Self {
        Self { id, entry: None, at }
    }
}

/// The link; of a part of an entry, which entry it is.
impl fmt::Display for Spot<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((list, index)) = self.entry else { return out.write_str(self.id) };
        let list = list.to_string();
        let part = self.id.strip_prefix(&list).unwrap_or(self.id).trim_start_matches('.');
        write!(out, "{list} entry {} {part}", index + 1)
    }
}

/// One thing that was found, before its line is known.
#[derive(Debug)]
struct Found {
    at: usize,
    key: String,
    problem: String,
}

/// The complaints and warnings about one text.
#[derive(Debug, Default)]
pub(super) struct Findings {
    complaints: Vec<Found>,
    warnings: Vec<Found>,
    /// Whether nothing of the response can be used.
    pub(super) is_useless: bool,
}

impl Findings {
    /// Complains about an item.
    pub(super) fn complain(&mut self, spot: Spot<'_>, problem: impl Into<String>) {
        self.complaints.push(Found { at: spot.at, key: spot.to_string(), problem: problem.into() });
    }

    /// Complains about what makes the whole response useless.
    pub(super) fn refuse(&mut self, spot: Spot<'_>, problem: impl Into<String>) {
        self.is_useless = true;
        self.complain(spot, problem);
    }

    /// Warns of what is left out, or odd.
    pub(super) fn warn(&mut self, spot: Spot<'_>, problem: impl Into<String>) {
        self.warnings.push(Found { at: spot.at, key: spot.to_string(), problem: problem.into() });
    }

    /// How many complaints there are.
    pub(super) fn count(&self) -> usize {
        self.complaints.len()
    }

    /// The complaints and the warnings, each in the order of the text.
    pub(super) fn sorted(self, text: &str) -> (Vec<Complaint>, Vec<Complaint>) {
        (in_order(self.complaints, text), in_order(self.warnings, text))
    }
}

/// Counts the lines once for all: there may be as many complaints as items.
fn in_order(mut found: Vec<Found>, text: &str) -> Vec<Complaint> {
    found.sort_by_key(|found| found.at);
    let (mut line, mut line_start, mut counted) = (1, 0, 0);
    let position = |at: usize| {
        for newline in memchr::memchr_iter(b'\n', text.as_bytes().get(counted..at).unwrap_or_default()) {
            line += 1;
            line_start = counted + newline + 1;
        }
        counted = counted.max(at);
        Position { line, column: text.get(line_start..at).map_or(0, |before| before.chars().count()) + 1 }
    };
    let positions: Vec<Position> = found.iter().map(|found| found.at.min(text.len())).map(position).collect();
    let each = found.into_iter().zip(positions);
    each.map(|(Found { key, problem, .. }, at)| Complaint { at: Some(at), key, problem }).collect()
}

/// Where a value stands in the text it was borrowed from.
pub(super) fn offset(text: &str, raw: &RawValue) -> usize {
    let start = text.as_ptr().addr();
    raw.get().as_ptr().addr().checked_sub(start).filter(|at| text.get(*at..).is_some()).unwrap_or(0)
}

/// The byte at a line and a column, as the JSON parser counts them.
pub(super) fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
    let line_start = newlines.take(line.saturating_sub(1)).last().map_or(0, |at| at + 1);
    let mut at = (line_start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Field, Laterality};

    #[test]
    fn complaints_are_in_the_order_of_the_text_each_with_its_line_and_column() {
        let text = "{\n \"é\": 1,\n\n  \"b\": 2 }";
        let mut found = Findings::default();
        for (id, quoted) in [("b", "\"b\""), ("start", "{"), ("one", "1"), ("again", "1")] {
            found.complain(Spot::new(id, text.find(quoted).unwrap()), "wrong");
        }
        found.warn(Spot::new("end", 999), "odd");
        let (complaints, warnings) = found.sorted(text);
        let lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        let expected = [
            "line 1, column 1: start: wrong",
            "line 2, column 7: one: wrong",
            "line 2, column 7: again: wrong",
            "line 4, column 3: b: wrong",
        ];
        assert_eq!(lines, expected);
        assert_eq!(warnings[0].to_string(), "line 4, column 11: end: odd");
    }

    #[test]
    fn byte_is_found_at_a_line_and_a_column() {
        let text = "a\nbé\n";
        for (line, column, byte) in
            [(1, 1, 0), (2, 1, 2), (2, 2, 3), (2, 3, 3), (2, 4, 5), (3, 0, 6), (9, 9, 6)]
        {
            assert_eq!(byte_at(text, line, column), byte, "{line} {column}");
        }
    }

    #[test]
    fn part_of_an_entry_is_named_with_its_entry() {
        let list = Field::Injections.at(Laterality::Right);
        let spot = Spot { id: "right.injections.date.state", entry: Some((list, 1)), at: 0 };
        assert_eq!(spot.to_string(), "right.injections entry 2 date.state");
        assert_eq!(Spot::new("pain.onset", 0).to_string(), "pain.onset");
    }
}
