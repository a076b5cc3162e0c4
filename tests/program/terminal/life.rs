//! How the program begins, stops, comes back and ends, and what of an
//! interview is left then.

use std::fs;
use std::time::Duration;

use rustix::process::Signal;

use super::desk::{Cases, Desk, ENTER, PAGE_DOWN, PAGE_UP};
use crate::dice::Dice;
use crate::process::{self, send, until};

const CLEAN: &str = "2026-03-02-diagnostic-clean";

fn assert_restored(desk: &Desk) {
    assert!(!desk.screen().alternate_screen(), "the alternate screen was left");
    assert!(!desk.screen().hide_cursor(), "the cursor is shown");
    assert!(!desk.screen().bracketed_paste(), "bracketed paste is off");
    assert_eq!(desk.text().trim(), "", "nothing of a patient is left on the primary screen");
}

#[test]
fn behaviour_20_signals_restore_the_terminal_and_end() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let cases = Cases::one(CLEAN);
        let mut desk = cases.case("CRITERIA MET");
        assert!(desk.screen().alternate_screen());
        desk.signal(signal);
        assert_eq!(desk.ended(), 128 + u32::try_from(signal.as_raw()).unwrap());
        assert_restored(&desk);
    }
}

#[test]
fn behaviour_20_a_closed_terminal_ends_the_program_without_work() {
    let cases = Cases::like("2026-03-2");
    let mut desk = cases.worklist();
    desk.keys("?");
    desk.wait_for("Esc close");
    let pid = desk.pid();
    let before = process::ticks(pid);
    desk.hang_up();
    until("the end of the program", || process::has_ended(pid));
    let worked = process::ticks(pid) - before;
    assert!(worked <= 20, "{worked} ticks");
    desk.ended();
}

#[test]
fn behaviour_20_a_stalled_line_holds_up_no_end() {
    let cases = Cases::like("diagnostic");
    let mut desk = cases.worklist();
    desk.end_stalled(&[PAGE_DOWN, PAGE_UP]);
    assert_eq!(desk.ended(), 128 + 15);
}

#[test]
fn behaviour_23_leaving_restores_the_terminal() {
    let cases = Cases::one(CLEAN);
    let mut desk = cases.case("CRITERIA MET");
    desk.keys("\x03");
    desk.wait_for("q quit");
    desk.keys("q");
    assert_eq!(desk.ended(), 0);
    assert_restored(&desk);
}

pub(crate) const KEYED: &[(&str, &str, &str)] = &[
    ("member's identifier", "TC0001234\r", "TC0001234"),
    ("member's name", "Pat Sample\r", "Pat Sample"),
    ("member born", "1968-04-02\r", "1968-04-02"),
    ("request received", "2026-03-02\r", "received = 2026-03-02"),
    ("Which procedure", "1", "procedure = \"diagnostic-injection\""),
    ("Which side", "1", "side = \"left\""),
    ("procedure planned", "2026-03-16\r", "service_date = 2026-03-16"),
    ("Which codes", "27096-LT\r", "27096-LT"),
    ("Which diagnoses", "M53.3\r", "M53.3"),
    ("Which sedation", "1", "sedation = \"none\""),
    ("image guidance", "n", "imaging_line = \"no\""),
    ("other nerve block", "n", "other_block = \"none\""),
    ("Where is the pain", "12\r", "\"buttock\""),
    ("character of the pain", "1", "character"),
];

/// The question that the screen shows; of a torn frame perhaps none.
fn shown(desk: &Desk) -> Option<usize> {
    KEYED.iter().position(|(question, ..)| desk.text().contains(question))
}

const DROPS: usize = 100;

