//! The audit log: what it records, and that tampering is detected.

use std::process::{Command, Output};

use sij_intake::case::{Answer, Field, Laterality, Target, Text};
use sij_intake::cli::AuditArgs;
use sij_intake::commands::{self, Streams};
use sij_intake::policy::Item;
use sij_intake::store::{AuditAction, AuditEvent, AuditLine, AuditReport, AuditTime, CaseId, Folder, Sync};

use super::child::{command, start};
use super::{WHO, create, names, now, open, sample, with_a_case};
use crate::random::Random;
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

pub(super) fn entries(folder: &Folder) -> (Vec<AuditLine>, AuditReport) {
    let mut all = Vec::new();
    let report = folder.audit(|entry| {
        all.push(entry.clone());
        Ok(())
    });
    (all, report.unwrap())
}

/// What is said of a case that was there before the log.
const FOUND: &str = "one: line 1 is the first about it: another program made the case\n";

/// Runs the program on a folder.
fn program(folder: &Folder, arguments: &[&str]) -> Output {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder.path()).args(arguments);
    program.env("SSH_CONNECTION", "10.0.0.5 50512 10.0.0.1 22").output().unwrap()
}

#[test]
fn audit_log_records_actions_and_never_answers() {
    let (_temp, folder, id) = with_a_case();
    let mut created = create(&folder);
    let planted = Text::new("Plantedname");
    let name = Field::MemberName.at(Laterality::Left);
    created.answer(name, Target::Whole, &Answer::Text(planted.clone())).unwrap();
    let new = created.id().clone();
    drop(created);
    let mut session = open(&folder, &id).unwrap();
    session.flag(Item::D_I_A_1, Some(planted.clone())).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(planted.clone())).unwrap();
    session.save_report("Plantedname").unwrap();
    let reader = open(&folder, &id).unwrap();
    assert!(reader.read_only().is_some());
    drop((reader, session));
    std::fs::write(folder.path().join("bad.toml"), "Plantedname").unwrap();
    assert!(open(&folder, &CaseId::new("bad").unwrap()).is_err());
    assert!(open(&folder, &CaseId::new("typo").unwrap()).is_err());
    assert!(!folder.path().join(".typo.lock").exists(), "a lock for no case");
    let replayed = program(&folder, &["replay", folder.path().to_str().unwrap()]);
    assert_eq!(replayed.status.code(), Some(2), "one of the two is no case");

    let (all, report) = entries(&folder);
    assert_eq!(report.faults, Vec::new());
    let events: Vec<(AuditAction, &str)> =
        all.iter().map(|entry| (entry.event, entry.case.as_str())).collect();
    let (case, new) = (id.as_str(), new.as_str());
    assert_eq!(
        events,
        [
            (AuditAction::Created, new),
            (AuditAction::Answered, new),
            (AuditAction::Done, new),
            (AuditAction::Opened, case),
            (AuditAction::Flagged, case),
            (AuditAction::Determined, case),
            (AuditAction::Done, case),
            (AuditAction::EvidenceNoted, case),
            (AuditAction::Done, case),
            (AuditAction::Exported, case),
            (AuditAction::Done, case),
            (AuditAction::OpenedToRead, case),
            (AuditAction::Refused, "bad"),
            (AuditAction::Refused, "typo"),
            (AuditAction::Replayed, ""),
        ]
    );
    assert_eq!(all[1].what, ["member.name"]);
    assert_eq!((all[14].count, &all[14].cases), (Some(3), &[new, "bad", case].map(str::to_owned).to_vec()));
    // A flag and the determination it changes are one save.
    let revisions: Vec<_> = all.iter().map(|entry| entry.revision).take(11).collect();
    assert_eq!(revisions, [0, 1, 1, 0, 1, 1, 1, 2, 2, 2, 2].map(Some));
    assert_eq!((all[12].what.join(""), all[13].what.join("")), ("not-a-case".into(), "missing".into()));
    assert!(all[..14].iter().all(|entry| entry.who == WHO && entry.at == AuditTime::At(now().to_utc())));
    assert!(all[14].who.ends_with("from 10.0.0.5 port 50512"), "{}", all[14].who);
    for file in [".audit.log", ".audit.head", &format!(".{id}.lock")] {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(!text.contains("Plantedname") && !text.contains('\u{1b}'), "{file}: {text}");
    }
}

