//! The command `letter`: its exit statuses, its settings file, and its HTML under a
//! checker.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::skipped::lacks;
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const GAPS: &str = "2026-05-12-diagnostic-record-has-gaps";
const OPEN: &str = "2026-05-18-therapeutic-half-answered";
const CLEAN: &str = "2026-03-02-diagnostic-clean";
const TIDY: &str = "/usr/bin/tidy";

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(format!("{name}.toml"))
}

/// A private folder with some sample cases and a settings file, if one is given.
fn folder(settings: Option<&str>) -> TempDir {
    let folder = temporary();
    for name in [GAPS, OPEN, CLEAN] {
        fs::copy(sample(name), folder.path().join(format!("{name}.toml"))).unwrap();
    }
    if let Some(text) = settings {
        fs::write(folder.path().join("settings.toml"), text).unwrap();
    }
    folder
}

fn letter(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder).arg("letter").args(arguments).output().unwrap()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn letter_is_printed_refused_or_not_needed_and_nothing_is_written() {
    let folder = folder(None);
    let files = || fs::read_dir(folder.path()).unwrap().count();
    let before = files();
    for (arguments, status, out, err) in [
        (&[GAPS][..], 0, "REQUEST FOR INFORMATION\n", ""),
        (&[CLEAN], 0, "", "nothing to ask the provider for: no letter"),
        (&[OPEN], 2, "", "no letter yet: 2 questions have no answer"),
        (&[OPEN, GAPS], 2, "REQUEST FOR INFORMATION\n", "or print a draft with --draft"),
        (&["--draft", OPEN], 0, "DRAFT, not to be sent: 2 questions have no answer", ""),
        (&["no-such-case"], 2, "", "no-such-case: there is no such file, and no case "),
        (&["--format", "markdown", GAPS], 0, "# Request for information\n", ""),
        (&["--format", "html", GAPS], 0, "<!DOCTYPE html>\n<html lang=\"en\">", ""),
    ] {
        let output = letter(folder.path(), arguments);
        let [said, complained] = [&output.stdout, &output.stderr].map(|bytes| words(bytes));
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {complained}");
        assert!(said.starts_with(out) && (said.is_empty() == out.is_empty()), "{arguments:?}: {said}");
        assert!(complained.contains(err) && (complained.is_empty() == err.is_empty()), "{complained}");
    }
    assert_eq!(files(), before);
}

#[test]
fn settings_of_the_folder_are_used_unless_they_are_wrong_or_anybody_can_change_them() {
    let folder = folder(Some("[letter]\nletterhead = 'Plan of {member_id}'\n"));
    let settings = folder.path().join("settings.toml");
    assert!(words(&letter(folder.path(), &[GAPS]).stdout).starts_with("Plan of TC9000033\n"));
    let complaint = || {
        let output = letter(folder.path(), &[GAPS]);
        assert_eq!((output.status.code(), words(&output.stdout)), (Some(2), String::new()));
        words(&output.stderr).replace(folder.path().to_str().unwrap(), "FOLDER")
    };
    fs::set_permissions(&settings, Permissions::from_mode(0o666)).unwrap();
    let open = "anybody can change this file (mode 666): run chmod o-w on it, and check what it says";
    assert_eq!(complaint(), format!("FOLDER/settings.toml: {open}\n"));
    fs::remove_file(&settings).unwrap();
    fs::write(&settings, "[letter]\nclosing = 'to {membr}'\n").unwrap();
    let unknown = "line 2, column 15: letter.closing: there is no such name: did you mean {member}?";
    assert_eq!(complaint(), format!("FOLDER/settings.toml: {unknown}\n"));
    let other = folder.path().join("other");
    fs::write(&other, "[letter]\nletterhead = 'Other'\n").unwrap();
    let output = letter(folder.path(), &["--settings", other.to_str().unwrap(), GAPS]);
    assert!(words(&output.stdout).starts_with("Other\n"), "{output:?}");
    let output = letter(folder.path(), &["--settings", "no/such.toml", GAPS]);
    assert_eq!(words(&output.stderr), "no/such.toml: there is no such file: check the name\n");
    assert_eq!(letter(folder.path(), &["settings"]).status.code(), Some(2), "it is no case");
}

#[test]
fn html_of_all_samples_has_no_fault() {
    if lacks(&[TIDY]) {
        return;
    }
    let folder = temporary();
    let hostile =
        "[letter]\nletterhead = '<b>\"A&B\"</b>'\nclosing = '''\n</p></article>\n\n&amp; {member}'''\n";
    let settings = folder.path().join("form");
    fs::write(&settings, hostile).unwrap();
    let cases = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).unwrap();
    let cases = cases.map(|entry| entry.unwrap().path().display().to_string());
    let cases: Vec<String> = cases.filter(|path| path.ends_with(".toml")).collect();
    let options = ["--settings", settings.to_str().unwrap(), "--draft", "--format", "html"];
    let arguments: Vec<&str> = options.into_iter().chain(cases.iter().map(String::as_str)).collect();
    let page = letter(folder.path(), &arguments).stdout;
    assert!(words(&page).matches("<article>").count() >= 10, "{}", words(&page));
    let mut checker = Command::new(TIDY);
    checker.args(["-quiet", "-errors", "-utf8", "--doctype", "html5"]);
    let mut checker =
        checker.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    checker.stdin.take().unwrap().write_all(&page).unwrap();
    let checked = checker.wait_with_output().unwrap();
    assert_eq!((checked.status.code(), words(&checked.stderr)), (Some(0), String::new()));
}
