//! A case folder that does not exist is made after one question.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::pty::{Cases, Terminal};
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const QUESTION: &str = "Make it, for you alone? (y/n)";
const SCREEN: &[u8] = b"\x1b[?1049h";

/// Starts the program on a folder that does not exist, and waits for the question.
fn start(missing: &Path, arguments: &[&str]) -> Terminal {
    let words = [&[tested_program(), "--cases", missing.to_str().unwrap()], arguments].concat();
    let terminal = Cases::empty().launch().run(&words, QUESTION);
    let shown = terminal.rows().concat();
    assert!(shown.contains(&format!("the case folder {} does not exist.", missing.display())), "{shown}");
    assert!(!missing.exists());
    terminal
}

#[test]
fn wizard_makes_a_missing_folder_after_a_yes() {
    let temp = temporary();
    for (arguments, shows) in [(&[][..], "MM-1463"), (&["new"], "member's identifier")] {
        let missing = temp.path().join(format!("new{}", arguments.len())).join("cases");
        let mut terminal = start(&missing, arguments);
        assert!(!terminal.has_output(SCREEN), "the question comes before the screen");
        terminal.keys("y\r");
        terminal.wait_for(shows);
        for folder in [missing.as_path(), missing.parent().unwrap()] {
            assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}

#[test]
fn line_mode_asks_the_same() {
    let temp = temporary();
    let missing = temp.path().join("new");
    let mut terminal = start(&missing, &["--plain"]);
    terminal.keys("perhaps\ry\r");
    terminal.wait_for("There are no cases yet.");
    assert!(missing.is_dir());
}

#[test]
fn nothing_is_made_after_a_no() {
    let temp = temporary();
    let missing = temp.path().join("new");
    for arguments in [&[][..], &["new"], &["--plain"]] {
        let mut terminal = start(&missing, arguments);
        terminal.keys("n\r");
        terminal.wait_for("nothing was made: --cases chooses another case folder");
        assert_eq!(terminal.wait_for_exit(), 2);
        assert!(!missing.exists() && !terminal.has_output(SCREEN));
    }
}

/// Runs the program in a folder without a terminal: its exit status and complaint.
fn run(within: &Path, home: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut program = Command::new(tested_program());
    program.args(arguments).current_dir(within).stdin(Stdio::null());
    let variables = [("HOME", home.to_str().unwrap()), ("LANG", "C.UTF-8"), ("TZ", "UTC")];
    let ran = program.env_clear().envs(variables).output().unwrap();
    (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
}

#[test]
fn without_a_terminal_a_missing_folder_is_refused() {
    let temp = temporary();
    let missing = temp.path().join("nope").display().to_string();
    let remedy = "make it (mkdir -p -m 700), or choose another one with --cases";
    for arguments in [&[][..], &["--plain"], &["new", "--plain"]] {
        let ran = run(temp.path(), temp.path(), &[&["--cases", "nope"], arguments].concat());
        assert_eq!(ran, (Some(2), format!("the case folder {missing} does not exist: {remedy}\n")));
    }
    for arguments in [&["open", "one"][..], &["play", "one"], &["audit"]] {
        let ran = run(temp.path(), temp.path(), &[&["--cases", "nope"], arguments].concat());
        let complaint = format!("the case folder {missing} does not exist: --cases chooses another one\n");
        assert_eq!(ran, (Some(2), complaint), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
}

#[test]
fn without_cases_the_users_own_folder_is_the_case_folder() {
    let (temp, home) = (temporary(), temporary());
    let default = home.path().join(".local/share/sij-intake/cases");
    let (status, complaint) = run(temp.path(), home.path(), &["new", "--plain"]);
    assert_eq!(status, Some(2));
    assert!(
        complaint.contains(&format!("the case folder {} does not exist", default.display())),
        "{complaint}"
    );
    fs::create_dir(temp.path().join("cases")).unwrap();
    assert_eq!(run(temp.path(), home.path(), &["--plain"]), (Some(0), String::new()));
    fs::remove_dir(temp.path().join("cases")).unwrap();
    fs::create_dir_all(&default).unwrap();
    assert_eq!(run(temp.path(), home.path(), &["new", "--plain"]), (Some(0), String::new()));
    assert!(fs::read_dir(&default).unwrap().count() > 0);
}

#[test]
fn commands_that_only_read_neither_need_nor_make_the_folder() {
    let (temp, home) = (temporary(), temporary());
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/2026-03-02-diagnostic-clean.toml");
    for folder in [&["--cases", "nope"][..], &[]] {
        for arguments in
            [&["determine", sample][..], &["next", sample], &["replay", sample], &["policy"], &["questions"]]
        {
            let ran = run(temp.path(), home.path(), &[folder, arguments].concat());
            assert_eq!(ran, (Some(0), String::new()), "{arguments:?}");
        }
    }
    for folder in [&temp, &home] {
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
