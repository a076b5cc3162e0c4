//! `doctor`: looks at the case folder, its rights, the settings, the log, the clock, the
//! terminal and the confinement, and says in plain words what to do.

mod finding;

use std::io;

use crate::harden::Confinement;
use crate::report::{PAGE_WIDTH, wrap_below};
use crate::session::Clock;
use crate::store::Folder;

use super::{Status, Streams};
pub use finding::TerminalState;
use finding::{Finding, LogState, Severity, Surroundings, findings};

/// What `doctor` can't look at by itself.
#[derive(Debug)]
pub struct DoctorArgs {
    /// What is wrong with the settings, if anything.
    pub settings: Result<(), String>,
    /// The clock.
    pub clock: Clock,
    /// The terminal.
    pub terminal: TerminalState,
    /// What the process has given up.
    pub confinement: Confinement,
}

/// Prints what is found; the status says how much the worst of it matters.
///
/// # Errors
/// When it can't be written.
pub fn doctor(folder: &Folder, args: DoctorArgs, to: &mut Streams<'_>) -> io::Result<Status> {
    let DoctorArgs { settings, clock, terminal, confinement } = args;
    let surroundings = Surroundings {
        folder_name: folder.full_name(),
        folder: folder.examine().map_err(|error| error.to_string()),
        settings,
        log: folder.is_audited().then(|| log(folder)),
        now: clock.now(),
        terminal,
        confinement,
    };
    print(&findings(&surroundings), to.out)
}

fn log(folder: &Folder) -> Result<LogState, String> {
    let report = folder.audit(|_| Ok(())).map_err(|error| error.to_string())?;
    Ok(LogState { lines: report.lines, faults: report.faults.len() })
}

fn print(findings: &[Finding], out: &mut dyn io::Write) -> io::Result<Status> {
    const INDENT: &str = "                    ";
    for Finding { about, severity, says, remedy } in findings {
        let head = format!("{:<8}{about:<12}", word(*severity));
        let remedy =
            (!remedy.is_empty()).then(|| wrap_below(INDENT, INDENT, &format!("To do: {remedy}"), PAGE_WIDTH));
        for line in
            wrap_below(&head, INDENT, says, PAGE_WIDTH).into_iter().chain(remedy.into_iter().flatten())
        {
            writeln!(out, "{line}")?;
        }
    }
    let worst = findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Fine);
    Ok(match worst {
        Severity::Fine => Status::Done,
        Severity::Warning => Status::Differences,
        Severity::Fault => Status::Invalid,
    })
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Fine => "ok",
        Severity::Warning => "warning",
        Severity::Fault => "FAULT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worklist::Zone;

    const CLOCK: Clock =
        Clock { read: || "2199-03-02T09:00:00Z".parse().unwrap_or_default(), zone: Zone::UTC };

    fn printed(folder: &Folder, confinement: Confinement) -> (Status, String) {
        let args =
            DoctorArgs { settings: Ok(()), clock: CLOCK, terminal: TerminalState::default(), confinement };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = doctor(folder, args, &mut Streams { out: &mut out, err: &mut err }).unwrap();
        (status, String::from_utf8(out).unwrap())
    }

    #[test]
    fn status_is_that_of_the_worst_finding() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::set_permissions(temp.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let confined = Confinement { files: Ok("V6".to_owned()), calls: Ok(()) };
        let (status, text) = printed(&Folder::at(temp.path()), confined.clone());
        assert_eq!(status, Status::Done, "{text}");
        assert!(!text.contains("To do"), "{text}");
        let (status, text) = printed(&Folder::at(temp.path()), Confinement::off());
        assert_eq!(status, Status::Differences, "{text}");
        assert!(text.contains("\nwarning confinement "), "{text}");
        assert!(text.contains("\n                    To do: leave --confine out,"), "{text}");
        let (status, text) = printed(&Folder::at(temp.path().join("gone")), confined);
        assert_eq!(status, Status::Invalid, "{text}");
        assert!(text.starts_with("FAULT   folder      "), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= PAGE_WIDTH), "{text}");
    }

    #[test]
    fn log_with_a_fault_is_found() {
        let temp = tempfile::tempdir().unwrap();
        let mut log =
            tempfile::Builder::new().prefix(".audit.log").rand_bytes(0).tempfile_in(temp.path()).unwrap();
        io::Write::write_all(&mut log, b"no line of the program\n").unwrap();
        let (status, text) = printed(&Folder::at(temp.path()), Confinement::off());
        assert_eq!(status, Status::Invalid, "{text}");
        assert!(text.contains("FAULT   log         the audit log has 1 lines and"), "{text}");
    }
}
