//! The layout of the screens at different sizes.

use unicode_width::UnicodeWidthStr;

use super::super::test_terminal::TestTerminal;
use super::{CLEAN, PUMP};

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (100, 30), (200, 60)];

/// Opens a case on a screen of this size and presses these keys.
fn at(size: (u16, u16), keys: &str) -> TestTerminal {
    TestTerminal::open(CLEAN).sized(size.0, size.1).press(keys)
}

#[test]
fn every_screen_has_a_heading_two_rules_a_status_and_a_footer() {
    for keys in ["r", "i", "r Enter", "Esc"] {
        let mut terminal = at((80, 24), keys);
        for (columns, height) in SIZES {
            terminal.resize(columns, height);
            let rows = terminal.rows();
            assert_eq!(rows.len(), usize::from(height));
            let [_, upper, .., lower, _, footer] = &rows[..] else { panic!("{rows:?}") };
            for rule in [upper, lower] {
                assert_eq!(rule.width(), usize::from(columns), "{keys} at {columns}x{height}");
                let own = rule.replace(" ↓ more ", "").replace(" ↑ more ", "");
                assert!(own.chars().all(|letter| "─┬┴".contains(letter)), "{rule}");
            }
            assert!(["Esc leave", "q quit", "Esc close"].iter().any(|way_out| footer.ends_with(way_out)));
            assert!(rows.iter().all(|row| row.width() <= usize::from(columns)));
        }
    }
}

#[test]
fn the_heading_names_the_member_and_the_request_as_far_as_they_fit() {
    assert_eq!(
        at((80, 24), "r").rows()[0],
        " TC9000001 Aspen Sample · diagnostic injection, left · received Mon 2026-03-02"
    );
    let narrow = &at((60, 16), "r").rows()[0];
    assert_eq!(narrow, " TC9000… · diagnostic injection, left · received 2026-03-02");
    assert!(TestTerminal::worklist(&[]).rows()[0].starts_with(" sij-intake · MM-1463 Sacroiliac Joint"));
}

#[test]
fn a_question_has_the_steps_on_the_left_and_its_number_on_the_right() {
    let terminal = TestTerminal::on_question(CLEAN, "location");
    let body = terminal.body();
    let step = |row: &str| row.split('│').next().unwrap().trim_end().to_owned();
    let steps: Vec<String> = body.iter().map(|row| step(row)).take(7).collect();
    let shown =
        [" ✓ Member", " ✓ Request", " › Pain        4/4", " ✓ Left joint", " ✓ Therapy", " ✓ Device", ""];
    assert_eq!(steps, shown);
    assert!(body[0].ends_with("question 13 of 24"), "{}", body[0]);
    assert!(body[0].contains("│ D.I.A.1 "), "{}", body[0]);
}

#[test]
fn the_steps_show_which_have_unanswered_questions() {
    let terminal = TestTerminal::new_case().answer("TC0001234");
    assert!(terminal.body()[0].starts_with(" › Member      1/3 │"), "{}", terminal.screen());
    assert!(terminal.body()[1].starts_with("   Request         │"), "{}", terminal.screen());
}

#[test]
fn a_narrow_screen_keeps_the_question_and_its_options() {
    let roomy = at((80, 24), "r").point_at("left positive").press("Enter").screen();
    assert!(roomy.contains("At least one of"), "{roomy}");
    let terminal = at((60, 16), "r").point_at("left positive").press("Enter");
    let body = terminal.body().join("\n");
    assert!(body.contains("Which provocation tests were positive\n"), "{body}");
    for option in ["1 [ ] distraction", "5 [x] Patrick / FABER", "7 [ ] other"] {
        assert!(body.contains(option), "{option}:\n{body}");
    }
}

#[test]
fn gaps_and_notes_are_left_out_before_the_item_and_the_help() {
    let mut terminal = TestTerminal::on_question(CLEAN, "location");
    for (rows, note, gap) in [(24, true, true), (18, true, false), (16, false, false)] {
        terminal.resize(80, rows);
        let (screen, body) = (terminal.screen(), terminal.body());
        for needed in ["The pain is in the low back", "All that the record names.", "d [ ] not documented"] {
            assert!(screen.contains(needed), "{needed} on {rows} rows:\n{screen}");
        }
        assert_eq!(screen.contains("Where in the record"), note, "{rows} rows:\n{screen}");
        let prompt = body.iter().position(|row| row.ends_with("Where is the pain?")).unwrap();
        assert_eq!(body[prompt + 1].ends_with('│'), gap, "{rows} rows:\n{screen}");
    }
}

#[test]
fn a_message_is_shown_on_the_smallest_screen() {
    let terminal = at((60, 16), "r").point_at("left positive").press("Enter 3 5 Enter");
    assert!(terminal.screen().contains("mark one or more"), "{}", terminal.screen());
}

#[test]
fn a_note_takes_the_last_row_of_a_question() {
    let mut terminal = TestTerminal::on_question(CLEAN, "left positive").press("f").type_text("why");
    for (columns, rows) in SIZES {
        terminal.resize(columns, rows);
        let body = terminal.body();
        assert!(body[body.len() - 1].ends_with("Flag for a clinician, reason: why"), "{}", terminal.screen());
        assert_eq!(terminal.cursor(), Some((54, rows - 4)), "{columns}x{rows}");
    }
}

