//! Looking at cases stands in the audit log, on one line a command; and what the log has
//! to bear: long names, times of other zones, a file that can only grow.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::store::{AuditAction, AuditTime, Folder};

use super::audit::entries;
use super::{open, with_a_case};
use crate::skipped::skipped;
use crate::tested_program::tested_program;

fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder.path()).args(arguments).stdin(Stdio::null()).env("TERM", "dumb");
    program
}

fn run(folder: &Folder, arguments: &[&str]) -> Output {
    program(folder, arguments).output().unwrap()
}

#[test]
fn commands_that_show_cases_leave_one_line_each() {
    let (_temp, folder, id) = with_a_case();
    fs::copy(folder.file(&id), folder.path().join("two.toml")).unwrap();
    let file = folder.path().join("two.toml");
    let file = file.to_str().unwrap();
    for arguments in [&["determine", "one"][..], &["list"], &["replay", file]] {
        assert_eq!(run(&folder, arguments).status.code(), Some(0), "{arguments:?}");
    }
    assert!(!folder.is_audited(), "no log is made for a view");
    drop(open(&folder, &id).unwrap());
    let mut expected = Vec::new();
    for (arguments, action, case, names) in [
        (&["determine", "one"][..], AuditAction::Printed, "one", &[][..]),
        (&["determine", "one", file], AuditAction::Printed, "", &["one", "two"]),
        (&["list"], AuditAction::Listed, "", &["one", "two"]),
        (&["list", "--find", "no-such-words"], AuditAction::Listed, "", &[]),
        (&["replay", folder.path().to_str().unwrap()], AuditAction::Replayed, "", &["one", "two"]),
        (&["letter", "one", "--draft"], AuditAction::PrintedLetter, "one", &[]),
        (&["export", "one", "--format", "fhir"], AuditAction::PrintedForExport, "one", &[]),
        (&["next", "one"], AuditAction::Printed, "one", &[]),
        (&["clocks", "two"], AuditAction::Printed, "two", &[]),
        (&["--plain"], AuditAction::Listed, "", &["one", "two"]),
    ] {
        let output = run(&folder, arguments);
        assert!(output.status.code() < Some(2), "{arguments:?}: {output:?}");
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        expected.push((action, case.to_owned(), names));
    }
    let (lines, report) = entries(&folder);
    let seen: Vec<_> =
        lines[1..].iter().map(|line| (line.event, line.case.clone(), line.cases.clone())).collect();
    assert_eq!(seen, expected);
    assert_eq!(report.faults, []);
}

#[test]
fn view_of_another_folder_stands_in_the_log_of_that_folder() {
    let (_temp, folder, id) = with_a_case();
    let (_other_temp, other, _) = with_a_case();
    for folder in [&folder, &other] {
        drop(open(folder, &id).unwrap());
    }
    run(&folder, &["replay", other.path().to_str().unwrap()]);
    let events = |folder: &Folder| entries(folder).0.iter().map(|line| line.event).collect::<Vec<_>>();
    assert_eq!(events(&folder), [AuditAction::Opened]);
    assert_eq!(events(&other), [AuditAction::Opened, AuditAction::Replayed]);
}

#[test]
fn view_stays_possible_where_the_log_cant_be_written() {
    let (_temp, folder, _) = with_a_case();
    fs::create_dir(folder.path().join(".audit.log")).unwrap();
    for arguments in [&["determine", "one"][..], &["list"]] {
        let output = run(&folder, arguments);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let complaints = String::from_utf8(output.stderr).unwrap();
        assert!(complaints.contains("NOT in the audit log"), "{complaints}");
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn times_do_not_follow_the_zone_of_the_client() {
    let (_temp, folder, _) = with_a_case();
    for zone in ["Pacific/Kiritimati", "Pacific/Niue", "UTC"] {
        program(&folder, &["--plain", "open", "one"]).env("TZ", zone).output().unwrap();
    }
    let moments = entries(&folder).0.iter().map(|line| line.at).collect::<Vec<_>>();
    let [AuditTime::At(first), AuditTime::At(second), AuditTime::At(third)] = moments[..] else {
        panic!("{moments:?}")
    };
    assert!(first <= second && second <= third && (third - first).num_hours() < 10, "{moments:?}");
}

#[test]
fn long_names_do_not_break_the_log() {
    let (_temp, folder, _) = with_a_case();
    let long = "x".repeat(70_000);
    let output = run(&folder, &["--plain", "open", &long]);
    assert_eq!(output.status.code(), Some(2));
    let mut from_afar = program(&folder, &["--plain", "open", "one"]);
    assert!(from_afar.env("SSH_CONNECTION", format!("{long} 1 2 3")).output().unwrap().status.success());
    run(&folder, &["--plain", "open", "one"]);
    let (lines, report) = entries(&folder);
    assert_eq!((lines.len(), report.faults), (2, vec![]));
}

#[test]
fn head_that_is_no_text_is_a_fault_and_does_not_stop_the_log() {
    let (_temp, folder, id) = with_a_case();
    drop(open(&folder, &id).unwrap());
    fs::write(folder.path().join(".audit.head"), b"\xff\xfe\x00 head").unwrap();
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    let (lines, report) = entries(&folder);
    assert_eq!(lines[1].event, AuditAction::HeadLost);
    assert_eq!(report.faults.len(), 1);
}

/// A log that can only grow, as long as this lives.
struct GrowingOnly<'p>(&'p Path);

impl<'p> GrowingOnly<'p> {
    fn make(log: &'p Path) -> Option<Self> {
        let changed = Command::new("chattr").arg("+a").arg(log).output();
        if changed.is_ok_and(|output| output.status.success()) {
            return Some(Self(log));
        }
        skipped("chattr +a does not work here");
        None
    }
}

impl Drop for GrowingOnly<'_> {
    fn drop(&mut self) {
        let _ = Command::new("chattr").arg("-a").arg(self.0).status();
    }
}

#[test]
fn log_that_can_only_grow_is_written_and_a_torn_line_in_it_is_ended() {
    let (_temp, folder, id) = with_a_case();
    drop(open(&folder, &id).unwrap());
    let log = folder.path().join(".audit.log");
    let Some(_growing) = GrowingOnly::make(&log) else { return };
    assert!(fs::write(&log, "").is_err(), "it can be cut");
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    drop(session);
    let mut torn = fs::OpenOptions::new().append(true).open(&log).unwrap();
    std::io::Write::write_all(&mut torn, b"{\"number\":5,\"at").unwrap();
    drop(open(&folder, &id).unwrap());
    let (lines, report) = entries(&folder);
    assert_eq!(report.faults, []);
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3, 4, 6, 7]);
}
