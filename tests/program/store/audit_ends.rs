//! Nothing is changed without a line in the audit log before it, and every change has an
//! end there: written by the program, or by the next one that opens the case.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::session::Saved;
use sij_intake::store::{AuditAction, AuditEvent, Begun, CaseId, Folder, Sync};

use super::audit::entries;
use super::child::{command, start};
use super::{WHO, create, names, now, open, sample, with_a_case};
use crate::tested_program::tested_program;

/// Makes the log one that can't be written.
fn block_log(folder: &Folder) {
    std::fs::create_dir(folder.path().join(".audit.log")).unwrap();
}

fn unblock_log(folder: &Folder) {
    std::fs::remove_dir(folder.path().join(".audit.log")).unwrap();
}

fn events(folder: &Folder) -> Vec<(AuditAction, bool)> {
    entries(folder).0.iter().map(|line| (line.event, line.begun)).collect()
}

/// Runs the program on a folder with this input.
fn program(folder: &Folder, arguments: &[&str], input: &str) -> Output {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder.path()).args(arguments).env("TERM", "dumb");
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    // A program that refuses may end before it has read all.
    let _ = running.stdin.take().unwrap().write_all(input.as_bytes());
    running.wait_with_output().unwrap()
}

/// All that the program printed, in one line.
fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(all).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

const REFUSED: &str = "NOT SAVED (have .audit.log checked, it can't be written: ";

#[test]
fn answer_is_refused_where_its_line_cant_be_written() {
    let (_temp, folder, id) = with_a_case();
    block_log(&folder);
    let before = std::fs::read_to_string(folder.file(&id)).unwrap();
    let mut session = open(&folder, &id).unwrap();
    assert!(matches!(session.saved(), Saved::Failed(problem) if problem.contains("NOT in the audit log")));
    let refused = session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap_err().to_string();
    assert!(refused.starts_with(REFUSED), "{refused}");
    assert_eq!(session.saved(), &Saved::Failed(refused));
    assert_ne!(session.case().evidence[Item::D_I_A_3.key()].raw(), "ours");
    assert!(session.save_report("# report").unwrap_err().to_string().starts_with(REFUSED));
    assert!(session.close().unwrap_err().starts_with("one: the end of the audit log is NOT written ("));
    assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), before);
    assert_eq!(names(&folder, ".md"), Vec::<std::path::PathBuf>::new());
    // The missing line is added with the next one.
    unblock_log(&folder);
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    assert!(matches!(session.saved(), Saved::At(_)));
    session.close().unwrap();
    let expected =
        [(AuditAction::Opened, false), (AuditAction::EvidenceNoted, true), (AuditAction::Done, false)];
    assert_eq!(events(&folder), expected);
    let (lines, report) = entries(&folder);
    assert_eq!(report.faults, []);
    assert_eq!(lines[2].of, Some(2));
    let text = std::fs::read_to_string(folder.file(&id)).unwrap();
    assert_eq!((&lines[1].was, &lines[1].file), (&hash(&folder, &before), &hash(&folder, &text)));
    assert_eq!(lines[2].file, lines[1].file);
}

#[test]
fn every_command_that_changes_the_folder_refuses_where_its_line_cant_be_written() {
    let (_temp, folder, id) = with_a_case();
    let partial = folder.path().join("partial");
    std::fs::write(&partial, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC0001234'\n").unwrap();
    let partial = partial.to_str().unwrap();
    block_log(&folder);
    let before = std::fs::read(folder.file(&id)).unwrap();
    for (arguments, input) in [
        (&["open", "one"][..], "go 1\nTC0001234\nquit\n"),
        (&["new"], "TC0001234\n"),
        (&["new", "--from", partial], ""),
        (&["withdraw", "one"], ""),
    ] {
        let output = program(&folder, arguments, input);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(REFUSED), "{arguments:?}: {said}");
        assert!(!said.contains("Saved."), "{arguments:?}: {said}");
        assert_eq!(folder.cases().unwrap(), std::slice::from_ref(&id), "{arguments:?}");
        assert_eq!(std::fs::read(folder.file(&id)).unwrap(), before, "{arguments:?}");
    }
    unblock_log(&folder);
    assert_eq!(program(&folder, &["withdraw", "one"], "").status.code(), Some(0));
    std::fs::remove_file(folder.path().join(".audit.log")).unwrap();
    block_log(&folder);
    let output = program(&folder, &["restore", "one"], "");
    assert!(output.status.code() == Some(2) && said(&output).contains(REFUSED), "{output:?}");
    assert!(folder.withdrawn().has(&id) && !folder.has(&id));
}

#[test]
fn case_that_cant_be_changed_is_shown_and_it_is_said_that_the_log_lacks_it() {
    let (_temp, folder, _) = with_a_case();
    block_log(&folder);
    // A lock that can't be taken.
    std::fs::create_dir(folder.path().join(".one.lock")).unwrap();
    let output = program(&folder, &["open", "one"], "review\nquit\n");
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("READ-ONLY") && said.contains("NOT in the audit log ("), "{said}");
}

/// The digest of a text as it stands in the log.
fn hash(folder: &Folder, text: &str) -> Option<String> {
    Some(folder.audit_key().unwrap().digest(text))
}

