//! Undoing: the last change first, saved and logged like any other, never past the
//! opening of the case.

use sij_intake::case::{Answer, Field, IntakeField, Laterality, Part, PartialDate, Target, Text};
use sij_intake::casefile::{DraftKey, DraftValue, Proposal, ProposedFrom};
use sij_intake::policy::Item;
use sij_intake::session::{ChangeError, Session};
use sij_intake::store::AuditAction;

use super::{NAME, TESTS, answer, log, open, outcome, sample};

const INJECTIONS: sij_intake::case::QuestionId = Field::Injections.at(Laterality::Left);

type Step<'s> = &'s dyn Fn(&mut Session) -> Result<(), ChangeError>;

/// The keys of what was undone.
fn undone(session: &mut Session) -> Vec<String> {
    session.undo().unwrap().unwrap_or_default().iter().map(|change| change.key()).collect()
}

fn proposed(answer: Answer) -> DraftValue {
    DraftValue::Proposed(Proposal { answer, from: ProposedFrom::Undone })
}

#[test]
fn changes_are_undone_one_after_the_other_and_never_past_the_opening() {
    let (folder, mut session) = open(&sample());
    let text = folder.text();
    let mut texts = Vec::new();
    let index = 0;
    let date = Answer::PartialDate(PartialDate::Day("2025-12-01".parse().unwrap()));
    let changes: [Step<'_>; 6] = [
        &|session| answer(session, TESTS, &Answer::Choices(Vec::new())),
        &|session| session.answer(INJECTIONS, Target::Part { index, part: Part::Date }, &date),
        &|session| {
            let purpose = Target::Part { index, part: Part::Purpose };
            session.answer(INJECTIONS, purpose, &Answer::Choice("diagnostic"))
        },
        &|session| session.flag(Item::D_I_A_3, Some(Text::new("unclear"))),
        &|session| session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))),
        &|session| session.remove_entry(Field::ActiveTherapy.at(Laterality::Left), 0),
    ];
    for change in changes {
        texts.push(folder.text());
        change(&mut session).unwrap();
    }
    for key in [
        "therapy.active",
        "evidence.D.I.A.3",
        "flags.D.I.A.3",
        "left.injections",
        "left.injections",
        "left.positive_tests",
    ] {
        assert_eq!(undone(&mut session), [key]);
        assert_eq!(folder.text(), texts.pop().unwrap(), "{key}");
    }
    assert_eq!((undone(&mut session), folder.text()), (Vec::new(), text));
    assert_eq!(session.case(), &sample());
}

#[test]
fn undoing_is_logged_with_the_question_and_the_determination_it_brings_back() {
    let (folder, mut session) = open(&sample());
    let recorded = sample().recorded;
    answer(&mut session, TESTS, &Answer::Choices(Vec::new())).unwrap();
    assert_eq!(outcome(folder.case()).as_deref(), Some("criteria-not-met"));
    session.undo().unwrap();
    assert_eq!(folder.case().recorded, recorded, "with its date");
    let logged = |action, what: &str| (action, what.to_owned());
    assert_eq!(
        log(&folder)[1..],
        [
            logged(AuditAction::Answered, "left.positive_tests"),
            logged(AuditAction::Determined, "criteria-not-met"),
            logged(AuditAction::Undone, "left.positive_tests"),
            logged(AuditAction::Determined, "criteria-met"),
        ]
    );
}

#[test]
fn undo_that_cant_be_saved_changes_nothing_and_can_be_repeated() {
    let (folder, mut session) = open(&sample());
    let before = folder.text();
    answer(&mut session, NAME, &Answer::Text(Text::new("Other Name"))).unwrap();
    let (text, case) = (folder.text(), session.case().clone());
    folder.move_away();
    assert!(matches!(session.undo(), Err(ChangeError::NotSaved(_))));
    assert_eq!((session.case(), session.draft(DraftKey::Answer(NAME, Target::Whole))), (&case, None));
    folder.move_back();
    assert_eq!(folder.text(), text);
    assert_eq!((undone(&mut session), folder.text()), (vec!["member.name".to_owned()], before));
}

#[test]
fn undone_answer_is_kept_as_a_draft_and_a_newer_draft_stays() {
    let (folder, mut session) = open(&sample());
    let whole = |question| DraftKey::Answer(question, Target::Whole);
    let name = Answer::Text(Text::new("Other Name"));
    answer(&mut session, NAME, &name).unwrap();
    session.undo().unwrap();
    assert_eq!(session.draft(whole(NAME)), Some(&proposed(name.clone())));
    drop(session);
    let mut session = folder.workspace().open(&folder.id().unwrap()).unwrap();
    assert_eq!(session.draft(whole(NAME)), Some(&proposed(name.clone())), "after the end of the program");
    answer(&mut session, NAME, &name).unwrap();
    assert_eq!(session.draft(whole(NAME)), None, "accepted again");
    let typed = DraftValue::Typed("Other Na".to_owned());
    session.keep_draft(whole(NAME), Some(typed.clone()));
    session.undo().unwrap();
    assert_eq!(session.draft(whole(NAME)), Some(&typed));
}

