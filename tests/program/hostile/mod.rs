//! Hostile files, names and arguments: handled with bounded work and memory, no
//! control characters on the terminal, and no patient data in messages.

mod corpus;
mod files;
mod memory;
mod patient_data;
mod terminal;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::process::wait;
use crate::tested_program::tested_program;

/// The result of a run.
struct Ran {
    status: ExitStatus,
    out: Vec<u8>,
    err: Vec<u8>,
}

impl Ran {
    /// Both outputs as text.
    fn said(&self) -> String {
        String::from_utf8_lossy(&[self.out.clone(), self.err.clone()].concat()).into_owned()
    }
}

fn program() -> Command {
    let mut program = Command::new(tested_program());
    program.env_remove("SIJ_INTAKE_CASES");
    program
}

/// Runs a command with this input; fails if it hangs.
fn run(command: &mut Command, input: &[u8]) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stdout, mut stderr) =
        (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let input = input.to_vec();
    // The program may close the pipe without reading on.
    let feed = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let out = std::thread::spawn(move || read(&mut stdout));
    let err = std::thread::spawn(move || read(&mut stderr));
    let status = wait(&mut child);
    feed.join().unwrap();
    Ran { status, out: out.join().unwrap(), err: err.join().unwrap() }
}

fn read(from: &mut dyn Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).unwrap();
    bytes
}

/// A sample case as text.
fn sample() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/2026-03-02-diagnostic-clean.toml");
    std::fs::read_to_string(path).unwrap()
}

/// The numbers of the policy's items.
fn items() -> impl Iterator<Item = &'static str> {
    sij_intake::policy::editions().item_keys().into_iter()
}
