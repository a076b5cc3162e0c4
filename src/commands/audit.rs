//! `audit`: who did what to which case, and whether the log is unchanged.

use std::io;

use crate::casefile::complaint;
use crate::cli::AuditArgs;
use crate::store::{AuditReport, Folder, LoggedCases};

use super::audit_export::compare_with;
use super::case_folder::unreadable_folder;
use super::logged_cases::compare_cases;
use super::{Status, Streams};

/// Lists the audit log of a folder, or verifies it.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn audit(folder: &Folder, args: &AuditArgs, to: &mut Streams<'_>) -> io::Result<Status> {
    let AuditArgs { case, verify, against } = args;
    let (case, verify) = (case.as_deref(), *verify);
    let (mut logged, mut digests) = (LoggedCases::default(), Vec::new());
    let kept = against.is_some().then_some(&mut digests);
    let result = folder.audit_with_digests(kept, |entry| {
        if verify {
            logged.follow(entry);
            return Ok(());
        }
        if case.is_none_or(|case| entry.may_be_about(case)) { writeln!(to.out, "{entry}") } else { Ok(()) }
    });
    match result {
        Ok(report) => {
            let status = print_report(folder, &report, verify.then_some(&logged), to)?;
            match against {
                Some(export) => Ok(status.max(compare_with(export, &digests, folder, to)?)),
                None => Ok(status),
            }
        }
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

/// Prints what is wrong with the log, and with `logged` the result of verifying it.
fn print_report(
    folder: &Folder,
    report: &AuditReport,
    logged: Option<&LoggedCases>,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let of_cases = logged.map_or(&[][..], LoggedCases::faults);
    for fault in report.faults.iter().chain(of_cases) {
        writeln!(to.err, "the audit log, line {}: {}", fault.line, fault.problem)?;
    }
    let mut is_intact = report.faults.is_empty() && of_cases.is_empty();
    if let Some(logged) = logged {
        let verdict =
            if report.faults.is_empty() { "each as it was written" } else { "NOT as they were written" };
        writeln!(to.out, "{} lines, {verdict}", report.lines)?;
        is_intact &= print_cases(folder, logged, to)?;
    }
    Ok(if is_intact { Status::Done } else { Status::Differences })
}

/// Prints where the files of cases and the log disagree; tells whether nothing is wrong.
fn print_cases(folder: &Folder, logged: &LoggedCases, to: &mut Streams<'_>) -> io::Result<bool> {
    let mut found = compare_cases(folder, logged)?;
    if !found.is_empty() {
        // This program may have changed them since the log was read.
        let mut now = LoggedCases::default();
        folder.audit(|entry| {
            now.follow(entry);
            Ok(())
        })?;
        let again = compare_cases(folder, &now)?;
        found.retain(|finding| again.contains(finding));
    }
    for finding in &found {
        writeln!(to.out, "{finding}")?;
    }
    Ok(found.iter().all(|finding| !finding.is_fault()))
}
