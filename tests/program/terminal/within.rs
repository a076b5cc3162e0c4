//! The program within another program that draws: `screen` and `tmux`, as a
//! session that outlives its line.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::desk::{Cases, Desk};
use super::life::KEYED;
use crate::folder::temporary;
use crate::skip::lacks;

const CLEAN: &str = "2026-03-02-diagnostic-clean";
const PROGRAM: &str = env!("CARGO_BIN_EXE_sij-intake");

/// Opens a case, reads, keys a new case, and goes back to the list.
fn walk(cases: &Cases, desk: &mut Desk) {
    desk.keys("\r");
    desk.wait_for("CRITERIA MET");
    desk.keys("\x0c");
    desk.keys("\x1b");
    desk.wait_for("Enter open");
    desk.keys("n");
    for (question, keys, _) in &KEYED[..4] {
        desk.answer(question, keys);
    }
    desk.wait_for(KEYED[4].0);
    desk.wait_for("saved");
    assert_eq!(cases.names().len(), 2);
    desk.resize(100, 30);
    desk.wait_until("the footer on the last but one or the last row of the new size", |desk| {
        desk.rows().iter().rposition(|row| row.contains("Esc leave")).is_some_and(|row| row >= 27)
    });
    desk.keys("\x1b");
    desk.wait_until("the new case on the list", |desk| {
        desk.text().contains("Enter open") && desk.text().contains("TC0001234")
    });
}

#[test]
fn within_tmux_it_is_keyed_detached_and_found_again() {
    const TMUX: &str = "/usr/bin/tmux";
    if lacks(&[TMUX]) {
        return;
    }
    let cases = Cases::one(CLEAN);
    let socket = cases.path().join(".tmux");
    let socket = socket.to_str().unwrap();
    let folder = cases.path().to_str().unwrap();
    let tmux = [TMUX, "-u", "-f", "/dev/null", "-S", socket];
    let quit = [&tmux[..], &["kill-server"]].concat();
    let _server = Server(&quit, &[]);
    let new = [&tmux[..], &["new-session", "-s", "intake", PROGRAM, "--cases", folder]].concat();
    let mut desk = cases.desk().by_way_of(&new, "TC9000001");
    walk(&cases, &mut desk);
    desk.keys("\x02d");
    desk.wait_for("[detached");
    let mut desk = cases.desk().by_way_of(&[&tmux[..], &["attach"]].concat(), "TC0001234");
    desk.keys("q");
    desk.wait_for("[exited]");
    assert_eq!(desk.ended(), 0);
}

#[test]
fn within_screen_it_is_keyed_detached_and_found_again() {
    const SCREEN: &str = "/usr/bin/screen";
    if lacks(&[SCREEN]) {
        return;
    }
    let cases = Cases::one(CLEAN);
    let folder = cases.path().to_str().unwrap();
    // Screen insists on a folder of its own that is private.
    let room = temporary();
    fs::set_permissions(room.path(), Permissions::from_mode(0o700)).unwrap();
    let sockets = room.path().to_str().unwrap();
    let _server = Server(&[SCREEN, "-S", "intake", "-X", "quit"], &[("SCREENDIR", sockets)]);
    let setup = || cases.desk().variable("SCREENDIR", sockets);
    let new = [SCREEN, "-U", "-c", "/dev/null", "-S", "intake", PROGRAM, "--cases", folder];
    let mut desk = setup().by_way_of(&new, "TC9000001");
    walk(&cases, &mut desk);
    desk.keys("\x01d");
    desk.wait_for("detached");
    let mut desk = setup().by_way_of(&[SCREEN, "-U", "-c", "/dev/null", "-r", "intake"], "TC0001234");
    desk.keys("q");
    desk.wait_for("terminating");
    desk.ended();
}

/// Ends a server that a failed test left behind.
struct Server<'w>(&'w [&'w str], &'w [(&'w str, &'w str)]);

impl Drop for Server<'_> {
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
