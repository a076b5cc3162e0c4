//! Possible duplicates of the open case in line mode.

use super::super::case_folder::{AWAY, BACK, COPIED, CaseFolder};
use super::{CLOCK, DIAGNOSTIC_FILE, Run, from, lines};

/// A new case typed in a folder that has a diagnostic case of TC0001234, on the left.
fn beside_a_case(words: &str) -> Run {
    let folder = CaseFolder::new(CLOCK);
    // The new case is the last one by name.
    std::fs::write(folder.path().join("0-other.toml"), DIAGNOSTIC_FILE).unwrap();
    Run::new_in(folder, &lines(words))
}

const TOLD: &str = "Possible duplicate: 0-other; compare shows both side by side.";

#[test]
fn possible_duplicate_is_told_right_after_the_answer_that_makes_it_one() {
    let run = beside_a_case("tc_0001234 _ d d t 1 left");
    let told = format!("Recorded: left. Saved.\n{TOLD}\n\nQuestion 7 of ");
    from(&run.output, &told);
    assert_eq!(run.output.matches("ossible duplicate:").count(), 1, "{}", run.output);
    for other in ["tc_0001234 _ d d t 1 right", "tc_0001234 _ d d t 2 left", "TC0001235 d d t 1 left"] {
        assert!(!beside_a_case(other).output.contains("ossible duplicate"), "{other}");
    }
}

#[test]
fn possible_duplicate_is_told_once_and_a_correction_tells_new_ones_only() {
    let run = beside_a_case("TC0001234 d d t 1 left back right back both back 2 go_1 TC9");
    assert_eq!(run.output.matches("ossible duplicate:").count(), 1, "{}", run.output);
    let run = beside_a_case("TC0001234 d d t 1 right back left");
    from(from(&run.output, "Recorded: left."), TOLD);
    let opened = run.again(&lines("review go_2 Sam go_6 both"));
    assert!(!opened.output.contains("ossible duplicate"), "{}", opened.output);
    let undone = beside_a_case("TC0001234 d d t 1 right go_6 2 go_6 both undo undo");
    assert_eq!(undone.output.matches(TOLD).count(), 1, "told with the answer: {}", undone.output);
    let corrected = opened.again(&lines("go_6 right go_6 left"));
    assert_eq!(corrected.output.matches(TOLD).count(), 1, "{}", corrected.output);
}

#[test]
fn several_are_counted_and_the_first_is_named() {
    let folder = CaseFolder::new(CLOCK);
    for name in ["0-b", "0-a"] {
        std::fs::write(folder.path().join(format!("{name}.toml")), DIAGNOSTIC_FILE).unwrap();
    }
    let run = Run::new_in(folder, &lines("TC0001234 d d t 1 left compare"));
    from(&run.output, "2 possible duplicates: 0-a and 1 more; compare shows them side by side.");
    let first = from(&run.output, "\ncase      2026-03-02-001");
    from(from(first, " 0-a\n"), " 0-b\n");
}

#[test]
fn case_is_compared_where_it_is_asked() {
    let none = "No other case looks like this one.";
    let run = beside_a_case("compare TC0001234 compare d d t 1 left compare skip quit");
    assert_eq!(run.output.matches(none).count(), 2, "{}", run.output);
    let compared = from(from(&run.output, TOLD), "case      2026-03-02-001                   0-other\n");
    from(
        from(compared, "requested diagnostic L                     diagnostic L\n"),
        "received within 90 days.",
    );
    assert!(run.case.facts.member.id.0.is_some_and(|id| id.raw() == "TC0001234"));
}

#[test]
fn folder_that_cant_be_listed_stops_nothing() {
    let run = beside_a_case(&format!("TC0001234 d d t 1 {AWAY} compare left {BACK} left"));
    from(&run.output, "The case folder can't be listed (");
    from(from(&run.output, "Not taken: NOT SAVED"), TOLD);
}

#[test]
fn case_of_another_program_is_told_after_the_next_answer_that_makes_it_a_duplicate() {
    let run = beside_a_case(&format!("TC0001234 d d t 1 left {COPIED} 2026-03-16"));
    assert_eq!(run.output.matches("ossible duplicate").count(), 1, "{}", run.output);
    let run = beside_a_case(&format!("TC0001234 d d t 1 right {COPIED} 2026-03-16 go_6 left"));
    let told = from(&run.output, "2 possible duplicates: 0-copy and 1 more");
    assert_eq!(told.matches("ossible duplicate").count(), 1, "{}", run.output);
}
