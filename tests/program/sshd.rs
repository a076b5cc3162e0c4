//! A real `sshd` with the program as the forced command.
//!
//! It listens on the loopback interface only, with keys made for the test and the
//! `sshd_config` lines of the README.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::process::until;
use crate::skipped::{lacks, skipped};
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const SSHD: &str = "/usr/sbin/sshd";
const SSH: &str = "/usr/bin/ssh";
const KEYGEN: &str = "/usr/bin/ssh-keygen";
/// `sshd` run by root demands this folder.
const PRIVILEGE_SEPARATION: &str = "/run/sshd";
pub(crate) const HOST: &str = "127.0.0.1";

/// A server that runs the program on a case folder; stopped with the test.
pub(crate) struct Server {
    folder: TempDir,
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
    /// Starts a server with further lines of configuration; where none can run,
    /// reports why.
    pub(crate) fn start(cases: &Path, more: &str) -> Option<Self> {
        Self::with(&format!("{more}\n{}", readme_config(cases)), "", &[])
    }

    /// Starts a server that runs this copy of the program for accounts of its own. To it,
    /// and to all that it starts, each of these files is a file of the machine.
    pub(crate) fn start_for_accounts(
        cases: &Path,
        program: &Path,
        more: &str,
        files: &[(&Path, &str)],
    ) -> Option<Self> {
        let config = replaced(&readme_config(cases), tested_program(), program.to_str().unwrap());
        let server = Self::with(&format!("{more}\n{config}"), "", files)?;
        // The keys are read as the account.
        fs::set_permissions(server.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Some(server)
    }

    /// Starts a server for an account that several people share: the command stands
    /// with the key, as in the README.
    pub(crate) fn start_for_shared_account(cases: &Path) -> Option<Self> {
        let config = readme_config(cases);
        let lines = config.lines().filter(|line| !line.trim_start().starts_with("ForceCommand"));
        Self::with(&lines.collect::<Vec<_>>().join("\n"), &readme_key_options(cases), &[])
    }

    fn with(config: &str, key_options: &str, files: &[(&Path, &str)]) -> Option<Self> {
        if lacks(&[SSHD, SSH, KEYGEN]) {
            return None;
        }
        if rustix::process::getuid().is_root() && fs::create_dir_all(PRIVILEGE_SEPARATION).is_err() {
            skipped("sshd needs /run/sshd");
            return None;
        }
        let folder = temporary();
        make_key(&folder.path().join("host"));
        make_key(&folder.path().join("user"));
        let key = fs::read_to_string(folder.path().join("user.pub")).unwrap();
        fs::write(folder.path().join("authorized_keys"), format!("{key_options}{key}")).unwrap();
        // Another program may take the free port first; then the next one is tried.
        let Some((port, sshd)) = (0..5).find_map(|_| serve(folder.path(), config, files)) else {
            skipped(&format!("sshd does not start: {}", log(folder.path())));
            return None;
        };
        let server = Self { folder, port, sshd };
        let mut probe = server.client("ssh");
        probe.args(["-T", HOST, "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if probe.status().unwrap().code() == Some(255) {
            skipped(&format!("sshd lets nobody in: {}", log(server.folder.path())));
            return None;
        }
        Some(server)
    }

    /// A path in the server's own folder.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command of a client of this server, such as `ssh`, with its options.
    pub(crate) fn client_words(&self, tool: &str) -> Vec<String> {
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

    /// The same as a `Command`.
    pub(crate) fn client(&self, tool: &str) -> Command {
        let words = self.client_words(tool);
        let mut client = Command::new(&words[0]);
        client.args(&words[1..]);
        client
    }
}

/// The README's configuration, for this program, this folder and this user.
fn readme_config(cases: &Path) -> String {
    let lines = replaced(&readme_block("sshd"), "Match Group coordinators", "Match all");
    for_this_program(&lines, cases)
}

/// The README's options of a key, for this program and this folder.
fn readme_key_options(cases: &Path) -> String {
    let line = readme_block("authorized_keys");
    let (options, _) = line.split_once("ssh-ed25519").unwrap();
    for_this_program(options, cases)
}

fn readme_block(name: &str) -> String {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, block) = readme.split_once(&format!("<!-- {name} -->\n```\n")).unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

fn for_this_program(lines: &str, cases: &Path) -> String {
    let lines = replaced(lines, "/usr/local/bin/sij-intake", tested_program());
    replaced(&lines, "/srv/cases", cases.to_str().unwrap())
}

fn replaced(lines: &str, from: &str, to: &str) -> String {
    assert!(lines.contains(from), "{from} is in the README");
    lines.replace(from, to)
}

fn make_key(path: &Path) {
    let mut keygen = Command::new(KEYGEN);
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path);
    assert!(keygen.status().unwrap().success());
}

/// Starts a server on a free port and waits until it takes connections.
fn serve(folder: &Path, config: &str, files: &[(&Path, &str)]) -> Option<(u16, Child)> {
    let at = |name: &str| folder.join(name);
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let pam = if config.contains("UsePAM") { "" } else { "UsePAM no\n" };
    let config = format!(
        "ListenAddress {HOST}:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\n\
         StrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n\
         Subsystem sftp internal-sftp\nMaxStartups 100\n{pam}{config}",
        at("host").display(),
        at("authorized_keys").display(),
    );
    fs::write(at("config"), config).unwrap();
    let mut sshd = in_place_of(files);
    sshd.args([SSHD, "-D", "-E"]).arg(at("log")).arg("-f").arg(at("config")).stdin(Stdio::null());
    let mut sshd = sshd.spawn().unwrap();
    let mut is_listening = false;
    until("the server to listen or to end", || {
        is_listening = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
        is_listening || sshd.try_wait().unwrap().is_some()
    });
    // Another program may be listening on that port.
    if is_listening && sshd.try_wait().unwrap().is_none() {
        return Some((port, sshd));
    }
    let _ = sshd.wait();
    None
}

/// The start of a command for which each of these files is in the place of another.
fn in_place_of(files: &[(&Path, &str)]) -> Command {
    if files.is_empty() {
        return Command::new("/usr/bin/env");
    }
    let script =
        "while [ \"$1\" != -- ]; do mount --bind \"$1\" \"$2\" || exit; shift 2; done; shift; exec \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", script, "sh"]);
    for (file, place) in files {
        command.arg(file).arg(place);
    }
    command.arg("--");
    command
}

fn log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}
