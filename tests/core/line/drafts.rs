//! Undoing in line mode.

use sij_intake::case::Text;

use super::super::case_folder::{AWAY, BACK, CaseFolder};
use super::{CLOCK, DIAGNOSTIC_FILE, Run, TO_INJECTIONS, from, lines, type_lines};

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
    let refused = from(&run.output, "Not taken: NOT SAVED (");
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
    let run = Run::on(CaseFolder::with(CLOCK, DIAGNOSTIC_FILE), "accept\nback\naccept\nquit\n");
    let nowhere = from(&run.output, "There is no question here");
    from(nowhere, "There is no draft here.");
}
