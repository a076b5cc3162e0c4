//! The entries of a list: added, changed, removed.

use sij_intake::case::Fact;

use super::{TO_INJECTIONS, after, key, lines};

#[test]
fn entries_are_added_changed_and_removed() {
    let typed = format!(
        "{TO_INJECTIONS} remove_1 done add 2025-12-10 1 80 y add 2025-06-01 2 110 60 n add 2024 d d d \
         change_2 skip skip 65 skip remove_3 remove_9 0 change_1 2026-03-09 back quit"
    );
    let keyed = key(&lines(&typed));
    let injections = keyed.case.facts.left.injections.known().unwrap();
    assert_eq!(injections.len(), 2);
    assert_eq!(injections[1].relief_percent.known().unwrap().to_string(), "65");
    assert_eq!(injections[0].date.known().unwrap().to_string(), "2025-12-10", "the later day was refused");
    let said = keyed.said.replace('\n', " ");
    for words in [
        "Not taken: there is no entry yet: type add.",
        "Not taken: nothing is entered",
        "Not taken: type a number from 0 to 100.",
        "Recorded: 65 percent. Saved.",
        "Entry 3 is removed. Saved.",
        "Not taken: name an entry from 1 to 2.",
        "Not taken: there are entries: remove them first.",
        "Not taken: this is after 2026-03-02",
    ] {
        after(&said, words);
    }
}

#[test]
fn removing_the_only_entry_never_says_that_there_is_none() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 80 y remove_1 done")));
    assert_eq!(keyed.case.facts.left.injections, Fact::Unanswered);
    let said = after(&keyed.said, "Entry 1 is removed. Saved.");
    after(after(said, "No entry yet."), "Not taken: nothing is entered");
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 80 y 0 remove_1 0")));
    after(&keyed.said, "Not taken: there are entries: remove them first.");
    assert!(keyed.case.facts.left.injections.known().unwrap().is_empty());
}

#[test]
fn an_entry_cut_short_is_kept_and_asked_for_again() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1")));
    let again = keyed.again(&lines("review quit"));
    let lacks =
        "Entry 1: 2025-12-10, diagnostic. No answer yet: pain relief in percent, functional improvement.";
    after(&again.said.replace('\n', " "), lacks);
    after(&again.said, "14. earlier SIJ injections, left joint: 1 entry.");
}

#[test]
fn a_part_says_which_it_is_and_a_list_is_not_asked_all_over_again() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 1 d d change_1 back done")));
    let said = after(&keyed.said, "Question 14 of 18, left joint, entry 1, purpose.");
    let asked = after(after(said, "What was that injection for?"), "1. diagnostic");
    after(
        asked,
        "Type a number from 0 to 100 percent, or d for not documented.\nRecorded: not documented. Saved.",
    );
    let again = after(said, "Question 14 of 18, left joint, entry 1, date.");
    after(again, "The answer is now: Wed 2025-12-10, 2 months ago. skip keeps it.");
    let prompt = "Which injections has the left SI joint had before?";
    assert_eq!(keyed.said.matches(prompt).count(), 1, "{}", keyed.said);
}

#[test]
fn the_part_that_stands_in_the_way_is_named() {
    let keyed = key(&lines(
        "TC3 d d t 3 right 2026-09-01 d d 1 0 add 2024-08-01 14 change_1 2026-01-01 skip 99 done quit",
    ));
    let refusals: Vec<&str> = keyed.said.lines().filter(|line| line.contains("In the way")).collect();
    assert_eq!(refusals, ["2026-03-02: correct the months or the date. In the way: entry 1, months of"]);
    let own =
        after(after(&keyed.said, "The answer is now: 14 months. skip keeps it."), "Not taken: the relief");
    assert!(own.contains("correct the months or the date.\n\n"), "{own}");
}

#[test]
fn a_list_takes_none_and_not_documented() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} d back 0 back d quit")));
    assert_eq!(keyed.case.facts.left.injections, Fact::NotDocumented);
    after(after(&keyed.said, "Recorded: none. Saved."), "Recorded: not documented. Saved.");
}

#[test]
fn going_from_an_entry_to_another_question_asks_that_one() {
    let keyed = key(&lines(&format!("{TO_INJECTIONS} add go_1 quit")));
    let said = after(&keyed.said, "Question 14 of 18, left joint, entry 1, date.");
    after(after(said, "Question 1 of 18"), "What is the member's identifier?");
}
