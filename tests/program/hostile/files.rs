//! Each hostile file gets its expected result with bounded work and memory.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use sij_intake::case::Case;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::store::{ReadError, read_case};

use super::corpus::{Expected, corpus};
use super::{program, run};
use crate::skipped::skipped;
use crate::tested_program::tested_program;

/// The large but valid case file that others are compared with.
const VALID: &str = "long notes on every item";
/// How many times the work of the valid file a hostile one may take.
const FACTOR: u32 = 200;
/// Other programs disturb the caches, so the cheapest of these tries counts.
const TRIES: usize = 10;

/// Reads a file and determines it; also the processor time of this thread, which
/// a busy machine changes little.
fn read_and_determine(path: &Path) -> (Result<Case, ReadError>, Duration) {
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let before = now();
    let read = read_case(path, sij_intake::policy::editions()).map(|(case, _)| case);
    if let Ok(case) = &read {
        let _ = policy::determine(case, &PolicySettings::default());
    }
    (read, now() - before)
}

/// How the result differs from the expected one, if it does.
fn difference(expected: &Expected, read: Result<Case, ReadError>) -> Option<String> {
    match (expected, read.map_err(|error| error.to_string())) {
        (Expected::Case, Ok(_)) => None,
        (Expected::Refused(words), Err(message)) if message.contains(words) => None,
        (_, Ok(_)) => Some("read as a case".to_owned()),
        (_, Err(message)) => Some(message.chars().take(300).collect()),
    }
}

#[test]
fn every_hostile_file_gets_its_expected_result_with_bounded_work() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{} files", corpus.len());
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("case.toml");
    let valid = corpus.iter().find(|file| file.name == VALID).unwrap();
    std::fs::write(&path, &valid.bytes).unwrap();
    let unit = (0..TRIES).map(|_| read_and_determine(&path).1).min().unwrap();
    let mut costliest = (0, "");
    for hostile in &corpus {
        std::fs::write(&path, &hostile.bytes).unwrap();
        let (read, mut work) = read_and_determine(&path);
        assert_eq!(difference(&hostile.expected, read), None, "{}", hostile.name);
        for _ in 1..TRIES {
            if work > unit * FACTOR {
                work = work.min(read_and_determine(&path).1);
            }
        }
        costliest = costliest.max((work.as_micros() / unit.as_micros(), hostile.name));
        assert!(work <= unit * FACTOR, "{}: {work:?}, {unit:?} for the valid file", hostile.name);
    }
    println!(
        "{} hostile files, the costliest {} times the valid one: {}",
        corpus.len(),
        costliest.0,
        costliest.1
    );
}

/// Runs `determine` with a limit on its address space, in kilobytes.
fn run_with_memory_limit(kilobytes: u64, path: &OsStr) -> super::Ran {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {kilobytes} && exec \"$0\" determine \"$1\"")]);
    run(shell.arg(tested_program()).arg(path), b"")
}

#[test]
fn every_hostile_file_takes_bounded_memory() {
    const EXTRA: u64 = 16 * 1024;
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("case.toml");
    std::fs::write(&path, "format = 2").unwrap();
    // What the program needs for a tiny file.
    let base = (1..400)
        .map(|step| step * 2048)
        .find(|limit| run_with_memory_limit(*limit, path.as_os_str()).status.code() == Some(2));
    let Some(base) = base else {
        return skipped("the address space can't be limited");
    };
    for hostile in corpus() {
        std::fs::write(&path, &hostile.bytes).unwrap();
        let ran = run_with_memory_limit(base + EXTRA, path.as_os_str());
        let said: String = ran.said().chars().take(300).collect();
        assert!(matches!(ran.status.code(), Some(0 | 2)), "{}: {:?} {said}", hostile.name, ran.status);
    }
}

#[test]
fn special_files_are_refused_without_hanging() {
    let temp = tempfile::tempdir().unwrap();
    let at = |name: &str| temp.path().join(name);
    assert!(Command::new("mkfifo").arg(at("fifo.toml")).status().unwrap().success());
    std::fs::create_dir(at("folder.toml")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", at("link.toml")).unwrap();
    std::os::unix::fs::symlink("link2.toml", at("link2.toml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.toml")).unwrap();
    for (path, what) in [
        (at("fifo.toml"), "a pipe"),
        (at("folder.toml"), "a folder"),
        (at("link.toml"), "a link"),
        (at("link2.toml"), "a link"),
        (at("socket.toml"), "a socket"),
        ("/dev/zero".into(), "a device"),
        ("/dev/tty".into(), "a device"),
    ] {
        for command in ["determine", "replay"] {
            // `replay` accepts folders.
            if command == "replay" && what == "a folder" {
                continue;
            }
            let ran = run(program().arg(command).arg(&path), b"");
            assert_eq!(ran.status.code(), Some(2), "{}", path.display());
            assert!(ran.said().contains(&format!("this is {what}")), "{}", ran.said());
        }
    }
}

#[test]
fn line_mode_that_can_not_read_its_input_says_so_in_one_plain_line() {
    let temp = tempfile::tempdir().unwrap();
    let not_text = temp.path().join("bytes");
    std::fs::write(&not_text, b"a\xffb\nquit\n").unwrap();
    for input in [not_text.as_path(), temp.path()] {
        let mut line_mode = program();
        line_mode.arg("--cases").arg(temp.path()).arg("--plain");
        let output = line_mode.stdin(std::fs::File::open(input).unwrap()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{said}");
        assert!(!said.contains('\u{1b}') && said.contains("NOT taken"), "{said}");
    }
}

#[test]
fn line_mode_whose_reader_stops_does_not_end_as_if_all_answers_were_taken() {
    let temp = tempfile::tempdir().unwrap();
    let mut line_mode = program();
    line_mode.arg("--cases").arg(temp.path()).args(["new", "--plain"]);
    line_mode.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = line_mode.spawn().unwrap();
    drop(BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap());
    child.stdin.take().unwrap().write_all(b"TC0001234\nPat Sample\n1968-04-02\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.starts_with("nobody reads the output any more: the rest of the input was NOT taken"),
        "{said}"
    );
}

#[test]
fn oversized_standard_input_is_refused() {
    let ran = run(program().args(["determine", "-"]), &vec![b'#'; 2 * 1024 * 1024]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(ran.said().contains("more than the 262144"), "{}", ran.said());
}
