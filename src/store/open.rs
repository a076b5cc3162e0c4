//! Opening files of a case folder safely.

use std::fs::File;
use std::io;

use rustix::fd::AsFd;
use rustix::fs::{Mode, OFlags, openat};
use rustix::io::retry_on_intr;
use rustix::path::Arg;

/// A new file is for this user alone, until it gets the mode that its folder implies.
const PRIVATE: Mode = Mode::RUSR.union(Mode::WUSR);

/// Opens a file in a directory: a link is not followed, and a pipe is not waited for.
pub(super) fn open_at(directory: impl AsFd, path: impl Arg + Copy, flags: OFlags) -> io::Result<File> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(retry_on_intr(|| openat(&directory, path, flags, PRIVATE))?))
}
