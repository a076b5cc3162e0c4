//! What `doctor` finds, from what was looked at. Pure: nothing is looked at here.

use chrono::{DateTime, Datelike, FixedOffset};

use crate::case::{Text, YEARS};
use crate::harden::Confinement;
use crate::policy::editions;
use crate::store::FolderState;

/// Less free space than this is soon used up.
const LITTLE_SPACE: u64 = 64 * MEGABYTE;
/// With less than this, a save may fail.
const NO_SPACE: u64 = MEGABYTE;
const MEGABYTE: u64 = 1024 * 1024;
/// A folder that changed later than this many seconds from now shows that a clock is wrong.
const CLOCK_DIFFERENCE: i64 = 120;
const ACCESS_BY_OTHERS: u32 = 0o007;
const GROUP_CAN_WRITE: u32 = 0o020;
const SET_GROUP: u32 = 0o2000;
/// A screen of this many columns and rows shows everything.
const COMFORTABLE: (u16, u16) = (80, 24);

/// What was looked at.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    /// The name of the case folder.
    pub(super) folder_name: Text,
    /// What the system says of it, or why it can't be asked.
    pub(super) folder: Result<FolderState, String>,
    /// What is wrong with the settings, if anything.
    pub(super) settings: Result<(), String>,
    /// The audit log, or why it can't be read; `None` where there is none.
    pub(super) log: Option<Result<LogState, String>>,
    /// Now, where the coordinator is.
    pub(super) now: DateTime<FixedOffset>,
    /// The terminal.
    pub(super) terminal: TerminalState,
    /// What the process has given up.
    pub(super) confinement: Confinement,
}

/// The audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LogState {
    /// How many lines it has.
    pub(super) lines: u64,
    /// How many of its lines are not as they were written.
    pub(super) faults: usize,
}

/// The terminal that the program would draw on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TerminalState {
    /// Whether standard input and output are one.
    pub is_terminal: bool,
    /// Its kind, from `TERM`.
    pub kind: Option<String>,
    /// Whether the locale is UTF-8.
    pub is_utf8: bool,
    /// Its columns and rows, where it says them.
    pub size: Option<(u16, u16)>,
}

/// How much a finding matters; later ones matter more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// As it should be.
    Fine,
    /// The program works, and something should be seen to.
    Warning,
    /// The program can't work, or its log can't be relied on.
    Fault,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// What: `folder`, `rights`, `space`, `settings`, `log`, `clock`, `terminal` or `confinement`.
    pub(super) about: &'static str,
    /// How much it matters.
    pub(super) severity: Severity,
    /// What was found.
    pub(super) says: String,
    /// What to do; empty where there is nothing to do.
    pub(super) remedy: String,
}

impl Finding {
    fn fine(about: &'static str, says: String) -> Self {
        Self { about, severity: Severity::Fine, says, remedy: String::new() }
    }

    fn warning(about: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { about, severity: Severity::Warning, says: says.into(), remedy: remedy.into() }
    }

    fn fault(about: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Fault, ..Self::warning(about, says, remedy) }
    }
}

/// Everything that was found, in the order in which it is printed.
pub(super) fn findings(of: &Surroundings) -> Vec<Finding> {
    let name = &of.folder_name;
    let mut found = match &of.folder {
        Ok(state) => of_folder(name, state),
        Err(why) => {
            let remedy = "make it (mkdir -p -m 700), or choose another one with --cases";
            vec![Finding::fault("folder", format!("{name} can't be used: {why}"), remedy)]
        }
    };
    found.push(of_settings(&of.settings));
    found.extend(of.log.as_ref().map(of_log));
    found.push(of_clock(of.now, of.folder.as_ref().ok().map(|state| state.changed)));
    found.extend(of_terminal(&of.terminal));
    found.push(of_confinement(&of.confinement));
    found
}

fn of_folder(name: &Text, state: &FolderState) -> Vec<Finding> {
    let rights = of_rights(name, state.mode);
    vec![of_access(name, state), rights, of_space(state.free)]
}

fn of_access(name: &Text, state: &FolderState) -> Finding {
    if !state.is_writable {
        let remedy = "give this account or its group the right to read, write and enter it; see whether the disk is mounted read-only";
        return Finding::fault("folder", format!("this account can't make files in {name}"), remedy);
    }
    match state.can_lock {
        Some(false) => Finding::fault(
            "folder",
            format!("files in {name} can't be locked, so two people could change one case"),
            "put the folder on a file system that has locks",
        ),
        Some(true) | None => Finding::fine("folder", format!("{name} can be read and written")),
    }
}

