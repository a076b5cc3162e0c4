//! What keys and pastes do, and what they must never do.

use rustix::process::Signal;

use super::desk::{Cases, DOWN, Desk, ENTER, ESC, SHIFT_TAB};
use crate::process::{self, until};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

/// A new case on this question, the needed ones before it answered.
pub(crate) fn new_case_on(cases: &Cases, question: &str) -> Desk {
    let mut desk = cases.desk().with(&["new"]).open("member's identifier");
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
        desk.answer(asked, keys);
    }
    desk.wait_for(question);
    desk
}

#[test]
fn behaviour_11_a_lone_esc_goes_back_and_loses_nothing() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "member's name");
    desk.keys(ESC);
    desk.wait_for("Enter open");
    assert!(cases.text().contains("TC0001234"));
}

/// Tears a key after its Esc. Torn for longer than the program waits, it is an
/// Esc that leaves the case, and is tried again.
fn torn_key(question: &str, before: &str, rest: &str, is_one_key: impl Fn(&Desk) -> bool) {
    for _ in 0..100 {
        let cases = Cases::none();
        let mut desk = new_case_on(&cases, question);
        desk.keys(before);
        desk.wait_for(before);
        desk.keys(ESC);
        desk.wait_read();
        desk.keys(rest);
        desk.wait_until("one key or two", |desk| is_one_key(desk) || desk.text().contains("Enter open"));
        if is_one_key(&desk) {
            return;
        }
    }
    panic!("a torn key is never put together");
}

#[test]
fn behaviour_11_a_torn_arrow_is_an_arrow() {
    torn_key("Which procedure", "", "[B", |desk| desk.pointed().contains("diagnostic injection"));
}

#[test]
fn behaviour_11_a_torn_key_in_a_field_types_nothing() {
    let is_home = |desk: &Desk| desk.pointed() == "› bc" && desk.screen().cursor_position().1 == 23;
    torn_key("member's name", "bc", "[H", is_home);
}

#[test]
fn keys_that_were_typed_ahead_are_all_read() {
    let cases = Cases::like("2026-03");
    let mut desk = cases.worklist();
    desk.signal(Signal::STOP);
    until("the program stopped", || process::state(desk.pid()) == Some('T'));
    desk.keys(&DOWN.repeat(1000));
    desk.keys("?");
    desk.signal(Signal::CONT);
    desk.wait_for("Esc close");
}

#[test]
fn behaviour_12_an_esc_packed_with_a_key_is_the_two() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "Which procedure");
    desk.keys("\x1bq");
    assert_eq!(desk.ended(), 0);
    assert!(cases.text().contains("TC0001234"));
}

#[test]
fn behaviour_12_ctrl_h_deletes_and_ctrl_j_is_enter_in_lists() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "member's name");
    desk.keys("Pat\x08\x08\x7f\x08Sam");
    desk.wait_for("› Sam");
    desk.keys("\x0a");
    desk.keys("p");
    desk.wait_for("› Samp");
    desk.keys("\r");
    desk.answer("member born", "\t");
    desk.answer("request received", "2026-03-02\r");
    desk.wait_for("Which procedure");
    desk.keys(DOWN);
    desk.keys("\x0a");
    desk.wait_for("Which side");
    assert!(cases.text().contains("diagnostic-injection"));
}

#[test]
fn behaviour_13_readline_keys_and_letters_as_text() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "member's name");
    desk.keys("quiet wendy e f d n 0");
    desk.wait_for("› quiet wendy e f d n 0");
    desk.keys("\x17\x17\x17\x17\x17");
    desk.wait_until("the words gone", |desk| desk.pointed() == "› quiet wendy");
    desk.keys("\x01A \x05!");
    desk.wait_for("› A quiet wendy !");
    desk.keys("\x01\x1b[C\x0b");
    desk.wait_until("the rest gone", |desk| desk.pointed() == "› A");
    desk.keys("\x15new");
    desk.wait_until("all gone", |desk| desk.pointed() == "› new");
}

