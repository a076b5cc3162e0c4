//! A case that is to be withdrawn, while its name is typed.

use crate::store::CaseId;

use super::text_buffer::TextBuffer;

/// A case that is to be withdrawn.
#[derive(Debug, Clone)]
pub struct Withdrawal {
    /// The case.
    pub id: CaseId,
    /// What the list says of it.
    pub about: String,
    /// The name typed so far.
    pub input: TextBuffer,
}

impl Withdrawal {
    /// Whether the name of the case is typed.
    pub(super) fn is_confirmed(&self) -> bool {
        self.input.text().trim() == self.id.as_str()
    }
}
