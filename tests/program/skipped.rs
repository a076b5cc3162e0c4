//! Tests that can't run on this machine: they say so, or fail under `SIJ_TEST_ALL`.

use std::io::Write;

/// When set, a test that can't run fails.
const ALL: &str = "SIJ_TEST_ALL";

/// Reports that the current test can't run here, and why.
pub(crate) fn skipped(why: &str) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("a test");
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(std::env::var_os(ALL).is_none(), "{name} can't run here: {why}");
    // Not `eprintln!`, which is shown for failed tests only.
    let _ = writeln!(std::io::stderr(), "SKIPPED {name}: {why}");
}

/// Whether one of these programs is missing; if so, reports it.
pub(crate) fn lacks(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|path| !std::path::Path::new(path).exists());
    if let Some(path) = missing {
        skipped(&format!("{path} is not installed"));
    }
    missing.is_some()
}
