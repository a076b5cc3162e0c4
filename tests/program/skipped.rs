//! Tests that can't run everywhere say so, and fail where all have to run.

use std::io::Write;

/// Set where a test that can't run is a failure.
const ALL: &str = "SIJ_TEST_ALL";

/// Says that the test that runs now can't run here, and why.
pub(crate) fn skipped(why: &str) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("a test");
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(std::env::var_os(ALL).is_none(), "{name} can't run here: {why}");
    // Not `eprintln!`, which is shown for failed tests only.
    let _ = writeln!(std::io::stderr(), "SKIPPED {name}: {why}");
}

/// The first of these programs that is not there, having said so.
pub(crate) fn lacks(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|path| !std::path::Path::new(path).exists());
    if let Some(path) = missing {
        skipped(&format!("{path} is not installed"));
    }
    missing.is_some()
}
