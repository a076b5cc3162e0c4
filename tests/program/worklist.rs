//! The worklist of the real program: `list` for other programs, many programs in one
//! folder, and a list that is left alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::process;
use crate::temp_folder::temporary;
use crate::terminal::pty::{Cases, DOWN};
use crate::tested_program::tested_program;

fn list(cases: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(cases).arg("list").args(arguments);
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

fn lines(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap().lines().map(str::to_owned).collect()
}

fn write(cases: &Path, name: &str, member: &str) {
    let text = format!("format = 1\npolicy = 'MM-1463'\n[member]\nid = '{member}'\n");
    let new = cases.join(format!(".{name}.1.new"));
    fs::write(&new, text).unwrap();
    fs::rename(new, cases.join(format!("{name}.toml"))).unwrap();
}

#[test]
fn rows_are_printed_for_people_and_for_programs() {
    let cases = Cases::samples_matching("diagnostic-clean");
    let run = |arguments: &[&str]| lines(&list(cases.path(), arguments).output().unwrap());
    let text = run(&[]);
    assert!(text[0].contains("due") && text[1].contains("TC9000001 Aspen Sample"), "{text:?}");
    assert_eq!(text[2], "clocks: federal only");
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])[0]).unwrap();
    assert_eq!(
        (json["case"].as_str(), json["side"].as_str()),
        (Some("2026-03-02-diagnostic-clean"), Some("left"))
    );
    assert_eq!(json["stands"], "criteria-met");
    assert_eq!(json["received"], "2026-03-02");
    assert!(json["marks"].as_array().unwrap().contains(&"late".into()), "{json}");
    let table = run(&["--format", "csv", "--find", "aspen left"]);
    assert!(table[0].starts_with("case,member_id,member_name,"), "{table:?}");
    assert!(table[1].starts_with("2026-03-02-diagnostic-clean,TC9000001,Aspen Sample,"), "{table:?}");
    assert_eq!(run(&["--format", "json", "--find", "aspen right"]), [""; 0]);
    let refused = list(cases.path(), &["--sort", "who"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("sort by one of: due, received, member, stands"), "{said}");
    let gone = list(&cases.path().join("gone"), &[]).output().unwrap();
    assert_eq!(gone.status.code(), Some(2), "{gone:?}");
}

/// Eight programs list a folder at once while its cases change: each row is of a case as
/// it was at some time, and afterwards one more listing has every case as it is.
#[test]
fn eight_programs_list_a_folder_that_changes() {
    let cases = temporary();
    for number in 0..60 {
        write(cases.path(), &format!("case-{number:02}"), "TC0");
    }
    for round in 1..=4 {
        let eight: Vec<_> =
            (0..8).map(|_| list(cases.path(), &["--format", "json"]).spawn().unwrap()).collect();
        for number in (0..60).step_by(round) {
            write(cases.path(), &format!("case-{number:02}"), &format!("TC{round}"));
        }
        for program in eight {
            let listed = lines(&program.wait_with_output().unwrap());
            assert_eq!(listed.len(), 60);
            assert!(
                listed.iter().all(|line| line.contains("\"member_id\":\"TC") && !line.contains("unreadable"))
            );
        }
        let listed = lines(&list(cases.path(), &["--format", "json", "--sort", "member"]).output().unwrap());
        let changed = format!("\"member_id\":\"TC{round}\"");
        let is_now = listed.iter().filter(|line| line.contains(&changed)).count();
        assert_eq!(is_now, 60_usize.div_ceil(round), "round {round}");
    }
    let left: Vec<_> = fs::read_dir(cases.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_str().unwrap().ends_with(".new")), "{left:?}");
}

#[test]
fn a_large_list_is_still_once_it_is_checked() {
    let cases = Cases::empty();
    for number in 0..300 {
        write(cases.path(), &format!("case-{number:03}"), "TC0");
    }
    for start in ["without an index", "with an index"] {
        let mut terminal = cases.open_worklist();
        terminal.wait_for("TC0");
        terminal.keys(DOWN);
        terminal.wait_for("2 of 300");
        terminal.wait_until("the end of the check", |terminal| !terminal.text().contains("checking"));
        terminal.take_output();
        let mut is_idle = || {
            let before = process::switches(terminal.pid());
            terminal.output_within(std::time::Duration::from_secs(1)).is_empty()
                && process::switches(terminal.pid()) == before
        };
        assert!((0..30).any(|_| is_idle()), "{start}: it is never idle");
        terminal.keys("q");
        assert_eq!(terminal.wait_for_exit(), 0);
    }
}
