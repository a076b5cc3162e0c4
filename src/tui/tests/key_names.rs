//! No text names a key literally: it takes the name from the table of keys, so
//! that it stays right when a key changes.
#![expect(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::keys::KEYS;

/// The sources of texts that the wizard shows. Line mode has its own commands.
const SHOWN_IN_WIZARD: [&str; 8] =
    ["tui", "session", "session.rs", "store", "report", "commands", "cli.rs", "main.rs"];

/// The table, what is made from it, and tests.
const MAY_NAME_KEYS: [&str; 4] = ["tui/keys.rs", "tui/key_hints.rs", "tui/test_terminal.rs", "tui/tests"];

/// Letters that are typed as text, and numbers that are printed: not keys.
const TYPED_TEXT: [&str; 3] = ["t (today)", "g ongoing", "Exit status: 0 done"];

/// The names of keys, and other words that texts use for them.
fn key_names() -> BTreeSet<String> {
    let other_names = ["Escape", "Return", "Delete", "Backspace", "Home", "End", "press", "Press"];
    let bound = KEYS.iter().map(|line| line.name()).filter(|name| name != "a");
    bound.chain(other_names.map(str::to_owned)).collect()
}

/// The sources below this path.
fn sources(at: &Path) -> Vec<PathBuf> {
    if at.is_file() {
        return vec![at.to_owned()];
    }
    let entries = fs::read_dir(at).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| sources(&path)).collect()
}

/// The string literals of a source, without comments and tests.
fn literals(source: &str) -> Vec<String> {
    let program = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n").replace("'\"'", "").replace("\\\"", "");
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The names of keys in a text.
fn named_in(text: &str, names: &BTreeSet<String>) -> Vec<String> {
    let text = TYPED_TEXT.iter().fold(text.to_owned(), |text, other| text.replace(other, ""));
    let separates = |letter: char| letter.is_whitespace() || ",.;:()`".contains(letter);
    let words = text.split(separates).filter(|word| word.starts_with("Ctrl-") || names.contains(*word));
    // A letter by itself is not a text but a mark, or an answer in a file.
    words.filter(|word| word.len() > 1 || text.trim() != *word).map(str::to_owned).collect()
}

#[test]
fn no_text_names_a_key_literally() {
    let names = key_names();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let files: Vec<PathBuf> = SHOWN_IN_WIZARD.iter().flat_map(|room| sources(&root.join(room))).collect();
    assert!(files.iter().any(|file| file.ends_with("tui/question_editor.rs")));
    for file in files {
        let tests = file.file_stem().is_some_and(|name| name.to_string_lossy().ends_with("tests"));
        if tests || MAY_NAME_KEYS.iter().any(|own| file.starts_with(root.join(own))) {
            continue;
        }
        for literal in literals(&fs::read_to_string(&file).unwrap()) {
            let keys = named_in(&literal, &names);
            if !keys.is_empty() {
                found.push(format!("{}: {keys:?} in {literal:?}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "take these from the table of keys:\n{}", found.join("\n"));
}

#[test]
fn a_literal_key_name_is_found() {
    let source = r#"
        /// Enter accepts.
        fn show() { say("done: Enter continues"); say("{n}? of \"it\"", '"'); say("[x] {0}"); say("Tab") }
        const WORDS: &str = "0 says there is none";
        #[cfg(test)]
mod tests { const OTHER: &str = "Esc"; }"#;
    let named = |text: &String| named_in(text, &key_names());
    let found: Vec<String> = literals(source).iter().flat_map(named).collect();
    assert_eq!(found, ["Enter", "Tab", "0"]);
}

/// The README's section on keys is made from the table; its screens are pictures.
#[test]
fn the_readme_names_no_key_literally() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (before, keys) = readme.split_once("<!-- keys -->").unwrap();
    let (_, after) = keys.split_once("<!-- end of keys -->").unwrap();
    let names: BTreeSet<String> = key_names().into_iter().filter(|name| name.len() > 1).collect();
    for prose in format!("{before}{after}").split("```").step_by(2) {
        assert_eq!(named_in(prose, &names), Vec::<String>::new(), "{prose}");
    }
}
