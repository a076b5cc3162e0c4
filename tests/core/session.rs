//! The open case: what a change saves, and that a failed save changes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail, and reads and writes files"
)]

mod intake;

use chrono::{DateTime, FixedOffset, NaiveDate};
use sij_intake::case::{Answer, Case, Field, Laterality, QuestionId, Target, Text};
use sij_intake::casefile::{self, DraftKey, DraftValue};
use sij_intake::policy::{self, Item, Limits};
use sij_intake::session::{ChangeError, Clock, Saved, Session};
use sij_intake::store::{AuditAction, CaseId, ReadError};
use sij_intake::worklist::Zone;

use super::case_folder::CaseFolder;

mod confirming;
mod letting_go;
mod proposals;
mod undo;
mod withdraw;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };
const TESTS: QuestionId = Field::PositiveTests.at(Laterality::Left);
const NAME: QuestionId = Field::MemberName.at(Laterality::Left);

fn now() -> DateTime<FixedOffset> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// A sample case that meets every criterion, determined on an earlier day.
fn sample() -> Case {
    let text = include_str!("../../cases/2026-03-02-diagnostic-clean.toml");
    casefile::read(text, policy::editions()).unwrap()
}

fn open(case: &Case) -> (CaseFolder, Session) {
    let folder = CaseFolder::with(CLOCK, &casefile::write(case));
    let session = folder.workspace().open(&folder.id().unwrap()).unwrap();
    (folder, session)
}

fn answer(session: &mut Session, question: QuestionId, answer: &Answer) -> Result<(), ChangeError> {
    session.answer(question, Target::Whole, answer)
}

/// The actions in the audit log but for their ends, each with what it was about.
fn log(folder: &CaseFolder) -> Vec<(AuditAction, String)> {
    let mut lines = Vec::new();
    let report = folder.workspace().folder.audit(|line| {
        lines.extend((line.event != AuditAction::Done).then(|| (line.event, line.what.join(" "))));
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    lines
}

fn outcome(case: Case) -> Option<String> {
    case.recorded.and_then(|recorded| recorded.outcome)
}

#[test]
fn answer_that_completes_a_case_saves_its_determination() {
    let mut case = sample();
    case.recorded = None;
    case.facts.left.positive_tests = Default::default();
    let (folder, mut session) = open(&case);
    answer(&mut session, TESTS, &Answer::Choices(vec!["faber"])).unwrap();
    assert_eq!(folder.case().recorded.as_ref().and_then(|recorded| recorded.date), Some(today()));
    assert_eq!(outcome(folder.case()).as_deref(), Some("criteria-met"));
    assert!(session.is_recorded());
    let mut revisions = Vec::new();
    let report = folder.workspace().folder.audit(|line| {
        revisions.push((line.event, line.revision));
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    assert_eq!(
        revisions[1..],
        [AuditAction::Answered, AuditAction::Determined, AuditAction::Done].map(|action| (action, Some(1))),
        "one save"
    );
}

#[test]
fn equal_determination_keeps_its_recorded_date() {
    let recorded = sample().recorded;
    assert!(recorded.as_ref().and_then(|recorded| recorded.date).is_some_and(|date| date < today()));
    let (folder, mut session) = open(&sample());
    answer(&mut session, NAME, &Answer::Text(Text::new("Another Name"))).unwrap();
    assert_eq!(folder.case().recorded, recorded);
    session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))).unwrap();
    assert_eq!(folder.case().recorded, recorded);
}

#[test]
fn changed_determination_replaces_the_recorded_one() {
    let (folder, mut session) = open(&sample());
    answer(&mut session, TESTS, &Answer::Choices(Vec::new())).unwrap();
    assert_eq!(outcome(folder.case()).as_deref(), Some("criteria-not-met"));
    session.flag(Item::D_I_A_3, Some(Text::new("unclear"))).unwrap();
    assert_eq!(outcome(folder.case()).as_deref(), Some("clinical-review"));
    session.flag(Item::D_I_A_3, None).unwrap();
    assert_eq!(outcome(folder.case()).as_deref(), Some("criteria-not-met"));
    answer(&mut session, Field::ActiveTherapy.at(Laterality::Left), &Answer::NotDocumented).unwrap_err();
    session.remove_entry(Field::ActiveTherapy.at(Laterality::Left), 0).unwrap();
    assert_eq!(outcome(folder.case()), None, "the list of therapies is unanswered");
}

#[test]
fn hypothetical_determination_is_not_recorded() {
    let mut workspace = CaseFolder::new(CLOCK).workspace();
    let limits = Limits { spacing_days: 8, ..workspace.settings.editions.latest().limits };
    workspace.settings = workspace.settings.with_limits(limits);
    let folder = CaseFolder::with(CLOCK, &casefile::write(&sample()));
    workspace.folder = folder.workspace().folder;
    let mut session = workspace.open(&folder.id().unwrap()).unwrap();
    answer(&mut session, TESTS, &Answer::Choices(Vec::new())).unwrap();
    session.record().unwrap();
    assert_eq!(outcome(folder.case()), None);
    assert!(!session.is_recorded());
}

#[test]
fn failed_save_changes_nothing() {
    let (folder, mut session) = open(&sample());
    let (text, case) = (folder.text(), session.case().clone());
    folder.move_away();
    for change in [
        answer(&mut session, TESTS, &Answer::Choices(Vec::new())),
        session.remove_entry(Field::ActiveTherapy.at(Laterality::Left), 0),
        session.flag(Item::D_I_A_3, Some(Text::new("unclear"))),
        session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))),
    ] {
        assert!(matches!(change, Err(ChangeError::NotSaved(_))), "{change:?}");
        assert_eq!(session.case(), &case);
    }
    folder.move_back();
    assert_eq!(folder.text(), text);
}

