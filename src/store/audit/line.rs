//! One line of the audit log, and the head file that counts the lines.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::case::Text;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditAction {
    /// A new case was started.
    Created,
    /// A case was opened to write it.
    Opened,
    /// A case was opened read-only: somebody else has it open, or it can't be written.
    OpenedToRead,
    /// A case could not be opened.
    Refused,
    /// Answers changed.
    Answered,
    /// An answer that a provider gave was confirmed.
    Confirmed,
    /// Answers were taken from the response of a provider.
    Imported,
    /// Flags for a clinician changed.
    Flagged,
    /// Evidence notes, which say where facts are in the record, changed.
    EvidenceNoted,
    /// Answers, flags or notes were undone.
    Undone,
    /// A determination was recorded.
    Determined,
    /// A report was written beside the case.
    Exported,
    /// A letter was written beside the case.
    LetterWritten,
    /// The case was withdrawn: its files were moved out of the list.
    Withdrawn,
    /// A withdrawn case was brought back.
    Restored,
    /// The case was replayed.
    Replayed,
    /// Somebody else changed the file; both versions are kept.
    Conflicted,
    /// The head of the log was missing and was rebuilt.
    HeadLost,
}

impl AuditAction {
    /// The action in words, for a list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Created => "started",
            Self::Opened => "opened",
            Self::OpenedToRead => "opened read-only",
            Self::Refused => "could not be opened",
            Self::Answered => "answers changed",
            Self::Confirmed => "provider's answer confirmed",
            Self::Imported => "response imported",
            Self::Flagged => "flags changed",
            Self::EvidenceNoted => "evidence noted",
            Self::Undone => "undone",
            Self::Determined => "determination recorded",
            Self::Exported => "report saved",
            Self::LetterWritten => "letter written",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Replayed => "replayed",
            Self::Conflicted => "changed by somebody else",
            Self::HeadLost => "the head of this log was missing",
        }
    }
}

/// An event to be written to the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When, by the clock of the host.
    pub at: NaiveDateTime,
    /// Who, and over which connection.
    pub who: String,
    /// Which case.
    pub case: String,
    /// What was done.
    pub action: AuditAction,
    /// Which questions, items or file; never their values.
    pub what: Vec<String>,
    /// How often the case had been saved.
    pub revision: Option<u64>,
    /// The digest of the case file.
    pub file: Option<String>,
}

impl AuditEvent {
    /// The event that the head of the log was missing.
    pub(super) fn head_lost() -> Self {
        Self {
            at: NaiveDateTime::default(),
            who: String::new(),
            case: String::new(),
            action: AuditAction::HeadLost,
            what: Vec::new(),
            revision: None,
            file: None,
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// The number of the line, counted from 1.
    pub number: u64,
    /// When, by the clock of the host.
    pub at: NaiveDateTime,
    /// Who, and over which connection.
    pub who: String,
    /// Which case.
    pub case: String,
    /// What was done.
    pub event: AuditAction,
    /// Which questions, items or file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub what: Vec<String>,
    /// How often the case had been saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// The digest of the case file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The digest of the previous line; that of no bytes for the first line.
    pub before: String,
}

impl fmt::Display for AuditLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.format("%Y-%m-%d %H:%M:%S");
        let [case, who] = [&self.case, &self.who].map(|words| Text::new(words.as_str()));
        write!(out, "{at}  {case}  {}", self.event.words())?;
        if !self.what.is_empty() {
            write!(out, ": {}", Text::new(self.what.join(", ")))?;
        }
        if let Some(revision) = self.revision {
            write!(out, "  (revision {revision})")?;
        }
        write!(out, "  {who}")
    }
}

/// The SHA-256 digest, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The number of lines in the log, its length in bytes, and the digest of its last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) count: u64,
    pub(super) length: u64,
    pub(super) digest: String,
}

/// The head of an empty log.
impl Default for Head {
    fn default() -> Self {
        Self { count: 0, length: 0, digest: digest(&[]) }
    }
}

impl Head {
    /// Reads the head; `None` when it is empty or damaged.
    pub(super) fn read(file: &mut File) -> io::Result<Option<Self>> {
        let mut text = String::new();
        file.take(HEAD_LENGTH + 1).read_to_string(&mut text)?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let head = Self {
            count: words.next()?.parse().ok()?,
            length: words.next()?.parse().ok()?,
            digest: words.next()?.to_owned(),
        };
        (head.to_string() == text).then_some(head)
    }

    /// Counts a line, given without its line feed.
    pub(super) fn count_line(&mut self, line: &[u8]) {
        self.count += 1;
        self.length += u64::try_from(line.len()).unwrap_or(0) + 1;
        self.digest = digest(line);
    }

    /// Makes the next line of the log, and counts it.
    pub(super) fn next_line(&mut self, event: &AuditEvent) -> String {
        let fields = AuditLine {
            number: self.count + 1,
            at: event.at,
            who: Text::new(event.who.as_str()).to_string(),
            case: event.case.clone(),
            event: event.action,
            what: event.what.clone(),
            revision: event.revision,
            file: event.file.clone(),
            before: self.digest.clone(),
        };
        // Serializing can't fail: there are no maps and no floats.
        let mut line = serde_json::to_string(&fields).unwrap_or_default();
        self.count_line(line.as_bytes());
        line.push('\n');
        line
    }
}

const HEAD_LENGTH: u64 = 20 + 1 + 20 + 1 + 64 + 1;

/// The length is fixed, so that one write in place replaces the head.
impl fmt::Display for Head {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:020} {:020} {}", self.count, self.length, self.digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_is_read_only_exactly_as_it_was_written() {
        let head = Head { count: 3, length: 700, digest: digest(b"the last line") };
        let text = head.to_string();
        assert_eq!(u64::try_from(text.len()).unwrap(), HEAD_LENGTH);
        let read = |text: &str| {
            let mut file = tempfile::tempfile().unwrap();
            std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
            std::io::Seek::rewind(&mut file).unwrap();
            Head::read(&mut file).unwrap()
        };
        assert_eq!(read(&text), Some(head));
        for other in ["", &text[1..], &text[..text.len() - 1], &format!("{text} "), &text.replace('3', "x")] {
            assert_eq!(read(other), None, "{other:?}");
        }
    }
}
