//! Finding cases: words in any order, each a part of what the row says, or one of a
//! few words of their own.

use super::entry::Entry;
use super::moment::Moment;
use super::progress::Progress;
use crate::case::Choice;
use crate::policy::Outcome;

/// What a case must have to be found: every word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Find {
    typed: String,
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Special(Special),
    Text(String),
}

/// The words with a meaning of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Special {
    Unfinished,
    Pended,
    Late,
    DueToday,
    All,
}

/// Each of these words, with what it finds.
const SPECIAL: [(&str, Special, &str); 5] = [
    ("is:unfinished", Special::Unfinished, "cases with questions that have no answer yet"),
    ("is:pended", Special::Pended, "cases that need information from the provider"),
    ("late", Special::Late, "cases whose due time has passed"),
    ("by:today", Special::DueToday, "cases due today or before"),
    ("all", Special::All, "all cases"),
];

impl Find {
    /// Reads what was typed. A word of its own that is half typed finds all cases.
    pub fn of(typed: &str) -> Self {
        let words = typed.split_whitespace().map(|word| {
            let word = word.to_lowercase();
            let is_begun = |name: &str| word.contains(':') && name.starts_with(&word);
            let special = SPECIAL.iter().find(|(name, ..)| *name == word).map(|(_, special, _)| *special);
            let half = || SPECIAL.iter().any(|(name, ..)| is_begun(name)).then_some(Special::All);
            special.or_else(half).map_or(Word::Text(word), Word::Special)
        });
        Self { typed: typed.to_owned(), words: words.collect() }
    }

    /// What was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether every case is found.
    pub fn finds_all(&self) -> bool {
        self.words.iter().all(|word| *word == Word::Special(Special::All))
    }

    /// The words with a meaning of their own, each with what it finds.
    pub fn special_words() -> impl Iterator<Item = (&'static str, &'static str)> {
        SPECIAL.into_iter().map(|(name, _, words)| (name, words))
    }

    /// Whether an entry is found. The buffer is for the text of the entry: one for
    /// many entries saves time.
    pub(super) fn finds(&self, entry: &Entry, moment: Moment, buffer: &mut String) -> bool {
        buffer.clear();
        self.words.iter().all(|word| match word {
            Word::Special(special) => special.finds(entry, moment),
            Word::Text(text) => {
                if buffer.is_empty() {
                    write_text(entry, buffer);
                }
                buffer.contains(text.as_str())
            }
        })
    }
}

impl Special {
    fn finds(self, entry: &Entry, moment: Moment) -> bool {
        match self {
            Self::Unfinished => {
                matches!(entry.row.progress, Some(Progress::Unanswered(_) | Progress::Unconfirmed(_)))
            }
            Self::Pended => entry.row.progress == Some(Progress::Outcome(Outcome::InformationNeeded)),
            Self::Late => entry.is_late(moment),
            Self::DueToday => entry.is_due_today(moment),
            Self::All => true,
        }
    }
}

/// The text that words are looked for in, in lower case.
fn write_text(entry: &Entry, out: &mut String) {
    let row = &entry.row;
    let (requested, stands) = (row.requested(), row.stands());
    let side = row.side.map(Choice::name).unwrap_or_default();
    let outcome = match row.progress {
        Some(Progress::Outcome(outcome)) => outcome.name(),
        _ => "",
    };
    let texts =
        [&row.name, &row.member_id, &row.member_name, entry.person(), &requested, side, &stands, outcome];
    for text in texts {
        if text.is_ascii() {
            out.extend(text.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            out.push_str(&text.to_lowercase());
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{MOMENT, due_at, entry, with};
    use super::*;

    fn finds(typed: &str, entry: &Entry) -> bool {
        Find::of(typed).finds(entry, MOMENT, &mut String::new())
    }

    #[test]
    fn each_special_word_is_told_with_what_it_finds() {
        let told: Vec<_> = Find::special_words().collect();
        assert_eq!(told.len(), SPECIAL.len());
        for (word, finds) in told {
            assert!(matches!(Find::of(word).words[..], [Word::Special(_)]) && !finds.is_empty(), "{word}");
        }
    }

    #[test]
    fn each_word_is_a_part_of_what_the_row_says_in_any_order_and_case() {
        let mut case = entry("2026-03-02-001");
        case.who = "Kim Ng (intake, 1001) from 10.0.0.5 port 50512".into();
        for typed in [
            "",
            " ",
            "02-00",
            "tc000",
            "1234",
            "PAT",
            "sample pat",
            "kim",
            "ng  pat",
            "diagnostic",
            "left",
            "diagnostic l",
            "criteria",
            "met",
            "criteria-met",
            "all",
            "ALL pat",
        ] {
            assert!(finds(typed, &case), "{typed}");
        }
        for typed in ["patsample", "pat kim right", "tc0001234x", "intake", "10.0.0.5", "stp", "unfinished"] {
            assert!(!finds(typed, &case), "{typed}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_found_in_either_case() {
        let case = with("one", |row| row.member_name = "Zoë ÅNGSTRÖM".into());
        assert!(finds("ångström zoË", &case));
        assert!(!finds("angstrom", &case));
    }

    #[test]
    fn words_of_their_own_find_by_progress_and_by_due_time() {
        let unfinished = with("one", |row| row.progress = Some(Progress::Unanswered(3)));
        let pended = with("two", |row| {
            row.progress = Some(Progress::Outcome(Outcome::InformationNeeded));
        });
        let due = |at| with("three", |row| row.due = Some(due_at(at)));
        for (typed, found, not_found) in [
            ("is:unfinished", &unfinished, &pended),
            ("is:pended", &pended, &unfinished),
            ("late", &due(1000), &due(1001)),
            ("by:today", &due(2000), &due(2001)),
            ("by:today", &due(999), &entry("undated")),
            ("late", &due(-5), &entry("undated")),
        ] {
            assert!(finds(typed, found), "{typed}");
            assert!(!finds(typed, not_found), "{typed}");
            assert!(!finds(&format!("{typed} kim"), found), "{typed}");
        }
    }

    #[test]
    fn a_half_typed_word_of_its_own_does_not_empty_the_list() {
        let case = entry("one");
        for typed in ["is:", "is:u", "is:unfinishe", "by:", "by:toda", "IS:P"] {
            assert!(finds(typed, &case) && Find::of(typed).finds_all(), "{typed}");
        }
        for typed in ["is:x", "is:unfinishedx", "by", "x:"] {
            assert!(!finds(typed, &case), "{typed}");
        }
    }
}
