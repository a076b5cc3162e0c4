//! Commands take what `open` takes: the name of a case in the case folder, or a file.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::temp_folder::temporary;

/// A case folder with one case, `one`.
fn cases() -> TempDir {
    let cases = temporary();
    copy_sample(&cases.path().join("one.toml"));
    cases
}

fn copy_sample(to: &Path) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/2026-03-02-diagnostic-clean.toml");
    fs::copy(sample, to).unwrap();
}

/// Runs the program in a folder, with a case folder.
fn run(within: &Path, cases: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sij-intake"));
    program.current_dir(within).arg("--cases").arg(cases).args(arguments).output().unwrap()
}

#[test]
fn commands_that_read_a_case_take_its_name() {
    let (cases, elsewhere) = (cases(), temporary());
    for name in ["one", "one.toml"] {
        for command in ["determine", "letter", "next", "replay"] {
            let ran = run(elsewhere.path(), cases.path(), &[command, name]);
            assert_eq!(ran.status.code(), Some(0), "{command} {name}: {ran:?}");
        }
        let json = run(elsewhere.path(), cases.path(), &["determine", name, "--format", "json"]);
        assert!(json.stdout.starts_with(br#"{"case":"one","#), "{json:?}");
    }
}

#[test]
fn file_of_that_name_takes_precedence() {
    let (cases, elsewhere) = (cases(), temporary());
    fs::write(elsewhere.path().join("one"), "no case").unwrap();
    fs::create_dir(elsewhere.path().join("two")).unwrap();
    copy_sample(&cases.path().join("two.toml"));
    for command in ["determine", "letter", "next", "replay"] {
        let ran = run(elsewhere.path(), cases.path(), &[command, "one"]);
        assert_eq!(ran.status.code(), Some(2), "{command}: {ran:?}");
    }
    let a_folder = run(elsewhere.path(), cases.path(), &["determine", "two"]);
    assert_eq!(a_folder.status.code(), Some(0), "a folder is not a file: {a_folder:?}");
}

#[test]
fn complaint_names_the_file_and_the_case() {
    let elsewhere = temporary();
    let case = elsewhere.path().join("cases/nope.toml");
    for command in ["determine", "letter", "next", "replay"] {
        let ran = run(elsewhere.path(), Path::new("cases"), &[command, "nope"]);
        assert_eq!(ran.status.code(), Some(2), "{command}");
        let complaint = format!(
            "nope: there is no such file, and no case {}: check the name; --cases chooses another case folder\n",
            case.display()
        );
        assert_eq!(String::from_utf8(ran.stderr).unwrap(), complaint, "{command}");
    }
}

#[test]
fn replay_by_name_is_logged() {
    let (cases, elsewhere) = (cases(), temporary());
    // Opening the case starts the log.
    let opened = run(elsewhere.path(), cases.path(), &["--plain", "open", "one"]);
    assert!(opened.stdout.len() > 10, "{opened:?}");
    run(elsewhere.path(), cases.path(), &["replay", "one"]);
    let log = fs::read_to_string(cases.path().join(".audit.log")).unwrap();
    assert!(log.lines().last().unwrap().contains(r#""event":"replayed""#), "{log}");
}
