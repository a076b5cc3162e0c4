//! Hardening the process before it reads a case, so that patient data stays in the
//! case folder and a file that grows too large is an error, not a crash.

#[cfg(target_os = "linux")]
mod calls;
mod confine;
#[cfg(target_os = "linux")]
mod files;
mod memory;
mod reach;

use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::process::{Resource, Rlimit};

pub use confine::{Confinement, confine};
pub use memory::allow as allow_memory;
pub use reach::{Missing, Reach};

/// Disables core dumps, limits the memory, hides the messages of panics, and turns the
/// signal for a file beyond its size limit into an error.
///
/// # Errors
/// When the kernel refuses.
pub fn apply() -> io::Result<()> {
    no_core_file()?;
    memory::limit()?;
    // With a handler, even one that does nothing, the write fails with an error.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    std::panic::set_hook(Box::new(print_location_only));
    Ok(())
}

fn no_core_file() -> io::Result<()> {
    rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    // The limit does not apply to a core that is piped to a program.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Prints where a panic occurred, never its message, which may quote patient data.
pub(crate) fn print_location_only(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(
        io::stderr(),
        "sij-intake crashed (internal error at {location}). Every accepted answer is saved."
    );
}
