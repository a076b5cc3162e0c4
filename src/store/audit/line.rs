//! One line of the log, and the head that counts them.

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
    /// A case was opened to read it, somebody else having it or the folder being read-only.
    OpenedToRead,
    /// A case could not be opened.
    Refused,
    /// Answers changed.
    Answered,
    /// Flags for a clinician changed.
    Flagged,
    /// Notes of where facts stand in the record changed.
    EvidenceNoted,
    /// A determination was recorded.
    Determined,
    /// A report was written beside the case.
    Exported,
    /// The case was replayed.
    Replayed,
    /// Somebody else had changed the file; both versions are kept.
    Conflicted,
    /// The head of the log was gone and was made anew.
    HeadLost,
}

impl AuditAction {
    /// The event in words, for a list.
    pub fn words(self) -> &'static str {
        match self {
            Self::Created => "started",
            Self::Opened => "opened",
            Self::OpenedToRead => "opened read-only",
            Self::Refused => "could not be opened",
            Self::Answered => "answers changed",
            Self::Flagged => "flags changed",
            Self::EvidenceNoted => "evidence noted",
            Self::Determined => "determination recorded",
            Self::Exported => "report saved",
            Self::Replayed => "replayed",
            Self::Conflicted => "changed by somebody else meanwhile",
            Self::HeadLost => "the head of this log was gone",
        }
    }
}

/// Something to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When, by the clock of the host.
    pub at: NaiveDateTime,
    /// Who, and over which connection.
    pub who: String,
    /// Which case.
    pub case: String,
    /// What.
    pub event: AuditAction,
    /// Which questions, items or file; never what they say.
    pub what: Vec<String>,
    /// How often the case had been saved.
    pub revision: Option<u64>,
    /// The digest of the case file.
    pub file: Option<String>,
}

impl AuditEvent {
    /// The note that the head of the log was gone.
    pub(super) fn head_lost() -> Self {
        Self {
            at: NaiveDateTime::default(),
            who: String::new(),
            case: String::new(),
            event: AuditAction::HeadLost,
            what: Vec::new(),
            revision: None,
            file: None,
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number, from 1.
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
    /// The digest of the line before; of nothing for the first.
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

/// How far the log goes: its lines, its bytes, the digest of its last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) count: u64,
    pub(super) length: u64,
    pub(super) digest: String,
}

/// Before the first line.
impl Default for Head {
    fn default() -> Self {
        Self { count: 0, length: 0, digest: digest(&[]) }
    }
}

impl Head {
    /// Reads the head, if there is one.
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

    /// Counts a line of the log.
    pub(super) fn count_in(&mut self, line: &[u8]) {
        self.count += 1;
        self.length += u64::try_from(line.len()).unwrap_or(0) + 1;
        self.digest = digest(line);
    }

    /// The next line of the log, counted.
    pub(super) fn next(&mut self, note: &AuditEvent) -> String {
        let entry = AuditLine {
            number: self.count + 1,
            at: note.at,
            who: Text::new(note.who.as_str()).to_string(),
            case: note.case.clone(),
            event: note.event,
            what: note.what.clone(),
            revision: note.revision,
            file: note.file.clone(),
            before: self.digest.clone(),
        };
        // Nothing in it can fail to serialize: no maps, no floats.
        let mut line = serde_json::to_string(&entry).unwrap_or_default();
        self.count_in(line.as_bytes());
        line.push('\n');
        line
    }
}

const HEAD_LENGTH: u64 = 20 + 1 + 20 + 1 + 64 + 1;

/// Always of the same length, so that one write in place replaces it.
impl fmt::Display for Head {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:020} {:020} {}", self.count, self.length, self.digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_is_what_was_written_to_the_letter() {
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
