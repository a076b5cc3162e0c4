//! Opening files of a case folder safely.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;

use rustix::fs::OFlags;

/// Options to open a file for reading: a link is not followed, and a pipe is not
/// waited for.
pub(super) fn options() -> OpenOptions {
    options_with(OFlags::empty())
}

/// The same with further flags.
pub(super) fn options_with(flags: OFlags) -> OpenOptions {
    let mut options = OpenOptions::new();
    let flags = flags.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK);
    options.read(true).custom_flags(flags.bits().cast_signed());
    options
}
