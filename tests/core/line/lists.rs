//! List entries in line mode: adding, changing, removing.

use sij_intake::case::Fact;

use super::{TO_INJECTIONS, from, lines, type_lines};

#[test]
fn entries_are_added_changed_and_removed() {
    let typed = format!(
        "{TO_INJECTIONS} remove_1 done add 2026-02-10 1 60 add 2025-06-01 110 80 n add 2024 d d \
         change_2 skip 65 skip remove_3 remove_9 0 change_1 2026-03-09 back quit"
    );
    let run = type_lines(&lines(&typed));
    let injections = run.case.facts.left.injections.known().unwrap();
    assert_eq!(injections.len(), 2);
    assert_eq!(injections[1].relief_percent.known().unwrap().to_string(), "65");
    assert_eq!(injections[0].date.known().unwrap().to_string(), "2026-02-10", "the later day was refused");
    let output = run.output.replace('\n', " ");
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
        from(&output, words);
    }
}

#[test]
fn removing_the_only_entry_leaves_the_list_unanswered() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2026-02-10 1 80 y remove_1 done")));
    assert_eq!(run.case.facts.left.injections, Fact::Unanswered);
    let output = from(&run.output, "Entry 1 is removed. Saved.");
    from(from(output, "No entry yet."), "Not taken: nothing is entered");
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2026-02-10 1 80 y 0 remove_1 0")));
    from(&run.output, "Not taken: there are entries: remove them first.");
    assert!(run.case.facts.left.injections.known().unwrap().is_empty());
}

#[test]
fn incomplete_entry_is_kept_and_asked_again() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2026-02-10 1")));
    let again = run.again(&lines("review quit"));
    let lacks =
        "Entry 1: 2026-02-10, diagnostic. No answer yet: pain relief in percent, functional improvement.";
    from(&again.output.replace('\n', " "), lacks);
    from(&again.output, "14. earlier SIJ injections, left joint: 1 entry.");
}

#[test]
fn each_part_is_named_and_a_list_is_not_asked_twice() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2026-02-10 1 d d change_1 back done")));
    let output = from(&run.output, "Question 14 of 18, left joint, entry 1, purpose.");
    let asked = from(from(output, "What was that injection for?"), "1. diagnostic");
    from(
        asked,
        "Type a number from 0 to 100 percent, or d for not documented.\nRecorded: not documented. Saved.",
    );
    let again = from(output, "Question 14 of 18, left joint, entry 1, date.");
    from(again, "The answer is now: Tue 2026-02-10, 20 days ago. skip keeps it.");
    let prompt = "Which injections has the left SI joint had before?";
    assert_eq!(run.output.matches(prompt).count(), 1, "{}", run.output);
}

#[test]
fn conflicting_part_is_named() {
    let run = type_lines(&lines("TC3 d d t 3 right add 2024-08-01 14 change_1 2026-01-01 skip 99 done quit"));
    let refusals: Vec<&str> = run.output.lines().filter(|line| line.contains("In the way")).collect();
    assert_eq!(refusals, ["2026-03-02: correct the months or the date. In the way: entry 1, months of"]);
    let own =
        from(from(&run.output, "The answer is now: 14 months. skip keeps it."), "Not taken: the relief");
    assert!(own.contains("correct the months or the date.\n\n"), "{own}");
}

#[test]
fn other_words_at_a_list_are_refused_with_what_can_be_typed() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} 2025-12-10 add_1 quit")));
    let refused = "Not taken: type add for an entry, 0 for none or d for not documented.";
    assert_eq!(run.output.matches(refused).count(), 2, "{}", run.output);
    assert_eq!(run.case.facts.left.injections, Fact::Unanswered);
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add 2025-12-10 done 2025-12-10 quit")));
    from(&run.output, "Not taken: type add, change NUMBER, remove NUMBER or done.");
}

#[test]
fn list_takes_none_and_not_documented() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} d back 0 back d quit")));
    assert_eq!(run.case.facts.left.injections, Fact::NotDocumented);
    from(from(&run.output, "Recorded: none. Saved."), "Recorded: not documented. Saved.");
}

#[test]
fn go_from_an_entry_asks_the_other_question() {
    let run = type_lines(&lines(&format!("{TO_INJECTIONS} add go_1 quit")));
    let output = from(&run.output, "Question 14 of 18, left joint, entry 1, date.");
    from(from(output, "Question 1 of 18"), "What is the member's identifier?");
}
