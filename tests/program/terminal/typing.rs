//! Keys and pastes: what they do, and what they must never do.

use rustix::process::Signal;

use super::pty::{Cases, DOWN, ENTER, ESC, SHIFT_TAB, Terminal};
use crate::process::{self, until};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

/// A new case on this question, with the questions before it answered.
pub(crate) fn new_case_on(cases: &Cases, question: &str) -> Terminal {
    let mut terminal = cases.launch().arguments(&["new"]).open("member's identifier");
    for (asked, keys) in [
        ("member's identifier", "TC0001234\r"),
        ("member's name", "Pat Sample\r"),
        ("member born", "1968-04-02\r"),
        ("request received", "2026-03-02\r"),
        ("Which procedure", "1"),
        ("Which side", "1"),
        ("procedure planned", "2026-03-16\r"),
        ("Which codes", "27096-LT\r"),
    ] {
        if asked == question {
            break;
        }
        terminal.answer(asked, keys);
    }
    terminal.wait_for(question);
    terminal
}

#[test]
fn behaviour_11_lone_esc_leaves_and_keeps_answers() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "member's name");
    terminal.keys(ESC);
    terminal.wait_for("Enter open");
    assert!(cases.text().contains("TC0001234"));
}

/// Sends a key in two parts, the Esc first. If the machine is slow, the program
/// takes that as a lone Esc and leaves the case; then it is tried again.
fn split_key(question: &str, before: &str, rest: &str, is_one_key: impl Fn(&Terminal) -> bool) {
    for _ in 0..100 {
        let cases = Cases::empty();
        let mut terminal = new_case_on(&cases, question);
        terminal.keys(before);
        terminal.wait_for(before);
        terminal.keys(ESC);
        terminal.wait_until_keys_are_read();
        terminal.keys(rest);
        terminal.wait_until("one key or two", |terminal| {
            is_one_key(terminal) || terminal.text().contains("Enter open")
        });
        if is_one_key(&terminal) {
            return;
        }
    }
    panic!("a split key is never put together");
}

#[test]
fn behaviour_11_split_arrow_is_one_key() {
    split_key("Which procedure", "", "[B", |terminal| {
        terminal.selected_row().contains("diagnostic injection")
    });
}

#[test]
fn behaviour_11_split_key_in_a_field_types_nothing() {
    let is_home = |terminal: &Terminal| {
        terminal.selected_row() == "› bc" && terminal.screen().cursor_position().1 == 23
    };
    split_key("member's name", "bc", "[H", is_home);
}

/// Types these keys while the program is stopped, so that all of them wait at once.
fn type_ahead(terminal: &mut Terminal, keys: &str) {
    terminal.signal(Signal::STOP);
    until("the program to stop", || process::state(terminal.pid()) == Some('T'));
    terminal.keys(keys);
    terminal.signal(Signal::CONT);
}

#[test]
fn typed_ahead_keys_are_all_read() {
    let cases = Cases::samples_matching("2026-03");
    let mut terminal = cases.open_worklist();
    type_ahead(&mut terminal, &(DOWN.repeat(1000) + "?"));
    terminal.wait_for("Esc close");
}

#[test]
fn pasted_keys_are_read_to_the_last_byte() {
    // What is read at once ends in the middle of the paste, and of a letter.
    for letters in [1023, 1024, 1500, 2048, 3000] {
        for letter in ["x", "é"] {
            let cases = Cases::empty();
            let mut terminal = new_case_on(&cases, "member's name");
            let name = letter.repeat(letters / letter.len());
            type_ahead(&mut terminal, &format!("{name}!\r"));
            terminal.wait_for("member born");
            assert!(cases.text().contains(&format!("\"{name}!\"")), "{letters} bytes of {letter}");
        }
    }
}

#[test]
fn pasted_keys_that_end_with_esc_are_read_to_the_last_byte() {
    for letters in [1022, 1023, 1024, 2047] {
        let cases = Cases::empty();
        let mut terminal = new_case_on(&cases, "member's name");
        type_ahead(&mut terminal, &format!("{}\x1b", "x".repeat(letters)));
        terminal.wait_for("Enter open");
    }
}

#[test]
fn behaviour_12_esc_and_a_key_in_one_read_are_two_keys() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "Which procedure");
    terminal.keys("\x1bq");
    assert_eq!(terminal.wait_for_exit(), 0);
    assert!(cases.text().contains("TC0001234"));
}

#[test]
fn behaviour_12_ctrl_h_deletes_and_ctrl_j_is_enter_in_lists() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "member's name");
    terminal.keys("Pat\x08\x08\x7f\x08Sam");
    terminal.wait_for("› Sam");
    terminal.keys("\x0a");
    terminal.keys("p");
    terminal.wait_for("› Samp");
    terminal.keys("\r");
    terminal.answer("member born", "\x14");
    terminal.answer("request received", "2026-03-02\r");
    terminal.wait_for("Which procedure");
    terminal.keys(DOWN);
    terminal.keys("\x0a");
    terminal.wait_for("Which side");
    assert!(cases.text().contains("diagnostic-injection"));
}

