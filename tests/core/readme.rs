//! The README says what the program does: its keys come from the key table.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test reads the README")]

use std::fs;

const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- end of keys -->";

#[test]
fn key_table_matches_the_program() {
    let readme = fs::read_to_string("README.md").unwrap();
    let start = readme.find(BEGIN).unwrap() + BEGIN.len();
    let end = readme.find(END).unwrap();
    let keys = sij_intake::tui::keys_as_markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write("README.md", format!("{}{keys}{}", &readme[..start], &readme[end..])).unwrap();
        return;
    }
    assert_eq!(&readme[start..end], keys, "run UPDATE_DOCS=1 cargo test --test core readme::");
}
