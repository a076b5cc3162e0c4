//! What other programs did to cases: it stands in the log, and `audit --verify` says so
//! for ever.

use std::fs;

use sij_intake::case::{Answer, Field, Laterality, Target, Text};
use sij_intake::cli::AuditArgs;
use sij_intake::commands::{self, Status, Streams};
use sij_intake::policy::Item;
use sij_intake::store::{AuditAction, AuditEvent, CaseId, Folder, Sync};

use super::audit::entries;
use super::{WHO, create, now, open, sample};
use crate::temp_folder::temporary;

/// A folder with a case that this program made.
fn with_own_case() -> (tempfile::TempDir, Folder, CaseId) {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let mut session = create(&folder);
    let name = Field::MemberName.at(Laterality::Left);
    session.answer(name, Target::Whole, &Answer::Text(Text::new("Sample"))).unwrap();
    let id = session.id().clone();
    (temp, folder, id)
}

/// The result of verifying the log: the status, and all that is said.
fn verify(folder: &Folder) -> (Status, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let status =
        commands::audit(folder, &AuditArgs { verify: true, ..AuditArgs::default() }, &mut to).unwrap();
    (status, String::from_utf8([err, out].concat()).unwrap())
}

fn edit(folder: &Folder, id: &CaseId, from: &str, to: &str) {
    let text = fs::read_to_string(folder.file(id)).unwrap();
    assert!(text.contains(from));
    fs::write(folder.file(id), text.replace(from, to)).unwrap();
}

#[test]
fn outside_edit_stands_in_the_log_and_is_a_fault_for_ever() {
    let (_temp, folder, id) = with_own_case();
    assert_eq!(verify(&folder), (Status::Done, "3 lines, each as it was written\n".to_owned()));
    edit(&folder, &id, "Sample", "Simple");
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    assert!(
        said.contains(&format!("{id}: the file was changed after line 3, not by this program")),
        "{said}"
    );
    drop(open(&folder, &id).unwrap());
    let lines = entries(&folder).0;
    assert_eq!(
        lines[3..].iter().map(|line| line.event).collect::<Vec<_>>(),
        [AuditAction::ChangedOutside, AuditAction::Opened]
    );
    assert_eq!(lines[3].of, Some(3));
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    drop(session);
    let fault = format!("the audit log, line 4: {id} was changed outside this program after line 3\n");
    assert_eq!(verify(&folder), (Status::Differences, fault + "8 lines, each as it was written\n"));
}

#[test]
fn edit_is_found_without_the_line_that_the_opening_should_have_written() {
    let (_temp, folder, id) = with_own_case();
    edit(&folder, &id, "Sample", "Simple");
    let digest = folder.audit_key().unwrap().digest(&fs::read_to_string(folder.file(&id)).unwrap());
    let opened = AuditEvent::new(now().to_utc(), WHO, id.as_str(), AuditAction::Opened);
    folder.log_events(&[AuditEvent { file: Some(digest), ..opened }], Sync::Now).unwrap();
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    assert!(said.starts_with(&format!("the audit log, line 4: {id} was changed outside")), "{said}");
}

#[test]
fn case_without_a_line_is_a_fault_and_one_that_was_opened_first_is_named() {
    let (_temp, folder, _) = with_own_case();
    let forged = CaseId::new("forged").unwrap();
    fs::write(folder.file(&forged), sample().1).unwrap();
    fs::create_dir(folder.withdrawn().path()).unwrap();
    let aside = CaseId::new("aside").unwrap();
    fs::write(folder.withdrawn().file(&aside), sample().1).unwrap();
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    for name in ["forged", "aside"] {
        assert!(said.contains(&format!("{name}: there is no line about it: another program")), "{said}");
    }
    fs::remove_file(folder.withdrawn().file(&aside)).unwrap();
    drop(open(&folder, &forged).unwrap());
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Done, "{said}");
    assert!(said.contains("forged: line 4 is the first about it: another program made the case"), "{said}");
}

#[test]
fn case_that_is_gone_is_a_fault_and_one_that_is_withdrawn_is_none() {
    let (_temp, folder, id) = with_own_case();
    fs::create_dir(folder.withdrawn().path()).unwrap();
    fs::rename(folder.file(&id), folder.withdrawn().file(&id)).unwrap();
    assert_eq!(verify(&folder).0, Status::Done);
    fs::remove_file(folder.withdrawn().file(&id)).unwrap();
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    assert!(said.contains("the file is gone or can't be read; last seen in line 3"), "{said}");
}

#[test]
fn lock_that_counts_more_saves_than_the_log_is_a_fault() {
    let (_temp, folder, id) = with_own_case();
    let log = folder.path().join(".audit.log");
    let [before, head] =
        [".audit.log", ".audit.head"].map(|name| fs::read(folder.path().join(name)).unwrap());
    let text = fs::read(folder.file(&id)).unwrap();
    let mut session = open(&folder, &id).unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap();
    drop(session);
    assert_eq!(verify(&folder).0, Status::Done);
    // Log, head and case are put back together: only the lock has seen the save.
    fs::write(log, before).unwrap();
    fs::write(folder.path().join(".audit.head"), head).unwrap();
    fs::write(folder.file(&id), text).unwrap();
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    assert!(said.contains("saved 2 times by its lock, and 1 times by the log"), "{said}");
}

