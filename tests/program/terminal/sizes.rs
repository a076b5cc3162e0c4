//! Windows of every size, also while they change.

use super::desk::{Cases, Desk};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

fn at(cases: &Cases, columns: u16, rows: u16) -> Desk {
    let only = cases.only();
    cases.desk().size(columns, rows).with(&["open", only.to_str().unwrap()]).open("CRITERIA MET")
}

/// The screen of the review, gone to afresh at this size.
fn review_at(cases: &Cases, columns: u16, rows: u16) -> String {
    let mut desk = at(cases, columns, rows);
    desk.keys("r");
    desk.wait_for("member identifier");
    desk.text()
}

#[test]
fn behaviour_24_a_storm_of_sizes_ends_where_it_would_have_begun() {
    let cases = Cases::one(CLEAN);
    let mut desk = at(&cases, 80, 24);
    desk.keys("r");
    desk.wait_for("member identifier");
    for size in
        [(1, 1), (2, 40), (200, 2), (61, 16), (0, 0), (59, 50), (300, 100), (80, 15), (132, 43), (1, 1)]
    {
        desk.resize(size.0, size.1);
    }
    for (columns, rows) in [(132, 43), (80, 24), (200, 60), (60, 16)] {
        let fresh = review_at(&Cases::one(CLEAN), columns, rows);
        desk.resize(columns, rows);
        desk.wait_until("what a fresh start shows", |desk| desk.text() == fresh);
    }
}

#[test]
fn behaviour_24_no_size_at_all_means_the_usual_one() {
    let cases = Cases::one(CLEAN);
    let usual = review_at(&cases, 80, 24);
    assert_eq!(review_at(&cases, 0, 0), usual);
}
