//! Cases in words: one in a line, two side by side.

use super::entry::Entry;
use super::mark::Mark;
use super::moment::Moment;

/// A case in a line.
pub fn describe(entry: &Entry, moment: Moment) -> String {
    let row = &entry.row;
    let received = row.received.map(|day| format!("received {day}")).unwrap_or_default();
    let due = Some(entry.due_words(moment)).filter(|due| !due.is_empty()).map(|due| format!("due {due}"));
    let stands = row.advice().unwrap_or_else(|| row.stands());
    let facts = [stands, row.member(), row.requested(), received, due.unwrap_or_default()];
    let marks = Mark::of(entry, moment).into_iter().map(|mark| describe_mark(mark, entry));
    let words: Vec<String> = facts.into_iter().chain(marks).filter(|words| !words.is_empty()).collect();
    format!("{}: {}", row.name, words.join("; "))
}

/// A mark of a case in words.
pub fn describe_mark(mark: Mark, entry: &Entry) -> String {
    match mark {
        Mark::Open => format!("{}: {}", mark.words(), entry.person()),
        mark => mark.words().to_owned(),
    }
}

/// Said below possible duplicates.
pub const SAME_REQUEST: &str = "The same member, procedure and joint, received within 90 days. Nothing is merged: \
     decide which case to go on with.";

/// The first of some cases, and how many more there are.
pub fn first_of(names: &[Box<str>]) -> String {
    match names {
        [] => String::new(),
        [only] => only.to_string(),
        [first, more @ ..] => format!("{first} and {} more", more.len()),
    }
}

/// Two cases side by side, in lines.
pub fn side_by_side(one: &Entry, other: &Entry, moment: Moment) -> Vec<String> {
    let rows = compared(one, moment).into_iter().zip(compared(other, moment));
    rows.flat_map(|((label, one), (_, other))| row_of_two(label, &one, &other)).collect()
}

/// The longest text beside another one.
const COLUMN: usize = 32;

/// A label and two texts, in as many lines as the longer text needs.
fn row_of_two(label: &str, one: &str, other: &str) -> Vec<String> {
    let [one, other] = [one, other].map(|text| {
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(COLUMN).map(String::from_iter).collect::<Vec<_>>()
    });
    let line = |index: usize| {
        let of = |lines: &[String]| lines.get(index).cloned().unwrap_or_default();
        let label = if index == 0 { label } else { "" };
        format!("{label:<10}{:<COLUMN$} {}", of(&one), of(&other)).trim_end().to_owned()
    };
    (0..one.len().max(other.len()).max(1)).map(line).collect()
}

/// What two cases are compared by, each with its label.
fn compared(entry: &Entry, moment: Moment) -> [(&'static str, String); 7] {
    let row = &entry.row;
    let day = row.received.map(|day| day.to_string()).unwrap_or_default();
    [
        ("case", row.name.to_string()),
        ("member", row.member()),
        ("requested", row.requested()),
        ("received", day),
        ("due", entry.due_words(moment)),
        ("stands", row.stands()),
        ("who", entry.person().to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::samples::{MOMENT, entry, with};
    use super::*;

    #[test]
    fn a_text_that_is_longer_than_its_column_continues_below() {
        let long = with(&"x".repeat(33), |row| row.member_name = "Zoë".into());
        let lines = side_by_side(&long, &entry("one"), MOMENT);
        assert_eq!(lines[0], format!("case      {} one", "x".repeat(32)));
        assert_eq!(lines[1], format!("{}x", " ".repeat(10)));
        assert_eq!(lines[2], format!("member    TC0001234 Zoë{}TC0001234 Pat Sample", " ".repeat(20)));
        let lines = side_by_side(&entry("one"), &long, MOMENT);
        assert_eq!(lines[1], format!("{}x", " ".repeat(43)));
        assert!(lines.iter().all(|line| line.chars().count() <= 75), "{lines:?}");
    }

    #[test]
    fn open_case_is_marked_with_who_has_it() {
        let mut entry = entry("one");
        entry.who = "Kim Ng (intake, 1001)".into();
        let words = describe_mark(Mark::Open, &entry);
        assert_eq!(words, format!("{}: {}", Mark::Open.words(), entry.person()));
        assert!(words.ends_with("Kim Ng"), "{words}");
        assert!(!describe_mark(Mark::Duplicate, &entry).contains("Kim"));
    }

    #[test]
    fn of_several_cases_the_first_is_named() {
        for (names, expected) in [
            (vec![], ""),
            (vec!["a"], "a"),
            (vec!["a", "b"], "a and 1 more"),
            (vec!["a", "b", "c"], "a and 2 more"),
        ] {
            let names: Vec<Box<str>> = names.into_iter().map(Into::into).collect();
            assert_eq!(first_of(&names), expected);
        }
    }
}