#[test]
fn determination_is_recorded_once() {
    let mut case = sample();
    case.recorded = None;
    let (folder, mut session) = open(&case);
    let mut reader = folder.workspace().open(&folder.id().unwrap()).unwrap();
    assert!(reader.read_only().is_some());
    reader.record().unwrap();
    assert_eq!((folder.case().recorded, session.saved()), (None, &Saved::AsRead));
    session.record().unwrap();
    assert!(folder.case().recorded.is_some());
    drop((session, reader));
    let mut again = folder.workspace().open(&folder.id().unwrap()).unwrap();
    again.record().unwrap();
    assert_eq!(again.saved(), &Saved::AsRead, "it is not saved once more");
}

#[test]
fn incomplete_case_is_not_saved_by_record() {
    let mut case = sample();
    (case.recorded, case.facts.left.positive_tests) = (None, Default::default());
    let (folder, mut session) = open(&case);
    let text = folder.text();
    session.record().unwrap();
    assert_eq!((session.saved(), folder.text()), (&Saved::AsRead, text));
}

#[test]
fn case_is_determined_under_its_settings() {
    let folder = CaseFolder::with(CLOCK, &casefile::write(&sample()));
    let mut workspace = folder.workspace();
    let limits = Limits { spacing_days: 8, ..workspace.settings.editions.latest().limits };
    workspace.settings = workspace.settings.with_limits(limits);
    let session = workspace.open(&folder.id().unwrap()).unwrap();
    assert_eq!(session.settings().editions.latest().limits, limits);
}

#[test]
fn missing_case_and_unwritable_log_are_reported() {
    let folder = CaseFolder::new(CLOCK);
    let (workspace, typo) = (folder.workspace(), CaseId::new("typo").unwrap());
    std::fs::create_dir(folder.path().join(".audit.log")).unwrap();
    assert!(
        matches!(workspace.open(&typo), Err(ReadError::Unlogged(refusal, _)) if refusal.kind() == "missing")
    );
    folder.move_away();
    assert!(matches!(folder.workspace().open(&typo), Err(ReadError::Missing)), "no folder, no log");
}

#[test]
fn save_that_lost_a_conflict_has_its_end_in_the_log() {
    let (folder, mut session) = open(&sample());
    let file = folder.path().join("one.toml");
    std::fs::write(&file, folder.text().replace("TC", "TD")).unwrap();
    answer(&mut session, TESTS, &Answer::Choices(Vec::new())).unwrap_err();
    let Saved::Failed(told) = session.saved() else { panic!("{:?}", session.saved()) };
    assert!(told.starts_with("NOT SAVED: somebody else changed the file"), "{told}");
    let conflicted = (AuditAction::Conflicted, "one.conflict-1.toml".to_owned());
    assert_eq!(log(&folder).last(), Some(&conflicted));
}

#[test]
fn accepting_a_note_removes_only_its_draft() {
    let (_folder, mut session) = open(&sample());
    let typed = |words: &str| Some(DraftValue::Typed(words.to_owned()));
    let [flag, evidence] = [DraftKey::Flag, DraftKey::Evidence];
    let keys = [flag(Item::D_I_A_3), flag(Item::D_I_A_1), evidence(Item::D_I_A_3), evidence(Item::D_I_A_1)];
    keys.into_iter().for_each(|key| session.keep_draft(key, typed("uncl")));
    let left = |session: &Session| keys.map(|key| session.draft(key).is_some());
    session.flag(Item::D_I_A_3, Some(Text::new("unclear"))).unwrap();
    assert_eq!(left(&session), [false, true, true, true]);
    session.note_evidence(Item::D_I_A_1, Some(Text::new("p. 2"))).unwrap();
    assert_eq!(left(&session), [false, true, true, false]);
}

#[test]
fn draft_file_loses_accepted_drafts_at_once() {
    let (folder, mut session) = open(&sample());
    let key = |item| DraftKey::Flag(item);
    let items = [Item::D_I_A_1, Item::D_I_A_3];
    items.iter().for_each(|item| session.keep_draft(key(*item), Some(DraftValue::Typed("uncl".to_owned()))));
    session.save_drafts().unwrap();
    let file = folder.path().join(".one.draft");
    assert_eq!(std::fs::read_to_string(&file).unwrap().matches("uncl").count(), 2);
    session.flag(items[0], Some(Text::new("unclear"))).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap().matches("uncl").count(), 1);
    session.flag(items[1], Some(Text::new("unclear"))).unwrap();
    assert!(!file.exists());
}

#[test]
fn report_is_written_beside_a_case_that_can_be_written() {
    let (folder, mut session) = open(&sample());
    assert_eq!(session.save_report("# report\n").unwrap(), "one.report.md");
    let file = folder.path().join("one.report.md");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# report\n");
    let mut reader = folder.workspace().open(&folder.id().unwrap()).unwrap();
    let refused = reader.save_report("# other\n").unwrap_err().to_string();
    assert!(refused.starts_with("read-only: a test since "), "{refused}");
    std::fs::remove_file(folder.path().join(".audit.log")).unwrap();
    std::fs::create_dir(folder.path().join(".audit.log")).unwrap();
    let unlogged = session.save_report("# again\n").unwrap_err().to_string();
    assert!(unlogged.starts_with("NOT SAVED (have .audit.log checked, it can't be written: "), "{unlogged}");
    assert!(!folder.path().join("one.report-2.md").exists());
}
