//! A limit on the memory of this process. What it reads and draws is bounded elsewhere; if
//! a bound is missing, this program ends and not the host.
//!
//! It is the limit on data, not on the address space: of that the allocator of the C
//! library reserves 64 MB for each thread, and without them it asks the kernel again at
//! every allocation, which makes a batch fifty times slower.

use std::io;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What every command may use, in bytes: eight times what the wizard takes.
const USUAL: u64 = 64 << 20;

/// Limits the memory to what is usual, or to a lower limit that is set already.
///
/// # Errors
/// When the kernel refuses.
pub(super) fn limit() -> io::Result<()> {
    let given = getrlimit(Resource::Data).current;
    set(USUAL, given)
}

/// Allows this many bytes beside the usual ones: for a large folder, or for threads. Less
/// was allowed before, or more, which then stays. Best effort: the limit that the
/// program was started with is never passed.
pub fn allow(bytes: u64) {
    let Rlimit { current, maximum } = getrlimit(Resource::Data);
    let wanted = USUAL.saturating_add(bytes);
    if current.is_some_and(|current| current < wanted) {
        let _ = set(wanted, maximum);
    }
}

/// Sets the limit, at most to one that was given, which can't be passed from then on.
fn set(bytes: u64, given: Option<u64>) -> io::Result<()> {
    let current = given.map_or(bytes, |given| given.min(bytes));
    Ok(setrlimit(Resource::Data, Rlimit { current: Some(current), maximum: given })?)
}
