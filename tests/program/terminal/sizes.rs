//! Windows of every size, also while they change.

use super::desk::{Cases, DOWN, Desk, ENTER, PAGE_DOWN, PAGE_UP, UP};

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

#[test]
fn behaviour_24_a_small_window_asks_for_room_and_loses_nothing() {
    let cases = Cases::none();
    let mut desk = cases.desk().with(&["new"]).open("member's identifier");
    desk.keys("TC00");
    desk.wait_for("› TC00");
    desk.resize(40, 10);
    desk.wait_for("Make the window at least 60x16.");
    assert!(!desk.text().contains("TC00"));
    desk.resize(80, 24);
    desk.wait_until("the text as it was", |desk| desk.pointed() == "› TC00");
}

#[test]
fn behaviour_24_at_60_by_16_every_option_and_finding_can_be_reached() {
    let cases = Cases::one(CLEAN);
    let mut desk = at(&cases, 60, 16);
    desk.go_to("left positive", "[x] thigh");
    for _ in 0..9 {
        desk.keys(DOWN);
    }
    desk.wait_until("the last option", |desk| desk.pointed().contains("not documented"));
    desk.keys(UP);
    desk.wait_until("the one before", |desk| desk.pointed().contains("none positive"));
    for _ in 0..9 {
        desk.keys(UP);
    }
    desk.wait_until("the first option", |desk| desk.pointed().contains("distraction"));
}

#[test]
fn behaviour_24_text_is_not_stretched_past_90_columns() {
    let cases = Cases::one(CLEAN);
    let mut desk = at(&cases, 200, 60);
    for (keys, shows) in [("", "CRITERIA MET"), ("i", "MM-1463 Sac"), ("\x1br", "member identifier")] {
        desk.keys(keys);
        desk.wait_for(shows);
        let rows = desk.rows();
        for row in &rows[2..rows.len() - 3] {
            assert!(row.chars().count() <= 110, "{row}");
        }
    }
    desk.walk_to("left positive");
    desk.keys(ENTER);
    desk.wait_for("[x] thigh");
    for row in &desk.rows()[2..57] {
        let body = row.split('│').nth(1).unwrap();
        assert!(body.contains("question ") || body.chars().count() <= 92, "{row}");
    }
}

#[test]
fn options_and_notes_never_cover_each_other() {
    for (columns, rows) in [(80, 24), (60, 16), (100, 30)] {
        let cases = Cases::one(CLEAN);
        let mut desk = at(&cases, columns, rows);
        desk.go_to("left positive", "question 19 of");
        for _ in 0..9 {
            desk.keys(DOWN);
        }
        desk.wait_until("the last option", |desk| desk.pointed().contains("d [ ] not documented"));
    }
}

#[test]
fn the_determination_is_read_to_its_end_and_back() {
    let cases = Cases::one("2025-06-20-both-sides-left-outside-policy");
    let only = cases.only();
    for (columns, rows) in [(80, 24), (60, 16), (120, 40)] {
        let arguments = ["open", only.to_str().unwrap()];
        let mut desk = cases.desk().size(columns, rows).with(&arguments).open("OUTSIDE POLICY");
        for _ in 0..60 {
            desk.keys(DOWN);
        }
        desk.wait_for("is current");
        for _ in 0..60 {
            desk.keys(UP);
        }
        desk.wait_for("OUTSIDE POLICY");
        desk.keys(&PAGE_DOWN.repeat(8));
        desk.wait_for("is current");
        desk.keys(&PAGE_UP.repeat(8));
        desk.wait_for("OUTSIDE POLICY");
    }
}

#[test]
fn a_page_to_read_does_not_scroll_past_its_end() {
    let cases = Cases::one(CLEAN);
    let mut desk = at(&cases, 60, 16);
    desk.keys("r");
    desk.wait_for("member identifier");
    desk.keys("?");
    desk.wait_for("Esc close");
    let top = desk.text();
    desk.keys(&DOWN.repeat(300));
    desk.keys(&PAGE_DOWN.repeat(30));
    desk.wait_for("fg comes back");
    let bottom = desk.text();
    assert_ne!(top, bottom);
    desk.keys(UP);
    desk.wait_until("one row up", |desk| desk.text() != bottom);
    desk.keys(&UP.repeat(40));
    desk.wait_until("the top", |desk| desk.text() == top);
}

#[test]
fn the_review_scrolls_from_end_to_end() {
    let cases = Cases::one(CLEAN);
    let mut desk = at(&cases, 60, 16);
    desk.keys("r");
    desk.wait_for("member identifier");
    desk.keys(&PAGE_DOWN.repeat(9));
    desk.wait_until("the last row", |desk| desk.pointed().contains("implanted stimulator"));
    desk.keys(&PAGE_UP.repeat(9));
    desk.wait_until("the first row", |desk| desk.pointed().contains("member identifier"));
}

#[test]
fn a_page_to_read_fits_a_window_that_grows() {
    let cases = Cases::one(CLEAN);
    let mut desk = at(&cases, 60, 16);
    desk.keys("r");
    desk.wait_for("member identifier");
    desk.keys("?");
    desk.wait_for("Esc close");
    desk.keys(&PAGE_DOWN.repeat(9));
    desk.wait_for("fg comes back");
    desk.resize(100, 40);
    desk.wait_until("the whole page", |desk| {
        desk.text().contains("go to question") && desk.text().contains("fg comes back")
    });
}
