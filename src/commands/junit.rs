//! Replays as JUnit XML, for continuous integration.

use std::io;

use super::replayed::{Ended, Replayed};

/// Prints the replays.
pub(super) fn junit(all: &[Replayed], out: &mut dyn io::Write) -> io::Result<()> {
    let failures = all.iter().filter(|replayed| replayed.ended == Ended::Differs).count();
    let errors = all.iter().filter(|replayed| replayed.ended == Ended::Invalid).count();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites><testsuite name="replay" tests="{}" failures="{failures}" errors="{errors}">"#,
        all.len()
    )?;
    for replayed in all {
        let name = escaped(&replayed.case);
        let element = match replayed.ended {
            Ended::Differs => "failure",
            Ended::Invalid => "error",
            Ended::Agrees | Ended::NothingRecorded => {
                writeln!(out, r#"<testcase classname="replay" name="{name}"/>"#)?;
                continue;
            }
        };
        let words = escaped(&replayed.differences.join("\n"));
        writeln!(
            out,
            r#"<testcase classname="replay" name="{name}"><{element}>{words}</{element}></testcase>"#
        )?;
    }
    writeln!(out, "</testsuite></testsuites>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