fn of_rights(name: &Text, mode: u32) -> Finding {
    let shown = format!("the rights of the folder are {mode:04o}");
    if mode & ACCESS_BY_OTHERS != 0 {
        let remedy = format!("chmod o-rwx {name}");
        return Finding::warning("rights", format!("{shown}: people outside its group can enter it"), remedy);
    }
    if mode & GROUP_CAN_WRITE != 0 && mode & SET_GROUP == 0 {
        let says = format!("{shown}: new files get the group of their maker, not that of the folder");
        return Finding::warning("rights", says, format!("chmod g+s {name}"));
    }
    Finding::fine("rights", shown)
}

fn of_space(free: u64) -> Finding {
    let says = format!("{} MB are free", free / MEGABYTE);
    let remedy = "make room on the disk of the case folder";
    match free {
        0..NO_SPACE => Finding::fault("space", "the disk is full: no answer can be saved", remedy),
        NO_SPACE..LITTLE_SPACE => Finding::warning("space", says, remedy),
        _ => Finding::fine("space", says),
    }
}

fn of_settings(settings: &Result<(), String>) -> Finding {
    match settings {
        Ok(()) => Finding::fine("settings", "the settings can be read".to_owned()),
        Err(problem) => Finding::fault(
            "settings",
            problem.clone(),
            "correct the settings file; examples/settings.toml shows how it is written",
        ),
    }
}

fn of_log(log: &Result<LogState, String>) -> Finding {
    match log {
        Ok(LogState { lines, faults: 0 }) => {
            Finding::fine("log", format!("the audit log has {lines} lines, each as it was written"))
        }
        Ok(LogState { lines, faults }) => Finding::fault(
            "log",
            format!("the audit log has {lines} lines and {faults} faults"),
            "sij-intake audit --verify names them; find out who changed the log",
        ),
        Err(why) => Finding::fault(
            "log",
            format!("the audit log can't be read ({why})"),
            "give this account or its group the right to read and write .audit.log",
        ),
    }
}

fn of_clock(now: DateTime<FixedOffset>, changed: Option<i64>) -> Finding {
    let says = format!("it is {} here", now.format("%Y-%m-%d %H:%M %:z"));
    let remedy = "set the clock, and have it kept (timedatectl set-ntp true): due times and the log need it";
    let in_future = changed.is_some_and(|changed| changed > now.timestamp() + CLOCK_DIFFERENCE);
    // A clock that is before the policy was never set.
    let first_year = editions().governs_from().year();
    if !(first_year..=*YEARS.end()).contains(&now.year()) {
        return Finding::fault("clock", format!("{says}, which can't be right"), remedy);
    }
    if in_future {
        return Finding::warning("clock", format!("{says}, and the folder changed later than that"), remedy);
    }
    Finding::fine("clock", says)
}

fn of_terminal(of: &TerminalState) -> Vec<Finding> {
    if !of.is_terminal {
        let says = "standard input or output is no terminal: the program asks line by line".to_owned();
        return vec![Finding::fine("terminal", says)];
    }
    let Some(kind) = of.kind.as_deref().filter(|kind| *kind != "dumb") else {
        let says = "TERM is not set, or dumb: the program asks line by line";
        let remedy = "set TERM to the kind of the terminal, such as xterm-256color";
        return vec![Finding::warning("terminal", says, remedy)];
    };
    let mut found = Vec::new();
    if !of.is_utf8 {
        let says = "the locale is not UTF-8: the program draws with ASCII, and names lose their accents";
        found.push(Finding::warning("terminal", says, "set LANG to C.UTF-8 (SetEnv in sshd_config)"));
    }
    match of.size {
        Some((columns, rows)) if columns < COMFORTABLE.0 || rows < COMFORTABLE.1 => {
            let says = format!("the window has {columns} columns and {rows} rows");
            let remedy = format!("make it {} by {} or larger", COMFORTABLE.0, COMFORTABLE.1);
            found.push(Finding::warning("terminal", says, remedy));
        }
        _ => {}
    }
    if found.is_empty() {
        found.push(Finding::fine("terminal", format!("{} with UTF-8", Text::new(kind))));
    }
    found
}

fn of_confinement(confinement: &Confinement) -> Finding {
    if confinement.is_whole() {
        return Finding::fine("confinement", confinement.to_string());
    }
    let remedy = "leave --confine out, and use Linux 5.19 or newer with landlock among the modules of /sys/kernel/security/lsm";
    Finding::warning("confinement", confinement.to_string(), remedy)
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