/// Writes a log of 60 lines; its text.
fn log(folder: &Folder) -> String {
    let note = |number: u64| AuditEvent {
        what: vec!["pain.onset".to_owned()],
        revision: Some(number),
        ..AuditEvent::new(
            now().to_utc(),
            WHO,
            &format!("case-{}", number % 7),
            if number.is_multiple_of(5) { AuditAction::Opened } else { AuditAction::Answered },
        )
    };
    for number in 1..=60 {
        folder.log_events(&[note(number)], Sync::Now).unwrap();
    }
    std::fs::read_to_string(folder.path().join(".audit.log")).unwrap()
}

/// The log with a line edited, removed, swapped, duplicated, or the rest cut off.
fn tampered(log: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = log.lines().map(str::to_owned).collect();
    let mut pick = |limit: usize| usize::try_from(random.below(limit as u64)).unwrap();
    let at = pick(lines.len());
    match pick(6) {
        0 => {
            let mut bytes = lines[at].clone().into_bytes();
            let byte = pick(bytes.len());
            bytes[byte] = if bytes[byte] == b'x' { b'y' } else { b'x' };
            lines[at] = String::from_utf8(bytes).unwrap();
        }
        1 => {
            lines.remove(at);
        }
        2 => {
            let other = (at + 1 + pick(lines.len() - 1)) % lines.len();
            lines.swap(at, other);
        }
        3 => lines.insert(pick(log.lines().count() + 1), lines[at].clone()),
        4 => lines.truncate(at),
        _ => {
            let rest = log.len() - 1 - pick(log.len() - 1);
            return log[..rest].to_owned();
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

#[test]
fn thousand_tampered_logs_are_all_detected() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let log = log(&folder);
    assert_eq!(entries(&folder).1.faults, Vec::new());
    let mut random = Random(3);
    let mut tried = 0;
    while tried < 1000 {
        let tampered = tampered(&log, &mut random);
        if tampered == log {
            continue;
        }
        tried += 1;
        std::fs::write(folder.path().join(".audit.log"), &tampered).unwrap();
        assert!(!entries(&folder).1.faults.is_empty(), "not detected:\n{tampered}");
    }
}

#[test]
fn truncated_log_is_detected_after_new_lines() {
    for without_head in [false, true] {
        let temp = temporary();
        let folder = Folder::at(temp.path());
        let log = log(&folder);
        let kept: String = log.lines().take(40).map(|line| format!("{line}\n")).collect();
        std::fs::write(folder.path().join(".audit.log"), kept).unwrap();
        if without_head {
            std::fs::remove_file(folder.path().join(".audit.head")).unwrap();
        }
        create(&folder);
        create(&folder);
        assert!(!entries(&folder).1.faults.is_empty());
    }
}

#[test]
fn unfinished_line_is_not_reported_as_tampering() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let log = log(&folder);
    std::fs::write(folder.path().join(".audit.log"), format!("{log}{{\"number\":61,\"at")).unwrap();
    create(&folder);
    let (all, report) = entries(&folder);
    assert_eq!((all.len(), report.faults), (62, Vec::new()));
    assert_eq!((all[60].event, all[60].of), (AuditAction::LineTorn, Some(61)));
    let text = std::fs::read_to_string(folder.path().join(".audit.log")).unwrap();
    assert!(text.starts_with(&format!("{log}{{\"number\":61,\"at\n")), "nothing is cut off");
}

#[test]
fn eight_processes_write_one_chain() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let eight: Vec<_> = (0..8).map(|_| start(command("new", &folder, 10))).collect();
    for running in eight {
        assert!(running.end().2.success());
    }
    let (all, report) = entries(&folder);
    assert_eq!((all.len(), report.faults), (80, Vec::new()));
}