#[test]
fn undone_flags_and_notes_are_kept_as_drafts() {
    let (_folder, mut session) = open(&sample());
    session.flag(Item::D_I_A_3, Some(Text::new("unclear"))).unwrap();
    session.note_evidence(Item::D_I_A_1, Some(Text::new("p. 2"))).unwrap();
    assert_eq!([undone(&mut session), undone(&mut session)], [["evidence.D.I.A.1"], ["flags.D.I.A.3"]]);
    let typed = |words: &str| DraftValue::Typed(words.to_owned());
    assert_eq!(session.draft(DraftKey::Flag(Item::D_I_A_3)), Some(&typed("unclear")));
    assert_eq!(session.draft(DraftKey::Evidence(Item::D_I_A_1)), Some(&typed("p. 2")));
}

#[test]
fn undoing_a_changed_procedure_brings_back_what_it_set_aside() {
    let (folder, mut session) = open(&sample());
    let text = folder.text();
    let procedure = Field::Procedure.at(Laterality::Left);
    answer(&mut session, procedure, &Answer::Choice("radiofrequency-ablation")).unwrap();
    assert_ne!(session.case().set_aside, Default::default());
    assert_eq!(undone(&mut session), ["request.procedure"]);
    assert_eq!(folder.text(), text);
}

#[test]
fn values_of_the_intake_are_undone_and_never_with_another_change() {
    let (folder, mut session) = open(&sample());
    let text = folder.text();
    answer(&mut session, NAME, &Answer::Text(Text::new("Other Name"))).unwrap();
    let channel = session.intake_with(IntakeField::Channel, "by fax").unwrap();
    session.set_intake(channel).unwrap();
    assert_eq!(undone(&mut session), ["intake.channel"]);
    let typed = DraftValue::Typed("by fax".to_owned());
    assert_eq!(session.draft(DraftKey::Intake(IntakeField::Channel)), Some(&typed));
    assert_eq!(undone(&mut session), ["member.name"]);
    assert_eq!(folder.text(), text);
    let time = session.intake_with(IntakeField::ReceivedAt, "14:05").unwrap();
    session.set_intake(time).unwrap();
    let text = folder.text();
    answer(&mut session, Field::Received.at(Laterality::Left), &Answer::Day("2026-03-03".parse().unwrap()))
        .unwrap();
    assert!(folder.text().contains("2026-03-03T14:05"), "the time follows its day");
    assert_eq!(undone(&mut session), ["request.received", "intake.received_at"]);
    assert_eq!(folder.text(), text, "and goes back with it");
}

#[test]
fn nothing_is_remembered_that_changed_no_answer() {
    let mut case = sample();
    case.recorded = None;
    let (_folder, mut session) = open(&case);
    session.record().unwrap();
    let name = session.case().facts.answer(NAME).unwrap();
    answer(&mut session, NAME, &name).unwrap();
    assert!(!session.can_undo());
    assert_eq!(undone(&mut session), Vec::<String>::new());
    assert!(session.case().recorded.is_some(), "the determination stays recorded");
}

#[test]
fn the_last_hundred_changes_can_be_undone() {
    let (_folder, mut session) = open(&sample());
    for number in 0..=100 {
        answer(&mut session, NAME, &Answer::Text(Text::new(format!("Name {number}")))).unwrap();
    }
    let mut count = 0;
    while session.can_undo() {
        session.undo().unwrap();
        count += 1;
    }
    assert_eq!(count, 100);
    assert_eq!(session.case().facts.member.name.known(), Some(&Text::new("Name 0")));
}

#[test]
fn case_that_became_read_only_is_not_undone() {
    let (folder, mut session) = open(&sample());
    answer(&mut session, NAME, &Answer::Text(Text::new("Other Name"))).unwrap();
    let theirs = folder.text().replace("Other Name", "Their Name");
    std::fs::write(folder.path().join("one.toml"), &theirs).unwrap();
    assert!(matches!(session.undo(), Err(ChangeError::NotSaved(_))));
    assert!(session.read_only().is_some());
    let Err(ChangeError::NotSaved(problem)) = session.undo() else { panic!("it was undone") };
    assert!(problem.starts_with("read-only: the file was changed"), "{problem}");
    assert_eq!(std::fs::read_to_string(folder.path().join("one.toml")).unwrap(), theirs);
}
