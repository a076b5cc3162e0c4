//! Answers that a provider gave: nothing is recorded before they are confirmed.

use sij_intake::case::{
    Answer, AnswerSource, Case, Entry, Field, Laterality, Provider, QuestionId, Target, Text,
};
use sij_intake::casefile::{DraftKey, DraftValue, Proposal, ProposedFrom};
use sij_intake::policy::{self, PolicySettings};
use sij_intake::report;
use sij_intake::session::Session;
use sij_intake::store::AuditAction;
use sij_intake::worklist::Progress;

use super::{answer, log, open, outcome, sample};

const PAIN: QuestionId = Field::SijPain.at(Laterality::Left);
const TENDERNESS: QuestionId = Field::SijTenderness.at(Laterality::Left);
const ACTIVE: QuestionId = Field::ActiveTherapy.at(Laterality::Left);

/// The sample as taken from a provider, not determined yet.
fn taken() -> Case {
    let mut case = sample();
    case.recorded = None;
    let answers = [PAIN, TENDERNESS, ACTIVE].map(|question| (question, AnswerSource::Manual)).into();
    case.provider = Some(Provider { response: Text::new("r1"), answers, ..Provider::default() });
    case
}

fn progress(case: &Case) -> Progress {
    Progress::of(case, &PolicySettings::default())
}

#[test]
fn determination_is_recorded_with_the_last_confirmation() {
    let (folder, mut session) = open(&taken());
    session.record().unwrap();
    assert!(!session.is_recorded() && outcome(folder.case()).is_none(), "opening records nothing");
    assert_eq!(progress(&folder.case()), Progress::Unconfirmed(3));
    answer(&mut session, PAIN, &Answer::Choice("yes")).unwrap();
    assert_eq!(session.confirm_step(PAIN).as_deref(), Ok("Left joint: 1 answer confirmed"));
    assert_eq!(session.confirm_step(PAIN).as_deref(), Ok("Left joint: no answer is to be confirmed"));
    assert_eq!(outcome(folder.case()), None);
    session.confirm(ACTIVE).unwrap();
    assert_eq!(outcome(folder.case()).as_deref(), Some("criteria-met"));
    assert!(matches!(progress(&folder.case()), Progress::Outcome(_)));
    let confirmed = |question: QuestionId| (AuditAction::Confirmed, question.to_string());
    let expected = [
        confirmed(PAIN),
        confirmed(TENDERNESS),
        confirmed(ACTIVE),
        (AuditAction::Determined, "criteria-met".to_owned()),
    ];
    assert_eq!(log(&folder)[1..], expected);
}

#[test]
fn step_is_confirmed_with_one_line_in_the_log_for_each_answer() {
    let (folder, mut session) = open(&taken());
    assert_eq!(session.confirm_step(TENDERNESS).as_deref(), Ok("Left joint: 2 answers confirmed"));
    let names: Vec<String> = log(&folder).into_iter().skip(1).map(|(_, what)| what).collect();
    assert_eq!(names, ["left.sij_pain", "left.sij_tenderness"]);
    assert_eq!(folder.case().provider.unwrap().confirmed, [PAIN, TENDERNESS].into());
}

#[test]
fn unconfirmed_answers_count_in_findings_and_are_counted_in_reports() {
    let case = taken();
    let settings = PolicySettings::default();
    let name = Text::new("one");
    let determination = policy::determine(&case, &settings).unwrap();
    assert_eq!(determination.unconfirmed, 3);
    assert!(determination.complete);
    let json = report::json(&name, &determination);
    assert!(json.contains(r#""complete":true,"unconfirmed":3,"outcome":"criteria-met""#), "{json}");
    let header = report::ReportHeader::of(&name, &case.facts);
    for text in [report::text(&header, &determination), report::markdown(&header, &determination)] {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = "3 answers of the provider; the determination is recorded when they are confirmed";
        assert!(flat.contains(words), "{text}");
    }
    let without = policy::determine(&Case { provider: None, ..case }, &settings).unwrap();
    assert!(!report::json(&name, &without).contains("unconfirmed"));
    assert_eq!(without.units, determination.units);
}

#[test]
fn confirmation_is_undone_and_the_determination_with_it() {
    let (folder, mut session) = open(&taken());
    for question in [PAIN, TENDERNESS, ACTIVE] {
        session.confirm(question).unwrap();
    }
    assert!(session.is_recorded());
    let undone = |session: &mut Session| -> Vec<String> {
        session.undo().unwrap().unwrap_or_default().iter().map(|change| change.name()).collect()
    };
    assert_eq!(undone(&mut session), ["the confirmation of active conservative therapy"]);
    assert_eq!((outcome(folder.case()), session.is_recorded()), (None, false));
    assert_eq!(log(&folder).last(), Some(&(AuditAction::Undone, ACTIVE.to_string())));
    answer(&mut session, PAIN, &Answer::Choice("no")).unwrap();
    assert_eq!(folder.case().source(PAIN), None);
    assert_eq!(undone(&mut session), ["pain in the SIJ region, left joint"]);
    assert_eq!(folder.case().source(PAIN), Some(AnswerSource::Manual));
    assert!(!folder.case().is_unconfirmed(PAIN), "it had been confirmed");
}

#[test]
fn confirmation_that_cant_be_saved_confirms_nothing() {
    let (folder, mut session) = open(&taken());
    let before = session.case().clone();
    folder.move_away();
    assert!(session.confirm(PAIN).is_err());
    assert_eq!(session.case(), &before);
    folder.move_back();
    session.confirm(PAIN).unwrap();
    assert_eq!(folder.case().provider.unwrap().confirmed, [PAIN].into());
}

#[test]
fn drafts_of_a_list_stay_when_it_is_confirmed() {
    let (_folder, mut session) = open(&taken());
    let proposal = Proposal { answer: Answer::Entries(vec![Entry::default()]), from: ProposedFrom::Undone };
    let key = DraftKey::Answer(ACTIVE, Target::Whole);
    session.keep_draft(key, Some(DraftValue::Proposed(proposal)));
    session.confirm(ACTIVE).unwrap();
    assert_eq!(session.proposed_entries(ACTIVE).len(), 1);
}
