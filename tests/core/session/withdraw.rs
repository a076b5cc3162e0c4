//! Withdrawing and restoring: under the lock of the case, and in the audit log.

use sij_intake::casefile;
use sij_intake::session::WithdrawError;
use sij_intake::store::{AuditAction, AuditEvent, Begun, CaseId, Lock, ReadError, Sync};

use super::super::case_folder::CaseFolder;
use super::{CLOCK, sample};

fn folder() -> (CaseFolder, CaseId) {
    let folder = CaseFolder::with(CLOCK, &casefile::write(&sample()));
    let id = folder.id().unwrap();
    (folder, id)
}

fn log(folder: &CaseFolder) -> Vec<(AuditAction, Option<String>)> {
    let mut lines = Vec::new();
    let report = folder.workspace().folder.audit(|line| {
        lines.push((line.event, line.file.clone()));
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    lines
}

#[test]
fn withdrawn_case_can_be_opened_only_after_it_is_restored() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    assert_eq!(workspace.withdrawn().unwrap(), []);
    workspace.withdraw(&id).unwrap();
    assert_eq!((workspace.withdrawn().unwrap(), folder.id()), (vec![id.clone()], None));
    let Err(ReadError::Withdrawn(named)) = workspace.open(&id) else { panic!("it was opened") };
    assert_eq!(named, id);
    workspace.restore(&id).unwrap();
    assert!(workspace.open(&id).unwrap().read_only().is_none());
    let digest = Some(workspace.folder.audit_key().unwrap().digest(&folder.text()));
    assert_eq!(
        log(&folder)[..5],
        [
            (AuditAction::Withdrawn, digest.clone()),
            (AuditAction::Done, digest.clone()),
            (AuditAction::Refused, None),
            (AuditAction::Restored, digest.clone()),
            (AuditAction::Done, digest)
        ]
    );
}

#[test]
fn case_that_is_open_stays_and_its_holder_is_named() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    let session = workspace.open(&id).unwrap();
    let Err(refused) = workspace.withdraw(&id) else { panic!("it was withdrawn") };
    assert!(refused.to_string().starts_with("a test since "), "{refused}");
    assert!(refused.to_string().ends_with("has it open: it can be withdrawn when they have left it"));
    assert_eq!(folder.id(), Some(id.clone()));
    drop(session);
    workspace.withdraw(&id).unwrap();
    let lock = Lock::take(&workspace.folder, &id, "sam").unwrap();
    assert!(matches!(workspace.restore(&id), Err(WithdrawError::Open(_))));
    drop(lock);
    workspace.restore(&id).unwrap();
}

#[test]
fn case_stays_while_somebody_has_a_version_of_it_open_that_lost() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    std::fs::copy(folder.path().join("one.toml"), folder.path().join("one.conflict-1.toml")).unwrap();
    let _lock = Lock::take(&workspace.folder, &CaseId::new("one.conflict-1").unwrap(), "sam").unwrap();
    let Err(WithdrawError::Open(holder)) = workspace.withdraw(&id) else { panic!("it was withdrawn") };
    assert_eq!(holder.to_string(), "sam");
    assert!(workspace.folder.has(&id));
}

#[test]
fn interrupted_restoring_that_brought_nothing_back_is_found_not_done() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    workspace.withdraw(&id).unwrap();
    let text = std::fs::read_to_string(folder.path().join("withdrawn/one.toml")).unwrap();
    let file = Some(workspace.folder.audit_key().unwrap().digest(&text));
    let begun = AuditEvent {
        file: file.clone(),
        begun: Some(Begun { was: file, paper: None }),
        ..AuditEvent::new(super::now().to_utc(), "a test", "one", AuditAction::Restored)
    };
    workspace.folder.log_events(&[begun], Sync::Now).unwrap();
    workspace.restore(&id).unwrap();
    let actions: Vec<AuditAction> = log(&folder).into_iter().map(|(action, _)| action).collect();
    use AuditAction::{Done, FoundNotDone, Restored, Withdrawn};
    assert_eq!(actions, [Withdrawn, Done, Restored, FoundNotDone, Restored, Done]);
}

#[test]
fn case_stays_where_it_cant_be_logged_that_it_is_moved() {
    let (folder, id) = folder();
    std::fs::create_dir(folder.path().join(".audit.log")).unwrap();
    let told = folder.workspace().withdraw(&id).unwrap_err().to_string();
    assert!(told.starts_with("NOT SAVED (have .audit.log checked, it can't be written: "), "{told}");
    assert_eq!(folder.id(), Some(id));
}

#[test]
fn name_that_is_taken_is_refused_with_what_to_do() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    workspace.withdraw(&id).unwrap();
    std::fs::write(workspace.folder.file(&id), casefile::write(&sample())).unwrap();
    for moved in [workspace.withdraw(&id), workspace.restore(&id)] {
        let told = moved.unwrap_err().to_string();
        assert!(told.starts_with("not moved: /"), "{told}");
        assert!(told.ends_with("one.toml is there already: rename it, then try again"), "{told}");
    }
}

#[test]
fn file_that_is_no_case_can_be_withdrawn_too() {
    let folder = CaseFolder::with(CLOCK, "not a case");
    let id = folder.id().unwrap();
    folder.workspace().withdraw(&id).unwrap();
    assert_eq!(folder.workspace().withdrawn().unwrap(), [id]);
}

#[test]
fn files_of_an_interrupted_move_follow_their_case() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    let withdrawn = folder.path().join("withdrawn");
    std::fs::create_dir(&withdrawn).unwrap();
    std::fs::write(withdrawn.join("one.report.md"), "# moved before the end").unwrap();
    workspace.restore(&id).unwrap();
    assert!(folder.path().join("one.report.md").exists(), "given up");
    workspace.withdraw(&id).unwrap();
    std::fs::rename(withdrawn.join("one.report.md"), folder.path().join("one.report.md")).unwrap();
    workspace.withdraw(&id).unwrap();
    assert!(withdrawn.join("one.report.md").exists(), "completed");
}

#[test]
fn papers_without_their_case_stay_where_they_are() {
    let (folder, id) = folder();
    let workspace = folder.workspace();
    let paper = folder.path().join("two.report.md");
    std::fs::write(&paper, "# a report").unwrap();
    let two = CaseId::new("two").unwrap();
    assert!(matches!(workspace.withdraw(&two), Err(WithdrawError::NotInList(_))));
    assert!(matches!(workspace.restore(&two), Err(WithdrawError::NotWithdrawn(_))));
    assert!(paper.exists());
    let _session = workspace.open(&id).unwrap();
    assert!(matches!(workspace.restore(&id), Err(WithdrawError::NotWithdrawn(_))), "it is in the list");
}

#[test]
fn withdrawn_cases_that_cant_be_listed_are_not_taken_for_none() {
    let (folder, _id) = folder();
    std::fs::write(folder.path().join("withdrawn"), "no folder").unwrap();
    assert!(folder.workspace().withdrawn().is_err());
}
