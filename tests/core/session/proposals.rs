//! Answers of the other side, proposed as drafts and accepted one by one.

use sij_intake::case::{
    Answer, Case, Entry, Field, Laterality, Part, PartialDate, QuestionId, RequestedSide, Required, Target,
};
use sij_intake::casefile::{self, DraftKey, DraftValue};
use sij_intake::policy;
use sij_intake::session::Session;

use super::super::case_folder::CaseFolder;
use super::{answer, open};

const RIGHT: Laterality = Laterality::Right;
const INJECTIONS: QuestionId = Field::Injections.at(RIGHT);
const SIDE: QuestionId = Field::Side.at(RIGHT);

const CASE: &str = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n\
    request = { received = 2026-03-02, procedure = 'therapeutic-injection', side = 'both' }\n\
    left = { service_date = 2026-03-16, returned = 'not-documented', injections = [\
        { date = 2025-11-10, purpose = 'diagnostic', relief_percent = 80, functional_improvement = 'yes' },\
        { date = 2025-06-02, purpose = 'therapeutic', relief_percent = 90, functional_improvement = 'yes' }] }";

fn case(side: RequestedSide) -> Case {
    let mut case = casefile::read(CASE, policy::editions()).unwrap();
    case.facts.request.side = Required(Some(side));
    case
}

fn both() -> (CaseFolder, Session) {
    open(&case(RequestedSide::Both))
}

fn entries(session: &Session) -> Vec<Entry> {
    session.case().facts.entries(INJECTIONS)
}

fn proposed(session: &Session, field: Field) -> Option<Answer> {
    session.proposal(field.at(RIGHT), Target::Whole).map(|proposal| proposal.answer.clone())
}

#[test]
fn nothing_of_the_other_side_counts_before_it_is_accepted() {
    let (folder, mut session) = both();
    let (text, before) = (folder.text(), session.case().clone());
    assert!(session.can_propose(RIGHT));
    let taken_over = session.take_over_other_joint(RIGHT);
    assert_eq!(taken_over, "3 answers of the left side are drafts of the right side now");
    assert_eq!((folder.text(), session.case()), (text, &before));
    assert_eq!(proposed(&session, Field::Returned), Some(Answer::NotDocumented));
    assert!(!session.can_propose(RIGHT), "all is proposed");
    let again = session.take_over_other_joint(RIGHT);
    assert_eq!(again, "the answers of the left side are drafts of the right side already");
    let other = session.take_over_other_joint(Laterality::Left);
    assert_eq!(other, "the right side has no answer that the left side lacks");
}

#[test]
fn own_answers_and_drafts_are_never_replaced() {
    let (_folder, mut session) = both();
    let own = Answer::Day("2026-03-30".parse().unwrap());
    answer(&mut session, Field::ServiceDate.at(RIGHT), &own).unwrap();
    let typed = DraftValue::Typed("x".to_owned());
    let key = DraftKey::Answer(Field::Returned.at(RIGHT), Target::Whole);
    session.keep_draft(key, Some(typed.clone()));
    let one = "1 answer of the left side is a draft of the right side now";
    assert_eq!(session.take_over_other_joint(RIGHT), one);
    assert_eq!(session.draft(key), Some(&typed));
    assert_eq!(session.case().facts.answer(Field::ServiceDate.at(RIGHT)), Some(own));
    assert_eq!(proposed(&session, Field::ServiceDate), None);
}

#[test]
fn entries_are_accepted_or_dropped_one_by_one() {
    let (folder, mut session) = both();
    session.take_over_other_joint(RIGHT);
    let theirs = session.case().facts.entries(Field::Injections.at(Laterality::Left));
    session.drop_proposed_entry(INJECTIONS, theirs.len());
    assert_eq!(session.proposed_entries(INJECTIONS), theirs, "there is no such entry to drop");
    session.accept_entry(INJECTIONS, 1).unwrap();
    assert_eq!(
        (entries(&session), session.proposed_entries(INJECTIONS)),
        (theirs[1..].to_vec(), &theirs[..1])
    );
    let date = Answer::PartialDate(PartialDate::parse_partial("2025-06").unwrap());
    session.answer(INJECTIONS, Target::Part { index: 0, part: Part::Date }, &date).unwrap();
    assert_eq!(session.proposed_entries(INJECTIONS), &theirs[..1], "a change of the list keeps them");
    session.save_drafts().unwrap();
    drop(session);
    let mut session = folder.workspace().open(&folder.id().unwrap()).unwrap();
    session.drop_proposed_entry(INJECTIONS, 0);
    assert_eq!((session.proposed_entries(INJECTIONS).len(), entries(&session).len()), (0, 1));
    assert_eq!(proposed(&session, Field::Injections), None);
    session.accept_entry(INJECTIONS, 0).unwrap();
    assert_eq!(entries(&session).len(), 1, "none is left to accept");
}

#[test]
fn undone_entry_is_proposed_again_before_the_others() {
    let (_folder, mut session) = both();
    session.take_over_other_joint(RIGHT);
    let theirs = session.proposed_entries(INJECTIONS).to_vec();
    session.accept_entry(INJECTIONS, 0).unwrap();
    let keys: Vec<String> = session.undo().unwrap().unwrap().iter().map(|change| change.key()).collect();
    assert_eq!(keys, ["right.injections"]);
    assert_eq!((session.proposed_entries(INJECTIONS), entries(&session).len()), (&theirs[..], 0));
}

#[test]
fn none_answered_instead_drops_the_proposed_entries() {
    let (_folder, mut session) = both();
    session.take_over_other_joint(RIGHT);
    answer(&mut session, INJECTIONS, &Answer::Entries(Vec::new())).unwrap();
    assert_eq!(proposed(&session, Field::Injections), None);
}

#[test]
fn entry_added_instead_of_a_proposed_none_drops_it() {
    let mut case = case(RequestedSide::Both);
    case.facts.left.injections = sij_intake::case::Fact::Known(Vec::new());
    let (_folder, mut session) = open(&case);
    session.take_over_other_joint(RIGHT);
    assert_eq!(proposed(&session, Field::Injections), Some(Answer::Entries(Vec::new())));
    let purpose = Target::Part { index: 0, part: Part::Purpose };
    session.answer(INJECTIONS, purpose, &Answer::Choice("diagnostic")).unwrap();
    assert_eq!(proposed(&session, Field::Injections), None);
}

#[test]
fn answers_of_the_side_before_its_correction_are_proposed() {
    let (_folder, mut session) = open(&case(RequestedSide::Left));
    answer(&mut session, SIDE, &Answer::Choice("right")).unwrap();
    assert!(session.take_over_other_joint(RIGHT).starts_with("3 answers of the left side"));
    assert_eq!(session.proposed_entries(INJECTIONS).len(), 2);
}

#[test]
fn nothing_is_proposed_in_a_read_only_case() {
    let (folder, _session) = both();
    let reader = folder.workspace().open(&folder.id().unwrap()).unwrap();
    assert!(reader.read_only().is_some() && !reader.can_propose(RIGHT));
}
