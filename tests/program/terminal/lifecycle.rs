//! Starting, stopping, resuming and ending the program, and what is saved then.

use std::fs;
use std::time::Duration;

use rustix::process::Signal;

use super::pty::{CLEAR, Cases, ENTER, PAGE_DOWN, PAGE_UP, Terminal};
use crate::process::{self, send, until};
use crate::random::Random;

const CLEAN: &str = "2026-03-02-diagnostic-clean";

fn assert_restored(terminal: &Terminal) {
    assert!(!terminal.screen().alternate_screen(), "still on the alternate screen");
    assert!(!terminal.screen().hide_cursor(), "the cursor is hidden");
    assert!(!terminal.screen().bracketed_paste(), "bracketed paste is on");
    assert_eq!(terminal.text().trim(), "", "patient data is left on the primary screen");
}

#[test]
fn behaviour_20_signals_restore_the_terminal_and_exit() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let cases = Cases::sample(CLEAN);
        let mut terminal = cases.open_case("CRITERIA MET");
        assert!(terminal.screen().alternate_screen());
        terminal.signal(signal);
        assert_eq!(terminal.wait_for_exit(), 128 + u32::try_from(signal.as_raw()).unwrap());
        assert_restored(&terminal);
    }
}

#[test]
fn behaviour_20_every_signal_that_ends_the_program_keeps_the_draft() {
    let named = [
        Signal::QUIT,
        Signal::USR1,
        Signal::USR2,
        Signal::ALARM,
        Signal::VTALARM,
        Signal::PROF,
        Signal::XCPU,
        Signal::IO,
        Signal::POWER,
        Signal::STKFLT,
        Signal::ABORT,
        Signal::BUS,
        Signal::TRAP,
        Signal::SYS,
    ];
    let real_time = [35, 50, 64];
    for signal in named.map(Signal::as_raw).into_iter().chain(real_time) {
        let cases = Cases::sample(CLEAN);
        let mut terminal = cases.open_case("CRITERIA MET");
        terminal.go_to("member name", "member's name");
        terminal.keys("Half a na");
        terminal.wait_for("Half a na");
        process::send_number(terminal.pid(), signal);
        assert_eq!(terminal.wait_for_exit(), 128 + u32::try_from(signal).unwrap());
        assert_restored(&terminal);
        let mut names = fs::read_dir(cases.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(names.any(|name| name.to_str().unwrap().ends_with(".draft")), "{signal}: no draft");
    }
}

#[test]
fn behaviour_20_nothing_is_drawn_after_a_signal_has_restored_the_terminal() {
    let cases = Cases::samples_matching("diagnostic");
    for _ in 0..40 {
        let mut terminal = cases.open_worklist();
        terminal.keys(&[PAGE_DOWN, PAGE_UP].concat().repeat(300));
        terminal.signal(Signal::TERM);
        assert_eq!(terminal.wait_for_exit(), 128 + 15);
        assert_restored(&terminal);
    }
}

#[test]
fn behaviour_20_closed_terminal_ends_the_program_without_a_busy_loop() {
    let cases = Cases::samples_matching("2026-03-2");
    let mut terminal = cases.open_worklist();
    terminal.keys("?");
    terminal.wait_for("Esc close");
    let pid = terminal.pid();
    let before = process::ticks(pid);
    terminal.hang_up();
    until("the end of the program", || process::has_ended(pid));
    let used = process::ticks(pid) - before;
    assert!(used <= 20, "{used} ticks of processor time");
    terminal.wait_for_exit();
}

#[test]
fn behaviour_20_stalled_terminal_does_not_delay_the_exit() {
    let cases = Cases::samples_matching("diagnostic");
    let mut terminal = cases.open_worklist();
    terminal.terminate_while_stalled(&[PAGE_DOWN, PAGE_UP]);
    assert_eq!(terminal.wait_for_exit(), 128 + 15);
}

#[test]
fn behaviour_23_quitting_restores_the_terminal() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = cases.open_case("CRITERIA MET");
    terminal.keys("\x03");
    terminal.wait_for("q quit");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_exit(), 0);
    assert_restored(&terminal);
}

