//! sij-intake: prior-authorization intake for sacroiliac joint procedures,
//! read against medical policy MM-1463.
//!
//! The rooms, each knowing only those below it:
//!
//! ```text
//!            main                     arguments, environment, clock
//!    ┌────────┴────────┐
//!   tui    commands ─ cli             doors: the wizard, and what prints and ends
//!    │        │
//!    │       line                     line mode, a door too
//!    └────────┤
//!          session                    an open case: interview, file, drafts and log in step
//!    ┌────────┼────────┐
//!  store  interview  report           files / what comes next / what a determination says
//!    │        │        │
//! casefile questions   │              a case as text / ONE table of questions
//!    └────────┼────────┘
//!          policy                     an engine, and MM-1463 by its numbers
//!           case                      the typed case, three-valued facts, dates
//! ```
//!
//! `harden` is what the process gives up before it reads anything.
//!
//! `case`, `policy`, `questions`, `interview`, `casefile` and `report` are pure: no
//! clock, no files, no screen, no environment. `store` is the only room with a file
//! system. `tests/core/architecture.rs` holds this map.

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
