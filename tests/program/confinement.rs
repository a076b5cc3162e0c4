//! Leaving a confined process from the inside: this test binary runs again as a child that
//! confines itself as the program does, and then tries what somebody would who has taken
//! the program over.

use std::fs;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use sij_intake::harden::{Confinement, Reach, confine};

use crate::process::{field, wait};
use crate::skipped::skipped;
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const FOLDER: &str = "SIJ_TEST_CONFINED_FOLDER";
const OUTSIDE: &str = "SIJ_TEST_OUTSIDE_FOLDER";
const CONFINED: &str = "SIJ_TEST_CONFINED";

/// Whether this kernel has all of it; else the test is skipped.
fn is_confined_here() -> bool {
    let output = Command::new(tested_program())
        .args(["--version", "--verbose", "--confine", "require"])
        .output()
        .unwrap();
    if !output.status.success() {
        skipped(&String::from_utf8_lossy(&output.stderr));
    }
    output.status.success()
}

/// Each attempt with its name and whether it went through.
fn attempts(folder: &Path, outside: &Path) -> Vec<(&'static str, bool)> {
    vec![
        ("read a file of the machine", fs::read("/etc/passwd").is_ok()),
        ("list a folder of the machine", fs::read_dir("/etc").is_ok()),
        ("read a file outside", fs::read(outside.join("secret")).is_ok()),
        ("write a file outside", fs::write(outside.join("new"), "x").is_ok()),
        ("truncate a file outside", fs::File::create(outside.join("secret")).is_ok()),
        ("remove a file outside", fs::remove_file(outside.join("other")).is_ok()),
        ("move a file out", fs::rename(folder.join("mine"), outside.join("mine")).is_ok()),
        ("link a file in", fs::hard_link(outside.join("secret"), folder.join("linked")).is_ok()),
        ("start a program", Command::new("/bin/true").status().is_ok_and(|status| status.success())),
        ("listen to the network", TcpListener::bind("127.0.0.1:0").is_ok()),
        ("send to the network", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("connect to a local server", UnixStream::connect(outside.join("server")).is_ok()),
        ("mount", mount(Some("none"), folder, Some("tmpfs"), MsFlags::empty(), None::<&str>).is_ok()),
        ("make a namespace", unshare(CloneFlags::CLONE_NEWNS).is_ok()),
    ]
}

/// What the program itself does, and has to go on doing.
fn own_work(folder: &Path) -> Vec<(&'static str, bool)> {
    let at = |name: &str| folder.join(name);
    vec![
        ("write a file", fs::write(at("own"), "x").is_ok()),
        ("replace a file", fs::rename(at("own"), at("other")).is_ok()),
        ("make a folder", fs::create_dir(at("withdrawn")).is_ok()),
        ("move a file into it", fs::rename(at("other"), at("withdrawn/other")).is_ok()),
        ("move it back", fs::rename(at("withdrawn/other"), at("other")).is_ok()),
        ("read it", fs::read(at("other")).is_ok()),
        ("list the folder", fs::read_dir(folder).is_ok()),
        ("start a thread", thread::spawn(|| true).join().is_ok()),
        ("join two ends of its own", UnixStream::pair().is_ok()),
        ("send to a local log", UnixDatagram::unbound().is_ok()),
        (
            "read the time zones",
            fs::read_dir("/usr/share/zoneinfo").is_ok() || !Path::new("/usr/share/zoneinfo").exists(),
        ),
    ]
}

/// Runs as the child: confined or not, prints how each attempt went.
#[test]
#[ignore = "a child of the other tests"]
fn child() {
    let (Some(folder), Some(outside)) = (std::env::var_os(FOLDER), std::env::var_os(OUTSIDE)) else { return };
    let (folder, outside) = (Path::new(&folder), Path::new(&outside));
    let is_confined = std::env::var_os(CONFINED).is_some();
    if is_confined {
        let confinement: Confinement = confine(&Reach { folders: vec![folder], read: vec![] });
        assert!(confinement.is_whole(), "{confinement}");
    }
    let tried = own_work(folder).into_iter().chain(attempts(folder, outside));
    // A process that is traced would stop, and wait for its tracer.
    let traced = is_confined.then(|| ("be traced", nix::sys::ptrace::traceme().is_ok()));
    for (name, went_through) in tried.chain(traced) {
        println!("> {name}: {}", if went_through { "yes" } else { "no" });
    }
}

/// How each attempt of a child went: `NAME: yes` or `NAME: no`.
fn tried(confined: bool) -> Vec<String> {
    let (folder, outside) = (temporary(), temporary());
    fs::write(folder.path().join("mine"), "x").unwrap();
    ["secret", "other"].iter().for_each(|name| fs::write(outside.path().join(name), "x").unwrap());
    let _server = std::os::unix::net::UnixListener::bind(outside.path().join("server")).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "confinement::child", "--ignored", "--nocapture", "--test-threads=1", "-q"]);
    child.env(FOLDER, folder.path()).env(OUTSIDE, outside.path());
    if confined {
        child.env(CONFINED, "1");
    }
    let output: Output = child.stdin(Stdio::null()).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<String> =
        printed.lines().filter_map(|line| line.split_once("> ").map(|(_, line)| line.to_owned())).collect();
    assert!(!lines.is_empty(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    lines
}

fn number_of(lines: &[String], ending: &str) -> usize {
    lines.iter().filter(|line| line.ends_with(ending)).count()
}

#[test]
fn confined_process_does_its_work_and_can_not_leave() {
    if !is_confined_here() {
        return;
    }
    let lines = tried(true);
    let work = own_work(Path::new("/nowhere")).len();
    let (work, attempts) = lines.split_at(work);
    assert_eq!(number_of(work, ": yes"), work.len(), "{work:?}");
    assert_eq!(number_of(attempts, ": no"), attempts.len(), "{attempts:?}");
}

/// The same attempts succeed where nothing is given up: what is denied above is denied by the
/// confinement. Mounting and namespaces need rights that the user may not have.
#[test]
fn process_that_is_not_confined_can_do_all_of_it() {
    let lines = tried(false);
    let needs_rights = ["mount: no", "make a namespace: no"];
    let denied: Vec<&String> = lines.iter().filter(|line| line.ends_with(": no")).collect();
    assert!(denied.iter().all(|line| needs_rights.contains(&line.as_str())), "{denied:?}");
}

/// What the kernel says of the program while it waits for an answer: whether it can gain
/// rights, and whether its system calls are filtered.
fn in_force(how: &str) -> [Option<String>; 2] {
    let folder = temporary();
    let mut program = Command::new(tested_program());
    program.args(["--plain", "--confine", how, "new", "--cases"]).arg(folder.path());
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let mut first = [0];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
    let found = ["NoNewPrivs", "Seccomp"].map(|name| field(child.id(), name));
    drop(child.stdin.take());
    let mut rest = String::new();
    std::io::Read::read_to_string(child.stdout.as_mut().unwrap(), &mut rest).unwrap();
    wait(&mut child);
    found
}

#[test]
fn program_is_confined_unless_that_is_switched_off() {
    if !is_confined_here() {
        return;
    }
    let expected = |values: [&str; 2]| values.map(|value| Some(value.to_owned()));
    assert_eq!(in_force("auto"), expected(["1", "2"]));
    assert_eq!(in_force("require"), expected(["1", "2"]));
    assert_eq!(in_force("off"), expected(["0", "0"]));
}

/// A case folder that is reached through a link, or named from another folder, is the same.
#[test]
fn folder_behind_a_link_and_files_named_in_other_folders_are_reached() {
    let (folder, elsewhere) = (temporary(), temporary());
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/2026-03-02-diagnostic-clean.toml");
    for to in [folder.path().join("one.toml"), elsewhere.path().join("two.toml")] {
        fs::copy(sample, to).unwrap();
    }
    let partial = "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC9'\n";
    fs::write(elsewhere.path().join("partial.toml"), partial).unwrap();
    let link = elsewhere.path().join("link");
    std::os::unix::fs::symlink(folder.path(), &link).unwrap();
    fs::write(elsewhere.path().join("settings.toml"), "[letter]\nclosing = 'Bye'\n").unwrap();
    let run = |arguments: &[&str]| {
        let mut program = Command::new(tested_program());
        program.args(arguments).arg("--cases").arg(&link).current_dir(elsewhere.path());
        let output = program.stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for arguments in [
        &["list", "--settings", "settings.toml"][..],
        &["determine", "one", "two.toml"],
        &["replay", "one", "two.toml"],
        &["new", "--from", "partial.toml"],
        &["letter", "two.toml", "--draft", "--settings", "settings.toml"],
    ] {
        run(arguments);
    }
}

/// The log of another folder is out of reach once the process is confined: a view of a case
/// there is logged before.
#[test]
fn view_of_a_case_in_another_folder_is_in_the_log_of_that_folder() {
    let (folder, elsewhere) = (temporary(), temporary());
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/2026-03-02-diagnostic-clean.toml");
    let case = elsewhere.path().join("one.toml");
    fs::copy(sample, &case).unwrap();
    let run = |cases: &Path, arguments: &[&str]| {
        let mut program = Command::new(tested_program());
        let output = program
            .args(arguments)
            .arg(&case)
            .arg("--cases")
            .arg(cases)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    run(elsewhere.path(), &["open", "--plain"]);
    run(folder.path(), &["determine"]);
    let log = fs::read_to_string(elsewhere.path().join(".audit.log")).unwrap();
    assert!(log.lines().last().unwrap().contains("\"event\":\"printed\""), "{log}");
}
