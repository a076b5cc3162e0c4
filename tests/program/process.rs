//! Processes: their state in `/proc`, and waiting for it.

use std::fs;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

/// After this long a test fails instead of hanging.
pub(crate) const DEADLINE: Duration = Duration::from_secs(180);
/// The pause between two checks of a state.
const POLL: Duration = Duration::from_millis(2);

/// Waits until a condition holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let by = Instant::now() + DEADLINE;
    while !holds() {
        assert!(Instant::now() < by, "waited for: {what}");
        thread::sleep(POLL);
    }
}

/// Waits until a child ends; kills it at the deadline.
pub(crate) fn wait(child: &mut Child) -> ExitStatus {
    let process = pidfd_open(Pid::from_child(child), PidfdFlags::empty()).unwrap();
    let deadline = Timespec::try_from(DEADLINE).unwrap();
    let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&deadline)).unwrap();
    if ended == 0 {
        child.kill().unwrap();
        panic!("process {} hangs", child.id());
    }
    child.wait().unwrap()
}

pub(crate) fn send(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), signal).unwrap();
}

/// Sends a signal that may have a number only.
pub(crate) fn send_number(pid: u32, signal: i32) {
    let kill = format!("kill -{signal} {pid}");
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
}

/// The processes whose arguments contain this.
pub(crate) fn with_argument(text: &str) -> Vec<u32> {
    let all =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let has_argument = |pid: &u32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(text)
    };
    all.filter(has_argument).collect()
}

/// A field of `/proc/PID/status`.
pub(crate) fn field(pid: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

/// The letter of its state, such as `S` for sleeping.
pub(crate) fn state(pid: u32) -> Option<char> {
    field(pid, "State")?.chars().next()
}

/// Whether a process has ended, even if nobody has waited for it yet.
pub(crate) fn has_ended(pid: u32) -> bool {
    state(pid).is_none_or(|state| state == 'Z')
}

/// The processor time of a process in hundredths of a second.
pub(crate) fn ticks(pid: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

/// The number of context switches of a process, over all threads.
pub(crate) fn switches(pid: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let of_thread = |thread: u32| -> u64 {
        ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"]
            .map(|name| field(thread, name).unwrap().parse::<u64>().unwrap())
            .iter()
            .sum()
    };
    threads.map(|entry| of_thread(entry.unwrap().file_name().to_str().unwrap().parse().unwrap())).sum()
}
