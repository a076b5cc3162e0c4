//! Each hostile file gets its verdict, with bounded work and in bounded memory.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use sij_intake::case::Case;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::store::{ReadError, read_case};

use super::corpus::{Verdict, corpus};
use super::{program, run};
use crate::skipped::skipped;

/// The large case file that others are compared with.
const HONEST: &str = "long notes on every item";
/// How many times the work of the honest file a hostile one may take.
const MOST: u32 = 200;
/// What the processor does for others meanwhile makes some tries dearer.
const TRIES: usize = 10;

/// Reads a file and decides it, and says what that took: no time is counted in
/// which other programs run, so a busy machine changes little.
fn worked(path: &Path) -> (Result<Case, ReadError>, Duration) {
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let before = now();
    let read = read_case(path, sij_intake::policy::editions()).map(|(case, _)| case);
    if let Ok(case) = &read {
        let _ = policy::determine(case, &PolicySettings::default());
    }
    (read, now() - before)
}

/// What is wrong with a verdict, if anything is.
fn wrong(verdict: &Verdict, read: Result<Case, ReadError>) -> Option<String> {
    match (verdict, read.map_err(|error| error.to_string())) {
        (Verdict::Case, Ok(_)) => None,
        (Verdict::Refused(words), Err(told)) if told.contains(words) => None,
        (_, Ok(_)) => Some("read as a case".to_owned()),
        (_, Err(told)) => Some(told.chars().take(300).collect()),
    }
}

#[test]
fn every_hostile_file_gets_its_expected_result_with_bounded_work() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{} files", corpus.len());
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("case.toml");
    let honest = corpus.iter().find(|file| file.name == HONEST).unwrap();
    std::fs::write(&path, &honest.bytes).unwrap();
    let unit = (0..TRIES).map(|_| worked(&path).1).min().unwrap();
    let mut dearest = (0, "");
    for hostile in &corpus {
        std::fs::write(&path, &hostile.bytes).unwrap();
        let (read, mut work) = worked(&path);
        assert_eq!(wrong(&hostile.verdict, read), None, "{}", hostile.name);
        for _ in 1..TRIES {
            if work > unit * MOST {
                work = work.min(worked(&path).1);
            }
        }
        dearest = dearest.max((work.as_micros() / unit.as_micros(), hostile.name));
        assert!(work <= unit * MOST, "{}: {work:?}, {unit:?} for an honest file", hostile.name);
    }
    println!("{} hostile files, the dearest {} honest ones: {}", corpus.len(), dearest.0, dearest.1);
}

/// The program under a limit of its address space, in kilobytes.
fn within(kilobytes: u64, path: &OsStr) -> super::Ran {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {kilobytes} && exec \"$0\" determine \"$1\"")]);
    run(shell.arg(env!("CARGO_BIN_EXE_sij-intake")).arg(path), b"")
}

#[test]
fn every_hostile_file_takes_bounded_memory() {
    const MORE: u64 = 16 * 1024;
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("case.toml");
    std::fs::write(&path, "format = 2").unwrap();
    // What the program takes before it reads anything to speak of.
    let base = (1..400)
        .map(|step| step * 2048)
        .find(|limit| within(*limit, path.as_os_str()).status.code() == Some(2));
    let Some(base) = base else {
        return skipped("the address space can't be limited");
    };
    for hostile in corpus() {
        std::fs::write(&path, &hostile.bytes).unwrap();
        let ran = within(base + MORE, path.as_os_str());
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
            // A folder is what a replay goes through.
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
fn oversized_standard_input_is_refused() {
    let ran = run(program().args(["determine", "-"]), &vec![b'#'; 2 * 1024 * 1024]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(ran.said().contains("more than the 262144"), "{}", ran.said());
}