#[test]
fn text_is_not_stretched_past_90_columns() {
    for keys in ["r", "i", "Enter", "r Enter"] {
        let terminal = at((200, 60), keys);
        for row in terminal.body() {
            let text = row.split('│').next_back().unwrap();
            assert!(text.contains("question ") || text.width() <= 92 + 18, "{keys}: {row}");
        }
    }
    let question = TestTerminal::on_question(CLEAN, "left positive").sized(200, 60);
    for row in question.body() {
        let text = row.split('│').next_back().unwrap();
        assert!(text.contains("question ") || text.width() <= 92, "{row}");
    }
}

#[test]
fn the_worklist_has_all_its_columns_where_there_is_room() {
    let wide = TestTerminal::worklist(&[PUMP]);
    let heading = "       Due        Received Member          Requested       Stands        Who";
    assert_eq!(wide.body()[0], heading);
    let row = "›      in 7d Tue  03-03    TC9000038 Mapl… therapeutic R   criteria met";
    assert_eq!(wide.pointed(), row);
    let narrow = TestTerminal::worklist(&[PUMP]).sized(60, 16);
    assert_eq!(narrow.body()[0], "       Due        Member                      Stands");
    assert_eq!(narrow.pointed(), "›      in 7d Tue  TC9000038 Maple Placeholder criteria met");
    let row = TestTerminal::worklist(&[PUMP]).sized(200, 60).pointed();
    assert!(row.contains(PUMP) && row.contains("Maple Placeholder "), "{row}");
}

#[test]
fn a_window_below_60_by_16_asks_for_a_larger_one_and_loses_nothing() {
    for (columns, rows) in [(59, 16), (60, 15), (1, 1), (30, 5), (200, 15), (0, 0)] {
        let mut terminal = TestTerminal::new_case().type_text("TC00");
        let before = terminal.screen();
        terminal.resize(columns, rows);
        let asked: String = "Make the window at least 60x16.".chars().take(usize::from(columns)).collect();
        assert_eq!(terminal.screen().trim_end(), asked, "{columns}x{rows}");
        assert_eq!(terminal.cursor(), None);
        let mut terminal = terminal.type_text("1").press("Backspace PgDn");
        terminal.resize(80, 24);
        assert_eq!(terminal.screen(), before, "{columns}x{rows}");
    }
}

#[test]
fn every_size_can_be_drawn() {
    for keys in ["r", "r Enter", "i", "Esc"] {
        let mut terminal = at((80, 24), keys);
        for (columns, rows) in
            [(1, 40), (40, 1), (60, 16), (61, 17), (79, 23), (133, 16), (60, 90), (300, 100)]
        {
            terminal.resize(columns, rows);
            assert_eq!(terminal.rows().len(), usize::from(rows), "{keys} at {columns}x{rows}");
        }
        terminal.resize(80, 24);
        assert_eq!(terminal.screen(), at((80, 24), keys).screen(), "{keys}: the same as before the changes");
    }
}

#[test]
fn the_status_shows_the_findings_and_when_the_case_was_saved() {
    let terminal = TestTerminal::new_case();
    assert!(terminal.status().ends_with("nothing to save yet"), "{}", terminal.status());
    let terminal = terminal.answer("TC0001234");
    assert!(terminal.status().ends_with("saved 09:14:05"), "{}", terminal.status());
    let terminal = TestTerminal::open("2026-03-20-diagnostic-no-tenderness-no-positive-test");
    assert!(
        terminal.status().contains("So far  ✓ 8 met  ✗ 2 not met D.I.A.2 D.I.A.3"),
        "{}",
        terminal.status()
    );
    assert!(terminal.status().ends_with(" saved"), "{}", terminal.status());
}

#[test]
fn the_status_names_items_only_where_all_counts_fit() {
    let mut terminal = TestTerminal::open("2026-03-20-diagnostic-no-tenderness-no-positive-test").press("r");
    terminal = terminal.point_at("location").press("Enter f").type_text("why").press("Enter Esc");
    terminal = terminal.point_at("herpes").press("Enter d");
    let counts = " So far  ✓ 6 met  ✗ 2 not met  ! 1 unclear D.I.A.1  ? 1 missing ";
    assert!(terminal.status().starts_with(counts), "{}", terminal.status());
    let wide = terminal.sized(100, 30);
    assert!(
        wide.status().contains("✗ 2 not met D.I.A.2 D.I.A.3  ! 1 unclear D.I.A.1  ?"),
        "{}",
        wide.status()
    );
}

#[test]
fn an_ascii_terminal_gets_only_ascii() {
    let text = "format = 1\npolicy = \"MM-1463\"\n[member]\nid = \"1\"\nname = \"Zoë ’日\"\n";
    let mut terminal = TestTerminal::worklist_with("one", text);
    terminal.app.theme.ascii = true;
    for keys in ["Down", "Enter", "Ctrl-R", "Ctrl-G"] {
        terminal = terminal.press(keys);
        assert!(terminal.screen().is_ascii(), "{keys}:\n{}", terminal.screen());
    }
    assert!(terminal.press("Esc").screen().contains("Zo? '?"));
}
