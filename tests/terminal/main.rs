//! The program as a person has it: on a terminal, by keyboard, through a
//! pseudo-terminal of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test reads and writes files, and fails by panicking"
)]

mod bytes;
mod desk;
mod keyed;
mod life;
mod looks;
mod sizes;
mod typing;
