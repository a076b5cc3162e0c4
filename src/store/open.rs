//! Opening a file that may be anything.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;

use rustix::fs::OFlags;

/// How every file beside the cases is opened: a link in its place is not
/// followed, a pipe not waited for.
pub(super) fn options() -> OpenOptions {
    options_with(OFlags::empty())
}

/// The same, with flags of its own.
pub(super) fn options_with(flags: OFlags) -> OpenOptions {
    let mut options = OpenOptions::new();
    let flags = flags.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK);
    options.read(true).custom_flags(flags.bits().cast_signed());
    options
}