#[test]
fn behaviour_21_a_hundred_drops_at_any_moment_lose_no_accepted_answer() {
    let mut dice = Dice(21);
    let mut chance = |below: usize| usize::try_from(dice.roll(below as u64)).unwrap();
    let mut cases = Cases::none();
    let (mut next, mut before, mut unseen) = (0, 0, 0);
    for drop in 0..DROPS {
        let mut desk = match next {
            0 => cases.desk().with(&["new"]).open(KEYED[0].0),
            _ => cases.case("question"),
        };
        assert!(!desk.text().contains("READ-ONLY"), "drop {drop}: {}", desk.text());
        assert_eq!(shown(&desk), Some(next), "drop {drop}: opens at the next question\n{}", desk.text());
        let stop = (next + 1 + chance(3)).min(KEYED.len() - 1);
        for (question, keys, _) in &KEYED[next..stop] {
            desk.answer(question, keys);
        }
        // Within the save of the last answer half of the time, else within its frame or after it.
        let moment = chance(if drop % 2 == 0 { 700 } else { 9000 });
        let moment = Duration::from_micros(u64::try_from(moment).unwrap());
        let _ = desk.heard_within(moment);
        match drop % 3 {
            0 => desk.signal(Signal::KILL),
            1 => desk.signal(Signal::HUP),
            _ => desk.hang_up(),
        }
        desk.ended();

        let reached = shown(&desk).unwrap_or(stop - 1);
        let written = if cases.names().is_empty() { String::new() } else { cases.text() };
        next = KEYED.iter().take_while(|(_, _, line)| written.contains(line)).count();
        assert!(
            (reached..=stop).contains(&next),
            "drop {drop}, {moment:?} after answer {stop}: {reached} were seen to be saved, {next} are in\n{written}"
        );
        before += usize::from(next < stop);
        unseen += usize::from(next == stop && reached < stop);
        if next == KEYED.len() - 1 {
            (cases, next) = (Cases::none(), 0);
        }
    }
    println!("{DROPS} drops: {before} before the last save, {unseen} saved and not yet seen");
}

#[test]
fn a_case_open_elsewhere_is_read_only() {
    let cases = Cases::one(CLEAN);
    let _first = cases.case("CRITERIA MET");
    let mut second = cases.case("READ-ONLY");
    let before = cases.text();
    second.keys("r");
    second.wait_for("member identifier");
    second.keys(ENTER);
    second.answer("member's identifier", "9\r");
    second.wait_for("read-only");
    assert_eq!(cases.text(), before);
}

#[test]
fn behaviour_22_ctrl_z_stops_and_fg_repaints() {
    let cases = Cases::one(CLEAN);
    let script = "set -m; $0 & jobs -p > pid; fg >/dev/null; echo STOPPED; read x; fg >/dev/null; echo LEFT";
    let script = script.replace("> pid", &format!("> {}", cases.path().join("pid").display()));
    let mut desk = cases.desk().shell(&script, "TC9000001");
    let shown = desk.text();
    desk.keys("\x1a");
    desk.wait_for("STOPPED");
    assert!(!desk.screen().alternate_screen() && !desk.screen().hide_cursor());
    assert!(!desk.text().contains("TC9000001"));
    let pid: u32 = fs::read_to_string(cases.path().join("pid")).unwrap().trim().parse().unwrap();
    until("the program stopped", || process::state(pid) == Some('T'));
    desk.keys("\n");
    desk.wait_until("the same screen", |desk| desk.text() == shown && desk.screen().alternate_screen());
    desk.keys("q");
    desk.wait_for("LEFT");
    desk.ended();
}

#[test]
fn behaviour_22_a_stop_from_outside_is_survived() {
    let cases = Cases::one(CLEAN);
    let mut desk = cases.case("CRITERIA MET");
    send(desk.pid(), Signal::STOP);
    until("the program stopped", || process::state(desk.pid()) == Some('T'));
    send(desk.pid(), Signal::CONT);
    desk.keys("r");
    desk.wait_for("member identifier");
    desk.settle();
    assert!(desk.text().contains("member identifier"));
}

#[test]
fn behaviour_02_ctrl_l_repaints_what_was_spoiled() {
    let cases = Cases::one(CLEAN);
    let mut desk = cases.case("CRITERIA MET");
    let shown = desk.text();
    desk.heard();
    desk.keys("\x0c");
    desk.wait_until("the same screen, drawn anew", |desk| desk.has_heard(b"\x1b[2J") && desk.text() == shown);
    let repaint = String::from_utf8(desk.heard()).unwrap();
    assert!(repaint.contains("\x1b[2J") && repaint.contains("CRITERIA MET"));
    assert!(!repaint.contains("\x1b[6n"));
}
