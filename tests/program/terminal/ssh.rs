//! The program at the far end of a real `sshd`, as the command that an account
//! is forced to: what a dropped line leaves, and that nothing else can be run.
//!
//! The server listens on the loopback interface alone, with keys made for the
//! test, and with the lines that the README shows.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tempfile::TempDir;

use super::desk::{Cases, Desk, ENTER, process, processes, send, until};
use super::life::{AT_ONCE, KEYED};

const SSHD: &str = "/usr/sbin/sshd";
const SSH: &str = "/usr/bin/ssh";
const KEYGEN: &str = "/usr/bin/ssh-keygen";
/// The folder that a server of the superuser demands.
const SEPARATION: &str = "/run/sshd";

/// A server of secure shells that runs the program on a folder of cases.
struct Server {
    room: TempDir,
    port: u16,
    sshd: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

/// What the README says to write, for this program, this folder and this user.
fn forced(cases: &Path) -> String {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, block) = readme.split_once("<!-- sshd -->\n```\n").unwrap();
    let (lines, _) = block.split_once("```").unwrap();
    let replace = |lines: &str, from: &str, to: &str| {
        assert!(lines.contains(from), "{from} is in the README");
        lines.replace(from, to)
    };
    let lines = replace(lines, "Match Group coordinators", "Match all");
    let lines = replace(&lines, "/usr/local/bin/sij-intake", env!("CARGO_BIN_EXE_sij-intake"));
    replace(&lines, "/srv/cases", cases.to_str().unwrap())
}

fn make_key(path: &Path) {
    let mut keygen = Command::new(KEYGEN);
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path);
    assert!(keygen.status().unwrap().success());
}

impl Server {
    /// Starts one, or says why there is none.
    fn start(cases: &Cases) -> Option<Self> {
        let skipped = |why: &str| {
            eprintln!("skipped: {why}");
            None
        };
        if ![SSHD, SSH, KEYGEN].iter().all(|path| Path::new(path).exists()) {
            return skipped("OpenSSH's server and client are not installed");
        }
        if rustix::process::getuid().is_root() && fs::create_dir_all(SEPARATION).is_err() {
            return skipped("sshd needs /run/sshd");
        }
        let room = tempfile::tempdir().unwrap();
        let at = |name: &str| room.path().join(name);
        make_key(&at("host"));
        make_key(&at("user"));
        for _ in 0..5 {
            // Another program may take the port before the server does: then with another one.
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let config = format!(
                "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile {}\n\
                 UsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n\
                 Subsystem sftp internal-sftp\n{}",
                at("host").display(),
                at("user.pub").display(),
                at("pid").display(),
                forced(cases.path()),
            );
            fs::write(at("config"), config).unwrap();
            let mut sshd = Command::new(SSHD);
            sshd.args(["-D", "-E"]).arg(at("log")).arg("-f").arg(at("config")).stdin(Stdio::null());
            let mut sshd = sshd.spawn().unwrap();
            if listens(&mut sshd, port) {
                let server = Self { room, port, sshd };
                // It may serve, but not this user, whose account may be locked.
                let probe = server.run(&["-T"], "true");
                return if probe.status.code() == Some(255) {
                    skipped(&format!("sshd lets nobody in: {}", server.log()))
                } else {
                    Some(server)
                };
            }
        }
        skipped(&format!("sshd does not start: {}", fs::read_to_string(at("log")).unwrap_or_default()))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.room.path().join("log")).unwrap_or_default()
    }

    fn client(&self, options: &[&str], command: &str) -> Vec<String> {
        let key: PathBuf = self.room.path().join("user");
        let mut words: Vec<String> = vec![SSH.into(), "-F".into(), "none".into(), "-e".into(), "none".into()];
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
        ] {
            words.extend(["-o".to_owned(), option.to_owned()]);
        }
        words.extend(["-i".to_owned(), key.to_str().unwrap().to_owned()]);
        words.extend(["-p".to_owned(), self.port.to_string()]);
        words.extend(options.iter().map(|&option| option.to_owned()));
        words.push("127.0.0.1".to_owned());
        if !command.is_empty() {
            words.push(command.to_owned());
        }
        words
    }

    /// A client without a terminal.
    fn run(&self, options: &[&str], command: &str) -> Output {
        let words = self.client(options, command);
        Command::new(&words[0]).args(&words[1..]).stdin(Stdio::null()).output().unwrap()
    }

    /// A client on a terminal of its own, on which the worklist is shown.
    fn desk(&self, cases: &Cases, command: &str) -> Desk {
        let words = self.client(&["-tt"], command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        cases.desk().by_way_of(&words, "MM-1463")
    }
}

