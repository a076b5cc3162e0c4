//! A warning about a billed code or a diagnosis.

/// A warning about a code, for the coordinator; it decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodingCheck {
    /// The code as written.
    pub what: String,
    /// Why to look at it.
    pub why: &'static str,
}
