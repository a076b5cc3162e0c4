//! The commands that print something and exit: their input, output and exit statuses.

mod audit;
mod audit_export;
mod batch;
mod case_folder;
mod case_lines;
mod clocks;
mod compare;
mod determine;
mod determine_lines;
mod determine_response;
mod doctor;
mod edition_tests;
mod export;
mod import;
mod in_order;
mod install_files;
mod junit;
mod letter;
mod line_chunks;
mod list;
mod logged_cases;
mod new_case;
mod next;
mod policy;
mod progress_line;
mod questions;
mod replay;
mod replay_lines;
mod replay_tests;
mod replayed;
mod response_file;
mod schema;
mod source;
mod text_page;
mod version;
mod views;
mod what_if;
mod withdraw;

use std::io;

pub use audit::audit;
pub use batch::Batch;
pub use case_folder::{UserFolders, case_anywhere, case_folder, ensure_folder, unreadable_folder};
pub use case_lines::LineReader;
pub use clocks::clocks;
pub use determine::{Printing, determine};
pub use determine_lines::determine_lines;
pub use determine_response::determine_responses;
pub use doctor::{DoctorArgs, TerminalState, doctor};
pub use export::{export, questionnaire};
pub use import::import;
pub use install_files::{completions, man, man_list};
pub use letter::{LetterOptions, letter};
pub use list::list;
pub use new_case::new_from;
pub use next::next;
pub use policy::policy;
pub use questions::questions;
pub use replay::replay;
pub use replay_lines::replay_lines;
pub use schema::schema;
pub use source::{Source, not_a_case, program_settings, settings};
pub use version::{confine, version};
pub use views::{log_views, viewed};
pub use withdraw::{restore, withdraw};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Done; for a replay, everything agrees; for `doctor`, nothing is to do.
    Done = 0,
    /// A replay found differences, the audit log has faults, a new case may be a duplicate, or
    /// `doctor` found something to see to.
    Differences = 1,
    /// Wrong use, or an input that can't be read or is not valid.
    Invalid = 2,
}

/// Where a command writes.
pub struct Streams<'s> {
    /// Standard output.
    pub out: &'s mut dyn io::Write,
    /// Standard error.
    pub err: &'s mut dyn io::Write,
}
