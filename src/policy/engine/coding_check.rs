//! Something about a billed code or a diagnosis that a coordinator should look at.

/// Something about a code that a coordinator should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodingCheck {
    /// The code as written.
    pub what: String,
    /// What is odd about it.
    pub why: &'static str,
}
