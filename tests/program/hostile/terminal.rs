//! Text from files, names and arguments is escaped before it reaches a terminal.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use super::corpus::corpus;
use super::{Ran, program, run, sample};

/// Control characters, invisible characters, and ones that reverse the line.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}5m\u{85}\u{7f}\u{8}\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}\u{2028}\u{600}\u{378}\u{110bd}e\u{301}\u{301}\u{301}\u{301}\u{301}z";

/// The same inside a TOML string, where control characters have to be escaped.
fn quoted() -> String {
    HOSTILE
        .chars()
        .map(|letter| {
            if letter.is_ascii_control() {
                format!("\\u{:04x}", u32::from(letter))
            } else {
                letter.to_string()
            }
        })
        .collect()
}

/// Whether a terminal simply shows this character.
fn is_allowed(letter: char) -> bool {
    let invisible = matches!(u32::from(letter),
        0xAD | 0x34F | 0x378 | 0x600..=0x605 | 0x110BD | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0xE000..=0xF8FF | 0xE0000..=0x10FFFF);
    letter == '\n' || (!letter.is_control() && !invisible)
}

/// The output holds only harmless characters, and an emulated terminal only shows
/// them.
fn check(what: &str, ran: &Ran) {
    for bytes in [&ran.out, &ran.err] {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{what}: not UTF-8"));
        let bad = text.chars().find(|letter| !is_allowed(*letter));
        assert_eq!(bad, None, "{what}: {}", text.escape_debug().take(2000).collect::<String>());
        assert!(!text.contains("\u{301}\u{301}\u{301}\u{301}"), "{what}: many combining marks");
        let mut parser = vt100::Parser::new_with_callbacks(50, 200, 0, Effects::default());
        parser.process(text.replace('\n', "\r\n").as_bytes());
        assert_eq!(parser.callbacks().0, Vec::<String>::new(), "{what}");
        let screen = parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{what}");
    }
}

/// What the output did to the emulated terminal besides being shown.
#[derive(Default)]
struct Effects(Vec<String>);

impl vt100::Callbacks for Effects {
    fn set_window_title(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.0.push("title".to_owned());
    }
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.0.push("bell".to_owned());
    }
    fn unhandled_char(&mut self, _: &mut vt100::Screen, letter: char) {
        // The replacement character is only shown.
        if letter != char::REPLACEMENT_CHARACTER {
            self.0.push(format!("letter {letter:?}"));
        }
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, byte: u8) {
        self.0.push(format!("control {byte}"));
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        self.0.push(format!("escape {byte}"));
    }
}

/// Every command and format that prints a file.
const COMMANDS: &[&[&str]] = &[
    &["determine"],
    &["determine", "--format", "json"],
    &["determine", "--format", "markdown"],
    &["replay"],
    &["replay", "--format", "json"],
    &["replay", "--format", "junit"],
];

/// The sample with the hostile text in each string in turn, in several at once,
/// and in keys.
fn hostile_samples() -> Vec<String> {
    let text = sample();
    let hostile = quoted();
    let texts: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| line.contains(" = \"") || line.contains("[\"")).collect();
    assert!(texts.len() > 30);
    let mut all: Vec<String> = Vec::new();
    for (number, _) in texts {
        let lines = text.lines().enumerate().map(|(each, line)| match line.split_once('"') {
            Some((before, after)) if each == number => format!("{before}\"{hostile}{after}\n"),
            _ => format!("{line}\n"),
        });
        all.push(lines.collect());
    }
    let free = ["name = \"", "id = \"", "codes = [\"", "diagnoses = [\"", "why = \"", "what = \""];
    all.push(free.iter().fold(text.clone(), |text, free| text.replace(free, &format!("{free}{hostile}"))));
    all.push(format!("{text}\n[\"{hostile}\"]\n\"{hostile}\" = 1\n"));
    all.push(text.replace("[member]", &format!("[member]\n\"{hostile}\" = 1")));
    all.push(text.replace("[evidence]", &format!("[evidence]\n\"{hostile}\" = \"x\"")));
    all.push(format!("\"{hostile}"));
    all
}

#[test]
fn file_content_is_escaped_on_output() {
    let temp = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    let small = |bytes: &Vec<u8>| bytes.len() < 20_000;
    let files = hostile_samples().into_iter().map(String::into_bytes);
    for (number, bytes) in
        files.chain(corpus().into_iter().map(|hostile| hostile.bytes).filter(small)).enumerate()
    {
        paths.push(temp.path().join(format!("{number}.toml")));
        std::fs::write(paths.last().unwrap(), bytes).unwrap();
    }
    for command in COMMANDS {
        let ran = run(program().args(*command).args(&paths), b"");
        assert!(ran.status.code().is_some_and(|code| code <= 2), "{command:?}: {}", ran.said());
        check(&format!("{command:?}"), &ran);
        assert!(ran.said().contains("<U+202E>"), "{command:?}: the text was not shown");
    }
}

#[test]
fn file_names_and_arguments_are_escaped_on_output() {
    let temp = tempfile::tempdir().unwrap();
    let hostile = HOSTILE.replace('/', "");
    let good = temp.path().join(format!("{hostile}.toml"));
    std::fs::write(&good, sample()).unwrap();
    let bad = temp.path().join(format!("b{hostile}.toml"));
    std::fs::write(&bad, "=").unwrap();
    let folder = temp.path().join(&hostile);
    let bytes = OsString::from_vec(b"\xff\x1b[2J".to_vec());
    for command in COMMANDS {
        let ran = run(program().args(*command).args([&good, &bad, &folder]).arg(&bytes), b"");
        check(&format!("{command:?}"), &ran);
        assert!(ran.said().contains("<U+202E>"), "{command:?}: the name was not shown");
    }
    let hostile = OsString::from(hostile);
    let with = |words: &[&str]| -> Vec<OsString> {
        words.iter().map(|word| if *word == "@" { hostile.clone() } else { word.into() }).collect()
    };
    for words in [
        &["@"][..],
        &["open", "@"],
        &["open", "../@"],
        &["--@"],
        &["determine", "--format", "@", "x"],
        &["determine", "--@", "x"],
        &["replay", "@", "--format", "@"],
        &["audit", "@", "@"],
        &["--cases", "@", "audit"],
        &["--readings", "@", "replay", "x"],
        &["--limits", "@", "replay", "x"],
        &["play", "@", "--every", "@"],
        &["policy", "@"],
    ] {
        let ran = run(program().args(with(words)), b"");
        assert_eq!(ran.status.code(), Some(2), "{words:?}: {}", ran.said());
        check(&format!("{words:?}"), &ran);
    }
    let ran = run(program().arg(&bytes), b"");
    assert_eq!(ran.status.code(), Some(2), "{}", ran.said());
    check("bytes", &ran);
    for page in [&["--help"][..], &["--version"], &["help", "audit"]] {
        let ran = run(program().args(page), b"");
        assert_eq!(ran.status.code(), Some(0));
        check(&format!("{page:?}"), &ran);
    }
}
