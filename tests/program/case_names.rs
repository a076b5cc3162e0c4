//! Commands take what `open` takes: the name of a case in the case folder, or a file.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

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
    let mut program = Command::new(tested_program());
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

/// Names that no case can have, each with the one that is proposed.
fn misnamed() -> [(String, String); 4] {
    let long = "a".repeat(101);
    [
        ("A B.toml".to_owned(), "A-B.toml".to_owned()),
        ("Müller.toml".to_owned(), "M-ller.toml".to_owned()),
        ("UP.TOML".to_owned(), "UP.toml".to_owned()),
        (format!("{long}.toml"), format!("{}.toml", &long[1..])),
    ]
}

fn with_misnamed() -> TempDir {
    let cases = cases();
    misnamed().iter().for_each(|(name, _)| copy_sample(&cases.path().join(name)));
    cases
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn files_whose_names_no_case_can_have_are_listed_as_what_they_are() {
    let cases = with_misnamed();
    let list = |format: &str| run(cases.path(), cases.path(), &["list", "--format", format]);
    // The second time there is an index.
    for _ in 0..2 {
        let (rows, json, csv) = (list("text"), list("json"), list("csv"));
        for (name, proposed) in misnamed() {
            let advice = format!("not a case name: rename it, such as to {proposed}");
            let row = format!("{name} ({advice})");
            assert!(text(&rows.stdout).lines().any(|line| line.ends_with(&row)), "{row}");
            let named = format!("{{\"case\":\"{name}\",");
            let json = text(&json.stdout);
            let line = json.lines().find(|line| line.starts_with(&named)).unwrap();
            assert!(line.contains("\"stands\":\"not-a-case-name\"") && line.contains(&advice), "{line}");
            assert!(text(&csv.stdout).lines().any(|line| line.starts_with(&name) && line.contains(&advice)));
        }
        assert_eq!(text(&rows.stdout).lines().filter(|line| line.ends_with("one")).count(), 1);
    }
}

#[test]
fn replay_of_a_folder_names_each_file_that_is_not_a_case() {
    let cases = with_misnamed();
    for format in ["text", "json", "junit"] {
        let replayed = run(cases.path(), cases.path(), &["replay", ".", "--format", format]);
        assert_eq!(replayed.status.code(), Some(2));
        for (name, proposed) in misnamed() {
            let complaint = format!(
                "./{name}: this is not the name of a case (letters, digits, '-', '_' and '.'): rename it, such \
                 as to {proposed}"
            );
            assert!(text(&replayed.stderr).lines().any(|line| line == complaint), "{complaint}");
            let stem = name.rsplit_once('.').unwrap().0;
            assert!(format == "text" || text(&replayed.stdout).contains(stem), "{format}");
        }
    }
}

#[test]
fn file_that_is_named_is_read_under_any_name_and_opened_under_the_name_of_a_case() {
    let cases = with_misnamed();
    for (name, proposed) in misnamed() {
        for command in ["determine", "replay", "next"] {
            assert_eq!(run(cases.path(), cases.path(), &[command, &name]).status.code(), Some(0), "{name}");
        }
        let opened = run(cases.path(), cases.path(), &["--plain", "open", &name]);
        assert_eq!(opened.status.code(), Some(2));
        assert!(text(&opened.stderr).contains(&format!("rename it, such as to {proposed}\n")));
    }
}

#[test]
fn file_that_is_not_a_case_is_not_opened_from_the_list() {
    let cases = with_misnamed();
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(cases.path()).arg("--plain");
    program.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = program.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), "Müller.toml\nquit\n".as_bytes()).unwrap();
    let said = text(&child.wait_with_output().unwrap().stdout);
    let advice = "Müller.toml: not a case name: rename it, such as to M-ller.toml";
    assert_eq!(said.lines().filter(|line| line.contains(advice)).count(), 2, "{said}");
}
