//! Accounts on a real `sshd`: which of their files are read before the program starts, and
//! how often each may log in. They exist only for that server, in its mount namespace.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::process::{until, wait};
use crate::skipped::{lacks, skipped};
use crate::sshd::{HOST, Server};
use crate::temp_folder::temporary;
use crate::terminal::pty::Cases;
use crate::tested_program::tested_program;

/// A user number that no other account has.
const UID: u32 = 54_322;
const BASH: &str = "/bin/bash";
const DASH: &str = "/bin/dash";
/// Files of an account that some shell reads at its start.
const READ_BY_SHELLS: [&str; 5] = [".bashrc", ".profile", ".bash_profile", ".zshenv", ".ssh/rc"];

/// A folder with the account's home, a case folder and a copy of the program.
struct Account(TempDir);

impl Account {
    fn new() -> Self {
        let account = Self(temporary());
        fs::set_permissions(account.0.path(), Permissions::from_mode(0o755)).unwrap();
        for folder in ["home", "home/.ssh", "cases"] {
            fs::create_dir(account.at(folder)).unwrap();
            chown(account.at(folder), Some(UID), Some(UID)).unwrap();
        }
        // A child that another test forks meanwhile would hold a file written here, and a
        // program that is open for writing can't be run.
        let copied = Command::new("cp").arg(tested_program()).arg(account.at("sij-intake")).status().unwrap();
        assert!(copied.success());
        account
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A server for this account with this login shell.
    fn server(&self, shell: &str) -> Option<Server> {
        self.server_with(shell, "", &[])
    }

    /// The same with further lines of configuration and other files of the machine.
    fn server_with(&self, shell: &str, more: &str, files: &[(&Path, &str)]) -> Option<Server> {
        let home = self.at("home");
        let users = fs::read_to_string("/etc/passwd").unwrap();
        let user = format!("pat:*:{UID}:{UID}::{}:{shell}\n", home.display());
        fs::write(self.at("passwd"), users + &user).unwrap();
        let passwd = self.at("passwd");
        let files = [&[(&*passwd, "/etc/passwd")], files].concat();
        Server::start_for_accounts(&self.at("cases"), &self.at("sij-intake"), more, &files)
    }

    /// Puts files into the home that leave a trace when a shell reads them; whether all
    /// could be written by the account.
    fn plant_files(&self) -> bool {
        let plant = |name: &&str| {
            let script = format!("echo 'touch {}' >'{}'", self.trace().display(), self.home(name).display());
            let ids = [format!("--reuid={UID}"), format!("--regid={UID}")];
            let mut shell = Command::new("setpriv");
            shell.args(ids).args(["--clear-groups", "sh", "-c", &script]).stderr(Stdio::null());
            shell.status().unwrap().success()
        };
        READ_BY_SHELLS.iter().filter(|name| plant(name)).count() == READ_BY_SHELLS.len()
    }

    fn home(&self, name: &str) -> PathBuf {
        self.at("home").join(name)
    }

    fn trace(&self) -> PathBuf {
        self.at("cases/trace")
    }
}

/// What the program says to the account in line mode.
fn log_in(server: &Server) -> String {
    let mut client = server.client("ssh");
    client.args(["-T", "-l", "pat", HOST]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut client = client.spawn().unwrap();
    // The output fits into a pipe, so nothing blocks.
    wait(&mut client);
    let output = client.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// Whether accounts can't be made here, or a program is missing; if so, reports it.
fn lacks_accounts(programs: &[&str]) -> bool {
    if !rustix::process::getuid().is_root() {
        skipped("accounts of the test's own need root");
        return true;
    }
    lacks(&["/usr/bin/setpriv", "/usr/bin/unshare"]) || lacks(programs)
}

/// Makes the home as the README says.
fn make_home(home: &Path) {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, block) = readme.split_once("<!-- home -->\n```\nsudo ").unwrap();
    let line = block.split_once("```").unwrap().0.trim();
    let line = line.replace("/home/pat", home.to_str().unwrap());
    assert!(Command::new("sh").args(["-c", &line]).status().unwrap().success(), "{line}");
}

#[test]
fn bash_reads_a_file_of_the_account_before_the_program_unless_the_home_is_roots() {
    if lacks_accounts(&[BASH]) {
        return;
    }
    let account = Account::new();
    let Some(server) = account.server(BASH) else { return };
    assert!(account.plant_files());
    assert!(log_in(&server).contains("There are no cases yet."));
    assert!(account.trace().exists(), "this is why the README has a remedy");

    fs::remove_file(account.trace()).unwrap();
    fs::remove_dir_all(account.at("home")).unwrap();
    make_home(&account.at("home"));
    assert!(!account.plant_files());
    assert_eq!(fs::read_dir(account.at("home")).unwrap().count(), 0, "the account can't write there");
    assert!(log_in(&server).contains("There are no cases yet."));
    assert!(!account.trace().exists());
}

#[test]
fn dash_reads_no_file_of_the_account_before_the_program() {
    if lacks_accounts(&[DASH]) {
        return;
    }
    let account = Account::new();
    let Some(server) = account.server(DASH) else { return };
    assert!(account.plant_files());
    assert!(log_in(&server).contains("There are no cases yet."));
    assert!(!account.trace().exists(), "a file of the account was run");
}

#[test]
fn account_has_as_many_logins_as_pam_limits_allows() {
    const PAM: &str = "/etc/pam.d/sshd";
    if lacks_accounts(&[DASH, PAM]) {
        return;
    }
    let account = Account::new();
    // The logins are counted in the table of who is logged in, which is here.
    for folder in ["run", "run/sshd", "log"] {
        fs::create_dir(account.at(folder)).unwrap();
    }
    fs::write(account.at("run/utmp"), "").unwrap();
    fs::write(account.at("limits"), "pat hard maxlogins 1\n").unwrap();
    let limits = account.at("limits");
    let permit = "auth required pam_permit.so\naccount required pam_permit.so\n";
    let rules = format!("{permit}session required pam_limits.so conf={}\n", limits.display());
    fs::write(account.at("pam"), rules).unwrap();
    let (pam, run, log) = (account.at("pam"), account.at("run"), account.at("log"));
    let files = [(&*pam, PAM), (&*log, "/var/log"), (&*run, "/run")];
    let Some(server) = account.server_with(DASH, "UsePAM yes", &files) else { return };
    let mut words = server.client_words("/usr/bin/ssh");
    words.extend(["-e", "none", "-tt", "-l", "pat", HOST].map(str::to_owned));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let cases = Cases::empty();
    let mut first = cases.launch().run(&words, "q quit");
    let said = log_in(&server);
    assert!(said.contains("oo many logins for 'pat'") && !said.contains("There are no cases"), "{said}");
    first.keys("q");
    assert_eq!(first.wait_for_exit(), 0);
    until("the account to be logged out", || log_in(&server).contains("There are no cases yet."));
}
