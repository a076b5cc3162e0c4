//! `--audit-to syslog`: what leaves the hands of those who own the case folder, and that a
//! log that was cut or rewritten is found with it.

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use sij_intake::store::{AuditAction, AuditEvent, Folder, Sync};

use super::{WHO, now, with_a_case};
use crate::process::until;
use crate::skipped::{lacks, skipped};
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const RSYSLOGD: &str = "/usr/sbin/rsyslogd";

fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder.path()).args(arguments).stdin(Stdio::null()).env("TERM", "dumb");
    program
}

/// Runs the program with its audit lines sent to this socket.
fn run(folder: &Folder, socket: &Path, arguments: &[&str]) -> Output {
    let mut program = program(folder, arguments);
    program.args(["--audit-to", "syslog", "--syslog-socket"]).arg(socket).output().unwrap()
}

/// All that the program printed.
fn said(output: &Output) -> String {
    String::from_utf8([&output.stderr[..], &output.stdout[..]].concat()).unwrap()
}

fn partial(folder: &Folder) -> PathBuf {
    let path = folder.path().join("partial");
    fs::write(&path, "format = 1\npolicy = 'MM-1463'\nmember.id = 'TC0001234'\n").unwrap();
    path
}

/// Some work: nine lines.
fn work(folder: &Folder, socket: &Path) {
    let partial = partial(folder);
    for arguments in [
        &["new", "--from", partial.to_str().unwrap()][..],
        &["withdraw", "one"],
        &["restore", "one"],
        &["list"],
    ] {
        let output = run(folder, socket, arguments);
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
    let opened = run(folder, socket, &["--plain", "open", "one"]);
    assert!(opened.status.success(), "{opened:?}");
}

fn log(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join(".audit.log")).unwrap()
}

/// The log and its head as another program could make them: other lines, in a whole chain.
fn forge(folder: &Folder, count: usize) {
    let temp = temporary();
    let other = Folder::at(temp.path());
    let event = AuditEvent::new(now().to_utc(), WHO, "one", AuditAction::Refused);
    other.log_events(&vec![event; count], Sync::Later).unwrap();
    copy_log(&other, folder);
}

fn copy_log(from: &Folder, to: &Folder) {
    for name in [".audit.log", ".audit.head"] {
        fs::copy(from.path().join(name), to.path().join(name)).unwrap();
    }
}

/// Cuts the last lines off the log, and makes its head fit.
fn cut(folder: &Folder, lines: usize) {
    let all = log(folder);
    let kept: String =
        all.lines().take(all.lines().count() - lines).map(|line| format!("{line}\n")).collect();
    fs::write(folder.path().join(".audit.log"), &kept).unwrap();
    let (count, length) = (kept.lines().count(), kept.len());
    let last = sij_intake::store::digest(kept.lines().last().unwrap().as_bytes());
    fs::write(folder.path().join(".audit.head"), format!("{count:020} {length:020} {last}\n")).unwrap();
}

fn verify(folder: &Folder, export: &Path) -> (Option<i32>, String) {
    let output = program(folder, &["audit", "--verify", "--against"]).arg(export).output().unwrap();
    (output.status.code(), said(&output))
}

/// Checks that the export agrees with the log, and no more once the log is forged.
fn assert_export_finds_forgeries(folder: &Folder, export: &Path, form: &str) {
    let agrees = |said: &str| said.contains(&format!("9 of 9 lines are in {}", export.display()));
    let (_, said) = verify(folder, export);
    assert!(agrees(&said), "{form}: {said}");
    let kept = temporary();
    copy_log(folder, &Folder::at(kept.path()));
    cut(folder, 2);
    let (status, said) = verify(folder, export);
    assert_eq!(status, Some(1), "{form}: {said}");
    let cut_off =
        format!("line 9: it was sent to syslog ({}), and the log ends with line 7", export.display());
    assert!(said.contains(&cut_off) && said.contains("it was cut or rewritten"), "{form}: {said}");
    for count in [9, 12, 3] {
        forge(folder, count);
        let (status, said) = verify(folder, export);
        assert_eq!(status, Some(1), "{form}, {count} forged lines: {said}");
        assert!(said.contains("line 1: it is not the line that was sent"), "{form}: {said}");
    }
    copy_log(&Folder::at(kept.path()), folder);
    let (_, said) = verify(folder, export);
    assert!(agrees(&said), "{form}: {said}");
}

