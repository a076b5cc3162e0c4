//! Which system calls the process can make, by seccomp.
//!
//! It is a list of calls that are denied. A list of those that are allowed would be shorter,
//! and would fail at the first call that another version of the C library makes, in the
//! middle of somebody's work. For the same reason a denied call fails with an error, which the
//! program can report, and does not kill the process.

use std::collections::BTreeMap;

use libc::{AF_UNIX, CLONE_THREAD, ENOSYS, EPERM, SOCK_SEQPACKET, SOCK_STREAM, TIOCSTI};
#[cfg(target_arch = "x86_64")]
use libc::{BPF_ABS, BPF_JGE, BPF_JMP, BPF_K, BPF_LD, BPF_RET, BPF_W, SECCOMP_RET_ERRNO};
use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::SeccompCmpOp::{Eq, MaskedEq, Ne};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule, TargetArch, apply_filter,
    sock_filter,
};

use super::reach::Missing;

/// Calls that are denied whatever their arguments.
#[rustfmt::skip]
const DENIED: &[i64] = &[
    // Starting programs.
    libc::SYS_execve, libc::SYS_execveat,
    // Other processes.
    libc::SYS_ptrace, libc::SYS_process_vm_readv, libc::SYS_process_vm_writev, libc::SYS_kcmp,
    libc::SYS_pidfd_getfd,
    // Mounts and namespaces.
    libc::SYS_mount, libc::SYS_umount2, libc::SYS_pivot_root, libc::SYS_move_mount, libc::SYS_open_tree,
    libc::SYS_fsopen, libc::SYS_fsconfig, libc::SYS_fsmount, libc::SYS_fspick, libc::SYS_mount_setattr,
    libc::SYS_chroot, libc::SYS_setns, libc::SYS_unshare, libc::SYS_open_by_handle_at,
    // Other users.
    libc::SYS_setuid, libc::SYS_setgid, libc::SYS_setreuid, libc::SYS_setregid, libc::SYS_setresuid,
    libc::SYS_setresgid, libc::SYS_setgroups, libc::SYS_setfsuid, libc::SYS_setfsgid, libc::SYS_capset,
    // Ways around this filter, and large parts of the kernel that the program does not use.
    libc::SYS_io_uring_setup, libc::SYS_io_uring_enter, libc::SYS_io_uring_register, libc::SYS_bpf,
    libc::SYS_perf_event_open, libc::SYS_userfaultfd, libc::SYS_keyctl, libc::SYS_add_key,
    libc::SYS_request_key,
    // The machine.
    libc::SYS_init_module, libc::SYS_finit_module, libc::SYS_delete_module, libc::SYS_kexec_load,
    libc::SYS_reboot, libc::SYS_swapon, libc::SYS_swapoff, libc::SYS_acct, libc::SYS_syslog,
    libc::SYS_quotactl, libc::SYS_settimeofday, libc::SYS_clock_settime, libc::SYS_clock_adjtime,
    libc::SYS_adjtimex, libc::SYS_sethostname, libc::SYS_setdomainname,
];

/// Calls of one architecture, denied whatever their arguments.
#[cfg(target_arch = "x86_64")]
const DENIED_HERE: &[i64] = &[libc::SYS_fork, libc::SYS_vfork, libc::SYS_iopl, libc::SYS_ioperm];
#[cfg(not(target_arch = "x86_64"))]
const DENIED_HERE: &[i64] = &[];

/// The kind of processor, where filters can be made for it.
const ARCH: Option<TargetArch> = if cfg!(target_arch = "x86_64") {
    Some(TargetArch::x86_64)
} else if cfg!(target_arch = "aarch64") {
    Some(TargetArch::aarch64)
} else {
    None
};

/// Processors of this kind have each call a second time, with this bit in its number. Three
/// instructions before a filter deny them all, as most kernels do: a rule for each would
/// double the filter, and with it the time that the kernel takes to check it.
#[cfg(target_arch = "x86_64")]
const DENY_SECOND_NUMBERS: [sock_filter; 3] = {
    let number = sock_filter { code: (BPF_LD | BPF_W | BPF_ABS) as u16, jt: 0, jf: 0, k: 0 };
    let has_bit = sock_filter { code: (BPF_JMP | BPF_JGE | BPF_K) as u16, jt: 0, jf: 1, k: 0x4000_0000 };
    let deny =
        sock_filter { code: (BPF_RET | BPF_K) as u16, jt: 0, jf: 0, k: SECCOMP_RET_ERRNO | ENOSYS as u32 };
    [number, has_bit, deny]
};
#[cfg(not(target_arch = "x86_64"))]
const DENY_SECOND_NUMBERS: [sock_filter; 0] = [];

/// The part of a socket's type that is no flag.
const SOCKET_TYPE: u64 = 0xf;

/// The request that puts keys into a terminal. C libraries differ in its type.
const TYPES_KEYS: u64 = TIOCSTI as u32 as u64;

/// Denies the calls above, new processes, and sockets other than those of a local log.
pub(super) fn restrict() -> Result<(), Missing> {
    let arch = ARCH.ok_or(Missing::NotInKernel)?;
    let rules = denied().map_err(refused)?;
    // The arguments of this newer call are out of the filter's sight. Where it does not
    // exist, the C library starts threads with the older one.
    let newer = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    for (rules, error) in [(rules, EPERM), (newer, ENOSYS)] {
        let answer = SeccompAction::Errno(error.unsigned_abs());
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, answer, arch).map_err(refused)?;
        let program = BpfProgram::try_from(filter).map_err(refused)?;
        let program = [&DENY_SECOND_NUMBERS[..], &program].concat();
        apply_filter(&program).map_err(|error| Missing::Refused(error.to_string()))?;
    }
    Ok(())
}

fn refused(error: seccompiler::BackendError) -> Missing {
    Missing::Refused(error.to_string())
}

/// The denied calls, each with the arguments for which it is denied: none for all.
fn denied() -> Result<BTreeMap<i64, Vec<SeccompRule>>, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        DENIED.iter().chain(DENIED_HERE).map(|call| (*call, Vec::new())).collect();
    let when = |condition| SeccompRule::new(vec![condition?]);
    let (unix, thread) = (number(AF_UNIX), number(CLONE_THREAD));
    let is_of = |kind| SeccompCondition::new(1, Dword, MaskedEq(SOCKET_TYPE), number(kind));
    let is_not_local = || SeccompCondition::new(0, Dword, Ne, unix);
    rules.insert(libc::SYS_clone, vec![when(SeccompCondition::new(0, Qword, MaskedEq(thread), 0))?]);
    let sockets = vec![when(is_not_local())?, when(is_of(SOCK_STREAM))?, when(is_of(SOCK_SEQPACKET))?];
    rules.insert(libc::SYS_socket, sockets);
    // A pair of sockets joins two ends of this process: signals wake the program with one.
    rules.insert(libc::SYS_socketpair, vec![when(is_not_local())?]);
    // Keys put into the terminal would be typed into the shell behind the program.
    rules.insert(libc::SYS_ioctl, vec![when(SeccompCondition::new(1, Dword, Eq, TYPES_KEYS))?]);
    Ok(rules)
}

fn number(constant: i32) -> u64 {
    constant.unsigned_abs().into()
}
