//! The program as an OpenSSH forced command, on a real `sshd`: nothing that a
//! client sends runs anything else.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::process::wait;
use crate::sshd::{HOST, Server};
use crate::temp_folder::temporary;

/// Variables the server accepts, more than a careful one would.
const ACCEPT_ENV: &str = "AcceptEnv LANG LC_* PATH EDITOR PAGER SHELL";

/// A server with one sample case.
fn server() -> Option<(TempDir, Server)> {
    let cases = temporary();
    let sample = "cases/2026-03-02-diagnostic-clean.toml";
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(sample), cases.path().join("one.toml")).unwrap();
    let server = Server::start(cases.path(), ACCEPT_ENV)?;
    Some((cases, server))
}

/// A client with a hostile environment.
fn client(server: &Server, tool: &str) -> Command {
    let mut client = server.client(tool);
    client.args(["-o", "SendEnv=LANG LC_ALL EDITOR PAGER SHELL"]);
    client.env("LANG", "$(touch owned)").env("LC_ALL", "\u{1b}[2J").env("TERM", "\u{1b}]0;owned\u{7}");
    client.env("EDITOR", "touch owned").env("PAGER", "touch owned").env("SHELL", "/bin/sh");
    client
}

fn run(client: &mut Command, input: &[u8]) -> Output {
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut client = client.spawn().unwrap();
    // The client may close the pipe without reading on.
    let _ = client.stdin.take().unwrap().write_all(input);
    // The output fits into a pipe, so nothing blocks.
    wait(&mut client);
    client.wait_with_output().unwrap()
}

#[test]
fn ssh_key_runs_only_the_program() {
    let Some((_cases, server)) = server() else { return };
    let owned = server.at("owned");
    std::thread::scope(|scope| {
        for command in [
            format!("touch {}", owned.display()),
            format!("; touch {} #", owned.display()),
            format!("$(touch {})", owned.display()),
            format!("--cases / open ../../etc/passwd\ntouch {}", owned.display()),
        ] {
            let server = &server;
            scope.spawn(move || {
                let output = run(client(server, "ssh").args(["--", HOST, &command]), b"quit\n");
                let said = String::from_utf8_lossy(&output.stdout).into_owned();
                assert!(said.contains("1. one: criteria met"), "{command}: {said} {output:?}");
                assert!(!said.contains('\u{1b}'), "{said}");
            });
        }
        for input in ["../../etc/passwd\nquit\n", "/etc/passwd\nquit\n", "!sh\nquit\n", "|sh\nquit\n"] {
            let server = &server;
            scope.spawn(move || {
                let output = run(client(server, "ssh").arg(HOST), input.as_bytes());
                let said = String::from_utf8_lossy(&output.stdout).into_owned();
                assert!(said.contains("1. one: criteria met"), "{input:?}: {said} {output:?}");
                assert!(!said.contains("root:"), "{said}");
            });
        }
    });
    let secret = server.at("config");
    let copied = server.at("copied");
    for legacy in [&["-O"][..], &[]] {
        let mut scp = client(&server, "scp");
        let from = format!("{HOST}:{}", secret.display());
        let output = run(scp.args(legacy).arg(from).arg(&copied), b"");
        assert!(!output.status.success() && !copied.exists(), "{output:?}");
    }
    let through = format!("{HOST}:{}", server.port);
    let forward = run(client(&server, "ssh").args(["-W", &through, HOST]), b"");
    assert!(!forward.status.success(), "{forward:?}");
    assert!(!owned.exists() && !Path::new("owned").exists());
}

#[test]
fn hostile_terminal_gets_the_wizard_and_the_audit_log_names_the_client() {
    let Some((cases, server)) = server() else { return };
    let mut client = client(&server, "ssh");
    client.args(["-tt", HOST]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut client = client.spawn().unwrap();
    let mut screen = client.stdout.take().unwrap();
    let mut keys = client.stdin.take().unwrap();
    let mut seen = Vec::new();
    // Enter opens the case, Ctrl-C leaves it, q ends the program.
    for (shown, key) in [("TC9000001", &b"\r"[..]), ("CRITERIA MET", b"\x03q")] {
        let mut bytes = [0; 4096];
        while !String::from_utf8_lossy(&seen).contains(shown) {
            let read = screen.read(&mut bytes).unwrap();
            assert!(read > 0, "{shown}: {}", String::from_utf8_lossy(&seen).escape_debug());
            seen.extend_from_slice(&bytes[..read]);
        }
        keys.write_all(key).unwrap();
    }
    screen.read_to_end(&mut seen).unwrap();
    client.wait().unwrap();
    assert!(!String::from_utf8_lossy(&seen).contains("\u{1b}]0;"), "a title was set");
    let log = fs::read_to_string(cases.path().join(".audit.log")).unwrap();
    assert!(log.contains("\"event\":\"opened\"") && log.contains(" from 127.0.0.1 port "), "{log}");
    assert!(!Path::new("owned").exists() && !server.at("owned").exists());
}

#[test]
fn audit_log_names_whose_key_it_was() {
    let cases = temporary();
    let Some(server) = Server::start_for_shared_account(cases.path()) else { return };
    let mut client = client(&server, "ssh");
    client.args(["-o", "SendEnv=USER LOGNAME", "-T", "--", HOST, "--as Mallory"]).env("USER", "mallory");
    let output = run(&mut client, b"new\nTC0001234\nquit\n");
    let log = fs::read_to_string(cases.path().join(".audit.log")).unwrap_or_default();
    assert!(
        log.contains("\"who\":\"Pat Ng (") && !log.to_lowercase().contains("mallory"),
        "{log} {output:?}"
    );
    let listed = Command::new("ssh-keygen").arg("-lf").arg(server.at("user.pub")).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let fingerprint = listed.split(' ').nth(1).unwrap();
    assert!(log.contains(&format!(") key {fingerprint} from 127.0.0.1 port ")), "{log}");
}

#[test]
fn program_starts_no_other_program() {
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }
    let denied = "src/harden/calls.rs";
    let all = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for file in all.into_iter().filter(|file| !file.ends_with(denied)) {
        let text = fs::read_to_string(&file).unwrap();
        for forbidden in ["process::Command", "Command::new(", "execve", "CommandExt"] {
            assert!(!text.contains(forbidden), "{}: {forbidden}", file.display());
        }
    }
}
