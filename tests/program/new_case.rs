//! The command `new --from`, run as another program runs it: several at once, and with the
//! case on standard input.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use sij_intake::store::Folder;

use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const EIGHT: usize = 8;

/// The request of a member, for the left joint.
fn request(member: &str) -> String {
    format!(
        "format = 1\npolicy = \"MM-1463\"\nmember.id = '{member}'\nrequest.received = 2026-03-02\n\
         request.side = 'left'\nrequest.procedure = 'diagnostic-injection'\n"
    )
}

/// The program, waiting for the case on standard input.
fn start(folder: &Path, options: &[&str]) -> Child {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder).args(["new", "--from", "-"]).args(options);
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn give(program: &mut Child, text: &str) {
    program.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
}

/// Starts eight programs, then gives each its case; what they did, in order.
fn eight_at_once(folder: &Path, case: impl Fn(usize) -> String) -> Vec<Output> {
    let mut eight: Vec<Child> = (0..EIGHT).map(|_| start(folder, &[])).collect();
    for (number, program) in eight.iter_mut().enumerate() {
        give(program, &case(number));
    }
    eight.into_iter().map(|program| program.wait_with_output().unwrap()).collect()
}

/// The printed name of a case.
fn name(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().trim_end().to_owned()
}

fn case_names(folder: &Path) -> BTreeSet<String> {
    Folder::at(folder).cases().unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn eight_at_once_get_eight_names_and_none_is_lost() {
    let folder = temporary();
    let outputs = eight_at_once(folder.path(), |number| request(&format!("TC000{number}")));
    for (number, output) in outputs.iter().enumerate() {
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let text = fs::read_to_string(folder.path().join(format!("{}.toml", name(output)))).unwrap();
        assert!(text.contains(&format!("id = \"TC000{number}\"")), "{text}");
    }
    let names: BTreeSet<String> = outputs.iter().map(name).collect();
    assert_eq!(names.len(), EIGHT, "{names:?}");
    assert_eq!(names, case_names(folder.path()));
    let report = Folder::at(folder.path()).audit(|_| Ok(())).unwrap();
    assert_eq!(report.faults, Vec::new());
}

#[test]
fn of_eight_at_once_for_one_request_one_is_made_and_the_others_name_it() {
    let folder = temporary();
    let outputs = eight_at_once(folder.path(), |_| request("TC0001"));
    let made: Vec<String> =
        outputs.iter().filter(|output| output.status.code() == Some(0)).map(name).collect();
    assert_eq!(made.len(), 1, "{outputs:?}");
    for output in outputs.iter().filter(|output| output.status.code() != Some(0)) {
        assert_eq!((output.status.code(), name(output)), (Some(1), String::new()));
        let complaint = String::from_utf8_lossy(&output.stderr);
        let start = format!("standard input: possible duplicate of {}: ", made[0]);
        assert!(complaint.starts_with(&start), "{complaint}");
    }
    assert_eq!(case_names(folder.path()).into_iter().collect::<Vec<_>>(), made);
    let mut forced = start(folder.path(), &["--even-so"]);
    give(&mut forced, &request("TC0001"));
    let output = forced.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(case_names(folder.path()), BTreeSet::from([made[0].clone(), name(&output)]));
}

#[test]
fn wrong_use_and_a_wrong_case_exit_with_2() {
    let folder = temporary();
    let run = |arguments: &[&str]| {
        let mut program = Command::new(tested_program());
        program.arg("--cases").arg(folder.path()).arg("new").args(arguments).output().unwrap()
    };
    for (arguments, complaint) in [
        (&["--even-so"][..], "--from <FILE>"),
        (&["--from", "no/such.toml"], "no/such.toml: there is no such file: check the name"),
        (
            &["--from", "cases/2026-03-02-diagnostic-clean.toml"],
            ": determination: the program works this out itself",
        ),
        (&["--from", "tests/bad/unknown-key.toml"], "tests/bad/unknown-key.toml: line "),
    ] {
        let output = run(arguments);
        assert_eq!((output.status.code(), name(&output)), (Some(2), String::new()), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(complaint), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
