//! The open case: what a change saves, and that a failed save changes nothing.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use chrono::{NaiveDate, NaiveTime};
use sij_intake::case::{Answer, Case, Field, Laterality, QuestionId, Target, Text};
use sij_intake::casefile;
use sij_intake::policy::{self, Item, Limits};
use sij_intake::session::{ChangeError, Clock, Session};
use sij_intake::store::AuditAction;

use super::case_folder::CaseFolder;

const CLOCK: Clock = Clock { today, time: || NaiveTime::MIN };
const TESTS: QuestionId = Field::PositiveTests.at(Laterality::Left);
const NAME: QuestionId = Field::MemberName.at(Laterality::Left);

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
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
        [(AuditAction::Answered, Some(1)), (AuditAction::Determined, Some(1))],
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
