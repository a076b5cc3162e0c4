//! A case that is let go when nobody types, and taken up again.

use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::session::TakenUp;
use sij_intake::store::{AuditAction, Lock};

use super::super::case_folder::CaseFolder;
use super::{CLOCK, open, sample};

/// Who did what, by the audit log, which has no faults.
fn log(folder: &CaseFolder) -> Vec<(String, AuditAction)> {
    let mut lines = Vec::new();
    let report = folder.workspace().folder.audit(|line| {
        lines.push((line.who.clone(), line.event));
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    lines
}

#[test]
fn case_that_was_not_let_go_stays_open_when_it_is_taken_up() {
    let (_folder, mut session) = open(&sample());
    assert!(!session.is_let_go());
    assert_eq!(session.take_up().unwrap(), TakenUp::AsItWas);
    assert!(session.read_only().is_none());
    session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))).unwrap();
}

#[test]
fn case_is_free_until_it_is_taken_up_by_the_same_person() {
    let (folder, mut session) = open(&sample());
    session.let_go(None).unwrap();
    assert!(session.is_let_go());
    drop(Lock::take(&folder.workspace().folder, &folder.id().unwrap(), "sam").unwrap());
    assert_eq!(session.take_up().unwrap(), TakenUp::AsItWas);
    assert!(!session.is_let_go());
    assert!(Lock::take(&folder.workspace().folder, &folder.id().unwrap(), "sam").is_err());
    let opened = ("a test".to_owned(), AuditAction::Opened);
    assert_eq!(log(&folder), [opened.clone(), opened]);
}

#[test]
fn lines_that_waited_when_it_was_let_go_are_written_when_it_is_taken_up() {
    let folder = CaseFolder::with(CLOCK, &sij_intake::casefile::write(&sample()));
    let log_file = folder.path().join(".audit.log");
    std::fs::create_dir(&log_file).unwrap();
    let mut session = folder.workspace().open(&folder.id().unwrap()).unwrap();
    session.let_go(None).unwrap();
    std::fs::remove_dir(&log_file).unwrap();
    session.take_up().unwrap();
    session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))).unwrap();
    let actions: Vec<AuditAction> = log(&folder).into_iter().map(|(_, action)| action).collect();
    let opened = AuditAction::Opened;
    assert_eq!(actions, [opened, opened, AuditAction::EvidenceNoted, AuditAction::Done]);
}
