//! What the process gives up before it reads a case, so that patient data
//! stays in the case folder and a full disk is an error, not an end.

use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::process::{Resource, Rlimit};

/// Leaves no core file, shows nothing of a panic but its place, and gets an
/// error instead of a signal when a file would grow beyond its limit.
///
/// # Errors
/// When the kernel refuses.
pub fn apply() -> io::Result<()> {
    no_core_file()?;
    // A handler that does nothing: the write that was too large then fails with an error.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    std::panic::set_hook(Box::new(say_only_where));
    Ok(())
}

fn no_core_file() -> io::Result<()> {
    rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    // The limit does not hold for a core that is piped to a program.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Says where a panic was, never what: its message may quote what was worked on.
pub(crate) fn say_only_where(panic: &PanicHookInfo<'_>) {
    let question = panic.location().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(
        io::stderr(),
        "sij-intake stopped at a fault of its own ({question}). Every accepted answer is saved."
    );
}
