//! Tests that start the program, or this test binary as a child: the case folder,
//! the terminal, hostile input, bad files and the SSH forced command.
//!
//! No test depends on a fast machine: each waits for a state or counts work.
//! Deadlines only end a test that would hang.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a test reads and writes files, fails by panicking, and prints its measurements"
)]

mod accounts;
#[path = "../shared/as_json.rs"]
mod as_json;
mod bad_files;
mod case_names;
mod clocks;
mod confinement;
mod forced_command;
mod hostile;
mod install_files;
mod letter;
mod new_case;
mod process;
mod random;
mod skipped;
mod sshd;
mod store;
mod streams;
#[path = "../shared/temp_folder.rs"]
mod temp_folder;
mod terminal;
mod tested_program;
mod withdraw;
mod worklist;
