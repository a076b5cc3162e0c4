//! Saving in line mode: successes, failures, and how they are reported.

use std::os::unix::fs::MetadataExt;

use sij_intake::case::{Fact, Field, Laterality, Target, Text};
use sij_intake::casefile::{DraftKey, DraftValue};
use sij_intake::line::Ended;

use super::super::case_folder::{AWAY, BACK, CaseFolder};
use super::{CLOCK, DIAGNOSTIC, DIAGNOSTIC_FILE, Run, TO_INJECTIONS, from, lines, type_lines};

#[test]
fn end_of_input_keeps_every_accepted_answer() {
    let all = lines(&DIAGNOSTIC.replace(" quit", ""));
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
fn unsaved_answer_is_refused_and_asked_again() {
    let run = type_lines(&format!("TC1\n{AWAY}\nPat\n{BACK}\nsave\nback\nskip\nSam\nquit\n"));
    let refused = from(&run.output, "Not taken: NOT SAVED: the case folder ");
    from(from(refused, "Everything accepted is saved."), "What is the member's name?");
    assert!(!refused.contains("The answer is now: Pat"), "{refused}");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("Sam")));
    assert_eq!(run.ended, Ended::AllSaved, "it was given again");
}

#[test]
fn unsaved_answers_are_listed_at_the_end() {
    let typed = format!("{TO_INJECTIONS} add 2026-02-10 {AWAY} 1 f_unclear {BACK} skip 80 done quit");
    let run = type_lines(&lines(&typed));
    let name = "NOT SAVED: earlier SIJ injections, left joint, entry 1, purpose; flag on D.I.B.1.";
    from(&run.output.replace('\n', " "), name);
    assert_eq!(run.ended, Ended::NotSaved);
    let run = type_lines(&lines(&format!("{AWAY} TC1 {BACK} Sam")));
    assert_eq!((run.case.facts.member.id.0, run.ended), (Some(Text::new("Sam")), Ended::AllSaved));
}

#[test]
fn opening_a_complete_case_records_its_determination() {
    let run = Run::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "quit\n");
    from(&run.output, "The determination is recorded in the case.");
    assert!(run.case.recorded.is_some());
    let recorded = run.folder.text();
    assert_eq!(run.again("quit\n").folder.text(), recorded, "an equal one stays as it stands");
}

#[test]
fn comments_that_a_save_drops_are_told_of_and_kept_in_a_copy() {
    let text = format!("# by hand\n{DIAGNOSTIC_FILE}");
    let run = Run::on(CaseFolder::with(CLOCK, &text), "quit\n");
    let output = run.output.replace('\n', " ");
    from(&output, "COMMENTS: the first save drops the comment of this file; a copy beside it keeps them.");
    assert!(!run.folder.text().contains('#'), "the determination was recorded");
    let copy =
        |number: usize| std::fs::read_to_string(run.folder.path().join(format!("one.original-{number}.txt")));
    assert_eq!(copy(1).unwrap(), text);
    let again = run.again("quit\n");
    assert!(!again.output.contains("COMMENTS"), "{}", again.output);
}

#[test]
fn determination_of_an_incomplete_case_is_shown_and_not_recorded() {
    let run = type_lines(&lines(&format!("TC1 d d t 2 1 {} quit", "skip ".repeat(12))));
    from(from(&run.output, ": INFORMATION NEEDED"), "No answer yet; skip goes to the first of them:");
    assert!(!run.output.contains("is recorded in the case"), "{}", run.output);
    assert_eq!((run.case.recorded, run.ended), (None, Ended::AllSaved));
}

#[test]
fn determination_that_cannot_be_recorded_is_reported() {
    let folder = CaseFolder::with(CLOCK, DIAGNOSTIC_FILE);
    // Nothing can be written beside the case.
    let case = std::fs::metadata(folder.path().join("one.toml")).unwrap();
    let (inode, length, (seconds, rest)) = (case.ino(), case.len(), (case.mtime(), case.mtime_nsec()));
    for number in 1..1000 {
        let name = format!(".one.{number}.{inode:x}-{length:x}-{seconds:x}-{rest:x}.new");
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    let run = Run::on(folder, "quit\n");
    from(from(&run.output, "The determination is NOT RECORDED: NOT SAVED ("), "Goodbye.");
    assert_eq!((run.case.recorded, run.ended), (None, Ended::NotSaved));
}

#[test]
fn case_open_elsewhere_is_read_only() {
    let folder = CaseFolder::with(CLOCK, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC1'\n");
    let writer = folder.workspace().open(&folder.id().unwrap()).unwrap();
    let run = Run::on(folder, &lines("Pat quit"));
    from(&run.output, "READ-ONLY: a test since");
    from(&run.output, "Not taken: read-only: a test since");
    assert_eq!((run.case.facts.member.name, run.ended), (Fact::Unanswered, Ended::NotSaved));
    drop(writer);
}

#[test]
fn answer_to_the_whole_list_clears_its_unsaved_entries() {
    let lost = format!("{TO_INJECTIONS} add {AWAY} 2026-02-10 {BACK} done");
    assert_eq!(type_lines(&lines(&format!("{lost} quit"))).ended, Ended::NotSaved);
    assert_eq!(type_lines(&lines(&format!("{lost} 0 quit"))).ended, Ended::AllSaved);
    assert_eq!(type_lines(&lines(&format!("{lost} back d quit"))).ended, Ended::NotSaved, "another question");
}

#[test]
fn line_mode_resumes_the_wizards_question_once_and_keeps_its_draft() {
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
    assert_eq!(session.resume(), session.interview().start());
}
