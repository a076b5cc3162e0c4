//! A real `sshd` with the program as the command that an account is forced to.
//!
//! It listens on the loopback interface alone, with keys made for the test, and
//! with the lines that the README shows.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::process::until;
use crate::skipped::{lacks, skipped};
use crate::temp_folder::temporary;

const SSHD: &str = "/usr/sbin/sshd";
const SSH: &str = "/usr/bin/ssh";
const KEYGEN: &str = "/usr/bin/ssh-keygen";
/// The folder that a server of the superuser demands.
const SEPARATION: &str = "/run/sshd";
pub(crate) const HOST: &str = "127.0.0.1";

/// A server that runs the program on a folder of cases; gone with the test.
pub(crate) struct Server {
    room: TempDir,
    pub(crate) port: u16,
    sshd: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

impl Server {
    /// Starts one with further lines of configuration, or says why there is none.
    pub(crate) fn start(cases: &Path, more: &str) -> Option<Self> {
        if lacks(&[SSHD, SSH, KEYGEN]) {
            return None;
        }
        if rustix::process::getuid().is_root() && fs::create_dir_all(SEPARATION).is_err() {
            skipped("sshd needs /run/sshd");
            return None;
        }
        let room = temporary();
        make_key(&room.path().join("host"));
        make_key(&room.path().join("user"));
        let config = format!("{more}\n{}", forced(cases));
        // Another program may take the port before the server does: then with another one.
        let Some((port, sshd)) = (0..5).find_map(|_| serve(room.path(), &config)) else {
            skipped(&format!("sshd does not start: {}", log(room.path())));
            return None;
        };
        let server = Self { room, port, sshd };
        let mut probe = server.client("ssh");
        probe.args(["-T", HOST, "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if probe.status().unwrap().code() == Some(255) {
            skipped(&format!("sshd lets nobody in: {}", log(server.room.path())));
            return None;
        }
        Some(server)
    }

    /// A path in a folder of the server's own.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    /// A client of this server, such as `ssh`: the first words of its command.
    pub(crate) fn words(&self, tool: &str) -> Vec<String> {
        let mut words = vec![tool.to_owned(), "-F".to_owned(), "none".to_owned()];
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
            "KexAlgorithms=curve25519-sha256",
            &format!("Port={}", self.port),
            &format!("IdentityFile={}", self.at("user").display()),
        ] {
            words.extend(["-o".to_owned(), option.to_owned()]);
        }
        words
    }

    /// The same, to be run.
    pub(crate) fn client(&self, tool: &str) -> Command {
        let words = self.words(tool);
        let mut client = Command::new(&words[0]);
        client.args(&words[1..]);
        client
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

/// A server on a port of its own, once it takes connections.
fn serve(room: &Path, more: &str) -> Option<(u16, Child)> {
    let at = |name: &str| room.join(name);
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let config = format!(
        "ListenAddress {HOST}:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\n\
         StrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n\
         Subsystem sftp internal-sftp\nMaxStartups 100\n{more}",
        at("host").display(),
        at("user.pub").display(),
    );
    fs::write(at("config"), config).unwrap();
    let mut sshd = Command::new(SSHD);
    sshd.args(["-D", "-E"]).arg(at("log")).arg("-f").arg(at("config")).stdin(Stdio::null());
    let mut sshd = sshd.spawn().unwrap();
    let mut serves = false;
    until("a server that listens, or has ended", || {
        serves = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        serves || sshd.try_wait().unwrap().is_some()
    });
    // What listens may be another program that took the port.
    if serves && sshd.try_wait().unwrap().is_none() {
        return Some((port, sshd));
    }
    let _ = sshd.wait();
    None
}

fn log(room: &Path) -> String {
    fs::read_to_string(room.join("log")).unwrap_or_default()
}
