//! The sample cases as the tests read them: each name and its case.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the sample cases and fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use sij_intake::case::Case;
use sij_intake::{casefile, policy};

/// Every sample case with its name, in the order of the names.
pub(crate) fn sample_cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    let read =
        |path: &PathBuf| casefile::read(&fs::read_to_string(path).unwrap(), policy::editions()).unwrap();
    paths.iter().map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), read(path))).collect()
}
