//! The case file: a case as TOML text (format 1), both ways without loss.
//!
//! Pure: text in, case out, or every complaint about the text with its line,
//! its column and what to do. A complaint never quotes the text: it may hold
//! patient data.

mod complaint;
mod drafts;
mod parse;
mod read;
mod settings;
mod value;
mod write;

use crate::policy::Editions;

pub use complaint::{Complaint, Complaints, Position, complaint};
pub use drafts::{DraftKey, DraftValue, Drafts};
pub use read::read;
pub use settings::{read_limits, read_readings};
pub use write::write;

/// The format this program reads and writes.
pub const FORMAT: i64 = 1;
/// The largest case file that is read, in bytes.
pub const LARGEST: u64 = 256 * 1024;

/// The keys at the top of the file, beside the tables of facts.
mod key {
    pub(super) const FORMAT: &str = "format";
    pub(super) const POLICY: &str = "policy";
    pub(super) const FLAGS: &str = "flags";
    pub(super) const EVIDENCE: &str = "evidence";
    pub(super) const SET_ASIDE: &str = "set_aside";
    pub(super) const DETERMINATION: &str = "determination";
    pub(super) const OUTCOME: &str = "outcome";
    pub(super) const DATE: &str = "date";
    pub(super) const PROGRAM: &str = "program";
    pub(super) const POLICY_TEXT: &str = "policy_text";
    pub(super) const READINGS: &str = "readings";
    pub(super) const UNITS: &str = "units";
    pub(super) const LINES: &str = "lines";
    pub(super) const SIDE: &str = "side";
    pub(super) const PATHWAY: &str = "pathway";
    pub(super) const ITEMS: &str = "items";
    pub(super) const ITEM: &str = "item";
    pub(super) const FINDING: &str = "finding";
    pub(super) const WHY: &str = "why";
    pub(super) const WHAT: &str = "what";
}

/// The tables of facts, in the order of the file.
const SECTIONS: [&str; 7] = ["member", "request", "pain", "left", "right", "therapy", "device"];

/// Whether a text that is about to be saved can be opened again.
///
/// # Errors
/// What would be wrong with the file.
pub fn readable(text: &str, editions: &Editions) -> Result<(), String> {
    if u64::try_from(text.len()).map_or(true, |length| length > LARGEST) {
        return Err(format!("NOT SAVED: the case would be larger than {LARGEST} bytes: shorten a note"));
    }
    match read(text, editions) {
        Ok(_) => Ok(()),
        Err(complaints) => Err(format!(
            "NOT SAVED: the file could not be opened again ({complaints}): shorten what you wrote"
        )),
    }
}
