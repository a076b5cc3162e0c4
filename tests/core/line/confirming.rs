//! The answers that a provider gave: what line mode says of them, and confirming them.

use sij_intake::case::{AnswerSource, Field, Laterality, QuestionId};

use super::super::case_folder::{AWAY, BACK, CaseFolder};
use super::{CLOCK, DIAGNOSTIC_FILE, Run, from, lines};

const PAIN: QuestionId = Field::SijPain.at(Laterality::Left);
const ORIGINS: &str = "[provider]\nresponse = 'r1'\n[provider.answers]\n\
    'left.sij_pain' = 'manual'\n'left.sij_tenderness' = 'auto-client'\n'therapy.active' = 'mixed'\n";

/// The answers and commands on a complete case, three of whose answers came from a provider.
fn taken(words: &str) -> Run {
    Run::on(CaseFolder::with(CLOCK, &format!("{DIAGNOSTIC_FILE}{ORIGINS}")), &lines(words))
}

/// The same with an empty line for each `-`.
fn with_empty_lines(words: &str) -> Run {
    let text = lines(words).replace("-\n", "\n");
    Run::on(CaseFolder::with(CLOCK, &format!("{DIAGNOSTIC_FILE}{ORIGINS}")), &text)
}

fn on_one_line(run: &Run) -> String {
    run.output.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unconfirmed(run: &Run) -> usize {
    QuestionId::all().filter(|question| run.case.is_unconfirmed(*question)).count()
}

#[test]
fn empty_line_confirms_the_answer_that_is_shown_and_goes_on() {
    let run = with_empty_lines("- - - quit");
    let first =
        from(&run.output, "It is from the provider (typed), not confirmed yet: an empty line confirms it.");
    let second = from(
        from(first, "Confirmed: yes. Saved."),
        "It is from the provider (from the EHR), not confirmed yet",
    );
    let list = from(second, "It is from the provider (several sources), not confirmed yet: an empty line");
    let end = from(from(list, "Confirmed: 1 entry. Saved."), ": CRITERIA MET");
    from(end, "The determination is recorded in the case.");
    assert_eq!((unconfirmed(&run), run.case.source(PAIN)), (0, Some(AnswerSource::Manual)));
    assert!(run.case.recorded.is_some());
}

#[test]
fn another_answer_is_the_coordinators_and_the_same_one_confirms() {
    let run = taken("n yes quit");
    assert_eq!((unconfirmed(&run), run.case.source(PAIN)), (1, None));
    assert!(run.case.recorded.is_none());
    from(&run.output, "1 answer is to be confirmed.");
}

#[test]
fn command_confirms_all_of_the_step() {
    let run = taken("confirm done quit");
    from(&run.output, "Left joint: 2 answers confirmed. Saved.");
    from(&run.output, "Confirmed: 1 entry. Saved.");
    assert!(run.case.recorded.is_some(), "{}", run.output);
    let run = taken("confirm go_1 confirm quit");
    from(&run.output, "Member: no answer is to be confirmed.");
}

#[test]
fn confirmed_answer_asks_for_nothing_more_and_stays_when_its_step_is_confirmed() {
    let run = with_empty_lines("- back confirm review quit");
    let again =
        from(from(&run.output, "Confirmed: yes. Saved."), "It is from the provider (typed), confirmed.");
    let confirmed = from(again, "Left joint: 1 answer confirmed. Saved.");
    assert!(on_one_line(&run).contains("(typed), confirmed. "), "{}", run.output);
    from(confirmed, "It is from the provider (typed), confirmed.");
    assert_eq!(unconfirmed(&run), 1);
}

#[test]
fn skip_confirms_nothing_and_the_end_lists_what_is_left() {
    let run = taken("skip go_24 skip review skip quit");
    let left = from(&run.output, "From the provider, not confirmed yet; skip goes to them too:");
    from(left, "pain in the SIJ region, left joint");
    from(&run.output, "Not confirmed: 3 answers of the provider;");
    from(
        &on_one_line(&run),
        "pain in the SIJ region, left joint: yes. It is from the provider (typed), not confirmed yet.",
    );
    from(&run.output, "3 answers are to be confirmed.");
    assert_eq!(unconfirmed(&run), 3);
}

#[test]
fn confirmation_that_cant_be_saved_is_said_and_tried_again() {
    let run = with_empty_lines(&format!("{AWAY} - {BACK} - quit"));
    let refused = from(&run.output, "Not taken: NOT SAVED: the case folder ");
    from(refused, "Confirmed: yes. Saved.");
    assert_eq!(unconfirmed(&run), 2);
}

#[test]
fn empty_line_at_a_part_does_not_confirm_the_list() {
    let run = with_empty_lines("go_21 change_1 - quit");
    from(&on_one_line(&run), "(several sources), not confirmed yet: it is confirmed with its list.");
    from(&run.output, "Nothing was typed");
    assert_eq!(unconfirmed(&run), 3);
}
