//! One line of the audit log, and the event it is made of.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::case::Text;

use super::MAX_LINE_LENGTH;
use super::action::AuditAction;

/// An event to be written to the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When, by the clock of the host.
    pub at: DateTime<Utc>,
    /// Who, and over which connection.
    pub who: String,
    /// Which case.
    pub case: String,
    /// What was done.
    pub action: AuditAction,
    /// Which questions, items or file; never their values.
    pub what: Vec<String>,
    /// How often the case has been saved, this save included.
    pub revision: Option<u64>,
    /// The digest of the case file, as it is after this.
    pub file: Option<String>,
    /// What is only begun; a later line says what became of it.
    pub begun: Option<Begun>,
    /// The number of an earlier line that this one is about.
    pub of: Option<u64>,
    /// The cases that somebody looked at, where they are several.
    pub viewed: Option<ViewedCases>,
}

/// Cases that somebody looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewedCases {
    /// How many.
    pub count: usize,
    /// Their names, or the first of them.
    pub names: Vec<String>,
}

/// What is to be known of a change that is only begun, to see later whether it was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Begun {
    /// The digest of the case file before; none if there is no file yet.
    pub was: Option<String>,
    /// The digest of the report or letter that is written.
    pub paper: Option<String>,
}

impl AuditEvent {
    /// An event about a case, without further details.
    pub fn new(at: DateTime<Utc>, who: &str, case: &str, action: AuditAction) -> Self {
        Self {
            at,
            who: who.to_owned(),
            case: case.to_owned(),
            action,
            what: Vec::new(),
            revision: None,
            file: None,
            begun: None,
            of: None,
            viewed: None,
        }
    }

    /// The event that somebody looks at so many cases, of which these are named.
    pub fn view(
        at: DateTime<Utc>,
        who: &str,
        action: AuditAction,
        count: usize,
        names: impl Iterator<Item = String>,
    ) -> Self {
        // More are not written.
        let mut names: Vec<String> = names.take(MAX_NAMES_LENGTH).collect();
        let only = names.pop_if(|_| count == 1);
        let viewed = only.is_none().then_some(ViewedCases { count, names });
        Self { viewed, ..Self::new(at, who, &only.unwrap_or_default(), action) }
    }

    /// An event of the log itself, seen when this other event was to be written.
    pub(super) fn of_log(&self, action: AuditAction, of: Option<u64>) -> Self {
        Self { of, ..Self::new(self.at, &self.who, "", action) }
    }
}

/// When a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AuditTime {
    /// A moment.
    At(DateTime<Utc>),
    /// What a clock showed somewhere: lines of earlier versions do not say where.
    Unplaced(NaiveDateTime),
}

impl fmt::Display for AuditTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => at.format("%Y-%m-%d %H:%M:%SZ").fmt(out),
            Self::Unplaced(at) => at.format("%Y-%m-%d %H:%M:%S").fmt(out),
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// The number of the line, counted from 1.
    pub number: u64,
    /// When, by the clock of the host.
    pub at: AuditTime,
    /// Who, and over which connection.
    pub who: String,
    /// Which case.
    pub case: String,
    /// What was done.
    pub event: AuditAction,
    /// Whether it was only begun; a later line says what became of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub begun: bool,
    /// The number of an earlier line that this one is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// How many cases somebody looked at, where they are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Their names, as many as a line has room for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
    /// Which questions, items or file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub what: Vec<String>,
    /// How often the case has been saved, this save included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// The digest of the case file before, where a change of it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The digest of the case file, as it is after this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The digest of a report or letter that was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// The digest of the previous line; that of no bytes for the first line.
    pub before: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Nobody's name and connection is longer.
const MAX_WHO_LENGTH: usize = 400;
/// No name of a case file is longer.
const MAX_CASE_LENGTH: usize = 255;
const MAX_WHAT_LENGTH: usize = 255;
/// The names of the cases on a line, in bytes: a worklist is shown often.
const MAX_NAMES_LENGTH: usize = 4000;

impl AuditLine {
    /// The line with this number after one with this digest. What no line can hold is left out.
    pub(super) fn of(event: &AuditEvent, number: u64, before: &str) -> Self {
        let Begun { was, paper } = event.begun.clone().unwrap_or_default();
        Self {
            number,
            at: AuditTime::At(event.at),
            who: shortened(&Text::new(event.who.as_str()).to_string(), MAX_WHO_LENGTH),
            case: shortened(&event.case, MAX_CASE_LENGTH),
            event: event.action,
            begun: event.begun.is_some(),
            of: event.of,
            count: event.viewed.as_ref().map(|viewed| viewed.count),
            cases: event.viewed.as_ref().map(|viewed| first_names(&viewed.names)).unwrap_or_default(),
            what: event.what.iter().map(|what| shortened(what, MAX_WHAT_LENGTH)).collect(),
            revision: event.revision,
            was,
            file: event.file.clone(),
            paper,
            before: before.to_owned(),
        }
    }

    /// The text of the line, without a line feed.
    pub(super) fn write(mut self) -> String {
        loop {
            // Serializing can't fail: there are no maps and no floats.
            let text = serde_json::to_string(&self).unwrap_or_default();
            if (text.len() as u64) < MAX_LINE_LENGTH || self.what.is_empty() {
                return text;
            }
            self.what.truncate(self.what.len() / 2);
        }
    }
}

