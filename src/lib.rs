//! sij-intake: prior-authorization intake for sacroiliac joint procedures,
//! read against medical policy MM-1463.
//!
//! The modules, each using only those below it:
//!
//! ```text
//!            main                     arguments, environment, clock
//!    ┌────────┴────────┐
//!   tui    commands ─ cli             the wizard / commands that print and exit
//!    │        │
//!    │       line                     line mode: the interview in whole lines
//!    └────────┤
//!          session                    an open case: interview, file, drafts, audit log
//!    ┌────────┼────────┐
//!  store  interview  report ─ fhir    files / next question / reports of a determination, the provider's form
//!    │        │        │
//! casefile questions   │              a case as text / the table of questions
//!    └────────┼────────┘
//!         worklist                    rows of cases: order, finding, duplicates, due times
//!             │
//!          policy                     the rule engine, and the items of MM-1463
//!           case                      a case: facts with their types, dates
//! ```
//!
//! `harden` is called first: it restricts the process before it reads anything, and again, to
//! what this run needs, once the arguments and settings are read. Whoever needs more memory
//! than usual, for a large folder or for threads, asks it.
//!
//! `case`, `policy`, `worklist`, `questions`, `interview`, `casefile`, `report` and `fhir`
//! are pure: no clock, no files, no screen, no environment. `store` is the only module that
//! uses the file system. `tests/core/architecture.rs` tests this map.

pub mod case;
pub mod casefile;
pub mod cli;
pub mod commands;
pub mod fhir;
pub mod harden;
pub mod interview;
pub mod line;
pub mod policy;
pub mod questions;
pub mod report;
pub mod session;
pub mod store;
pub mod tui;
pub mod worklist;
