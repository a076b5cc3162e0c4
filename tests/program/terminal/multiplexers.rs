//! The program inside `screen` and `tmux`: detached and resumed.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::lifecycle::STEPS;
use super::pty::{Cases, Terminal};
use crate::process::until;
use crate::skipped::lacks;
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const CLEAN: &str = "2026-03-02-diagnostic-clean";

/// Opens a case, keys a new one, resizes, and returns to the worklist.
fn visit_screens(cases: &Cases, terminal: &mut Terminal) {
    terminal.keys("\r");
    terminal.wait_for("CRITERIA MET");
    terminal.keys("\x0c");
    terminal.keys("\x1b");
    terminal.wait_for("Enter open");
    terminal.keys("n");
    for (question, keys, _) in &STEPS[..4] {
        terminal.answer(question, keys);
    }
    terminal.wait_for(STEPS[4].0);
    terminal.wait_for("saved");
    assert_eq!(cases.names().len(), 2);
    terminal.resize(100, 30);
    terminal.wait_until("the footer on the last but one or the last row of the new size", |terminal| {
        terminal.rows().iter().rposition(|row| row.contains("Esc leave")).is_some_and(|row| row >= 27)
    });
    terminal.keys("\x1b");
    terminal.wait_until("the new case on the list", |terminal| {
        terminal.text().contains("Enter open") && terminal.text().contains("TC0001234")
    });
}

#[test]
fn tmux_session_is_detached_and_resumed() {
    const TMUX: &str = "/usr/bin/tmux";
    if lacks(&[TMUX]) {
        return;
    }
    let cases = Cases::sample(CLEAN);
    let socket = cases.path().join(".tmux");
    let socket = socket.to_str().unwrap();
    let folder = cases.path().to_str().unwrap();
    let tmux = [TMUX, "-u", "-f", "/dev/null", "-S", socket];
    let quit = [&tmux[..], &["kill-server"]].concat();
    let _cleanup = QuitServer(&quit, &[]);
    let new = [&tmux[..], &["new-session", "-s", "intake", tested_program(), "--cases", folder]].concat();
    let mut terminal = cases.launch().run(&new, "TC9000001");
    visit_screens(&cases, &mut terminal);
    terminal.keys("\x02d");
    terminal.wait_for("[detached");
    let mut terminal = cases.launch().run(&[&tmux[..], &["attach"]].concat(), "TC0001234");
    terminal.keys("q");
    terminal.wait_for("[exited]");
    assert_eq!(terminal.wait_for_exit(), 0);
}

#[test]
fn screen_session_is_detached_and_resumed() {
    const SCREEN: &str = "/usr/bin/screen";
    if lacks(&[SCREEN]) {
        return;
    }
    let cases = Cases::sample(CLEAN);
    let folder = cases.path().to_str().unwrap();
    // `screen` demands a private folder for its sockets.
    let folder_of_sockets = temporary();
    fs::set_permissions(folder_of_sockets.path(), Permissions::from_mode(0o700)).unwrap();
    let sockets = folder_of_sockets.path().to_str().unwrap();
    let _cleanup = QuitServer(&[SCREEN, "-S", "intake", "-X", "quit"], &[("SCREENDIR", sockets)]);
    let launch = || cases.launch().variable("SCREENDIR", sockets);
    let new = [SCREEN, "-U", "-c", "/dev/null", "-S", "intake", tested_program(), "--cases", folder];
    let mut terminal = launch().run(&new, "TC9000001");
    visit_screens(&cases, &mut terminal);
    terminal.keys("\x01d");
    terminal.wait_for("detached");
    let mut terminal = launch().run(&[SCREEN, "-U", "-c", "/dev/null", "-r", "intake"], "TC0001234");
    terminal.keys("q");
    terminal.wait_for("terminating");
    terminal.wait_for_exit();
}

/// Ends a server that a failed test left running: its command and environment.
struct QuitServer<'w>(&'w [&'w str], &'w [(&'w str, &'w str)]);

