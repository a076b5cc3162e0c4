//! The case file: a case as TOML text (format 1), read and written without loss.
//!
//! Reading gives the case, or every complaint about the text with its line, its
//! column and what to do. A complaint never quotes a value: it may be patient data.

mod comments;
mod complaint;
mod drafts;
mod form;
mod json;
mod notation;
mod parse;
mod program_settings;
mod proposal;
mod read;
mod schema;
mod settings;
mod toml_events;
mod toml_headers;
mod tree;
mod value;
mod write;

use crate::policy::Editions;

pub use comments::count_comments;
pub use complaint::{Complaint, Complaints, Position, complaint};
pub(crate) use complaint::{nearest, shown_key};
pub use drafts::{DraftKey, DraftValue, Drafts};
pub use form::{FORM_NAMES, Form, FormName, NEVER_WRITTEN};
pub(crate) use json::after_string;
pub use program_settings::{AuditTo, LetterForm, ProgramSettings, read_program_settings, settings_schema};
pub use proposal::{Proposal, ProposedFrom};
pub use read::{CaseLine, NOT_UTF_8, read, read_line, read_partial};
pub use schema::case_schema;
pub use settings::{read_limits, read_readings};
pub use write::write;

/// The format this program reads and writes.
pub const FORMAT: i64 = 1;
/// The largest case file that is read, in bytes.
pub const LARGEST: u64 = 262_144;

/// The keys of the case file other than those of the facts.
mod key {
    /// Only in a line of JSON: the name of the case.
    pub(super) const CASE: &str = "case";
    pub(super) const FORMAT: &str = "format";
    pub(super) const POLICY: &str = "policy";
    pub(super) const INTAKE: &str = "intake";
    pub(super) const FLAGS: &str = "flags";
    pub(super) const EVIDENCE: &str = "evidence";
    pub(super) const SET_ASIDE: &str = "set_aside";
    pub(super) const PROVIDER: &str = "provider";
    pub(super) const RESPONSE: &str = "response";
    pub(super) const AUTHORED: &str = "authored";
    pub(super) const CONFIRMED: &str = "confirmed";
    pub(super) const ANSWERS: &str = "answers";
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

/// The tables of facts, in file order.
const SECTIONS: [&str; 7] = ["member", "request", "pain", "left", "right", "therapy", "device"];

/// Checks, before a text is saved, that it can be opened again.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::MOST_ENTRIES;

    const HEAD: &str = "format = 1\npolicy = 'MM-1463'\n";

    #[test]
    fn text_larger_than_a_case_file_is_rejected() {
        let padded = |size: u64| {
            let length = usize::try_from(size).unwrap() - HEAD.len() - 1;
            format!("{HEAD}#{}", "x".repeat(length))
        };
        assert_eq!(readable(&padded(LARGEST), crate::policy::editions()), Ok(()));
        for size in [LARGEST + 1, LARGEST + 2] {
            let refused = readable(&padded(size), crate::policy::editions()).unwrap_err();
            assert_eq!(refused, "NOT SAVED: the case would be larger than 262144 bytes: shorten a note");
        }
    }

    #[test]
    fn list_with_too_many_entries_is_rejected() {
        for (key, entry) in [("left.injections", "{ date = 2025 }"), ("request.codes", "'27096'")] {
            let entry = entry.replace("2025", "'2025'");
            let file = |count: usize| format!("{HEAD}{key} = [{}]", vec![entry.as_str(); count].join(", "));
            assert!(read(&file(MOST_ENTRIES), crate::policy::editions()).is_ok(), "{key}");
            let refused = read(&file(MOST_ENTRIES + 1), crate::policy::editions()).unwrap_err().to_string();
            assert!(refused.ends_with(": more than 50 entries: a case has fewer"), "{refused}");
        }
    }

    #[test]
    fn choices_are_written_once_each_in_the_order_of_their_options() {
        let case = read(
            &format!("{HEAD}pain.location = ['buttock', 'low-back', 'buttock']"),
            crate::policy::editions(),
        )
        .unwrap();
        assert!(write(&case).contains("location = [\"low-back\", \"buttock\"]"));
    }

    #[test]
    fn file_of_another_format_is_rejected_with_advice() {
        for (format, words) in [
            ("2", "open it with a newer sij-intake"),
            ("0", "this program reads format = 1"),
            ("-1", "this program reads format = 1"),
            ("'1'", "this program reads format = 1"),
        ] {
            let complaints =
                read(&format!("format = {format}\npolicy = 'MM-1463'"), crate::policy::editions())
                    .unwrap_err();
            assert!(complaints.to_string().ends_with(words), "{format}: {complaints}");
        }
    }
}
