//! The determination page: what stands on its first screen, folding, going to a
//! field and back, and the notes of items here and in the review.

use super::super::test_terminal::TestTerminal;
use super::CLEAN;

const GAPS: &str = "2026-05-12-diagnostic-record-has-gaps";
const HALF: &str = "2026-05-18-therapeutic-half-answered";
const NO_REPORT: &str = "2026-04-14-therapeutic-stimulator-without-report";
const BOTH: &str = "2026-04-15-both-sides-on-one-day";
const FLAGGED: &str = "2026-04-24-diagnostic-flagged-onset";

/// Where a row with these words stands.
fn row_of(terminal: &TestTerminal, words: &str) -> usize {
    let rows = terminal.body();
    rows.iter().position(|row| row.contains(words)).unwrap_or_else(|| panic!("{words}: {rows:#?}"))
}

#[test]
fn the_first_screen_begins_with_the_outcome_the_next_step_and_what_to_ask_for() {
    let body = TestTerminal::open(NO_REPORT).body();
    let expected = [
        "  INFORMATION NEEDED · left (D.I.B, service 2026-04-28)",
        "  Next: pend; ask the provider for everything on the list, at once",
        "",
        "  Ask the provider for",
        "›  D.III     device interrogation report (known, but not enough)",
        "",
        "  What is missing",
        " ? D.III     missing: spinal cord stimulator implanted; interrogation report",
    ];
    assert_eq!(body[..8], expected);
    let (missing, met) = ("  What is missing", "  What is met");
    assert!(body.iter().any(|row| row == missing) && body.iter().any(|row| row == met), "{body:#?}");
}

#[test]
fn both_joints_stand_on_the_first_screen_with_what_decides() {
    for (columns, rows) in [(80, 24), (60, 16)] {
        let terminal = TestTerminal::open(BOTH).sized(columns, rows);
        for words in
            ["REVIEW · left", "REVIEW · right", "D.I.C.3   left, unclear", "D.I.C.3   right, unclear"]
        {
            row_of(&terminal, words);
        }
    }
}

#[test]
fn questions_to_answer_stand_apart_from_what_the_provider_is_asked_for() {
    let terminal = TestTerminal::open(HALF).press("Ctrl-O");
    let shown = [
        "Next: go on with the questions; 2 that matter",
        "Not complete",
        "Questions to answer first",
        "functional improvement of entry 1",
        "inactive therapy alongside",
        "Ask the provider for",
        "pain relief in percent of entry 1",
        "return of pain or loss of function, right joint (not documented)",
    ];
    let rows: Vec<usize> = shown.iter().map(|words| row_of(&terminal, words)).collect();
    assert!(rows.is_sorted(), "{rows:?}\n{}", terminal.screen());
    assert!(!terminal.screen().contains("Next: pend"), "{}", terminal.screen());
}

#[test]
fn an_open_question_is_answered_from_its_row_and_the_next_step_changes() {
    let terminal = TestTerminal::open(HALF).press("Ctrl-O Enter");
    assert!(terminal.screen().contains("entry 1"), "{}", terminal.screen());
    let terminal = terminal.press("y");
    assert!(terminal.pointed().contains("inactive therapy alongside"), "the next row: {}", terminal.screen());
    let terminal = terminal.press("Enter y");
    assert!(terminal.screen().contains("Next: pend; ask the provider"), "{}", terminal.screen());
    assert!(!terminal.screen().contains("Questions to answer first"), "{}", terminal.screen());
}

#[test]
fn enter_on_a_request_goes_to_the_entry_and_part_and_one_key_comes_back() {
    let page = TestTerminal::open(GAPS).press("Down Down");
    assert!(page.pointed().contains("end of entry 1"), "{}", page.screen());
    let before = page.screen();
    for back in ["Esc", "Shift-Tab", "Tab"] {
        let field = TestTerminal::open(GAPS).press("Down Down Enter");
        assert!(field.screen().contains("D.I.A.4.a · entry 1"), "{}", field.screen());
        assert!(field.screen().contains("When did it end?"), "{}", field.screen());
        assert_eq!(field.press(back).screen(), before, "{back}");
    }
}

