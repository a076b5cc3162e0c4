//! No sentence of line mode names a command word by hand: each takes the word from
//! the table in `command.rs`, so that a renamed word is renamed everywhere.
#![expect(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::command::words;

/// The table, and this test.
const NAMES_WORDS: [&str; 2] = ["command.rs", "words_by_hand.rs"];

fn sources() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/line");
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| !NAMES_WORDS.iter().any(|own| path.ends_with(own))).collect()
}

/// The text literals of a source, without its comments and its tests.
fn literals(source: &str) -> Vec<String> {
    let program = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n").replace("'\"'", "").replace("\\\"", "");
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The command words in a text, without what is filled in between braces.
fn named_in(text: &str, words: &BTreeSet<&str>) -> Vec<String> {
    let fixed = text.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after));
    let found = fixed
        .flat_map(|piece| piece.split(|letter: char| letter.is_whitespace() || ",.;:()".contains(letter)));
    found.filter(|word| words.contains(word)).map(str::to_owned).collect()
}

#[test]
fn no_sentence_names_a_command_word_by_hand() {
    let (words, files) = (words(), sources());
    assert!(files.iter().any(|file| file.ends_with("conversation.rs")));
    let mut found = Vec::new();
    for file in files {
        for literal in literals(&fs::read_to_string(&file).unwrap()) {
            let named = named_in(&literal, &words);
            if !named.is_empty() {
                found.push(format!("{}: {named:?} in {literal:?}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "take these from the table of commands:\n{}", found.join("\n"));
}

#[test]
fn a_command_word_named_by_hand_is_found() {
    let source = r#"
        /// Type back.
        fn hint() { say("Type {add}, change NUMBER or 0 for none"); say("{d} again"); say("skip keeps it.") }
        #[cfg(test)]
mod tests { const OTHER: &str = "done"; }"#;
    let named = |text: &String| named_in(text, &words());
    let found: Vec<String> = literals(source).iter().flat_map(named).collect();
    assert_eq!(found, ["change", "0", "skip"]);
}