#[test]
fn behaviour_13_readline_keys_and_letters_as_text() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "member's name");
    terminal.keys("quiet wendy e f d n 0");
    terminal.wait_for("› quiet wendy e f d n 0");
    terminal.keys("\x17\x17\x17\x17\x17");
    terminal.wait_until("the words deleted", |terminal| terminal.selected_row() == "› quiet wendy");
    terminal.keys("\x01A \x05!");
    terminal.wait_for("› A quiet wendy !");
    terminal.keys("\x01\x1b[C\x0b");
    terminal.wait_until("the rest deleted", |terminal| terminal.selected_row() == "› A");
    terminal.keys("\x15new");
    terminal.wait_until("all deleted", |terminal| terminal.selected_row() == "› new");
}

#[test]
fn behaviour_14_tab_arrows_letters_and_digits_move_and_pick() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.go_to("character of the pain", "character of the pain?");
    terminal.keys("k");
    terminal.wait_until("the first", |terminal| terminal.selected_row().contains("1 [x] nonradicular"));
    terminal.keys("jj");
    terminal.wait_until("the third", |terminal| terminal.selected_row().contains("mixed"));
    terminal.keys("\x1b[A");
    terminal.wait_until("the second", |terminal| terminal.selected_row().contains("radicular"));
    drop(terminal);
    let fresh = Cases::empty();
    let mut terminal = new_case_on(&fresh, "Which procedure");
    terminal.keys("2");
    terminal.wait_for("Which side");
    terminal.keys(SHIFT_TAB);
    terminal.wait_for("[x] therapeutic injection");
    terminal.keys("\t");
    terminal.wait_for("Which side");
    terminal.keys("\x1b[D");
    terminal.wait_for("[x] therapeutic injection");
    terminal.keys("\x1b[C");
    terminal.wait_for("Which side");
}

/// Newlines, command keys and escape sequences, 10,000 characters of them.
fn hostile_paste() -> String {
    let line = "y\n1\r\n\x1b[2J\x1b]0;title\x07\x1b[6nqd0 \u{202e}\u{200b}\t";
    line.chars().cycle().take(10_000).collect()
}

/// What some terminal programs send when the connection closes.
const END_OF_FILE: &str = "\n\x04";

#[test]
fn behaviour_15_end_of_file_from_the_terminal_answers_nothing() {
    for (label, question, draft) in [
        ("member name", "member's name", ""),
        ("birth date", "member born", "x"),
        ("billed codes", "Which codes", ""),
        ("character of", "character of the pain?", ""),
        ("location", "Where is the pain?", ""),
        ("earlier SIJ inj", "Which injections has", ""),
    ] {
        let cases = Cases::sample(CLEAN);
        let before = cases.text();
        let mut terminal = cases.open_case("CRITERIA MET");
        terminal.go_to(label, question);
        terminal.keys(draft);
        terminal.keys(END_OF_FILE);
        terminal.wait_for_repaint();
        assert_eq!(cases.text(), before, "{question}");
    }
}

#[test]
fn behaviour_17_pasted_text_is_only_text() {
    for (question, accepts) in [("member's name", true), ("request received", false)] {
        let cases = Cases::empty();
        let mut terminal = new_case_on(&cases, question);
        let before = cases.text();
        terminal.take_output();
        terminal.paste(&hostile_paste());
        terminal.wait_for("the text was cut");
        terminal.keys("\x01");
        terminal.wait_for("<U+001B>");
        let output = String::from_utf8(terminal.take_output()).unwrap();
        for sequence in ["\x1b]", "\x1b[2J", "\x1b[6n", "\x07", "\u{202e}", "\u{200b}"] {
            assert!(!output.contains(sequence), "{sequence:?} reached the terminal");
        }
        assert!(terminal.text().contains(question));
        assert_eq!(cases.text(), before);
        terminal.keys(ENTER);
        if accepts {
            terminal.wait_for("member born");
            terminal.keys(SHIFT_TAB);
            terminal.wait_for("<U+001B>");
        } else {
            terminal.wait_for("not a date");
            terminal.keys("\x15");
            terminal.keys("2026-03-02\r");
            terminal.wait_for("Which procedure");
        }
    }
}

#[test]
fn behaviour_08_cursor_stands_where_typing_happens() {
    let cases = Cases::empty();
    let mut terminal = new_case_on(&cases, "member's name");
    for (keys, shown, column) in [
        ("Pat", "› Pat", 26),
        (" 日本", "› Pat 日本", 31),
        ("\x1b[D", "› Pat 日本", 29),
        ("\x01", "› Pat 日本", 23),
    ] {
        terminal.keys(keys);
        terminal.wait_until(shown, |terminal| {
            terminal.selected_row() == shown && terminal.screen().cursor_position().1 == column
        });
        assert!(!terminal.screen().hide_cursor());
    }
    terminal.keys("\x15");
    terminal.paste("a\x1bb");
    terminal.wait_until("the cursor after the paste", |terminal| {
        terminal.selected_row() == "› a<U+001B>b" && terminal.screen().cursor_position().1 == 33
    });
}

/// Types `half a` into the flag of a question's item and leaves it.
pub(crate) fn leave_half_typed_flag(terminal: &mut Terminal) {
    terminal.keys("f");
    terminal.wait_for("Flag for a clinician, reason:");
    terminal.keys("half a");
    terminal.wait_for("half a");
    terminal.keys(ESC);
    terminal.wait_until("no note", |terminal| !terminal.text().contains("half a"));
}
