//! What is sent to syslog of each line: its number and its hash, and no name of a case.
//! An export of syslog is read for it, whatever stands before it on a line.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::case::Text;
use crate::store::folder::Folder;
use crate::store::syslog::{Message, Syslog};

use super::line::AuditEvent;

/// What the text of a message begins with.
const START: &str = "sij-intake audit line ";
const HASH: &str = " sha256 ";
const FOLDER: &str = " of ";
const HASH_LENGTH: usize = 64;

/// A line of the log as syslog has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLine {
    /// Its number.
    pub number: u64,
    /// Its SHA-256 digest, in hexadecimal.
    pub digest: String,
    /// The path of the case folder.
    pub folder: String,
}

/// A line that was just written.
pub(super) struct Written<'e> {
    pub(super) number: u64,
    pub(super) digest: String,
    pub(super) event: &'e AuditEvent,
}

impl Folder {
    /// The name of the folder in messages: its path without links.
    pub fn name_in_syslog(&self) -> String {
        std::fs::canonicalize(self.path()).map_or_else(
            |_| self.full_name().to_string(),
            |path| Text::new(path.to_string_lossy()).to_string(),
        )
    }
}

/// Sends the numbers and hashes of lines.
pub(super) fn send(syslog: &Syslog, folder: &Folder, lines: &[Written<'_>]) {
    let folder = folder.name_in_syslog();
    let messages: Vec<_> =
        lines.iter().map(|line| (line.event.at, data(line, &folder), text(line, &folder))).collect();
    syslog.send(messages.iter().map(|(at, data, text)| message(*at, data, text)));
}

fn message<'m>(at: DateTime<Utc>, data: &'m [(&'m str, String)], text: &str) -> Message<'m> {
    Message { at, data, text: text.to_owned() }
}

fn data(line: &Written<'_>, folder: &str) -> [(&'static str, String); 5] {
    [
        ("line", line.number.to_string()),
        ("sha256", line.digest.clone()),
        ("event", line.event.action.name()),
        ("who", Text::new(line.event.who.as_str()).to_string()),
        ("folder", folder.to_owned()),
    ]
}

fn text(line: &Written<'_>, folder: &str) -> String {
    format!("{START}{}{HASH}{}{FOLDER}{folder}", line.number, line.digest)
}

/// A line of `journalctl -o json`.
#[derive(Deserialize)]
struct Journal {
    #[serde(rename = "MESSAGE")]
    message: String,
}

impl SentLine {
    /// Reads a line of an export: of a file that rsyslog wrote, or of `journalctl` in any
    /// form that has the message whole. Other lines are none.
    pub fn read(line: &str) -> Option<Self> {
        if line.starts_with('{')
            && let Ok(journal) = serde_json::from_str::<Journal>(line)
        {
            return Self::in_text(&journal.message);
        }
        Self::in_text(line)
    }

    fn in_text(text: &str) -> Option<Self> {
        let (_, rest) = text.rsplit_once(START)?;
        let (number, rest) = rest.split_once(HASH)?;
        let (digest, folder) = rest.split_once(FOLDER)?;
        let is_hash = digest.len() == HASH_LENGTH && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let sent = Self {
            number: number.parse().ok()?,
            digest: digest.to_owned(),
            folder: folder.trim_end().to_owned(),
        };
        is_hash.then_some(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::AuditAction;

    #[test]
    fn fields_of_a_message_are_those_of_the_line() {
        let event = AuditEvent::new(DateTime::default(), "pat", "one", AuditAction::OpenedToRead);
        let written = Written { number: 7, digest: "ab".into(), event: &event };
        let expected = [
            ("line", "7"),
            ("sha256", "ab"),
            ("event", "opened-to-read"),
            ("who", "pat"),
            ("folder", "/srv"),
        ];
        assert_eq!(data(&written, "/srv"), expected.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn line_is_read_from_files_of_rsyslog_and_from_the_journal() {
        let event = AuditEvent::new(DateTime::default(), "pat", "one-of-pats-cases", AuditAction::Opened);
        let written = Written { number: 7, digest: "ab".repeat(32), event: &event };
        let text = text(&written, "/srv/of all cases");
        assert!(!text.contains("one-of-pats-cases"));
        let expected =
            SentLine { number: 7, digest: "ab".repeat(32), folder: "/srv/of all cases".to_owned() };
        let full =
            format!("1 2026-03-03T09:14:05Z - sij-intake 9 audit [sij-intake@32473 line=\"7\"] {text}");
        for line in [
            format!("Mar  3 09:14:05 host sij-intake[9] {text}\n"),
            format!("2026-03-03T09:14:05.25+00:00 host {full}\n"),
            format!("{{\"_PID\":\"9\",\"MESSAGE\":{}}}\n", serde_json::to_string(&full).unwrap()),
        ] {
            assert_eq!(SentLine::read(&line).as_ref(), Some(&expected), "{line}");
        }
        for other in ["", "{", "{\"MESSAGE\":[1]}", "sij-intake audit line 7", &text.replace("ab", "zz")] {
            assert_eq!(SentLine::read(other), None, "{other}");
        }
    }
}
