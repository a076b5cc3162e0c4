//! Formatting pages of text with wrapped paragraphs.

use std::fmt::{self, Write as _};

use crate::report::{PAGE_WIDTH, wrap_below};

/// Everything that a printing function writes, as one text.
pub(super) fn text_page(print: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut out = String::with_capacity(16 * 1024);
    // Writing to a string can't fail.
    let _ = print(&mut out);
    out
}

/// Writes a wrapped paragraph with all its lines indented.
pub(super) fn paragraph(out: &mut String, indent: usize, words: &str) -> fmt::Result {
    let lead = " ".repeat(indent);
    wrap_below(&lead, &lead, words, PAGE_WIDTH).iter().try_for_each(|line| writeln!(out, "{line}"))
}
