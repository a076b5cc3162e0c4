//! The program as the forced command of a real `sshd`: a dropped connection
//! loses nothing, and no other command can be run.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};

use super::lifecycle::STEPS;
use super::pty::{Cases, ENTER, Terminal};
use crate::process::{field, has_ended, send, until, with_argument};
use crate::sshd::{HOST, Server};
use rustix::process::Signal;

/// Runs a client without a terminal.
fn run(server: &Server, options: &[&str], command: &str) -> Output {
    let mut client = server.client("ssh");
    client.args(options).arg(HOST).args(Some(command).filter(|command| !command.is_empty()));
    client.stdin(Stdio::null()).output().unwrap()
}

/// Connects a client with a terminal and waits for the worklist.
fn connect(server: &Server, cases: &Cases, command: &str) -> Terminal {
    let mut words = server.client_words("/usr/bin/ssh");
    words.extend(["-e", "none", "-tt", HOST, command].map(str::to_owned));
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    cases.launch().run(&words, "MM-1463")
}

/// The process of the program on the server. A shell that started it may have the
/// same arguments, so the name is checked too.
fn program(cases: &Cases) -> u32 {
    let name = |pid: u32| fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let mut found = with_argument(cases.path().to_str().unwrap());
    found.retain(|pid| name(*pid).trim() == "sij-intake");
    assert_eq!(found.len(), 1, "one program runs on the folder");
    found[0]
}

/// The `sshd` process that holds the program's terminal.
fn session(program: u32) -> u32 {
    let mut pid = program;
    while !field(pid, "Name").unwrap().starts_with("sshd") {
        pid = field(pid, "PPid").unwrap().parse().unwrap();
    }
    pid
}

#[test]
fn dropped_connection_ends_the_program_and_loses_no_accepted_answer() {
    let cases = Cases::empty();
    let Some(server) = Server::start(cases.path(), "") else { return };
    let (first, second) = STEPS.split_at(STEPS.len() / 2);
    let mut terminal = connect(&server, &cases, "");
    terminal.keys("n");
    for (question, keys, _) in first {
        terminal.answer(question, keys);
    }
    terminal.wait_until("the next question with everything saved", |terminal| {
        terminal.text().contains(second[0].0) && terminal.text().contains("saved")
    });
    let remote = program(&cases);
    send(session(remote), Signal::KILL);
    terminal.signal(Signal::KILL);
    until("the end of the program", || has_ended(remote));
    terminal.wait_for_exit();
    let assert_saved = |steps: &[(&str, &str, &str)]| {
        let written = cases.text();
        for (_, _, line) in steps {
            assert!(written.contains(line), "{line} is not in\n{written}");
        }
    };
    assert_saved(first);

    let mut terminal = connect(&server, &cases, "");
    terminal.keys(ENTER);
    terminal.wait_for(second[0].0);
    assert!(!terminal.text().contains("READ-ONLY"), "{}", terminal.text());
    for (question, keys, _) in &second[..second.len() - 1] {
        terminal.answer(question, keys);
    }
    terminal.wait_for(second[second.len() - 1].0);
    assert_saved(&STEPS[..STEPS.len() - 1]);
    // This time only the client dies.
    let remote = program(&cases);
    terminal.signal(Signal::KILL);
    until("the end of the program", || has_ended(remote));
    let log = fs::read_to_string(cases.path().join(".audit.log")).unwrap();
    assert!(log.contains("from 127.0.0.1 port "), "the audit log lacks the client's address");
}

#[test]
fn connection_carries_one_session() {
    let cases = Cases::samples_matching("diagnostic-clean");
    let Some(server) = Server::start(cases.path(), "") else { return };
    let socket = server.at("connection");
    let socket = socket.to_str().unwrap();
    let mut words = server.client_words("/usr/bin/ssh");
    words.extend(["-M", "-S", socket, "-e", "none", "-tt", HOST].map(str::to_owned));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut terminal = cases.launch().run(&words, "TC9000001");
    until("the socket of the connection", || Path::new(socket).exists());
    // With this proxy, no other connection can be made.
    let again = run(&server, &["-T", "-S", socket, "-o", "ProxyCommand=false"], "");
    let said = String::from_utf8_lossy(&again.stderr);
    assert!(said.contains("Session open refused by peer") && again.stdout.is_empty(), "{again:?}");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_exit(), 0);
}

#[test]
fn forced_command_runs_nothing_else() {
    let cases = Cases::samples_matching("diagnostic-clean");
    let Some(server) = Server::start(cases.path(), "") else { return };
    let witness = server.at("witness");
    let asked = format!("sh -c 'id; touch {}'", witness.display());

    let mut terminal = connect(&server, &cases, &asked);
    assert!(terminal.text().contains("TC9000001"), "{}", terminal.text());
    // No shell could resume the program, so Ctrl-Z only repaints.
    let first_screen = String::from_utf8(terminal.take_output()).unwrap();
    terminal.keys("\x1a");
    terminal.wait_until("the same screen, repainted", |terminal| {
        terminal.has_output(b"\x1b[?2004h\x1b[m\x1b[2J") && terminal.text().contains("TC9000001")
    });
    terminal.keys("?");
    terminal.wait_for("Esc close");
    terminal.keys("\x1b");
    terminal.wait_for("q quit");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_exit(), 0);
    let said = first_screen + &String::from_utf8(terminal.take_output()).unwrap();
    assert!(!said.contains("uid="), "{said}");

    // Without a terminal the program uses line mode, and runs nothing else either.
    for (options, asked) in [(&["-T"][..], asked.as_str()), (&["-T", "-s"], "sftp")] {
        let ran = run(&server, options, asked);
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(!said.contains("uid=") && said.contains("There is 1 case"), "{options:?}: {said}");
    }
    assert!(!witness.exists(), "the client's command was run");

    // No connection can be forwarded, not even back to the server itself.
    let through = run(&server, &["-W", &format!("127.0.0.1:{}", server.port)], "");
    assert!(!through.status.success() && through.stdout.is_empty(), "{through:?}");
}
