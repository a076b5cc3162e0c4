//! The program at the far end of a real `sshd`, as the command that an account
//! is forced to: what a dropped line leaves, and that nothing else can be run.

use std::fs;
use std::process::{Output, Stdio};

use super::lifecycle::STEPS;
use super::pty::{Cases, ENTER, Terminal};
use crate::process::{field, has_ended, send, until, with_words};
use crate::sshd::{HOST, Server};
use rustix::process::Signal;

/// A client without a terminal.
fn run(server: &Server, options: &[&str], command: &str) -> Output {
    let mut client = server.client("ssh");
    client.args(options).arg(HOST).args(Some(command).filter(|command| !command.is_empty()));
    client.stdin(Stdio::null()).output().unwrap()
}

/// A client on a terminal of its own, on which the worklist is shown.
fn connect(server: &Server, cases: &Cases, command: &str) -> Terminal {
    let mut words = server.words("/usr/bin/ssh");
    words.extend(["-e", "none", "-tt", HOST, command].map(str::to_owned));
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    cases.launch().run(&words, "MM-1463")
}

/// The program at the far end; a shell that started it may have its words too.
fn program(cases: &Cases) -> u32 {
    let name = |pid: u32| fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let mut found = with_words(cases.path().to_str().unwrap());
    found.retain(|pid| name(*pid).trim() == "sij-intake");
    assert_eq!(found.len(), 1, "one program works on the folder");
    found[0]
}

/// The process of the server that holds the terminal of the program.
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
    terminal.wait_until("the next question, and that all is saved", |terminal| {
        terminal.text().contains(second[0].0) && terminal.text().contains("saved")
    });
    let far = program(&cases);
    send(session(far), Signal::KILL);
    terminal.signal(Signal::KILL);
    until("the end of the program", || has_ended(far));
    terminal.wait_for_exit();
    let kept = |keyed: &[(&str, &str, &str)]| {
        let written = cases.text();
        for (_, _, line) in keyed {
            assert!(written.contains(line), "{line} is not in\n{written}");
        }
    };
    kept(first);

    let mut terminal = connect(&server, &cases, "");
    terminal.keys(ENTER);
    terminal.wait_for(second[0].0);
    assert!(!terminal.text().contains("READ-ONLY"), "{}", terminal.text());
    for (question, keys, _) in &second[..second.len() - 1] {
        terminal.answer(question, keys);
    }
    terminal.wait_for(second[second.len() - 1].0);
    kept(&STEPS[..STEPS.len() - 1]);
    // The line drops at the near end this time.
    let far = program(&cases);
    terminal.signal(Signal::KILL);
    until("the end of the program", || has_ended(far));
    let log = fs::read_to_string(cases.path().join(".audit.log")).unwrap();
    assert!(log.contains("from 127.0.0.1 port "), "the audit says from where");
}

#[test]
fn forced_command_runs_nothing_else() {
    let cases = Cases::samples_matching("diagnostic-clean");
    let Some(server) = Server::start(cases.path(), "") else { return };
    let witness = server.at("witness");
    let asked = format!("sh -c 'id; touch {}'", witness.display());

    let mut terminal = connect(&server, &cases, &asked);
    assert!(terminal.text().contains("TC9000001"), "{}", terminal.text());
    // There is no shell to stop to: the program stays, and takes keys.
    let greeted = String::from_utf8(terminal.take_output()).unwrap();
    terminal.keys("\x1a");
    terminal.wait_until("the same screen, drawn anew", |terminal| {
        terminal.has_output(b"\x1b[?2004h\x1b[m\x1b[2J") && terminal.text().contains("TC9000001")
    });
    terminal.keys("?");
    terminal.wait_for("Esc close");
    terminal.keys("\x1b");
    terminal.wait_for("q quit");
    terminal.keys("q");
    assert_eq!(terminal.wait_for_exit(), 0);
    let said = greeted + &String::from_utf8(terminal.take_output()).unwrap();
    assert!(!said.contains("uid="), "{said}");

    // Without a terminal it asks by lines, and runs no more than with one.
    for (options, asked) in [(&["-T"][..], asked.as_str()), (&["-T", "-s"], "sftp")] {
        let ran = run(&server, options, asked);
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(!said.contains("uid=") && said.contains("There is 1 case"), "{options:?}: {said}");
    }
    assert!(!witness.exists(), "what the client asked for was run");

    // And nobody gets further through it: not even to the server's own greeting.
    let through = run(&server, &["-W", &format!("127.0.0.1:{}", server.port)], "");
    assert!(!through.status.success() && through.stdout.is_empty(), "{through:?}");
}
