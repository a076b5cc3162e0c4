//! What is saved, what can't be, and what is said of it.

use sij_intake::case::{Fact, Field, Laterality, Target, Text};
use sij_intake::casefile::{DraftKey, DraftValue};
use sij_intake::line::Ended;

use super::super::case_folder::{AWAY, BACK, CaseFolder};
use super::{CLOCK, DIAGNOSTIC, DIAGNOSTIC_FILE, Run, TO_INJECTIONS, from, lines, type_lines};

#[test]
fn the_end_of_the_input_loses_nothing() {
    let all = lines(DIAGNOSTIC);
    let whole = type_lines(&all).case;
    for end in (0..all.len()).step_by(7) {
        let run = type_lines(&all[..end]);
        assert_eq!(run.ended, Ended::AllSaved);
        from(&run.output, "End of input. Everything accepted is saved.");
    }
    let received = all.find("t\n").unwrap();
    let first = type_lines(&all[..received]);
    from(&first.output, "End of input. Everything accepted is saved. 3 questions have no answer yet.");
    assert_eq!(first.again(&all[received..]).case, whole, "the rest can be typed later");
}

#[test]
fn an_answer_that_can_t_be_saved_is_not_taken_and_asked_for_again() {
    let run = type_lines(&format!("TC1\n{AWAY}\nPat\n{BACK}\nsave\nback\nskip\nSam\nquit\n"));
    let refused = from(&run.output, "Not taken: NOT SAVED (");
    from(from(refused, "Everything accepted is saved."), "What is the member's name?");
    assert!(!refused.contains("The answer is now: Pat"), "{refused}");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("Sam")));
    assert_eq!(run.ended, Ended::AllSaved, "it was given again");
}

#[test]
fn what_could_not_be_saved_is_named_at_the_end() {
    let typed = format!("{TO_INJECTIONS} add 2025-12-10 {AWAY} 1 f_unclear {BACK} skip 80 done quit");
    let run = type_lines(&lines(&typed));
    let name = "NOT SAVED: earlier SIJ injections, left joint, entry 1, purpose; flag on D.I.B.1.";
    from(&run.output.replace('\n', " "), name);
    assert_eq!(run.ended, Ended::NotSaved);
    let run = type_lines(&lines(&format!("{AWAY} TC1 {BACK} Sam")));
    assert_eq!((run.case.facts.member.id.0, run.ended), (Some(Text::new("Sam")), Ended::AllSaved));
}

#[test]
fn a_complete_case_without_its_determination_gets_it_when_it_is_shown() {
    let run = Run::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "quit\n");
    from(&run.output, "The determination is recorded in the case.");
    assert!(run.case.recorded.is_some());
    let recorded = run.folder.text();
    assert_eq!(run.again("quit\n").folder.text(), recorded, "an equal one stays as it stands");
}

#[test]
fn a_determination_that_can_t_be_recorded_is_said() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    // Nothing can be written beside the case.
    for number in 1..1000 {
        std::fs::create_dir(folder.path().join(format!(".one.{number}.new"))).unwrap();
    }
    let run = Run::on(folder, "quit\n");
    from(from(&run.output, "The determination is NOT RECORDED: NOT SAVED ("), "Goodbye.");
    assert_eq!((run.case.recorded, run.ended), (None, Ended::NotSaved));
}

#[test]
fn a_case_that_somebody_else_writes_takes_no_answer() {
    let folder = CaseFolder::with(CLOCK, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n");
    let writer = folder.workspace().open(&folder.id().unwrap()).unwrap();
    let run = Run::on(folder, &lines("Pat quit"));
    from(&run.output, "READ-ONLY: a test since");
    from(&run.output, "Not taken: read-only: a test since");
    assert_eq!((run.case.facts.member.name, run.ended), (Fact::Unanswered, Ended::NotSaved));
    drop(writer);
}

#[test]
fn an_answer_to_the_whole_list_makes_good_what_was_not_saved_of_an_entry() {
    let lost = format!("{TO_INJECTIONS} add {AWAY} 2025-12-10 {BACK} done");
    assert_eq!(type_lines(&lines(&format!("{lost} quit"))).ended, Ended::NotSaved);
    assert_eq!(type_lines(&lines(&format!("{lost} 0 quit"))).ended, Ended::AllSaved);
    assert_eq!(type_lines(&lines(&format!("{lost} back d quit"))).ended, Ended::NotSaved, "another question");
}

#[test]
fn a_save_that_the_audit_log_does_not_have_is_said() {
    let folder = CaseFolder::with(CLOCK, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n");
    std::fs::create_dir(folder.path().join(".audit.log")).unwrap();
    let run = Run::on(folder, "Pat\nquit\n");
    from(&run.output.replace('\n', " "), "Recorded: Pat. saved 00:00:00, but NOT in the audit log (");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("Pat")));
}

#[test]
fn what_the_wizard_was_ended_on_is_taken_up_once_and_its_draft_is_kept() {
    let folder = CaseFolder::with(CLOCK, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n");
    let id = folder.id().unwrap();
    let born = Field::BirthDate.at(Laterality::Left);
    let (key, draft) = (DraftKey::Answer(born, Target::Whole), DraftValue::Typed("1968-".to_owned()));
    let session = folder.workspace().open(&id).unwrap();
    let at = Some((born, Target::Whole));
    session.draft_snapshot(at, vec![(key, Some(draft.clone()))]).unwrap().keep().unwrap();
    drop(session);
    let run = Run::on(folder, "quit\n");
    from(&run.output, "When was the member born?");
    let mut session = run.folder.workspace().open(&id).unwrap();
    assert_eq!(session.draft(key), Some(&draft));
    assert_eq!(session.take_up(), session.interview().start());
}