#[test]
fn lost_head_is_reported_even_if_its_first_line_failed() {
    let (_temp, folder, id) = with_a_case();
    drop(open(&folder, &id).unwrap());
    std::fs::remove_file(folder.path().join(".audit.head")).unwrap();
    let (said, complaints, status) = start(command("full-log", &folder, 0)).end();
    assert!(status.success(), "{complaints}");
    assert!(said[0].contains("NOT in the audit log (File too large"), "{said:?}");
    drop(open(&folder, &id).unwrap());
    let (all, report) = entries(&folder);
    assert_eq!(all[1].event, AuditAction::HeadLost);
    assert!(report.faults[0].problem.starts_with("the head of the log was missing"), "{report:?}");
}

/// A pipe whose reader is gone.
struct ClosedPipe;

impl std::io::Write for ClosedPipe {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn closed_pipe_is_not_reported_as_a_log_fault() {
    let (_temp, folder, id) = with_a_case();
    drop(open(&folder, &id).unwrap());
    let mut complaints = Vec::new();
    let mut to = Streams { out: &mut ClosedPipe, err: &mut complaints };
    let error = commands::audit(&folder, &AuditArgs::default(), &mut to).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe);
    assert_eq!(complaints, b"");
}

/// Does something before each write.
struct Before<F>(F, Vec<u8>);

impl<F: FnMut()> std::io::Write for Before<F> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        (self.0)();
        self.1.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn cases_saved_while_the_log_is_verified_are_not_reported_as_changed() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    let mut notes = ["more"].into_iter();
    let save = || {
        if let Some(note) = notes.next() {
            session.note_evidence(Item::D_I_A_3, Some(Text::new(note))).unwrap();
        }
    };
    let mut out = Before(save, Vec::new());
    let mut to = Streams { out: &mut out, err: &mut Vec::new() };
    commands::audit(&folder, &AuditArgs { verify: true, ..AuditArgs::default() }, &mut to).unwrap();
    assert_eq!(String::from_utf8(out.1).unwrap(), format!("3 lines, each as it was written\n{FOUND}"));
}

#[test]
fn audit_command_lists_and_verifies() {
    let (_temp, folder, id) = with_a_case();
    let nothing = program(&folder, &["audit"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("no audit log"));
    open(&folder, &id).unwrap().note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    create(&folder);
    let listed = program(&folder, &["audit", "one"]);
    assert_eq!(
        String::from_utf8_lossy(&listed.stdout),
        "2026-03-03 09:14:05Z  one  opened  (revision 0)  pat (1001) from 10.0.0.5 port 50512\n\
         2026-03-03 09:14:05Z  one  begun: evidence noted: D.I.A.3  (revision 1)  pat (1001) from 10.0.0.5 port 50512\n\
         2026-03-03 09:14:05Z  one  done  (line 2, revision 1)  pat (1001) from 10.0.0.5 port 50512\n"
    );
    let verified = program(&folder, &["audit", "--verify"]);
    assert_eq!(verified.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&verified.stdout),
        format!("4 lines, each as it was written\n{FOUND}")
    );
    std::fs::write(folder.file(&id), sample().1).unwrap();
    let edited = program(&folder, &["audit", "--verify"]);
    assert_eq!(edited.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&edited.stdout).contains("one: the file was changed after line 3"));
    let path = folder.path().join(".audit.log");
    let log = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, log.replacen("D.I.A.3", "D.I.A.2", 1)).unwrap();
    let tampered = program(&folder, &["audit", "--verify"]);
    assert_eq!(tampered.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&tampered.stderr).contains("line 3: it does not follow line 2"));
}

#[test]
fn replay_of_samples_creates_no_log() {
    let (_temp, folder, id) = with_a_case();
    let path = folder.file(&id);
    assert_eq!(program(&folder, &["replay", path.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(names(&folder, ""), [path]);
}
