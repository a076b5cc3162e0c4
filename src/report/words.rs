//! Words that all reports share.

/// The words in front of what would make an item met.
pub(super) const WOULD_BE_MET_BY: &str = "Would be met by";

/// The name of an outcome or a finding in words.
pub(super) fn in_words(name: &str) -> String {
    name.replace('-', " ")
}