#[test]
fn change_that_was_never_ended_is_named() {
    let (_temp, folder, id) = with_own_case();
    let digest = |text: &str| Some(folder.audit_key().unwrap().digest(text));
    let text = fs::read_to_string(folder.file(&id)).unwrap();
    let begun = |file: Option<String>| AuditEvent {
        revision: Some(2),
        file,
        begun: Some(Default::default()),
        ..AuditEvent::new(now().to_utc(), WHO, id.as_str(), AuditAction::Answered)
    };
    folder.log_events(&[begun(digest("another text"))], Sync::Now).unwrap();
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Done);
    assert!(said.contains("line 4 was begun and never ended: the file is as before"), "{said}");
    edit(&folder, &id, "Sample", "Simple");
    assert_eq!(verify(&folder).0, Status::Differences);
    fs::write(folder.file(&id), &text).unwrap();
    folder.log_events(&[begun(digest(&text))], Sync::Now).unwrap();
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Done);
    assert!(said.contains("line 5 was begun and never ended: the file is as intended"), "{said}");
}

#[test]
fn version_that_lost_a_conflict_is_no_case_without_a_line() {
    let (_temp, folder, id) = with_own_case();
    let mut session = open(&folder, &id).unwrap();
    edit(&folder, &id, "Sample", "Simple");
    session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap_err();
    drop(session);
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    assert!(said.contains("the file was changed after line") && !said.contains("no line about it"), "{said}");
}

#[test]
fn digests_can_be_checked_only_with_the_key_and_the_lines_without_it() {
    let (_temp, folder, id) = with_own_case();
    let key = folder.path().join(".audit.key");
    let log = fs::read_to_string(folder.path().join(".audit.log")).unwrap();
    let text = fs::read(folder.file(&id)).unwrap();
    assert!(!log.contains(&sij_intake::store::digest(&text)), "a digest that can be guessed: {log}");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    edit(&folder, &id, "Sample", "Simple");
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Done);
    assert!(said.contains("the file is not compared: the key (.audit.key) of line 3 is not here"), "{said}");
    fs::write(&key, "damaged").unwrap();
    assert!(verify(&folder).1.contains("the file is not compared"));
    fs::remove_file(&key).unwrap();
    let path = folder.path().join(".audit.log");
    for (from, to) in [("member.name", "member.names"), (log.lines().nth(1).unwrap(), "")] {
        fs::write(&path, log.replacen(from, to, 1)).unwrap();
        assert_eq!(verify(&folder).0, Status::Differences, "{from}");
    }
    fs::write(&path, &log).unwrap();
    fs::write(&key, kept).unwrap();
    assert!(verify(&folder).1.contains("the file was changed after line 3"));
}

#[test]
fn other_key_is_a_fault_for_ever() {
    let (_temp, folder, id) = with_own_case();
    fs::remove_file(folder.path().join(".audit.key")).unwrap();
    edit(&folder, &id, "Sample", "Simple");
    drop(open(&folder, &id).unwrap());
    let (status, said) = verify(&folder);
    assert_eq!(status, Status::Differences);
    assert!(said.contains("the audit log, line 4: the digests are made with another key"), "{said}");
}

#[test]
fn log_with_plain_digests_is_compared_and_gone_on_with() {
    let (_temp, folder, id) = with_own_case();
    for name in [".audit.log", ".audit.head", ".audit.key", &format!(".{id}.lock")] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let text = fs::read(folder.file(&id)).unwrap();
    let plain = |action, revision, file| AuditEvent {
        revision: Some(revision),
        file,
        ..AuditEvent::new(now().to_utc(), WHO, id.as_str(), action)
    };
    let answered = plain(AuditAction::Answered, 1, Some(sij_intake::store::digest(&text)));
    folder.log_events(&[plain(AuditAction::Created, 0, None), answered], Sync::Now).unwrap();
    assert_eq!(verify(&folder), (Status::Done, "2 lines, each as it was written\n".to_owned()));
    drop(open(&folder, &id).unwrap());
    assert_eq!(verify(&folder), (Status::Done, "3 lines, each as it was written\n".to_owned()));
    edit(&folder, &id, "Sample", "Simple");
    let (status, said) = verify(&folder);
    assert!(status == Status::Differences && said.contains("changed after line 3"), "{said}");
}

#[test]
fn edit_of_a_case_with_a_plain_digest_is_found_at_the_opening() {
    let (_temp, folder, id) = with_own_case();
    for name in [".audit.log", ".audit.head", ".audit.key"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let text = fs::read(folder.file(&id)).unwrap();
    let opened = AuditEvent::new(now().to_utc(), WHO, id.as_str(), AuditAction::Opened);
    let digest = Some(sij_intake::store::digest(&text));
    folder.log_events(&[AuditEvent { file: digest, ..opened }], Sync::Now).unwrap();
    edit(&folder, &id, "Sample", "Simple");
    drop(open(&folder, &id).unwrap());
    let events: Vec<_> = entries(&folder).0.iter().map(|line| line.event).collect();
    assert_eq!(events, [AuditAction::Opened, AuditAction::ChangedOutside, AuditAction::Opened]);
}
