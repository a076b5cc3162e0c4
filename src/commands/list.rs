//! `list`: the rows of the worklist.

use std::io::{self, Write};

use chrono::DateTime;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::case::Choice;
use crate::cli::ListFormat;
use crate::session::Workspace;
use crate::worklist::{ClockSettings, Entry, Mark, Moment, Progress, View};

use super::case_folder::unreadable_folder;
use super::{Status, Streams};

/// Prints the cases of the folder that a view shows.
///
/// # Errors
/// When the output can't be written.
pub fn list(
    workspace: &Workspace,
    view: View,
    format: ListFormat,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    if let Some(problem) = unreadable_folder(&workspace.folder) {
        writeln!(to.err, "{problem}")?;
        return Ok(Status::Invalid);
    }
    let mut cases = match workspace.list() {
        Ok(cases) => cases,
        Err(error) => {
            writeln!(to.err, "the case folder can't be listed ({error}): check its permissions")?;
            return Ok(Status::Invalid);
        }
    };
    cases.show(view);
    if let Some(problem) = workspace.log_list(&cases) {
        writeln!(to.err, "{problem}")?;
    }
    let moment = cases.moment();
    let entries: Vec<&Entry> = cases.iter().collect();
    match format {
        ListFormat::Text => {
            text(&entries, moment, to.out)?;
            if workspace.program.clocks.are_federal_only() {
                writeln!(to.out, "{}", ClockSettings::FEDERAL_ONLY)?;
            }
        }
        ListFormat::Json => {
            for entry in entries {
                serde_json::to_writer(&mut *to.out, &Listed::of(entry, moment))?;
                writeln!(to.out)?;
            }
        }
        ListFormat::Csv => csv(&entries, moment, to.out)?,
    }
    Ok(Status::Done)
}

/// One case as other programs read it.
#[derive(Serialize)]
struct Listed<'e> {
    case: &'e str,
    member_id: &'e str,
    member_name: &'e str,
    procedure: Option<&'static str>,
    side: Option<&'static str>,
    received: Option<String>,
    /// The first second that is too late, in UTC.
    due: Option<String>,
    due_in: String,
    /// The outcome, `unanswered`, `unconfirmed`, `unreadable` or `not-a-case-name`.
    stands: &'static str,
    unanswered: Option<usize>,
    who: &'e str,
    /// The marks in words; and the advice about a name that is not that of a case.
    marks: Vec<String>,
}

impl<'e> Listed<'e> {
    fn of(entry: &'e Entry, moment: Moment) -> Self {
        let row = &entry.row;
        let (stands, unanswered) = match row.progress {
            None if row.rename_to.is_some() => ("not-a-case-name", None),
            None => ("unreadable", None),
            Some(Progress::Unanswered(left)) => ("unanswered", Some(left)),
            Some(Progress::Unconfirmed(_)) => ("unconfirmed", None),
            Some(Progress::Outcome(outcome)) => (outcome.name(), None),
        };
        let due = row.due.and_then(|due| DateTime::from_timestamp(due.at, 0));
        Self {
            case: &row.name,
            member_id: &row.member_id,
            member_name: &row.member_name,
            procedure: row.procedure.map(Choice::name),
            side: row.side.map(Choice::name),
            received: row.received.map(|day| day.to_string()),
            due: due.map(|due| due.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            due_in: entry.due_words(moment),
            stands,
            unanswered,
            who: entry.person(),
            marks: marks(entry, moment),
        }
    }
}

fn marks(entry: &Entry, moment: Moment) -> Vec<String> {
    let marks = Mark::of(entry, moment).into_iter().map(|mark| mark.words().to_owned());
    marks.chain(entry.row.advice()).collect()
}

const CSV_HEADING: [&str; 12] = [
    "case",
    "member_id",
    "member_name",
    "procedure",
    "side",
    "received",
    "due",
    "due_in",
    "stands",
    "unanswered",
    "who",
    "marks",
];

fn csv(entries: &[&Entry], moment: Moment, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(CSV_HEADING)?;
    for entry in entries {
        let listed = Listed::of(entry, moment);
        let unanswered = listed.unanswered.map(|left| left.to_string()).unwrap_or_default();
        table.write_record([
            listed.case,
            listed.member_id,
            listed.member_name,
            listed.procedure.unwrap_or_default(),
            listed.side.unwrap_or_default(),
            &listed.received.unwrap_or_default(),
            &listed.due.unwrap_or_default(),
            &listed.due_in,
            listed.stands,
            &unanswered,
            listed.who,
            &listed.marks.join(", "),
        ])?;
    }
    table.flush()
}

/// The columns of the text, each as wide as its widest cell.
const TITLES: [&str; 8] = ["", "due", "received", "member", "requested", "stands", "who", "case"];

fn text(entries: &[&Entry], moment: Moment, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<[String; 8]> = entries.iter().map(|entry| cells(entry, moment)).collect();
    let titles = TITLES.map(str::to_owned);
    let widths: Vec<usize> = (0..TITLES.len())
        .map(|column| rows.iter().chain([&titles]).map(|row| row[column].width()).max().unwrap_or(0))
        .collect();
    for row in [&titles].into_iter().chain(&rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width + 2 - cell.width()));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn cells(entry: &Entry, moment: Moment) -> [String; 8] {
    let row = &entry.row;
    [
        Mark::of(entry, moment).into_iter().map(Mark::letter).collect(),
        entry.due_words(moment),
        row.received.map(|day| day.to_string()).unwrap_or_default(),
        row.member(),
        row.requested(),
        row.stands(),
        entry.person().to_owned(),
        match row.advice() {
            Some(advice) => format!("{} ({advice})", row.name),
            None => row.name.to_string(),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worklist::Row;

    #[test]
    fn file_that_cant_be_read_is_not_said_to_have_a_wrong_name() {
        let mut entry = Entry::of(Row::unreadable("one"));
        assert_eq!(Listed::of(&entry, Moment::default()).stands, "unreadable");
        entry.row.rename_to = Some("one-2.toml".into());
        assert_eq!(Listed::of(&entry, Moment::default()).stands, "not-a-case-name");
    }

    #[test]
    fn columns_of_the_text_are_two_blanks_apart_at_their_widest_cell() {
        let [one, three] = ["one", "three"].map(|name| Entry::of(Row::unreadable(name)));
        let mut out = Vec::new();
        text(&[&one, &three], Moment::default(), &mut out).unwrap();
        let listed = String::from_utf8(out).unwrap();
        let last_column = listed.find("case").unwrap();
        assert!(listed[..last_column].ends_with("  who  "), "{listed}");
        let names: Vec<&str> = listed.lines().map(|line| &line[last_column..]).collect();
        assert_eq!(names, ["case", "one", "three"]);
    }
}
