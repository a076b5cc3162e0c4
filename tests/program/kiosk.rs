//! The program as an OpenSSH forced command: it is all that a key opens, and
//! nothing the other side sends makes it another. Tried with a real sshd, where
//! there is one and this test may start it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test reads and writes files, and fails by panicking; it says what it skips"
)]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What `sshd_config` says of the people who work on cases; the rest is of this test.
const FORCED: &str = "
Match User root
    ForceCommand @program --cases @cases
    DisableForwarding yes
    PermitUserRC no
";

/// Two servers that start at once could pick one port.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A server of its own, gone with the test.
struct Server {
    _alone: MutexGuard<'static, ()>,
    temp: tempfile::TempDir,
    port: u16,
    process: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start() -> Option<Self> {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let sshd = Path::new("/usr/sbin/sshd");
        let tools = ["ssh", "ssh-keygen", "unshare"].map(|tool| Path::new("/usr/bin").join(tool).exists());
        if !rustix::process::geteuid().is_root() || !sshd.exists() || tools.contains(&false) {
            eprintln!("skipped: no sshd here, or it may not be started");
            return None;
        }
        let temp = tempfile::tempdir().unwrap();
        let at = |name: &str| temp.path().join(name);
        for key in ["host", "key"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(at(key))
                .status();
            assert!(made.unwrap().success());
        }
        fs::create_dir(at("cases")).unwrap();
        let sample = "cases/2026-03-02-diagnostic-clean.toml";
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(sample), at("cases/one.toml")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let forced = FORCED
            .replace("@program", env!("CARGO_BIN_EXE_sij-intake"))
            .replace("@cases", at("cases").to_str().unwrap());
        let [host, key] = ["host", "key.pub"].map(|name| at(name).display().to_string());
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\nAuthorizedKeysFile {key}\n\
             StrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n\
             AcceptEnv LANG LC_* PATH EDITOR PAGER SHELL\n{forced}"
        );
        fs::write(at("config"), config).unwrap();
        // The folder sshd wants, seen by this sshd alone.
        let script = "mount -t tmpfs -o mode=755 tmpfs /run && mkdir -m 755 /run/sshd && exec /usr/sbin/sshd -D -f \"$0\" -E \"$1\"";
        let mut shell = Command::new("unshare");
        shell.args(["-m", "sh", "-c", script]).args([at("config"), at("log")]);
        let process = shell.stderr(Stdio::null()).spawn().unwrap();
        let mut server = Self { _alone: alone, temp, port, process };
        server.listens().then_some(server)
    }

    fn listens(&mut self) -> bool {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(20) {
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return true;
            }
            if self.process.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::yield_now();
        }
        eprintln!("skipped: sshd does not start here");
        false
    }

    fn at(&self, name: &str) -> PathBuf {
        self.temp.path().join(name)
    }

    /// A client with hostile surroundings.
    fn client(&self, tool: &str) -> Command {
        // A session that hangs is a failure, not a test without end.
        let mut client = Command::new("timeout");
        client.args(["60", tool]);
        client.args([
            "-F",
            "none",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "LogLevel=ERROR",
        ]);
        client.arg("-o").arg(format!("UserKnownHostsFile={}", self.at("known").display()));
        client.arg("-o").arg(format!("Port={}", self.port)).arg("-i").arg(self.at("key"));
        client.args(["-o", "SendEnv=LANG LC_ALL EDITOR PAGER SHELL"]);
        client.env("LANG", "$(touch owned)").env("LC_ALL", "\u{1b}[2J").env("TERM", "\u{1b}]0;owned\u{7}");
        client.env("EDITOR", "touch owned").env("PAGER", "touch owned").env("SHELL", "/bin/sh");
        client
    }

    fn run(&self, client: &mut Command, input: &[u8]) -> Output {
        client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut client = client.spawn().unwrap();
        // Whoever reads no more closes the pipe.
        let _ = client.stdin.take().unwrap().write_all(input);
        client.wait_with_output().unwrap()
    }
}

#[test]
fn a_key_opens_the_program_and_nothing_else() {
    let Some(server) = Server::start() else { return };
    let owned = server.at("owned");
    for command in [
        format!("touch {}", owned.display()),
        format!("; touch {} #", owned.display()),
        format!("$(touch {})", owned.display()),
        format!("--cases / open ../../etc/passwd\ntouch {}", owned.display()),
    ] {
        let output = server.run(server.client("ssh").args(["--", "root@127.0.0.1", &command]), b"quit\n");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("1. one: criteria-met"), "{command}: {said} {output:?}");
        assert!(!said.contains('\u{1b}'), "{said}");
    }
    for input in ["../../etc/passwd\nquit\n", "/etc/passwd\nquit\n", "!sh\nquit\n", "|sh\nquit\n"] {
        let output = server.run(server.client("ssh").arg("root@127.0.0.1"), input.as_bytes());
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!said.contains("root:"), "{said}");
    }
    let secret = server.at("config");
    let copied = server.at("copied");
    for legacy in [&["-O"][..], &[]] {
        let mut scp = server.client("scp");
        let from = format!("root@127.0.0.1:{}", secret.display());
        let output = server.run(scp.args(legacy).arg(from).arg(&copied), b"");
        assert!(!output.status.success() && !copied.exists(), "{output:?}");
    }
    let forward = server.run(server.client("ssh").args(["-W", "127.0.0.1:22", "root@127.0.0.1"]), b"");
    assert!(!forward.status.success(), "{forward:?}");
    assert!(!owned.exists() && !Path::new("owned").exists());
}

#[test]
fn a_hostile_terminal_gets_the_wizard_and_the_log_says_from_where() {
    let Some(server) = Server::start() else { return };
    let mut client = server.client("ssh");
    client.args(["-tt", "root@127.0.0.1"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut client = client.spawn().unwrap();
    let mut screen = client.stdout.take().unwrap();
    let mut keys = client.stdin.take().unwrap();
    let mut seen = Vec::new();
    // Enter opens the case, Ctrl-C leaves it, q the program; each once the screen says where it is.
    for (shown, key) in [("2026-03-02", &b"\r"[..]), ("CRITERIA MET", b"\x03q")] {
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
    let log = fs::read_to_string(server.at("cases/.audit.log")).unwrap();
    assert!(log.contains("\"event\":\"opened\"") && log.contains(" from 127.0.0.1 port "), "{log}");
    assert!(!Path::new("owned").exists() && !server.at("owned").exists());
}

#[test]
fn the_program_starts_no_other() {
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        for forbidden in ["process::Command", "Command::new(", "execve", "CommandExt"] {
            assert!(!text.contains(forbidden), "{}: {forbidden}", file.display());
        }
    }
}
