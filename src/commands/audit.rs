//! `audit`: who did what to which case, and whether the log is as it was written.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::case::Text;
use crate::casefile::complaint;
use crate::session::Clock;
use crate::store::{AuditAction, AuditEvent, AuditLine, AuditReport, CaseId, Folder, digest, read_text};

use super::{Status, Streams};

/// Lists the audit log of a folder, or checks it.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn audit(folder: &Folder, case: Option<&str>, verify: bool, to: &mut Streams<'_>) -> io::Result<Status> {
    let mut left = Left::new();
    let gone_through = folder.audit(|entry| {
        remember(&mut left, entry);
        let wanted = !verify && case.is_none_or(|case| case == entry.case);
        if wanted { writeln!(to.out, "{entry}") } else { Ok(()) }
    });
    match gone_through {
        Ok(report) => judge(folder, &report, verify.then_some(&left), to),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(error),
        Err(error) => {
            let problem = match error.kind() {
                io::ErrorKind::NotFound => "there is no audit log in this folder: check --cases".to_owned(),
                _ => format!("the audit log can't be read ({error}): check the rights and the disk"),
            };
            let name = Text::new(folder.path().to_string_lossy());
            writeln!(to.err, "{}", complaint(&name, &problem))?;
            Ok(Status::Invalid)
        }
    }
}

/// How the log last saw each case: the line, and the digest of the file.
type Left = BTreeMap<String, (u64, String)>;

fn remember(left: &mut Left, entry: &AuditLine) {
    if let Some(file) = &entry.file {
        left.insert(entry.case.clone(), (entry.number, file.clone()));
    }
}

fn judge(
    folder: &Folder,
    report: &AuditReport,
    left: Option<&Left>,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    for fault in &report.faults {
        writeln!(to.err, "the audit log, line {}: {}", fault.line, fault.problem)?;
    }
    if let Some(left) = left {
        let word =
            if report.faults.is_empty() { "each as it was written" } else { "NOT as they were written" };
        writeln!(to.out, "{} lines, {word}", report.lines)?;
        edited_elsewhere(folder, left, to)?;
    }
    Ok(if report.faults.is_empty() { Status::Done } else { Status::Differences })
}

/// Cases that are not as this program left them: no fault of the log, but worth knowing.
fn edited_elsewhere(folder: &Folder, left: &Left, to: &mut Streams<'_>) -> io::Result<()> {
    for (name, (line, file)) in left {
        let Some(id) = CaseId::new(name) else { continue };
        let now = read_text(&folder.file(&id)).map(|text| digest(text.as_bytes())).ok();
        match now {
            Some(now) if now == *file => {}
            Some(_) => writeln!(to.out, "{id}: the file was changed since line {line}, not by this program")?,
            None => writeln!(to.out, "{id}: the file is gone, or can't be read, since line {line}")?,
        }
    }
    Ok(())
}

/// Notes the replay of cases that lie in a folder with an audit log. Sample
/// cases, which nobody works on, have none and get none.
///
/// # Errors
/// When the log can't be written.
pub fn note_replays(paths: &[PathBuf], folder: &Folder, who: &str, clock: Clock) -> io::Result<()> {
    if !folder.is_audited() {
        return Ok(());
    }
    let mut cases = Vec::new();
    for path in paths {
        if path.is_dir() {
            // The replay has complained of a folder that can't be listed.
            let inside = Folder::at(path).cases().unwrap_or_default();
            cases.extend(inside.iter().filter_map(|id| folder.holds(&Folder::at(path).file(id))));
        } else {
            cases.extend(folder.holds(path));
        }
    }
    let note = |id: CaseId| AuditEvent {
        at: clock.now(),
        who: who.to_owned(),
        case: id.to_string(),
        event: AuditAction::Replayed,
        what: Vec::new(),
        revision: None,
        file: None,
    };
    folder.note(&cases.into_iter().map(note).collect::<Vec<_>>())
}
