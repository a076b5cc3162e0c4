//! `audit`: who did what to which case, and whether the log is unchanged.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::casefile::complaint;
use crate::session::Clock;
use crate::store::{
    AuditAction, AuditEvent, AuditLine, AuditReport, CaseId, Folder, Sync, digest, read_text,
};

use super::case_folder::unreadable_folder;
use super::source::Source;
use super::{Status, Streams};

/// Lists the audit log of a folder, or verifies it.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn audit(folder: &Folder, case: Option<&str>, verify: bool, to: &mut Streams<'_>) -> io::Result<Status> {
    let mut last_seen = LastSeen::new();
    let result = folder.audit(|entry| {
        remember(&mut last_seen, entry);
        let wanted = !verify && case.is_none_or(|case| case == entry.case);
        if wanted { writeln!(to.out, "{entry}") } else { Ok(()) }
    });
    match result {
        Ok(report) => print_report(folder, &report, verify.then_some(&last_seen), to),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(error),
        Err(error) => {
            let problem = match error.kind() {
                io::ErrorKind::NotFound => "there is no audit log in this folder: check --cases".to_owned(),
                _ => format!("the audit log can't be read ({error}): check the permissions and the disk"),
            };
            let complaint = unreadable_folder(folder).unwrap_or(complaint(&folder.full_name(), &problem));
            writeln!(to.err, "{complaint}")?;
            Ok(Status::Invalid)
        }
    }
}

/// The last line of the log about each case, and the digest of the case file in it.
type LastSeen = BTreeMap<String, (u64, String)>;

fn remember(last_seen: &mut LastSeen, entry: &AuditLine) {
    if let Some(file) = &entry.file {
        last_seen.insert(entry.case.clone(), (entry.number, file.clone()));
    }
}

/// Prints what is wrong with the log, and with `last_seen` the result of verifying it.
fn print_report(
    folder: &Folder,
    report: &AuditReport,
    last_seen: Option<&LastSeen>,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    for fault in &report.faults {
        writeln!(to.err, "the audit log, line {}: {}", fault.line, fault.problem)?;
    }
    if let Some(last_seen) = last_seen {
        let verdict =
            if report.faults.is_empty() { "each as it was written" } else { "NOT as they were written" };
        writeln!(to.out, "{} lines, {verdict}", report.lines)?;
        list_changed_cases(folder, last_seen, to)?;
    }
    Ok(if report.faults.is_empty() { Status::Done } else { Status::Differences })
}

/// Lists cases that another program changed: not a fault of the log, but worth knowing.
fn list_changed_cases(folder: &Folder, last_seen: &LastSeen, to: &mut Streams<'_>) -> io::Result<()> {
    let mut changed: Vec<(CaseId, u64, Option<String>)> = changed_cases(folder, last_seen).collect();
    if !changed.is_empty() {
        // This program may have changed them since the log was read.
        let mut now = LastSeen::new();
        folder.audit(|entry| {
            remember(&mut now, entry);
            Ok(())
        })?;
        changed.retain(|(id, line, _)| now.get(id.as_str()).is_none_or(|(now, _)| now == line));
    }
    for (id, line, file) in changed {
        match file {
            Some(_) => writeln!(to.out, "{id}: the file was changed after line {line}, not by this program")?,
            None => writeln!(to.out, "{id}: the file is gone or can't be read; last seen in line {line}")?,
        }
    }
    Ok(())
}

/// The cases whose file is not the one last seen, with the line and the digest of the file now.
fn changed_cases(
    folder: &Folder,
    last_seen: &LastSeen,
) -> impl Iterator<Item = (CaseId, u64, Option<String>)> {
    last_seen.iter().filter_map(|(name, (line, file))| {
        let id = CaseId::new(name)?;
        let text = read_text(&folder.file(&id)).or_else(|_| read_text(&folder.withdrawn().file(&id)));
        let now = text.map(|text| digest(text.as_bytes())).ok();
        (now.as_ref() != Some(file)).then_some((id, *line, now))
    })
}

/// Logs the replay of cases in a folder that has an audit log. A folder without
/// one, such as that of the sample cases, does not get one.
///
/// # Errors
/// When the log can't be written.
pub fn log_replays(paths: &[PathBuf], folder: &Folder, who: &str, clock: Clock) -> io::Result<()> {
    if !folder.is_audited() {
        return Ok(());
    }
    let mut cases = Vec::new();
    for path in paths {
        if path.is_dir() {
            // The replay has already reported a folder that can't be listed.
            let inside = Folder::at(path).cases().unwrap_or_default();
            cases.extend(inside.iter().filter_map(|id| folder.holds(&Folder::at(path).file(id))));
        } else {
            cases.extend(Source::file_named(path, folder).path().and_then(|path| folder.holds(path)));
        }
    }
    let event = |id: CaseId| AuditEvent::new(clock.instant(), who, id.as_str(), AuditAction::Replayed);
    folder.log_events(&cases.into_iter().map(event).collect::<Vec<_>>(), Sync::Now).map(|_| ())
}
