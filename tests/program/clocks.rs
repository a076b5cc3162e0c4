//! The command `clocks`: the time zone of the machine, and the settings file.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const CASE: &str = "format = 1\npolicy = 'MM-1463'\nrequest.received = 2026-03-06\n\
    intake = { received_at = 2026-03-06T14:05:00-05:00, urgency = 'expedited' }\n";

fn folder(settings: &str) -> TempDir {
    let folder = temporary();
    fs::write(folder.path().join("one.toml"), CASE).unwrap();
    fs::write(folder.path().join("settings.toml"), settings).unwrap();
    folder
}

fn clocks(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut program = Command::new(tested_program());
    // Clocks change on 2026-03-08: no file of the machine is needed to know that.
    program.env("TZ", "EST5EDT,M3.2.0,M11.1.0");
    program.arg("--cases").arg(folder.path()).arg("clocks").args(arguments).output().unwrap()
}

#[test]
fn hours_run_on_across_a_clock_change_of_the_zone() {
    let output = clocks(&folder(""), &["one"]);
    let out = String::from_utf8(output.stdout).unwrap();
    let end = "    from Fri 2026-03-06 14:05 -05:00, the time of receipt\n    72 hours later: Mon 2026-03-09 15:05 -04:00\n";
    assert!(out.contains(end), "{out}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn clocks_come_from_the_settings_file_of_the_folder() {
    let clock = "[[clocks]]\nname = 'contract'\nlength = '1 business day'\nfrom = 2026-01-01\nsource = 'section 7.2'\n";
    let output = clocks(&folder(clock), &["one"]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("Due: Mon 2026-03-09 15:05 -04:00"), "a longer one never wins\n{out}");
    assert!(out.contains("  Source: section 7.2\n") && !out.contains("federal only"), "{out}");
    let output = clocks(&folder(&clock.replace("business day", "day")), &[]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("settings.toml: line 3, column 10: clocks.length: write a length such as"), "{err}");
    assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()));
}
