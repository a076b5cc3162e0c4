//! Cases in words: one in a line, two side by side.

use super::entry::Entry;
use super::mark::Mark;
use super::moment::Moment;

/// A case in a line.
pub fn describe(entry: &Entry, moment: Moment) -> String {
    let row = &entry.row;
    let received = row.received.map(|day| format!("received {day}")).unwrap_or_default();
    let due = Some(entry.due_words(moment)).filter(|due| !due.is_empty()).map(|due| format!("due {due}"));
    let facts = [row.stands(), row.member(), row.requested(), received, due.unwrap_or_default()];
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

/// Two cases side by side, in lines.
pub fn side_by_side(one: &Entry, other: &Entry, moment: Moment) -> Vec<String> {
    let rows = compared(one, moment).into_iter().zip(compared(other, moment));
    rows.map(|((label, one), (_, other))| format!("{label:<10}{one:<33}{other}").trim_end().to_owned())
        .collect()
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
