//! The intake of an open case: saved, named in the audit log, and on the day of receipt.

use sij_intake::case::{Answer, Field, Intake, IntakeField, Laterality, QuestionId, Text};
use sij_intake::casefile::{DraftKey, DraftValue};
use sij_intake::session::{ChangeError, Session};
use sij_intake::store::AuditAction;

use super::super::case_folder::CaseFolder;
use super::{answer, open, sample};

const RECEIVED: QuestionId = Field::Received.at(Laterality::Left);

/// The sample case with a time of receipt.
fn received_at_two() -> (CaseFolder, Session) {
    let mut case = sample();
    case.intake.received_at = "2026-03-02T14:05:00+00:00".parse().ok();
    open(&case)
}

/// What the audit log has of changes, from the first on.
fn logged(folder: &CaseFolder) -> Vec<(AuditAction, Vec<String>)> {
    let mut lines = Vec::new();
    let each = |line: &sij_intake::store::AuditLine| {
        lines.push((line.event, line.what.clone()));
        Ok(())
    };
    folder.workspace().folder.audit(each).unwrap();
    lines.retain(|(action, _)| *action == AuditAction::Answered);
    lines
}

#[test]
fn value_of_the_intake_is_saved_and_logged_by_its_name() {
    let (folder, mut session) = open(&sample());
    let recorded = session.case().recorded.clone();
    session.set_intake(session.intake_with(IntakeField::Channel, "fax 7").unwrap()).unwrap();
    assert_eq!(folder.case().intake.channel, Some(Text::new("fax 7")));
    assert_eq!(folder.case().recorded, recorded, "no item reads it");
    assert_eq!(logged(&folder), [(AuditAction::Answered, vec!["intake.channel".to_owned()])]);
    let log = std::fs::read_to_string(folder.path().join(".audit.log")).unwrap();
    assert!(!log.contains("fax"), "{log}");
}

#[test]
fn intake_that_is_not_changed_is_not_saved_again() {
    let (folder, mut session) = received_at_two();
    let revision = std::fs::metadata(folder.path().join("one.toml")).unwrap().modified().unwrap();
    session.set_intake(session.case().intake.clone()).unwrap();
    assert_eq!(logged(&folder), []);
    assert_eq!(std::fs::metadata(folder.path().join("one.toml")).unwrap().modified().unwrap(), revision);
}

#[test]
fn intake_that_cant_be_saved_is_as_it_was() {
    let (folder, mut session) = received_at_two();
    let before = session.case().clone();
    folder.move_away();
    let result = session.set_intake(Intake::default());
    folder.move_back();
    assert!(matches!(result, Err(ChangeError::NotSaved(_))), "{result:?}");
    assert_eq!(session.case(), &before);
}

#[test]
fn time_of_receipt_moves_with_the_day_of_receipt_in_one_save() {
    let (folder, mut session) = received_at_two();
    answer(&mut session, RECEIVED, &Answer::Day("2026-03-03".parse().unwrap())).unwrap();
    let at = folder.case().intake.received_at.map(|at| at.to_rfc3339());
    assert_eq!(at.as_deref(), Some("2026-03-03T14:05:00+00:00"));
    let names = ["request.received", "intake.received_at"].map(str::to_owned).to_vec();
    assert_eq!(logged(&folder), [(AuditAction::Answered, names)]);
}

#[test]
fn draft_of_a_value_comes_back_until_the_value_is_saved() {
    let (folder, mut session) = open(&sample());
    let key = DraftKey::Intake(IntakeField::Reference);
    session.keep_draft(key, Some(DraftValue::Typed("W-".to_owned())));
    session.save_drafts().unwrap();
    drop(session);
    let mut session = folder.workspace().open(&folder.id().unwrap()).unwrap();
    assert_eq!(session.draft(key), Some(&DraftValue::Typed("W-".to_owned())));
    session.set_intake(session.intake_with(IntakeField::Channel, "fax").unwrap()).unwrap();
    assert!(session.draft(key).is_some(), "another value was saved");
    session.set_intake(session.intake_with(IntakeField::Reference, "W-1").unwrap()).unwrap();
    assert_eq!(session.draft(key), None);
}

/// The keys of what was undone.
fn undone(session: &mut Session) -> Vec<String> {
    session.undo().unwrap().unwrap_or_default().iter().map(|change| change.key()).collect()
}

#[test]
fn value_of_the_intake_is_undone_in_its_turn_and_is_a_draft_then() {
    let (folder, mut session) = open(&sample());
    answer(&mut session, RECEIVED, &Answer::Day("2026-03-03".parse().unwrap())).unwrap();
    session.set_intake(session.intake_with(IntakeField::Channel, "fax").unwrap()).unwrap();
    assert_eq!(undone(&mut session), ["intake.channel"]);
    assert_eq!(folder.case().intake, Intake::default());
    assert_eq!(folder.case().facts.request.received.0, "2026-03-03".parse().ok());
    let draft = session.draft(DraftKey::Intake(IntakeField::Channel));
    assert_eq!(draft, Some(&DraftValue::Typed("fax".to_owned())));
    assert_eq!(undone(&mut session), ["request.received"]);
}

#[test]
fn day_of_receipt_is_undone_together_with_the_time_that_moved_along() {
    let (folder, mut session) = received_at_two();
    let before = folder.text();
    answer(&mut session, RECEIVED, &Answer::Day("2026-03-03".parse().unwrap())).unwrap();
    assert_eq!(undone(&mut session), ["request.received", "intake.received_at"]);
    assert_eq!(folder.text(), before);
    assert_eq!(session.draft(DraftKey::Intake(IntakeField::ReceivedAt)), None, "nobody has entered it");
}