#[test]
fn an_answered_request_leaves_the_page_on_the_row_after_it() {
    let terminal = TestTerminal::open(GAPS).press("Down Down Enter").press("Ctrl-U").answer("2026-03-09");
    assert!(terminal.pointed().contains("D.I.C.5"), "{}", terminal.screen());
    assert!(!terminal.screen().contains("end of entry 1"), "{}", terminal.screen());
}

#[test]
fn enter_on_a_reason_goes_to_what_it_misses() {
    let page = TestTerminal::open(GAPS).press_times("Down", 6);
    assert!(page.pointed().contains("? D.I.A.4.a"), "{}", page.screen());
    let before = page.screen();
    let field = page.press("Enter");
    assert!(field.screen().contains("When did it end?"), "{}", field.screen());
    assert_eq!(field.press("Esc").screen(), before);
}

#[test]
fn enter_on_a_reason_of_the_right_joint_goes_to_the_right_joint() {
    let mut terminal = TestTerminal::open(BOTH);
    while !terminal.pointed().contains("D.I.A.2   right") {
        terminal = terminal.press("Down");
    }
    let field = terminal.press("Enter").screen();
    assert!(field.contains("D.I.A.2 · right joint"), "{field}");
}

#[test]
fn a_row_without_a_question_or_an_item_says_so() {
    let mut terminal = TestTerminal::open("2026-04-27-diagnostic-codes-that-do-not-fit");
    while !terminal.pointed().contains("64625") {
        terminal = terminal.press("Down");
    }
    let terminal = terminal.press("Enter");
    assert!(terminal.status().contains("no question stands behind this row"), "{}", terminal.status());
    let terminal = terminal.press("i");
    assert!(terminal.status().contains("no item of the policy belongs to this row"), "{}", terminal.status());
}

#[test]
fn every_row_can_be_selected() {
    let mut terminal = TestTerminal::open(GAPS);
    let mut seen = Vec::new();
    loop {
        seen.push(terminal.pointed());
        terminal = terminal.press("Down");
        if seen.last() == Some(&terminal.pointed()) {
            break;
        }
    }
    let has = |words: &str| seen.iter().any(|row| row.contains(words));
    for words in ["sedation asked for", "? D.I.A.1", "✓ D.I.A.3", "- D.III", "? D.I.C.5   sedation"] {
        assert!(has(words), "{words}: {seen:#?}");
    }
}

#[test]
fn a_row_unfolds_and_folds_again() {
    let page = TestTerminal::open(NO_REPORT).press("Down");
    let folded = page.screen();
    assert!(folded.contains("not submitted, working properly: yes …"), "{folded}");
    let page = page.press("Space");
    assert!(page.screen().contains("Would be met by: the provider's answer"), "{}", page.screen());
    assert_eq!(page.press("Space").screen(), folded);
}

#[test]
fn an_unfolded_row_stays_unfolded_behind_its_question() {
    let page = TestTerminal::open(NO_REPORT).press("Down Space");
    let before = page.screen();
    assert_eq!(page.press("Enter Esc").screen(), before);
}

#[test]
fn unfolding_a_row_that_shows_everything_says_so() {
    let terminal = TestTerminal::open(CLEAN).press("Space");
    assert!(terminal.status().contains("all of this row is shown"), "{}", terminal.status());
}

#[test]
fn what_is_met_takes_one_line_and_its_evidence_another() {
    let terminal = TestTerminal::open(CLEAN);
    let at = row_of(&terminal, "✓ D.I.A.1 ");
    let body = terminal.body();
    assert!(body[at].ends_with(" …"), "{}", body[at]);
    assert_eq!(body[at + 1].trim(), "Evidence: ortho consult 2026-02-11, p. 1");
    assert!(body[at + 2].contains("D.I.A.2"), "{}", terminal.screen());
}

