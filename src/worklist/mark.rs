//! The marks of a row, each with its word.

use super::entry::Entry;
use super::moment::Moment;

/// A mark of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Its due time has passed.
    Late,
    /// The request is expedited.
    Expedited,
    /// Somebody has the case open now.
    Open,
    /// Another case may be for the same request.
    Duplicate,
}

impl Mark {
    /// All marks, in the order of their columns.
    pub const ALL: [Self; 4] = [Self::Late, Self::Expedited, Self::Open, Self::Duplicate];

    /// The mark as it is shown.
    pub const fn letter(self) -> char {
        match self {
            Self::Late => '!',
            Self::Expedited => 'E',
            Self::Open => '*',
            Self::Duplicate => '=',
        }
    }

    /// The mark in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Expedited => "expedited",
            Self::Open => "open now",
            Self::Duplicate => "possible duplicate",
        }
    }

    /// Whether an entry has the mark.
    pub fn is_on(self, entry: &Entry, moment: Moment) -> bool {
        match self {
            Self::Late => entry.is_late(moment),
            Self::Expedited => entry.row.is_expedited,
            Self::Open => entry.is_open,
            Self::Duplicate => entry.is_duplicate,
        }
    }

    /// The marks of an entry.
    pub fn of(entry: &Entry, moment: Moment) -> Vec<Self> {
        Self::ALL.into_iter().filter(|mark| mark.is_on(entry, moment)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{MOMENT, due_at, entry, with};
    use super::*;

    #[test]
    fn each_mark_is_on_for_its_own_reason() {
        assert_eq!(Mark::of(&entry("one"), MOMENT), []);
        let due = |at| Mark::of(&with("one", |row| row.due = Some(due_at(at))), MOMENT);
        assert_eq!((due(999), due(1000), due(1001)), (vec![Mark::Late], vec![Mark::Late], vec![]));
        let mut case = with("one", |row| row.is_expedited = true);
        assert_eq!(Mark::of(&case, MOMENT), [Mark::Expedited]);
        (case.is_open, case.is_duplicate) = (true, true);
        assert_eq!(Mark::of(&case, MOMENT), [Mark::Expedited, Mark::Open, Mark::Duplicate]);
        let letters: String = Mark::ALL.into_iter().map(Mark::letter).collect();
        assert_eq!(letters, "!E*=");
    }
}