impl Drop for QuitServer<'_> {
    fn drop(&mut self) {
        let mut quit = Command::new(self.0[0]);
        quit.envs(self.1.iter().copied())
            .args(&self.0[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let _ = quit.status();
    }
}

/// A script that runs the program between two lines, and waits.
fn between_lines(folder: &str) -> String {
    let program = tested_program();
    format!("echo BEFORE; {program} --cases {folder}; echo 'THE' 'END'; cat")
}

/// Opens a case, repaints it, and quits.
fn repaint_and_quit(terminal: &mut Terminal) {
    for (keys, shows) in [("\r", "CRITERIA MET"), ("\x0c", "CRITERIA MET"), ("\x1b", "Enter open")] {
        terminal.keys(keys);
        terminal.wait_for(shows);
    }
    terminal.keys("\x0c");
    terminal.keys("q");
    terminal.wait_for("THE END");
}

fn assert_no_patient(kept: &str) {
    assert!(kept.contains("THE END"), "{kept}");
    for word in ["TC9000001", "Aspen", "CRITERIA", "worklist", "MM-1463"] {
        assert!(!kept.contains(word), "{word} is still there:\n{kept}");
    }
}

#[test]
fn nothing_of_a_patient_stays_in_tmux_without_an_alternate_screen() {
    const TMUX: &str = "/usr/bin/tmux";
    if lacks(&[TMUX]) {
        return;
    }
    let cases = Cases::sample(CLEAN);
    cases.write(".tmux.conf", "set -g alternate-screen off");
    let at = |name: &str| cases.path().join(name).to_str().unwrap().to_owned();
    let (socket, configuration) = (at(".tmux"), at(".tmux.conf"));
    let tmux = [TMUX, "-u", "-f", &configuration, "-S", &socket];
    let quit = [&tmux[..], &["kill-server"]].concat();
    let _cleanup = QuitServer(&quit, &[]);
    let script = between_lines(&at(""));
    let new = [&tmux[..], &["new-session", &script]].concat();
    repaint_and_quit(&mut cases.launch().run(&new, "TC9000001"));
    let keep = [&tmux[1..], &["capture-pane", "-p", "-S", "-"]].concat();
    let kept = Command::new(TMUX).args(keep).output().unwrap();
    let kept = String::from_utf8(kept.stdout).unwrap();
    assert!(kept.contains("BEFORE"), "what was there before stays: {kept}");
    assert_no_patient(&kept);
}

#[test]
fn nothing_of_a_patient_stays_in_screen_without_an_alternate_screen() {
    const SCREEN: &str = "/usr/bin/screen";
    if lacks(&[SCREEN]) {
        return;
    }
    let cases = Cases::sample(CLEAN);
    let at = |name: &str| cases.path().join(name).to_str().unwrap().to_owned();
    let folder_of_sockets = temporary();
    fs::set_permissions(folder_of_sockets.path(), Permissions::from_mode(0o700)).unwrap();
    let sockets = folder_of_sockets.path().to_str().unwrap();
    let _cleanup = QuitServer(&[SCREEN, "-S", "kept", "-X", "quit"], &[("SCREENDIR", sockets)]);
    let script = between_lines(&at(""));
    let new = [SCREEN, "-U", "-c", "/dev/null", "-S", "kept", "/bin/sh", "-c", &script];
    let launch = cases.launch().variable("SCREENDIR", sockets);
    let mut terminal = launch.run(&new, "TC9000001");
    repaint_and_quit(&mut terminal);
    let keep = [SCREEN, "-S", "kept", "-p", "0", "-X", "hardcopy", "-h", &at(".kept")];
    assert!(Command::new(keep[0]).args(&keep[1..]).env("SCREENDIR", sockets).status().unwrap().success());
    until("the copy", || fs::read_to_string(at(".kept")).is_ok_and(|kept| kept.contains("THE END")));
    assert_no_patient(&fs::read_to_string(at(".kept")).unwrap());
}
