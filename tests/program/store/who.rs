//! The name in the audit log and in locks: the account's, or the one given with
//! `--as`, and never one from the environment.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use sij_intake::store::Folder;

use super::with_a_case;
use crate::process::{until, wait};
use crate::skipped::skipped;
use crate::tested_program::tested_program;

/// A user number that no user database has.
const NOBODYS_UID: u32 = 54_321;

/// The program on a folder, in an environment that claims other names.
fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder.path()).args(arguments);
    for name in ["USER", "LOGNAME", "USERNAME", "SUDO_USER"] {
        program.env(name, "mallory\u{1b}[2J");
    }
    program.env("SSH_CONNECTION", "10.0.0.5 50512 10.0.0.1 22").stdin(Stdio::null());
    program
}

/// What `id` says about this process.
fn id(option: &str) -> String {
    String::from_utf8(Command::new("id").arg(option).output().unwrap().stdout).unwrap().trim().to_owned()
}

/// The names in the audit log after opening the case, without those before.
fn names_after(folder: &Folder, command: &mut Command) -> Vec<String> {
    let before = logged(folder).len();
    let ran: Output = command.output().unwrap();
    let names = logged(folder).split_off(before);
    assert!(!names.is_empty(), "{ran:?}");
    names
}

fn logged(folder: &Folder) -> Vec<String> {
    let mut names = Vec::new();
    let read = folder.audit(|entry| {
        names.push(entry.who.clone());
        Ok(())
    });
    if read.is_ok() { names } else { Vec::new() }
}

const OPEN: &[&str] = &["--plain", "open", "one"];
const FROM: &str = "from 10.0.0.5 port 50512";

#[test]
fn audit_log_names_the_account_and_not_the_environment() {
    let (_temp, folder, _) = with_a_case();
    let expected = format!("{} ({}) {FROM}", id("-un"), id("-u"));
    for arguments in [OPEN, &["replay", folder.path().to_str().unwrap()]] {
        for name in names_after(&folder, &mut program(&folder, arguments)) {
            assert_eq!(name, expected, "{arguments:?}");
        }
    }
}

#[test]
fn name_given_on_the_command_line_stands_before_the_account() {
    let (_temp, folder, _) = with_a_case();
    let account = format!("({}, {}) {FROM}", id("-un"), id("-u"));
    let replay = ["replay", folder.path().to_str().unwrap()];
    for arguments in [OPEN, &replay] {
        for (given, shown) in [("Pat Ng", "Pat Ng"), ("P\u{1b}[2J", "P<U+001B>[2J")] {
            let mut command = program(&folder, &["--as", given]);
            for name in names_after(&folder, command.args(arguments)) {
                assert_eq!(name, format!("{shown} {account}"), "{arguments:?}");
            }
        }
    }
}

#[test]
fn account_without_an_entry_is_named_by_its_number() {
    if !rustix::process::getuid().is_root() {
        return skipped("only root can run the program as another user");
    }
    let (_temp, folder, id) = with_a_case();
    let open_to_all = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(folder.path(), open_to_all).unwrap();
    std::fs::set_permissions(folder.file(&id), std::fs::Permissions::from_mode(0o666)).unwrap();
    // The program itself may be in a folder that only root can enter.
    let copy = folder.path().join("program");
    // A child that another test forks meanwhile would hold a file written here, and a
    // program that is open for writing can't be run.
    let copied = Command::new("cp").arg(tested_program()).arg(&copy).status().unwrap();
    assert!(copied.success());
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&copy);
        command.arg("--cases").arg(folder.path()).args(arguments).env("USER", "mallory");
        names_after(&folder, command.uid(NOBODYS_UID).gid(NOBODYS_UID).stdin(Stdio::null()))
    };
    for name in run(OPEN) {
        assert_eq!(name, "uid 54321");
    }
    for name in run(&["--as", "Pat Ng", "--plain", "open", "one"]) {
        assert_eq!(name, "Pat Ng (54321)");
    }
}

#[test]
fn lock_names_who_was_given_on_the_command_line() {
    let (_temp, folder, _) = with_a_case();
    let lock: &Path = &folder.path().join(".one.lock");
    let mut command = program(&folder, &["--as", "Pat Ng", "--plain", "open", "one"]);
    let mut holder = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    until("the lock", || std::fs::read_to_string(lock).is_ok_and(|text| text.contains("Pat Ng (")));
    let reader = program(&folder, OPEN).output().unwrap();
    let said = String::from_utf8([reader.stdout, reader.stderr].concat()).unwrap();
    assert!(said.contains(&format!("Pat Ng ({}, {}) {FROM} since", id("-un"), id("-u"))), "{said}");
    assert!(!said.contains("mallory"), "{said}");
    holder.stdin.take().unwrap().write_all(b"quit\n").unwrap();
    wait(&mut holder);
}

#[test]
fn name_that_says_nothing_or_too_much_is_refused() {
    let (_temp, folder, _) = with_a_case();
    for (given, complaint) in [("", "--as"), (" \t", "the name is empty"), (&"x".repeat(65), "shorten it")] {
        let ran = program(&folder, &["--as", given]).args(OPEN).output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{given:?}");
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(said.contains(complaint) && !folder.path().join(".audit.log").exists(), "{said}");
    }
}