/// Whether the server takes connections, before it ends.
fn listens(sshd: &mut Child, port: u16) -> bool {
    let by = Instant::now() + Duration::from_secs(20);
    while Instant::now() < by && sshd.try_wait().unwrap().is_none() {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return true;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = sshd.kill();
    let _ = sshd.wait();
    false
}

/// The program at the far end; a shell that started it may have its words too.
fn program(cases: &Cases) -> u32 {
    let name = |pid: u32| fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let mut found = processes(cases.path().to_str().unwrap());
    found.retain(|pid| name(*pid).trim() == "sij-intake");
    assert_eq!(found.len(), 1, "one program works on the folder");
    found[0]
}

/// The process of the server that holds the terminal of the program.
fn session(program: u32) -> u32 {
    let mut pid = program;
    loop {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap().trim().to_owned()
        };
        if field("Name:").starts_with("sshd") {
            return pid;
        }
        pid = field("PPid:").parse().unwrap();
    }
}

#[test]
fn a_dropped_line_ends_the_program_and_loses_no_accepted_answer() {
    let cases = Cases::none();
    let Some(server) = Server::start(&cases) else { return };
    let (first, second) = KEYED.split_at(KEYED.len() / 2);
    let mut desk = server.desk(&cases, "");
    desk.keys("n");
    for (question, keys, _) in first {
        desk.answer(question, keys);
    }
    desk.wait_until("the next question, and that all is saved", |desk| {
        desk.text().contains(second[0].0) && desk.text().contains("saved")
    });
    let far = program(&cases);
    send(session(far), Signal::KILL);
    let dropped = Instant::now();
    desk.signal(Signal::KILL);
    until("the end of the program", || process(far).is_none_or(|(state, _)| state == 'Z'));
    let took = dropped.elapsed();
    assert!(took < AT_ONCE, "took {took:?}");
    desk.ended();
    println!("the program ended {took:?} after the line dropped");
    let kept = |keyed: &[(&str, &str, &str)]| {
        let written = cases.text();
        for (_, _, line) in keyed {
            assert!(written.contains(line), "{line} is not in\n{written}");
        }
    };
    kept(first);

    let mut desk = server.desk(&cases, "");
    desk.keys(ENTER);
    desk.wait_for(second[0].0);
    assert!(!desk.text().contains("READ-ONLY"), "{}", desk.text());
    for (question, keys, _) in &second[..second.len() - 1] {
        desk.answer(question, keys);
    }
    desk.wait_for(second[second.len() - 1].0);
    kept(&KEYED[..KEYED.len() - 1]);
    // The line drops at the near end this time.
    let far = program(&cases);
    desk.signal(Signal::KILL);
    until("the end of the program", || process(far).is_none_or(|(state, _)| state == 'Z'));
    let log = fs::read_to_string(cases.path().join(".audit.log")).unwrap();
    assert!(log.contains("from 127.0.0.1 port "), "the audit says from where");
}

#[test]
fn a_forced_command_runs_nothing_else() {
    let cases = Cases::like("diagnostic-clean");
    let Some(server) = Server::start(&cases) else { return };
    let witness = server.room.path().join("witness");
    let asked = format!("sh -c 'id; touch {}'", witness.display());

    let mut desk = server.desk(&cases, &asked);
    assert!(desk.text().contains("TC9000001"), "{}", desk.text());
    // There is no shell to stop to: the program stays, and takes keys.
    let greeted = String::from_utf8(desk.heard()).unwrap();
    desk.keys("\x1a");
    desk.wait_until("the same screen, drawn anew", |desk| {
        desk.has_heard(b"\x1b[?2004h\x1b[m\x1b[2J") && desk.text().contains("TC9000001")
    });
    desk.keys("?");
    desk.wait_for("Esc close");
    desk.keys("\x1b");
    desk.wait_for("q quit");
    desk.keys("q");
    assert_eq!(desk.ended().0, 0);
    let said = greeted + &String::from_utf8(desk.heard()).unwrap();
    assert!(!said.contains("uid="), "{said}");

    // Without a terminal it asks by lines, and runs no more than with one.
    for (options, asked) in [(&["-T"][..], asked.as_str()), (&["-T", "-s"], "sftp")] {
        let ran = server.run(options, asked);
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(!said.contains("uid=") && said.contains("There is 1 case"), "{options:?}: {said}");
    }
    assert!(!witness.exists(), "what the client asked for was run");

    // And nobody gets further through it: not even to the server's own greeting.
    let through = server.run(&["-W", &format!("127.0.0.1:{}", server.port)], "");
    assert!(!through.status.success() && through.stdout.is_empty(), "{through:?}");
}
