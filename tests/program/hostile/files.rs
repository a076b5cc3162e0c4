//! Each hostile file gets its verdict, in time and in bounded memory.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use sij_intake::policy::{self, PolicySettings};
use sij_intake::store::read_case;

use super::corpus::{Verdict, corpus};
use super::{program, run};

/// What a file may take; without optimization everything takes longer, and a busy machine slower.
const TIME: Duration = Duration::from_millis(if cfg!(debug_assertions) { 1500 } else { 50 });

/// The time a file takes; one slow try of three may be another program's fault.
fn timed(path: &Path) -> Duration {
    let tries = (0..3).map(|_| {
        let since = Instant::now();
        if let Ok((case, _)) = read_case(path) {
            let _ = policy::determine(&case, &PolicySettings::default());
        }
        since.elapsed()
    });
    tries.min().unwrap()
}

#[test]
fn every_hostile_file_gets_its_verdict_in_time() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{} files", corpus.len());
    let temp = tempfile::tempdir().unwrap();
    let mut slowest = (Duration::ZERO, "");
    let mut wrong = Vec::new();
    for hostile in &corpus {
        let path = temp.path().join("case.toml");
        std::fs::write(&path, &hostile.bytes).unwrap();
        let read = read_case(&path).map_err(|error| error.to_string());
        match (&hostile.verdict, read) {
            (Verdict::Case, Ok(_)) => {}
            (Verdict::AnswerError(words), Err(told)) if told.contains(words) => {}
            (_, Ok(_)) => wrong.push(format!("{}: read as a case", hostile.name)),
            (_, Err(told)) => {
                let told: String = told.chars().take(300).collect();
                wrong.push(format!("{}: {told}", hostile.name));
            }
        }
        let took = timed(&path);
        if std::env::var_os("SIJ_TEST_TIMES").is_some() {
            eprintln!("{took:>12?} {}", hostile.name);
        }
        slowest = slowest.max((took, hostile.name));
    }
    eprintln!("{} hostile files, the slowest in {:?}: {}", corpus.len(), slowest.0, slowest.1);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(slowest.0 < TIME, "{}: {:?}", slowest.1, slowest.0);
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
        eprintln!("skipped: the address space can't be limited here");
        return;
    };
    for hostile in corpus() {
        std::fs::write(&path, &hostile.bytes).unwrap();
        let ran = within(base + MORE, path.as_os_str());
        let said: String = ran.said().chars().take(300).collect();
        assert!(matches!(ran.status.code(), Some(0 | 2)), "{}: {:?} {said}", hostile.name, ran.status);
    }
}

#[test]
fn what_is_no_file_is_refused_without_hanging() {
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
fn standard_input_without_end_is_refused() {
    let ran = run(program().args(["determine", "-"]), &vec![b'#'; 2 * 1024 * 1024]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(ran.said().contains("more than the 262144"), "{}", ran.said());
}
