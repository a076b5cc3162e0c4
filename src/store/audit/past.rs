//! What the log says last about one case: the digest of its file, or what was begun.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use memchr::memmem;

use crate::store::folder::{CaseId, Folder};
use crate::store::lock::Lock;

use super::line::AuditLine;
use super::{LOG, MAX_LINE_LENGTH};

/// How much of the end of the log is searched. After a power cut the place in the lock
/// file may be an older one; lines of the moments before the cut are in here.
const TAIL: u64 = 64 * 1024;

impl Folder {
    /// The last line that a holder of the case's lock wrote about it, as far as it is found
    /// at the place that the lock file names, or near the end of the log. `audit --verify`
    /// compares all lines.
    pub fn last_line_about(&self, id: &CaseId, lock: &Lock) -> Option<AuditLine> {
        let log = self.open_to_read(LOG).ok()?;
        let near_the_end = last_in_tail(&log, id).ok().flatten();
        near_the_end.or_else(|| line_at(&log, lock.logged_at()?).filter(|line| is_about(line, id)))
    }
}

fn is_about(line: &AuditLine, id: &CaseId) -> bool {
    line.case == id.as_str() && line.event.is_by_holder()
}

fn last_in_tail(log: &File, id: &CaseId) -> io::Result<Option<AuditLine>> {
    let length = log.metadata()?.len();
    let start = length.saturating_sub(TAIL);
    let mut tail = vec![0; usize::try_from(length - start).unwrap_or(0)];
    log.read_exact_at(&mut tail, start)?;
    let name = format!("\"case\":\"{id}\"");
    let mut end = tail.len();
    while let Some(at) = memmem::rfind(&tail[..end], name.as_bytes()) {
        let first = memchr::memrchr(b'\n', &tail[..at]).map_or(0, |feed| feed + 1);
        let last = memchr::memchr(b'\n', &tail[at..]).map_or(tail.len(), |feed| at + feed);
        let line = serde_json::from_slice(&tail[first..last]).ok();
        if let Some(line) = line.filter(|line| is_about(line, id)) {
            return Ok(Some(line));
        }
        end = first;
    }
    Ok(None)
}

fn line_at(log: &File, offset: u64) -> Option<AuditLine> {
    let mut line = vec![0; usize::try_from(MAX_LINE_LENGTH).ok()?];
    let read = log.read_at(&mut line, offset).ok()?;
    let line = line[..read].split(|byte| *byte == b'\n').next()?;
    serde_json::from_slice(line).ok()
}
