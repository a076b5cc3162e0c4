//! The head file of the audit log, which counts the lines.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};

use super::line::{AuditEvent, AuditLine, digest};

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
        let mut bytes = Vec::new();
        file.take(HEAD_LENGTH + 1).read_to_end(&mut bytes)?;
        Ok(std::str::from_utf8(&bytes).ok().and_then(Self::parse))
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

    /// Counts a line, given with its line feed if it has one.
    pub(super) fn count_line(&mut self, line: &[u8]) {
        self.count += 1;
        self.length += line.len() as u64;
        self.digest = digest(line.strip_suffix(b"\n").unwrap_or(line));
    }

    /// Makes the next line of the log, and counts it.
    pub(super) fn next_line(&mut self, event: &AuditEvent) -> String {
        let mut line = AuditLine::of(event, self.count + 1, &self.digest).write();
        line.push('\n');
        self.count_line(line.as_bytes());
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
        let read = |bytes: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            std::io::Write::write_all(&mut file, bytes).unwrap();
            std::io::Seek::rewind(&mut file).unwrap();
            Head::read(&mut file).unwrap()
        };
        assert_eq!(read(text.as_bytes()), Some(head));
        for other in ["", &text[1..], &text[..text.len() - 1], &format!("{text} "), &text.replace('3', "x")] {
            assert_eq!(read(other.as_bytes()), None, "{other:?}");
        }
        assert_eq!(read(b"\xff\xfe no text"), None);
    }
}
