//! Undoing in line mode, and the answers of the other side as drafts.

use sij_intake::case::{Field, Laterality, Text};

use super::super::case_folder::{AWAY, BACK, CaseFolder};
use super::{CLOCK, DIAGNOSTIC_FILE, Run, TO_INJECTIONS, from, lines, type_lines};

const BOTH: &str = "format = 1\npolicy = 'MM-1463'\n\
    member = { id = 'TC1', name = 'Pat', birth_date = 1968-04-02 }\n\
    request = { received = 2026-03-02, procedure = 'therapeutic-injection', side = 'both' }\n\
    left = { service_date = 2026-03-16, returned = 'yes', injections = [\
        { date = 2025-11-10, purpose = 'diagnostic', relief_percent = 80, functional_improvement = 'yes' },\
        { date = 2025-06-02, purpose = 'therapeutic', relief_percent = 90, functional_improvement = 'yes' }] }";

/// The answers and commands on a case with the left side answered, from the question on
/// earlier injections of the right joint on.
fn on_right(words: &str) -> Run {
    Run::on(CaseFolder::with(CLOCK, BOTH), &lines(&format!("go_17 {words} quit")))
}

#[test]
fn undo_goes_back_answer_by_answer_and_keeps_drafts() {
    let run = type_lines("TC1\nPat\nundo\nundo\nundo\nquit\n");
    let name = from(&run.output, "Undone: member name: Pat. Saved.");
    from(name, "Undone draft, not accepted yet: Pat. Type accept to take it.");
    let id = from(name, "Undone: member identifier: TC1. Saved.");
    from(id, "Nothing to undo: no answer was accepted since the case was opened.");
    assert_eq!((run.case.facts.member.id.0, run.case.facts.member.name.known()), (None, None));
    let run = type_lines("TC1\nPat\nundo\naccept\nquit\n");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("Pat")));
    let run = type_lines("TC1\n= undo\nquit\n");
    assert_eq!(run.case.facts.member.name.known(), Some(&Text::new("undo")), "a text is no command");
}

#[test]
fn undo_that_cant_be_saved_is_refused() {
    let run = type_lines(&format!("TC1\nPat\n{AWAY}\nundo\n{BACK}\nundo\nquit\n"));
    let refused = from(&run.output, "Not taken: NOT SAVED: the case folder ");
    from(refused, "Undone: member name: Pat. Saved.");
}

#[test]
fn undone_part_of_an_entry_is_asked_again() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2026-02-10 undo accept quit")));
    let undone =
        from(&run.output, "Undone: earlier SIJ injections, left joint, entry 1, date: Tue 2026-02-10");
    from(from(undone, "When was the left joint injected?"), "Undone draft, not accepted yet: Tue 2026-02-10");
    assert_eq!(run.case.facts.left.injections.known().unwrap().len(), 1);
}

#[test]
fn there_may_be_no_draft_to_accept() {
    let run =
        Run::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "accept\nback\naccept\nsame\ngo 8\nsame\nquit\n");
    let nowhere = from(&run.output, "There is no question here");
    let nothing = from(nowhere, "There is no draft here.");
    from(nothing, "This question is not about one side.");
}

#[test]
fn answers_of_the_other_side_are_accepted_one_by_one() {
    let run = on_right("same accept");
    let taken = from(&run.output, "3 answers of the left side are drafts of the right side now.");
    let asked = from(taken, "Which injections has the right SI joint had before?");
    let asked = &asked.replace('\n', " ");
    from(asked, "1. Draft from the left side, not accepted yet: 2025-11-10, diagnostic, 80 percent relief");
    let accepted = from(asked, "Recorded: 2025-11-10, diagnostic, 80 percent relief");
    from(accepted, "2. Draft from the left side, not accepted yet: 2025-06-02, therapeutic");
    let entries = |run: &Run| run.case.facts.entries(Field::Injections.at(Laterality::Right)).len();
    assert_eq!((entries(&run), run.case.facts.right.returned.known()), (1, None));
    let run = on_right("same remove_1 accept remove_1 done accept");
    let dropped = from(&run.output, "The draft is dropped.").replace('\n', " ");
    from(&dropped, "1. Draft from the left side, not accepted yet: 2025-06-02, therapeutic");
    from(&run.output, "Entry 1 is removed.");
    assert_eq!(entries(&run), 0);
    let run = on_right("same accept accept done accept");
    assert_eq!(entries(&run), 2);
    assert!(run.case.facts.right.returned.known().is_some(), "{}", run.output);
    let run = on_right("same same");
    from(&run.output, "the answers of the left side are drafts of the right side already.");
}

#[test]
fn drafts_of_the_other_side_survive_the_end_of_the_program() {
    let run = on_right("same").again(&lines("go_17 accept quit"));
    let output = run.output.replace('\n', " ");
    from(&output, "1. Draft from the left side, not accepted yet: 2025-11-10");
    assert_eq!(run.case.facts.entries(Field::Injections.at(Laterality::Right)).len(), 1);
}
