//! The commands `withdraw` and `restore`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

/// A case folder with the case `one`, a report of it, and another case.
fn cases() -> TempDir {
    let cases = temporary();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/2026-03-02-diagnostic-clean.toml");
    for name in ["one.toml", "two.toml"] {
        fs::copy(&sample, cases.path().join(name)).unwrap();
    }
    fs::write(cases.path().join("one.report.md"), "# a report").unwrap();
    cases
}

fn program(cases: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(cases).args(["--as", "Pat Ng"]).args(arguments);
    program
}

fn run(cases: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = program(cases, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// Opens a case in line mode, until the child is dropped or ended.
fn open(cases: &Path) -> Child {
    let mut child = program(cases, &["--plain", "open", "one"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("Case one."), "{first}");
    child
}

fn end(mut child: Child) {
    drop(child.stdin.take());
    child.wait_with_output().unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| name.starts_with("one."));
    names.sort();
    names
}

#[test]
fn withdrawn_case_leaves_the_list_and_comes_back() {
    let folder = cases();
    let (cases, withdrawn) = (folder.path(), folder.path().join("withdrawn"));
    let text = fs::read_to_string(cases.join("one.toml")).unwrap();
    assert_eq!(run(cases, &["restore"]), (Some(0), "no case is withdrawn\n".to_owned(), String::new()));
    let (status, out, err) = run(cases, &["withdraw", "one"]);
    assert_eq!(
        (status, out.as_str()),
        (Some(0), "one is withdrawn: sij-intake restore one brings it back\n"),
        "{err}"
    );
    assert_eq!(
        (names(cases), names(&withdrawn)),
        (vec![], vec!["one.report.md".to_owned(), "one.toml".to_owned()])
    );
    let (_, listed, _) = run(cases, &["list"]);
    assert!(listed.contains("two") && !listed.contains("one"), "{listed}");
    assert_eq!(run(cases, &["restore"]).1, "one\n");
    let (status, _, err) = run(cases, &["--plain", "open", "one"]);
    assert_eq!(
        (status, err.as_str()),
        (Some(2), "one: it is withdrawn: sij-intake restore one brings it back\n")
    );
    let (status, _, err) = run(cases, &["withdraw", "one"]);
    assert_eq!((status, err.as_str()), (Some(2), "there is no case one in the list: check the name\n"));
    let (status, out, _) = run(cases, &["restore", "one"]);
    assert_eq!((status, out.as_str()), (Some(0), "one is in the list again\n"));
    assert_eq!(fs::read_to_string(cases.join("one.toml")).unwrap(), text);
    assert_eq!((names(cases).len(), names(&withdrawn).len()), (2, 0));
    let (status, _, err) = run(cases, &["restore", "one"]);
    assert_eq!(
        (status, err.as_str()),
        (Some(2), "no case one is withdrawn: sij-intake restore without a name lists those that are\n")
    );
    let (_, log, _) = run(cases, &["audit", "one"]);
    assert!(log.contains("one  begun: withdrawn  (revision 0)"), "{log}");
    assert_eq!(log.matches("one  done: one.report.md, one.toml  (line ").count(), 2, "{log}");
    assert!(log.contains("one  begun: restored") && log.contains("Pat Ng"), "{log}");
    let (_, said, faults) = run(cases, &["audit", "--verify"]);
    assert!(said.contains("two: there is no line about it") && !said.contains("one: the file"), "{said}");
    assert_eq!(faults, "");
}

#[test]
fn case_that_is_open_is_not_withdrawn() {
    let folder = cases();
    let child = open(folder.path());
    let (status, _, err) = run(folder.path(), &["withdraw", "one"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("Pat Ng (")
            && err.ends_with("has it open: it can be withdrawn when they have left it\n"),
        "{err}"
    );
    assert!(folder.path().join("one.toml").exists() && !folder.path().join("withdrawn").exists());
    end(child);
    assert_eq!(run(folder.path(), &["withdraw", "one"]).0, Some(0));
}

#[test]
fn what_is_no_case_is_refused_and_leaves_nothing_behind() {
    let folder = cases();
    let before = fs::read_dir(folder.path()).unwrap().count();
    for (arguments, words) in [
        (&["withdraw", "nope"][..], "there is no case nope in the list"),
        (&["withdraw", "../one"], "this is not the name of a case in "),
        (&["restore", "nope"], "no case nope is withdrawn"),
        (&["withdraw"], "required arguments"),
    ] {
        let (status, out, err) = run(folder.path(), arguments);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
}