/// Questions in order, the keys that answer them, and what the file then holds.
pub(crate) const STEPS: &[(&str, &str, &str)] = &[
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

/// The index of the question on the screen; none where a frame is incomplete.
fn shown_question(terminal: &Terminal) -> Option<usize> {
    STEPS.iter().position(|(question, ..)| terminal.text().contains(question))
}

const DISCONNECTS: usize = 100;

#[test]
fn behaviour_21_hundred_disconnects_lose_no_accepted_answer() {
    let mut random = Random(21);
    let mut number = |below: usize| usize::try_from(random.below(below as u64)).unwrap();
    let mut cases = Cases::empty();
    let (mut next, mut unsaved, mut unseen) = (0, 0, 0);
    for round in 0..DISCONNECTS {
        let mut terminal = match next {
            0 => cases.launch().arguments(&["new"]).open(STEPS[0].0),
            _ => cases.open_case("question"),
        };
        assert!(!terminal.text().contains("READ-ONLY"), "round {round}: {}", terminal.text());
        assert_eq!(
            shown_question(&terminal),
            Some(next),
            "round {round}: opens at the next question\n{}",
            terminal.text()
        );
        let stop = (next + 1 + number(3)).min(STEPS.len() - 1);
        for (question, keys, _) in &STEPS[next..stop] {
            terminal.answer(question, keys);
        }
        // Half of the rounds end during the last save, the others during its frame or later.
        let delay = number(if round % 2 == 0 { 700 } else { 9000 });
        let delay = Duration::from_micros(u64::try_from(delay).unwrap());
        let _ = terminal.output_within(delay);
        match round % 3 {
            0 => terminal.signal(Signal::KILL),
            1 => terminal.signal(Signal::HUP),
            _ => terminal.hang_up(),
        }
        terminal.wait_for_exit();

        let reached = shown_question(&terminal).unwrap_or(stop - 1);
        let written = if cases.names().is_empty() { String::new() } else { cases.text() };
        next = STEPS.iter().take_while(|(_, _, line)| written.contains(line)).count();
        assert!(
            (reached..=stop).contains(&next),
            "round {round}, {delay:?} after answer {stop}: {reached} were shown as saved, {next} are in\n{written}"
        );
        unsaved += usize::from(next < stop);
        unseen += usize::from(next == stop && reached < stop);
        if next == STEPS.len() - 1 {
            (cases, next) = (Cases::empty(), 0);
        }
    }
    println!("{DISCONNECTS} disconnects: {unsaved} before the last save, {unseen} saved but not yet shown");
}

#[test]
fn case_open_elsewhere_is_read_only() {
    let cases = Cases::sample(CLEAN);
    let _first = cases.open_case("CRITERIA MET");
    let mut second = cases.open_case("READ-ONLY");
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
    let cases = Cases::sample(CLEAN);
    let script = "set -m; $0 & jobs -p > pid; fg >/dev/null; echo STOPPED; read x; fg >/dev/null; echo LEFT";
    let script = script.replace("> pid", &format!("> {}", cases.path().join("pid").display()));
    let mut terminal = cases.launch().run_in_shell(&script, "TC9000001");
    let shown = terminal.text();
    terminal.keys("\x1a");
    terminal.wait_for("STOPPED");
    assert!(!terminal.screen().alternate_screen() && !terminal.screen().hide_cursor());
    assert!(!terminal.text().contains("TC9000001"));
    let pid: u32 = fs::read_to_string(cases.path().join("pid")).unwrap().trim().parse().unwrap();
    until("the program to stop", || process::state(pid) == Some('T'));
    terminal.keys("\n");
    terminal.wait_until("the same screen", |terminal| {
        terminal.text() == shown && terminal.screen().alternate_screen()
    });
    terminal.keys("q");
    terminal.wait_for("LEFT");
    terminal.wait_for_exit();
}

#[test]
fn behaviour_22_stop_and_continue_from_outside_are_survived() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = cases.open_case("CRITERIA MET");
    send(terminal.pid(), Signal::STOP);
    until("the program to stop", || process::state(terminal.pid()) == Some('T'));
    send(terminal.pid(), Signal::CONT);
    terminal.keys("r");
    terminal.wait_for("member identifier");
    terminal.wait_for_repaint();
    assert!(terminal.text().contains("member identifier"));
}

#[test]
fn behaviour_02_ctrl_l_repaints_the_screen() {
    let cases = Cases::sample(CLEAN);
    let mut terminal = cases.open_case("CRITERIA MET");
    let shown = terminal.text();
    terminal.take_output();
    terminal.keys("\x0c");
    terminal.wait_until("the same screen, repainted", |terminal| {
        terminal.has_output(CLEAR) && terminal.text() == shown
    });
    let repaint = String::from_utf8(terminal.take_output()).unwrap();
    assert!(repaint.contains("CRITERIA MET"));
    assert!(!repaint.contains("\x1b[2J"), "some terminals would move the patient into their scrollback");
    assert!(!repaint.contains("\x1b[6n"));
}

/// Runs a script on a terminal, in which `$0` is the program. Returns what it said, if it
/// ended; the terminal has to be as it was found then. `None` if it shows the case.
fn refusal(cases: &Cases, script: &str) -> Option<String> {
    let script = format!("stty -g; {script}; echo; stty -g; echo EN''DED");
    let mut terminal = cases.launch().run_in_shell(&script, "");
    terminal.wait_until("its end, or the case", |terminal| {
        ["ENDED", "CRITERIA MET"].iter().any(|words| terminal.text().contains(words))
    });
    let text = terminal.text();
    if !text.contains("ENDED") {
        return None;
    }
    let modes: Vec<&str> = text.lines().filter(|line| line.matches(':').count() > 10).collect();
    assert!(modes.len() == 2 && modes[0] == modes[1], "{script}\n{text}");
    assert!(!text.contains("TC9000001") && !text.contains("Aspen"), "{script}\n{text}");
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{text}");
    Some(text)
}

#[test]
fn behaviour_23_failure_while_the_terminal_is_set_up_leaves_it_as_it_was() {
    let cases = Cases::sample(CLEAN);
    let open = format!("\"$0\" open {CLEAN}");
    // Standard output can't be written.
    let text = refusal(&cases, &format!("{open} 0</dev/tty 1</dev/tty")).unwrap();
    assert!(text.contains("the terminal can't be used (Bad file descriptor"), "{text}");
    // Each time one more file can be opened, until all that is needed can.
    let refusals = (3..40).map_while(|files| refusal(&cases, &format!("(ulimit -n {files}; {open})")));
    let refusals: Vec<String> = refusals.collect();
    assert!(refusals.len() < 37, "the case is never shown");
    let at_the_terminal = refusals.iter().filter(|text| text.contains("the terminal can't be used")).count();
    assert!(at_the_terminal > 1, "{refusals:?}");
}