#[test]
fn behaviour_14_tab_arrows_letters_and_digits() {
    let cases = Cases::one(CLEAN);
    let mut desk = cases.case("CRITERIA MET");
    desk.go_to("character of the pain", "character of the pain?");
    desk.keys("k");
    desk.wait_until("the first", |desk| desk.pointed().contains("1 [x] nonradicular"));
    desk.keys("jj");
    desk.wait_until("the third", |desk| desk.pointed().contains("mixed"));
    desk.keys("\x1b[A");
    desk.wait_until("the second", |desk| desk.pointed().contains("radicular"));
    drop(desk);
    let fresh = Cases::none();
    let mut desk = new_case_on(&fresh, "Which procedure");
    desk.keys("2");
    desk.wait_for("Which side");
    desk.keys(SHIFT_TAB);
    desk.wait_for("[x] therapeutic injection");
    desk.keys("\t");
    desk.wait_for("Which side");
    desk.keys("\x1b[D");
    desk.wait_for("[x] therapeutic injection");
    desk.keys("\x1b[C");
    desk.wait_for("Which side");
}

/// Newlines, keys that act, sequences that act, and much of it.
fn poison() -> String {
    let line = "y\n1\r\n\x1b[2J\x1b]0;title\x07\x1b[6nqd0 \u{202e}\u{200b}\t";
    line.chars().cycle().take(10_000).collect()
}

/// What a pseudo-terminal of many programs is sent when its line closes.
const END_OF_FILE: &str = "\n\x04";

#[test]
fn behaviour_15_the_end_of_a_line_answers_nothing() {
    for (label, question, draft) in [
        ("member name", "member's name", ""),
        ("birth date", "member born", "x"),
        ("billed codes", "Which codes", ""),
        ("character of", "character of the pain?", ""),
        ("location", "Where is the pain?", ""),
        ("earlier SIJ inj", "Which injections has", ""),
    ] {
        let cases = Cases::one(CLEAN);
        let before = cases.text();
        let mut desk = cases.case("CRITERIA MET");
        desk.go_to(label, question);
        desk.keys(draft);
        desk.keys(END_OF_FILE);
        desk.settle();
        assert_eq!(cases.text(), before, "{question}");
    }
}

#[test]
fn behaviour_17_a_paste_into_a_field_is_text() {
    for (question, accepts) in [("member's name", true), ("request received", false)] {
        let cases = Cases::none();
        let mut desk = new_case_on(&cases, question);
        let before = cases.text();
        desk.heard();
        desk.paste(&poison());
        desk.wait_for("the text was cut");
        desk.keys("\x01");
        desk.wait_for("<U+001B>");
        let heard = String::from_utf8(desk.heard()).unwrap();
        for acting in ["\x1b]", "\x1b[2J", "\x1b[6n", "\x07", "\u{202e}", "\u{200b}"] {
            assert!(!heard.contains(acting), "{acting:?} reached the terminal");
        }
        assert!(desk.text().contains(question));
        assert_eq!(cases.text(), before);
        desk.keys(ENTER);
        if accepts {
            desk.wait_for("member born");
            desk.keys(SHIFT_TAB);
            desk.wait_for("<U+001B>");
        } else {
            desk.wait_for("not a date");
            desk.keys("\x15");
            desk.keys("2026-03-02\r");
            desk.wait_for("Which procedure");
        }
    }
}

#[test]
fn behaviour_08_the_cursor_stands_where_typing_happens() {
    let cases = Cases::none();
    let mut desk = new_case_on(&cases, "member's name");
    for (keys, shown, column) in [
        ("Pat", "› Pat", 26),
        (" 日本", "› Pat 日本", 31),
        ("\x1b[D", "› Pat 日本", 29),
        ("\x01", "› Pat 日本", 23),
    ] {
        desk.keys(keys);
        desk.wait_until(shown, |desk| desk.pointed() == shown && desk.screen().cursor_position().1 == column);
        assert!(!desk.screen().hide_cursor());
    }
    desk.keys("\x15");
    desk.paste("a\x1bb");
    desk.wait_until("after the mark", |desk| {
        desk.pointed() == "› a<U+001B>b" && desk.screen().cursor_position().1 == 33
    });
}

/// Begins to flag the item of a question, with the words `half a`, and leaves that.
pub(crate) fn leave_half_a_flag(desk: &mut Desk) {
    desk.keys("f");
    desk.wait_for("Flag for a clinician, reason:");
    desk.keys("half a");
    desk.wait_for("half a");
    desk.keys(ESC);
    desk.wait_until("no note", |desk| !desk.text().contains("half a"));
}
