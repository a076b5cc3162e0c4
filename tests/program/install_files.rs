//! The completions and manual pages, in the shells and programs that read them.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::skipped::lacks;
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

const BASH: &str = "/usr/bin/bash";
const ZSH: &str = "/usr/bin/zsh";
const FISH: &str = "/usr/bin/fish";
const MAN: &str = "/usr/bin/man";
const GROFF: &str = "/usr/bin/groff";

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(tested_program()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a program says of a file, without settings of the user's.
fn run(program: &str, arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("HOME", folder).env("LC_ALL", "C.UTF-8");
    command.env("MANWIDTH", "80").env("MANROFFOPT", "-ww").stdin(Stdio::null()).output().unwrap()
}

/// The words that bash offers for the last word of a line.
fn completed_by_bash(folder: &Path, words: &[&str]) -> Vec<String> {
    let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "source ./completions.bash; COMP_WORDS=({}); COMP_CWORD={}; _sij__intake sij-intake \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\"; complete -p sij-intake",
        line.join(" "),
        words.len() - 1
    );
    let output = run(BASH, &["--norc", "--noprofile", "-euc", &script], folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_and_their_values() {
    if lacks(&[BASH]) {
        return;
    }
    let folder = temporary();
    std::fs::write(folder.path().join("completions.bash"), printed(&["completions", "bash"])).unwrap();
    for (words, expected) in [
        (&["sij-intake", "det"][..], "determine"),
        (&["sij-intake", "determine", "--for"], "--format"),
        (&["sij-intake", "determine", "--format", "ma"], "markdown"),
        (&["sij-intake", "schema", "set"], "settings"),
        (&["sij-intake", "list", "--cas"], "--cases"),
    ] {
        let offered = completed_by_bash(folder.path(), words);
        assert_eq!(offered[0], expected, "{words:?}: {offered:?}");
        assert!(offered.last().unwrap().contains("-F _sij__intake"), "{offered:?}");
    }
}

#[test]
fn zsh_and_fish_read_their_completions() {
    if lacks(&[ZSH, FISH]) {
        return;
    }
    let folder = temporary();
    std::fs::write(folder.path().join("_sij-intake"), printed(&["completions", "zsh"])).unwrap();
    std::fs::write(folder.path().join("sij-intake.fish"), printed(&["completions", "fish"])).unwrap();
    let zsh = run(ZSH, &["-f", "-n", "_sij-intake"], folder.path());
    assert!(zsh.status.success() && zsh.stderr.is_empty(), "{}", String::from_utf8_lossy(&zsh.stderr));
    let script = "source sij-intake.fish; complete -C 'sij-intake determine --format ma'";
    let fish = run(FISH, &["--no-config", "-c", script], folder.path());
    let offered = String::from_utf8(fish.stdout).unwrap();
    assert!(offered.starts_with("markdown\t"), "{offered}: {}", String::from_utf8_lossy(&fish.stderr));
}

#[test]
fn manual_pages_are_set_without_a_warning() {
    if lacks(&[MAN, GROFF]) {
        return;
    }
    let folder = temporary();
    let pages = sij_intake::cli::command_names().into_iter().map(|name| vec!["man".to_owned(), name]);
    for arguments in [vec!["man".to_owned()]].into_iter().chain(pages) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        std::fs::write(folder.path().join("page.1"), printed(&arguments)).unwrap();
        let page = run(MAN, &["--warnings", "-l", "page.1"], folder.path());
        assert!(page.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&page.stderr));
        let text = String::from_utf8(page.stdout).unwrap();
        let name = arguments[1..].iter().fold("sij-intake".to_owned(), |name, word| format!("{name}-{word}"));
        assert!(text.contains(&format!("{name}(1)")), "{text}");
    }
}

#[test]
fn page_of_no_command_is_refused() {
    let output = Command::new(tested_program()).args(["man", "d\u{1b}[2J"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(
        complaint.starts_with("d<U+001B>[2J: there is no such command: give one of new, "),
        "{complaint}"
    );
}
