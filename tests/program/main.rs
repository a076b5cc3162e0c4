//! What starts the program itself, or this program again as a child: the case
//! folder, the terminal, hostile input, bad files and the forced command.
//!
//! No test here needs the machine to be quick: each waits for a state or counts
//! work. Deadlines only end what would otherwise hang for ever.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a test reads and writes files, fails by panicking, and prints what it measured"
)]

mod bad_files;
mod forced_command;
mod hostile;
mod process;
mod random;
mod skipped;
mod sshd;
mod store;
#[path = "../shared/temp_folder.rs"]
mod temp_folder;
mod terminal;
