//! Pages that are printed whole: what they are written to, and their paragraphs.

use std::fmt::{self, Write as _};

use crate::report::{PAGE_WIDTH, wrap_below};

/// What a printing function writes.
pub(super) fn text_page(print: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut out = String::with_capacity(16 * 1024);
    // Writing to a string does not fail.
    let _ = print(&mut out);
    out
}

/// A paragraph with all its lines moved in.
pub(super) fn paragraph(out: &mut String, indent: usize, words: &str) -> fmt::Result {
    let lead = " ".repeat(indent);
    wrap_below(&lead, &lead, words, PAGE_WIDTH).iter().try_for_each(|line| writeln!(out, "{line}"))
}