/// As many names as a line has room for.
fn first_names(names: &[String]) -> Vec<String> {
    let mut room = MAX_NAMES_LENGTH;
    let fits = |name: &&String| {
        let left = room.checked_sub(name.len());
        room = left.unwrap_or_default();
        left.is_some()
    };
    names.iter().take_while(fits).map(|name| shortened(name, MAX_CASE_LENGTH)).collect()
}

/// The start of a text, of at most so many bytes.
fn shortened(text: &str, limit: usize) -> String {
    text[..text.floor_char_boundary(limit)].to_owned()
}

impl AuditLine {
    /// Whether the line is, or may be, about this case.
    pub fn may_be_about(&self, case: &str) -> bool {
        let has_more = self.count.is_some_and(|count| count > self.cases.len());
        self.case == case || has_more || self.cases.iter().any(|name| name == case)
    }
}

impl fmt::Display for AuditLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [case, who] = [&self.case, &self.who].map(|words| Text::new(words.as_str()));
        let begun = if self.begun { "begun: " } else { "" };
        write!(out, "{}  {case}  {begun}{}", self.at, self.event.words())?;
        if !self.what.is_empty() {
            write!(out, ": {}", Text::new(self.what.join(", ")))?;
        }
        if let Some(count) = self.count {
            let rest = if count > self.cases.len() { " …" } else { "" };
            write!(out, ": {count} cases: {}{rest}", Text::new(self.cases.join(", ")))?;
        }
        match (self.of, self.revision) {
            (Some(line), Some(revision)) => write!(out, "  (line {line}, revision {revision})")?,
            (Some(line), None) => write!(out, "  (line {line})")?,
            (None, Some(revision)) => write!(out, "  (revision {revision})")?,
            (None, None) => {}
        }
        write!(out, "  {who}")
    }
}

/// The SHA-256 digest, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_of_an_earlier_version_is_read() {
        let line = r#"{"number":2,"at":"2026-03-03T09:14:05.25","who":"pat (1001)","case":"one","event":"answered","what":["pain.onset"],"revision":1,"file":"00","before":"11"}"#;
        let line: AuditLine = serde_json::from_str(line).unwrap();
        assert!(!line.begun);
        let words = "2026-03-03 09:14:05  one  answers changed: pain.onset  (revision 1)  pat (1001)";
        assert_eq!(line.to_string(), words);
    }

    #[test]
    fn time_is_written_with_its_offset() {
        let event =
            AuditEvent::new("1969-12-31T23:59:58-05:00".parse().unwrap(), "pat", "one", AuditAction::Opened);
        let text = AuditLine::of(&event, 1, "").write();
        assert!(text.contains(r#""at":"1970-01-01T04:59:58Z""#), "{text}");
        assert!(!text.contains("begun"), "nothing was begun: {text}");
        let before_1970 = AuditEvent { at: "1969-12-31T23:59:58Z".parse().unwrap(), ..event };
        let line: AuditLine = serde_json::from_str(&AuditLine::of(&before_1970, 1, "").write()).unwrap();
        assert_eq!(line.at.to_string(), "1969-12-31 23:59:58Z");
    }

    #[test]
    fn line_names_as_many_cases_as_it_has_room_for_and_counts_all() {
        let listed = |count: usize| {
            let names = (0..count).map(|number| format!("case-{number}"));
            let event = AuditEvent::view(DateTime::default(), "pat", AuditAction::Listed, count, names);
            AuditLine::of(&event, 1, "").write()
        };
        let text = listed(10_000);
        assert!(text.len() < 8000, "{}", text.len());
        let line: AuditLine = serde_json::from_str(&text).unwrap();
        assert_eq!((line.count, line.cases[0].as_str()), (Some(10_000), "case-0"));
        let words = line.to_string();
        assert!(
            words.contains("  worklist shown: 10000 cases: case-0, case-1, ") && words.contains(" …  pat")
        );
        assert!(line.may_be_about("case-9999"));
        let line: AuditLine = serde_json::from_str(&listed(2)).unwrap();
        assert_eq!(["case-0", "case-1", "case-2"].map(|name| line.may_be_about(name)), [true, true, false]);
        assert!(line.to_string().contains(": 2 cases: case-0, case-1  pat"), "{line}");
        let line: AuditLine = serde_json::from_str(&listed(1)).unwrap();
        assert_eq!((line.case.as_str(), line.count), ("case-0", None));
    }

    #[test]
    fn no_line_is_longer_than_one_that_is_read() {
        let long = "é".repeat(70_000);
        let mut event = AuditEvent::new(DateTime::default(), &long, &long, AuditAction::Opened);
        event.what = vec![long.clone(); 1000];
        let text = AuditLine::of(&event, 1, "").write();
        assert!((text.len() as u64) < MAX_LINE_LENGTH && text.len() > 10_000, "{}", text.len());
        let line: AuditLine = serde_json::from_str(&text).unwrap();
        assert!(long.starts_with(&line.case) && long.starts_with(&line.who));
    }

    #[test]
    fn line_as_long_as_a_line_with_its_line_feed_can_be_says_less() {
        let mut event = AuditEvent::new(DateTime::default(), "pat", "one", AuditAction::Answered);
        event.what = vec!["pain.onset".to_owned()];
        let mut write = |digest: usize| {
            event.file = Some("0".repeat(digest));
            AuditLine::of(&event, 1, "").write()
        };
        let room = usize::try_from(MAX_LINE_LENGTH).unwrap() - write(0).len();
        assert!(write(room - 1).contains("pain.onset"));
        assert!(!write(room).contains("pain.onset"));
    }
}