/// Logs that an answer was begun from this text to that, as a program does that is then killed.
fn begin(
    folder: &Folder,
    id: &CaseId,
    action: AuditAction,
    from: Option<&str>,
    to: &str,
    paper: Option<&str>,
) {
    let begun = AuditEvent {
        revision: Some(1),
        file: hash(folder, to),
        begun: Some(Begun {
            was: from.and_then(|text| hash(folder, text)),
            paper: paper.and_then(|text| hash(folder, text)),
        }),
        ..AuditEvent::new(now().to_utc(), WHO, id.as_str(), action)
    };
    folder.log_events(&[begun], Sync::Now).unwrap();
}

#[test]
fn interrupted_save_is_ended_by_the_next_opening() {
    let text = sample().1;
    let newer = text.replace("Sample", "Simple");
    let other = text.replace("Sample", "Simply");
    for (from, to, found, revision) in [
        (other.as_str(), text.as_str(), AuditAction::FoundDone, 1),
        (text.as_str(), newer.as_str(), AuditAction::FoundNotDone, 0),
        (other.as_str(), newer.as_str(), AuditAction::FoundChanged, 0),
    ] {
        let (_temp, folder, id) = with_a_case();
        begin(&folder, &id, AuditAction::Answered, Some(from), to, None);
        for _ in 0..2 {
            drop(open(&folder, &id).unwrap());
        }
        let opened = (AuditAction::Opened, false);
        let expected = [(AuditAction::Answered, true), (found, false), opened, opened];
        assert_eq!(events(&folder), expected);
        let lines = entries(&folder).0;
        assert_eq!((lines[1].of, lines[1].revision), (Some(1), Some(revision)));
        assert_eq!(lines[1].file, hash(&folder, &text));
        assert_eq!(lines[3].revision, Some(revision));
    }
}

#[test]
fn interrupted_change_is_found_however_many_lines_were_written_since() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    drop(session);
    let line = AuditEvent::new(now().to_utc(), WHO, "other", AuditAction::Opened);
    folder.log_events(&vec![line; 2000], Sync::Later).unwrap();
    let lock = sij_intake::store::Lock::take(&folder, &id, WHO).unwrap();
    let last = folder.last_line_about(&id, &lock).unwrap();
    assert_eq!((last.event, last.number), (AuditAction::Done, 3));
    assert_eq!(lock.revision(), 1);
}

#[test]
fn interrupted_paper_or_withdrawal_is_ended_by_the_next_opening() {
    let text = sample().1;
    for (action, paper, file, found, what) in [
        (
            AuditAction::Exported,
            Some("# ours"),
            Some(("one.report-2.md", "# ours")),
            AuditAction::FoundDone,
            "one.report-2.md",
        ),
        (
            AuditAction::LetterWritten,
            Some("ours"),
            Some(("one.letter-1.txt", "theirs")),
            AuditAction::FoundNotDone,
            "",
        ),
        (AuditAction::Withdrawn, None, None, AuditAction::FoundNotDone, ""),
        (AuditAction::Restored, None, None, AuditAction::FoundDone, ""),
    ] {
        let (_temp, folder, id) = with_a_case();
        if let Some((name, text)) = file {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        begin(&folder, &id, action, Some(&text), &text, paper);
        drop(open(&folder, &id).unwrap());
        let lines = entries(&folder).0;
        assert_eq!((lines[1].event, lines[1].what.join(" ").as_str()), (found, what), "{action:?}");
        assert_eq!(lines[2].event, AuditAction::Opened);
    }
}

#[test]
fn line_that_cant_say_the_end_is_shown_and_waits_for_the_next() {
    let (_temp, folder, id) = with_a_case();
    // The log is longer than the case, so that a limit can stop only the log.
    (0..9).for_each(|_| drop(open(&folder, &id).unwrap()));
    let (lines, complaints, status) = start(command("half-log", &folder, 0)).end();
    assert!(status.success(), "{complaints}");
    assert!(
        lines[0].contains("but have .audit.log checked: it can't say so yet (File too large"),
        "{lines:?}"
    );
    let answered = (AuditAction::EvidenceNoted, true);
    let (opened, done) = ((AuditAction::Opened, false), (AuditAction::Done, false));
    let all: Vec<_> =
        events(&folder).into_iter().filter(|(action, _)| *action != AuditAction::LineTorn).collect();
    assert_eq!(all[8..], [opened, opened, answered, done, answered, done], "{lines:?}");
    assert_eq!(entries(&folder).1.faults, []);
}

#[test]
fn line_mode_does_not_say_that_all_is_saved_while_the_log_cant_say_so() {
    let (_temp, folder, id) = with_a_case();
    (0..9).for_each(|_| drop(open(&folder, &id).unwrap()));
    let (lines, complaints, status) = start(command("half-log-line-mode", &folder, 0)).end();
    assert!(status.success(), "{complaints}");
    let (_, answered) = lines[0].split_once("Another Name").unwrap();
    assert!(
        answered.contains("but have .audit.log checked: it can't say so yet (File too large"),
        "{lines:?}"
    );
    let end = AuditAction::Done;
    assert_eq!(events(&folder).iter().filter(|(action, _)| *action == end).count(), 1, "it is said later");
    assert_eq!(entries(&folder).1.faults, []);
}

#[test]
fn new_case_that_cant_be_logged_is_not_started() {
    let (_temp, folder, _) = with_a_case();
    drop(create(&folder));
    std::fs::remove_file(folder.path().join(".audit.log")).unwrap();
    block_log(&folder);
    let started = sij_intake::session::Session::create(&folder, WHO, Default::default(), super::CLOCK);
    assert!(started.unwrap_err().to_string().starts_with(REFUSED));
}
