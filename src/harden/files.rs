//! Which files the process can reach, by Landlock.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
    make_bitflags,
};

use super::reach::{Missing, Reach};

/// The version whose rights are restricted; an older kernel restricts those it knows.
const KNOWN: ABI = ABI::V6;

/// The time zones of the machine, which are read whenever a time is shown.
const TIME_ZONES: [&str; 4] =
    ["/etc/localtime", "/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];
/// The terminal, which is opened again for its keys and its size.
const TERMINAL: &str = "/dev/tty";

/// Denies every file but these. Nothing can be executed.
pub(super) fn restrict(reach: &Reach<'_>) -> Result<String, Missing> {
    let mut rules = rules().map_err(|_| Missing::TooOld)?;
    let read = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    for folder in &reach.folders {
        allow(&mut rules, folder, in_folder());
    }
    for path in reach.read.iter().copied().chain(TIME_ZONES.iter().map(Path::new)) {
        allow(&mut rules, path, read);
    }
    allow(&mut rules, Path::new(TERMINAL), make_bitflags!(AccessFs::{ReadFile | WriteFile | IoctlDev}));
    let status = rules.restrict_self().map_err(|error| Missing::Refused(error.to_string()))?;
    match (status.ruleset, status.landlock) {
        (RulesetStatus::NotEnforced, _)
        | (_, LandlockStatus::NotEnabled | LandlockStatus::NotImplemented) => Err(Missing::NotInKernel),
        (_, LandlockStatus::Available { effective_abi, .. }) => Ok(format!("{effective_abi:?}")),
    }
}

/// What the process does in a folder of cases. It makes no links, pipes or devices.
fn in_folder() -> BitFlags<AccessFs> {
    make_bitflags!(AccessFs::{
        ReadFile | ReadDir | WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir | Refer
    })
}

fn rules() -> Result<RulesetCreated, RulesetError> {
    Ruleset::default()
        // The first version denies to move a file from one folder to another whatever the
        // rules say, and withdrawing a case does that.
        .set_compatibility(CompatLevel::SoftRequirement)
        .handle_access(AccessFs::Refer)?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(KNOWN))?
        .handle_access(AccessNet::from_all(KNOWN))?
        .scope(Scope::AbstractUnixSocket)?
        .create()
}

/// Allows what is below a path. A path that does not exist can't be allowed, and a pipe needs
/// not be: then nothing is.
fn allow(rules: &mut RulesetCreated, path: &Path, access: BitFlags<AccessFs>) {
    if let Ok(opened) = PathFd::new(path) {
        let _ = rules.add_rule(PathBeneath::new(opened, access));
    }
}
