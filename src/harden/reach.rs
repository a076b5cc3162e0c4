//! What a confined process may still reach, and why a part of the confinement is missing.

use std::fmt;
use std::path::Path;

/// What the process may still reach in the file system.
#[derive(Debug, Default)]
pub struct Reach<'p> {
    /// Folders in which it reads and writes.
    pub folders: Vec<&'p Path>,
    /// Files and folders that it reads. Those that do not exist are left out.
    pub read: Vec<&'p Path>,
}

/// Why a part of the confinement is not in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// It was not wanted.
    SwitchedOff,
    /// The kernel does not have it.
    NotInKernel,
    /// The kernel's version of it would keep the program from its work.
    TooOld,
    /// The kernel refused it.
    Refused(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SwitchedOff => out.write_str("switched off"),
            Self::NotInKernel => out.write_str("this kernel does not have it"),
            Self::TooOld => out.write_str("this kernel's version of it is too old"),
            Self::Refused(why) => write!(out, "the kernel refused it: {why}"),
        }
    }
}
