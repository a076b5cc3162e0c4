//! Giving up what the process does not need, once the arguments are read: files other than
//! those of its cases, and system calls with which it could start programs, reach the
//! network or change the machine. A fault in this program can then do no more than the
//! program itself could.
//!
//! What the kernel does not have is left out, and said.

use std::fmt;

use super::reach::{Missing, Reach};
#[cfg(target_os = "linux")]
use super::{calls, files};

/// What the process has given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confinement {
    /// Files: the version of Landlock that the kernel has, or why there is none.
    pub files: Result<String, Missing>,
    /// System calls, or why there is no filter.
    pub calls: Result<(), Missing>,
}

/// Gives up whatever the kernel lets the process give up. It can't be taken back, and holds
/// for every thread that is started later.
#[cfg(target_os = "linux")]
pub fn confine(reach: &Reach<'_>) -> Confinement {
    // The rules about files need system calls of their own, so they come first.
    Confinement { files: files::restrict(reach), calls: calls::restrict() }
}

/// Nothing can be given up on this system.
#[cfg(not(target_os = "linux"))]
pub fn confine(_reach: &Reach<'_>) -> Confinement {
    Confinement { files: Err(Missing::NotInKernel), calls: Err(Missing::NotInKernel) }
}

impl Confinement {
    /// Nothing is given up, because it was not wanted.
    pub fn off() -> Self {
        Self { files: Err(Missing::SwitchedOff), calls: Err(Missing::SwitchedOff) }
    }

    /// Whether all of it is in force.
    pub fn is_whole(&self) -> bool {
        self.files.is_ok() && self.calls.is_ok()
    }
}

impl fmt::Display for Confinement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.files {
            Ok(version) => write!(out, "files: only those of its cases (Landlock {version})")?,
            Err(missing) => write!(out, "files: NOT confined (Landlock: {missing})")?,
        }
        match &self.calls {
            Ok(()) => write!(out, "; system calls: no programs, no network (seccomp)"),
            Err(missing) => write!(out, "; system calls: NOT confined (seccomp: {missing})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_force_is_said_and_so_is_what_is_not() {
        let whole = Confinement { files: Ok("V6".to_owned()), calls: Ok(()) };
        assert!(whole.is_whole());
        assert_eq!(
            whole.to_string(),
            "files: only those of its cases (Landlock V6); system calls: no programs, no network (seccomp)"
        );
        let part = Confinement { files: Err(Missing::NotInKernel), ..whole };
        assert!(!part.is_whole());
        assert!(
            part.to_string().starts_with("files: NOT confined (Landlock: this kernel does not have it);")
        );
        assert!(Confinement::off().to_string().ends_with("NOT confined (seccomp: switched off)"));
    }
}