#[test]
fn a_flag_stands_with_its_item() {
    let terminal = TestTerminal::open(FLAGGED);
    let at = row_of(&terminal, "! D.I.A.1");
    assert!(
        terminal.body()[at].contains("unclear: flagged for a clinician: consult says"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn the_review_shows_evidence_and_flags_below_the_questions_of_their_item() {
    let terminal = TestTerminal::open(CLEAN).press("r");
    let at = row_of(&terminal, "D.I.A.1 evidence");
    let body = terminal.body();
    assert!(body[at - 1].contains("onset of the pain"), "{}", terminal.screen());
    assert!(body[at].contains("ortho consult 2026-02-11, p. 1"), "{}", terminal.screen());
    let terminal = terminal.point_at("D.I.A.1 evidence").press("Enter");
    assert!(terminal.screen().contains("Since when has the pain lasted?"), "{}", terminal.screen());
    assert!(terminal.press("Esc").pointed().contains("D.I.A.1 evidence"));
    let terminal = TestTerminal::open(FLAGGED).press("r");
    assert!(terminal.body()[row_of(&terminal, "D.I.A.1 flagged")].contains("consult says January"));
}

#[test]
fn the_status_names_the_sides_of_an_item_and_never_an_item_twice() {
    let terminal = TestTerminal::open(BOTH);
    assert!(terminal.status().contains("! 2 unclear D.I.C.3 both  "), "{}", terminal.status());
    let terminal = TestTerminal::open("2026-04-17-both-sides-a-week-apart-right-not-tender");
    assert!(terminal.status().contains("✗ 1 not met D.I.A.2 right  "), "{}", terminal.status());
}

#[test]
fn the_status_tells_what_is_not_asked_from_what_is_missing() {
    let terminal = TestTerminal::open(HALF).press("Ctrl-O");
    assert!(terminal.status().contains("? 2 missing  ? 1 not asked "), "{}", terminal.status());
    let terminal = TestTerminal::open("2026-05-15-diagnostic-just-opened");
    assert!(terminal.status().starts_with(" So far  ✓ 1 met  ? 9 not asked "), "{}", terminal.status());
}

#[test]
fn marks_on_the_rules_show_that_there_is_more() {
    let (below, above) = (" ↓ more ──", " ↑ more ──");
    let rules = |terminal: &TestTerminal| {
        let rows = terminal.rows();
        (rows[1].ends_with(above), rows[rows.len() - 3].ends_with(below))
    };
    for (keys, further) in [("Esc", "PgDn PgDn"), ("r", "PgDn PgDn"), ("Ctrl-L", "PgDn"), ("?", "Down")] {
        let open = match keys {
            "Esc" => TestTerminal::worklist_of(40).sized(60, 16),
            keys => TestTerminal::open(CLEAN).sized(60, 16).press(keys),
        };
        let top = open.press("Home");
        assert_eq!(rules(&top), (false, true), "{keys}:\n{}", top.screen());
        let middle = top.press(further);
        assert_eq!(rules(&middle), (true, true), "{keys}:\n{}", middle.screen());
        let end = middle.press("End");
        assert_eq!(rules(&end), (true, false), "{keys}:\n{}", end.screen());
    }
    let mut terminal = TestTerminal::open(CLEAN).sized(60, 16);
    terminal.app.theme.ascii = true;
    let terminal = terminal.press("PgDn");
    assert!(terminal.screen().contains(" v more --") && terminal.screen().contains(" ^ more --"));
    assert!(!TestTerminal::open(CLEAN).sized(100, 60).screen().contains("more ─"), "all of it is shown");
}

#[test]
fn home_and_end_go_to_the_first_and_the_last_row() {
    let page = TestTerminal::open(CLEAN).sized(60, 16);
    let first = page.screen();
    let end = page.press("End");
    assert!(end.screen().contains("is current"), "{}", end.screen());
    assert_eq!(end.press("Home").screen(), first);
    let review = TestTerminal::open(CLEAN).press("r End");
    assert!(review.pointed().contains("implanted stimulator"), "{}", review.pointed());
    assert!(review.press("Home").pointed().contains("member identifier"));
    let worklist = TestTerminal::worklist_of(50).press("End");
    assert!(worklist.pointed().contains("case-050"), "{}", worklist.pointed());
    assert!(worklist.press("Home").pointed().contains("case-001"));
    let popup = TestTerminal::open(CLEAN).sized(60, 16).press("?");
    let top = popup.screen();
    let popup = popup.press("End");
    assert!(popup.screen().contains("fg resumes"), "{}", popup.screen());
    assert_eq!(popup.press("Home").screen(), top);
}
