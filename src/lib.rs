//! sij-intake: prior-authorization intake for sacroiliac joint procedures,
//! read against medical policy MM-1463.
//!
//! The rooms, each knowing only those below it:
//!
//! ```text
//!              main            arguments, environment, clock
//!    ┌──────────┼───────────┬─────────┐
//!   tui       line       commands   report    doors and papers
//!    └──────────┼───────────┴─────────┘
//!           interview          which question next; one state machine for every door
//!           questions          ONE table: wording, help, order
//!  store ──► casefile          the case file as text / store: the only room with files
//!            policy            the items by their numbers
//!             case             the typed case, three-valued facts, dates
//! ```
//!
//! `session` is an open case: interview, file, drafts and audit log in step. `harden` is
//! what the process gives up before it reads anything.
//!
//! `case`, `policy`, `questions`, `interview` and `casefile` are pure: no clock,
//! no files, no screen, no environment.

pub mod case;
pub mod casefile;
pub mod cli;
pub mod commands;
pub mod harden;
pub mod interview;
pub mod line;
pub mod policy;
pub mod questions;
pub mod report;
pub mod session;
pub mod store;
pub mod tui;
