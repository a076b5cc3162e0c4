//! Windows of every size, and resizing.

use super::pty::{Cases, Terminal};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

fn open_at(cases: &Cases, columns: u16, rows: u16) -> Terminal {
    let file = cases.only_file();
    cases.launch().size(columns, rows).arguments(&["open", file.to_str().unwrap()]).open("CRITERIA MET")
}

/// The review of a newly started program at this size.
fn review_at(cases: &Cases, columns: u16, rows: u16) -> String {
    let mut terminal = open_at(cases, columns, rows);
    terminal.keys("r");
    terminal.wait_for("member identifier");
    terminal.text()
}

#[test]
fn behaviour_24_many_resizes_end_on_the_fresh_screen() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = open_at(&cases, 80, 24);
    terminal.keys("r");
    terminal.wait_for("member identifier");
    for size in
        [(1, 1), (2, 40), (200, 2), (61, 16), (0, 0), (59, 50), (300, 100), (80, 15), (132, 43), (1, 1)]
    {
        terminal.resize(size.0, size.1);
    }
    for (columns, rows) in [(132, 43), (80, 24), (200, 60), (60, 16)] {
        let fresh = review_at(&Cases::sample(CLEAN), columns, rows);
        terminal.resize(columns, rows);
        terminal.wait_until("what a fresh start shows", |terminal| terminal.text() == fresh);
    }
}

#[test]
fn behaviour_24_unknown_size_means_80_by_24() {
    let cases = Cases::sample(CLEAN);
    let standard = review_at(&cases, 80, 24);
    assert_eq!(review_at(&cases, 0, 0), standard);
}