#[test]
fn number_and_hash_of_every_line_are_sent_and_no_name_of_a_case() {
    let (_temp, folder, _) = with_a_case();
    let place = temporary();
    let socket = place.path().join("log");
    let server = UnixDatagram::bind(&socket).unwrap();
    work(&folder, &socket);
    server.set_nonblocking(true).unwrap();
    let mut bytes = [0; 2000];
    let mut messages = Vec::new();
    while let Ok(length) = server.recv(&mut bytes) {
        messages.push(String::from_utf8(bytes[..length].to_vec()).unwrap());
    }
    let log = log(&folder);
    assert_eq!(messages.len(), log.lines().count());
    for (line, message) in log.lines().zip(&messages) {
        let digest = sij_intake::store::digest(line.as_bytes());
        assert!(message.starts_with("<110>1 ") && message.contains(&digest), "{message}");
        for name in ["\"one\"", "2026-", "TC0001234"] {
            assert!(!message.split_once("[sij-intake").unwrap().1.contains(name), "{message}");
        }
    }
    let export = place.path().join("export");
    let other = "Mar  3 09:14:05 host kernel: something else\n";
    fs::write(&export, other.to_owned() + &messages.join("\n")).unwrap();
    assert_export_finds_forgeries(&folder, &export, "as sent");
    // As `journalctl -o json` prints it.
    let json = |message: &String| {
        format!("{{\"_UID\":\"0\",\"MESSAGE\":{}}}\n", serde_json::to_string(&message[5..]).unwrap())
    };
    fs::write(&export, messages.iter().map(json).collect::<String>()).unwrap();
    assert_export_finds_forgeries(&folder, &export, "journal");
    // Another folder's lines are no evidence for this one, unless there are no others.
    let elsewhere =
        |name: &str| messages.iter().map(|line| line.replace(" of /", name) + "\n").collect::<String>();
    fs::write(&export, elsewhere(" of /moved/")).unwrap();
    assert_export_finds_forgeries(&folder, &export, "moved");
    fs::write(&export, elsewhere(" of /a/") + &elsewhere(" of /b/")).unwrap();
    let (status, said) = verify(&folder, &export);
    assert!(status == Some(2) && said.contains("lines of several folders"), "{said}");
    fs::write(&export, other).unwrap();
    assert!(verify(&folder, &export).1.contains("no line of an audit log is in this file"));
}

#[test]
fn syslog_that_cant_be_reached_is_said_each_time_and_stops_nothing() {
    let (_temp, folder, _) = with_a_case();
    let nowhere = folder.path().join("no-such-socket");
    for arguments in [&["withdraw", "one"][..], &["restore", "one"], &["list"], &["determine", "one"]] {
        let output = run(&folder, &nowhere, arguments);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("do NOT reach syslog at ") && said.contains("No such file"), "{said}");
    }
    let output = run(&folder, &nowhere, &["--plain", "open", "one"]);
    let said = said(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.matches("do NOT reach syslog at ").count() >= 2, "{said}");
    assert_eq!(log(&folder).lines().count(), 7);
}

#[test]
fn settings_of_the_folder_can_send_the_log_to_syslog() {
    let (_temp, folder, _) = with_a_case();
    let socket = folder.path().join("socket");
    let server = UnixDatagram::bind(&socket).unwrap();
    fs::write(folder.path().join("settings.toml"), "[audit]\nto = 'syslog'\n").unwrap();
    for arguments in [&["withdraw", "one"][..], &["restore", "one"], &["determine", "one"]] {
        program(&folder, arguments).arg("--syslog-socket").arg(&socket).output().unwrap();
    }
    server.set_nonblocking(true).unwrap();
    let count = std::iter::from_fn(|| server.recv(&mut [0; 2000]).ok()).count();
    assert_eq!(count, 5);
}

/// A syslog of this test's own; stopped with it.
struct Rsyslog(Child);

impl Drop for Rsyslog {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Rsyslog {
    /// Starts one that writes what it gets at `log` to `messages`, with further words for its
    /// input.
    fn start(place: &Path, input: &str) -> Option<Self> {
        let at = |name: &str| place.join(name).display().to_string();
        let config = format!(
            "global(workDirectory=\"{}\")\nmodule(load=\"imuxsock\" SysSock.Use=\"off\")\n\
             input(type=\"imuxsock\" Socket=\"{}\" {input})\naction(type=\"omfile\" file=\"{}\")\n",
            place.display(),
            at("log"),
            at("messages"),
        );
        fs::write(place.join("config"), config).unwrap();
        let mut rsyslogd = Command::new(RSYSLOGD);
        rsyslogd.args(["-n", "-f", &at("config"), "-i", &at("pid")]);
        let started = rsyslogd.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut rsyslog = Self(started.ok()?);
        let mut is_running = false;
        until("rsyslogd to listen or to end", || {
            is_running = UnixDatagram::unbound().unwrap().connect(place.join("log")).is_ok();
            is_running || rsyslog.0.try_wait().unwrap().is_some()
        });
        is_running.then_some(rsyslog)
    }
}

#[test]
fn file_of_a_real_rsyslog_finds_a_forged_log() {
    if lacks(&[RSYSLOGD]) {
        return;
    }
    for input in ["", "UseSpecialParser=\"off\""] {
        let (_temp, folder, _) = with_a_case();
        let place = temporary();
        let Some(rsyslog) = Rsyslog::start(place.path(), input) else {
            return skipped("rsyslogd does not start");
        };
        work(&folder, &place.path().join("log"));
        let messages = place.path().join("messages");
        until("rsyslogd to write", || {
            fs::read_to_string(&messages).is_ok_and(|text| text.matches("sij-intake audit line").count() >= 9)
        });
        assert_export_finds_forgeries(&folder, &messages, input);
        drop(rsyslog);
    }
}
