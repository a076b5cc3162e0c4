//! Appending lines to the audit log. Nothing that is in it is changed or cut off, so that
//! the file may be one that can only grow (`chattr +a`).

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;

use rustix::fs::OFlags;

use crate::store::folder::Folder;

use super::action::AuditAction;
use super::head::Head;
use super::line::AuditEvent;
use super::sent::{Written, send};
use super::{HEAD, read_line};

/// When lines have to be on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sync {
    /// Before anything else is done.
    Now,
    /// With the next lines that are synced.
    Later,
}

/// Where a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoggedLine {
    /// Its number, counted from 1.
    pub number: u64,
    /// The byte of the log that it begins with.
    pub offset: u64,
}

impl Folder {
    /// Appends events to the audit log, and gives the place of the last one; without
    /// events nothing is done.
    ///
    /// # Errors
    /// When the log can't be written; it may then contain some of the events.
    pub fn log_events(&self, events: &[AuditEvent], sync: Sync) -> io::Result<LoggedLine> {
        let Some(first) = events.first() else { return Ok(LoggedLine::default()) };
        let mut log = self.lock_to_append()?;
        let mut head_file = self.open_to_write(HEAD, OFlags::empty())?;
        let found = Head::read(&mut head_file)?;
        let is_new = log.metadata()?.len() == 0;
        if is_new && found.is_none() {
            head_file.write_all_at(Head::default().to_string().as_bytes(), 0)?;
        }
        let head_lost = (found.is_none() && !is_new).then(|| first.of_log(AuditAction::HeadLost, None));
        let mut head = found.unwrap_or_default();
        let mut lines = String::new();
        let torn = end_torn_line(&mut log, &mut head, &mut lines)?;
        let torn = torn.map(|number| first.of_log(AuditAction::LineTorn, Some(number)));
        let mut last = LoggedLine::default();
        let mut written = Vec::new();
        for event in torn.iter().chain(head_lost.iter()).chain(events) {
            last = LoggedLine { number: head.count + 1, offset: head.length };
            lines.push_str(&head.next_line(event));
            if self.syslog().is_some() {
                written.push(Written { number: head.count, digest: head.digest.clone(), event });
            }
        }
        log.write_all(lines.as_bytes())?;
        if sync == Sync::Now || is_new {
            log.sync_data()?;
        }
        if is_new {
            self.sync()?;
        }
        head_file.write_all_at(head.to_string().as_bytes(), 0)?;
        // Nobody has to wait for a syslog that does not keep up.
        drop(log);
        if let Some(syslog) = self.syslog() {
            send(syslog, self, &written);
        }
        Ok(last)
    }
}

/// Counts the lines of programs that ended before they could update the head. A line
/// without a line feed gets one, in `lines`; gives the number of such a line. A log shorter
/// than its head stays so: the number of the next line shows the gap forever.
fn end_torn_line(log: &mut File, head: &mut Head, lines: &mut String) -> io::Result<Option<u64>> {
    let length = log.metadata()?.len();
    let is_ended = match length.cmp(&head.length) {
        Ordering::Less => ends_a_line(log, length)?,
        Ordering::Equal => true,
        Ordering::Greater => count_lines(log, head)?,
    };
    if is_ended {
        return Ok(None);
    }
    lines.push('\n');
    if length < head.length {
        return Ok(None);
    }
    head.length += 1;
    Ok(Some(head.count))
}

fn ends_a_line(log: &File, length: u64) -> io::Result<bool> {
    let mut last = [b'\n'];
    if let Some(at) = length.checked_sub(1) {
        log.read_exact_at(&mut last, at)?;
    }
    Ok(last == [b'\n'])
}

/// Counts the lines beyond the head; tells whether the last one has a line feed.
fn count_lines(log: &mut File, head: &mut Head) -> io::Result<bool> {
    log.seek(SeekFrom::Start(head.length))?;
    let mut rest = BufReader::new(&*log);
    let (mut line, mut is_ended) = (Vec::new(), false);
    while read_line(&mut rest, &mut line)? {
        is_ended = line.ends_with(b"\n");
        head.count_line(&line);
    }
    Ok(is_ended)
}
