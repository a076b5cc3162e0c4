//! `--version`: the version, and with `--verbose` what the process gives up.

use std::io;

use crate::cli::Confine;
use crate::harden::{self, Confinement, Reach};
use crate::policy::{POLICY, editions};
use crate::report::PROGRAM;

use super::{Status, Streams};

/// Gives up what a run does not need, as far as that is wanted.
///
/// # Errors
/// Why the program does not run.
pub fn confine(how: Confine, reach: &Reach<'_>) -> Result<Confinement, String> {
    match how {
        Confine::Off => Ok(Confinement::off()),
        Confine::Auto => Ok(harden::confine(reach)),
        Confine::Require => whole(harden::confine(reach)),
    }
}

fn whole(confinement: Confinement) -> Result<Confinement, String> {
    if confinement.is_whole() {
        return Ok(confinement);
    }
    Err(format!(
        "--confine require: not everything is confined here ({confinement}): use a kernel that has both, or leave the option out"
    ))
}

/// Prints the version; with the confinement also the policy, and what is in force.
///
/// # Errors
/// When it can't be written.
pub fn version(confinement: Option<&Confinement>, to: &mut Streams<'_>) -> io::Result<Status> {
    writeln!(to.out, "{PROGRAM}")?;
    if let Some(confinement) = confinement {
        let ids: Vec<&str> = editions().iter().map(|edition| edition.label.id).collect();
        writeln!(to.out, "policy {POLICY}, editions {}", ids.join(", "))?;
        writeln!(to.out, "confinement: {confinement}")?;
    }
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harden::Missing;

    #[test]
    fn requiring_what_the_kernel_lacks_is_refused_with_what_is_missing() {
        let part = Confinement { files: Err(Missing::NotInKernel), calls: Ok(()) };
        let refused = whole(part).unwrap_err();
        assert!(refused.contains("Landlock: this kernel does not have it"), "{refused}");
        let confinement = Confinement { files: Ok("V6".to_owned()), calls: Ok(()) };
        assert_eq!(whole(confinement.clone()), Ok(confinement));
    }

    #[test]
    fn version_is_one_line_and_more_only_where_more_is_wanted() {
        let printed = |confinement: Option<&Confinement>| {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            version(confinement, &mut Streams { out: &mut out, err: &mut err }).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(printed(None), format!("{PROGRAM}\n"));
        let verbose = printed(Some(&Confinement::off()));
        assert!(
            verbose.contains("\npolicy MM-1463, editions 2025-07-01\nconfinement: files: NOT"),
            "{verbose}"
        );
    }
}
