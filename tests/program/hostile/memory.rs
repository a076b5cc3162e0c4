//! The limit on memory that the program sets for itself, and what stays below it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::corpus::corpus;
use crate::process::{self, until};
use crate::skipped::skipped;
use crate::terminal::pty::Cases;
use crate::tested_program::tested_program;

const USUAL: u64 = 64 << 20;

/// The limit on data of a process, in bytes.
fn limit(pid: u32) -> Option<u64> {
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max data size"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What a process has of the memory that is limited, in bytes.
fn used(pid: u32) -> u64 {
    let kilobytes = process::field(pid, "VmData").unwrap();
    1024 * kilobytes.trim_end_matches(" kB").parse::<u64>().unwrap()
}

/// `determine` started by this script, waiting for its input.
fn waiting(script: &str) -> Child {
    let script = format!("{script} exec \"$0\" determine -");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, tested_program()]);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
}

#[test]
fn memory_is_limited_at_most_to_the_limit_that_was_given() {
    if !Path::new("/proc/self/limits").exists() {
        return skipped("the limits of a process can't be seen");
    }
    for (script, bytes) in [("", USUAL), ("ulimit -d 32768;", 32 << 20), ("ulimit -S -d 131072;", USUAL)] {
        let mut child = waiting(script);
        until("its limit", || limit(child.id()) == Some(bytes));
        drop(child.stdin.take());
        assert_eq!(process::wait(&mut child).code(), Some(2), "{script}");
    }
}

#[test]
fn large_window_paste_and_files_stay_below_the_usual_limit() {
    let cases = Cases::empty();
    for (number, hostile) in corpus().iter().enumerate() {
        fs::write(cases.path().join(format!("c{number:03}.toml")), &hostile.bytes).unwrap();
    }
    let mut terminal = cases.launch().size(4000, 4000).open("unreadable");
    let allowed = limit(terminal.pid()).unwrap();
    let files = u64::try_from(corpus().len()).unwrap();
    assert_eq!(allowed, USUAL + files * 6144, "a folder with more files may take more");
    terminal.keys("/");
    terminal.wait_for("Esc");
    terminal.paste(&"x".repeat(2 << 20));
    terminal.wait_for("xxxx");
    let most = used(terminal.pid());
    assert!(most <= USUAL / 2, "{most} bytes");
}
