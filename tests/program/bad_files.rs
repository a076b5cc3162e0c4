//! Invalid case files: the complaint names line, key and remedy, shows no content
//! of the file, and the rest of the batch goes on.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::tested_program::tested_program;

/// Part of the member's name in every bad file; no complaint may show it.
const PLANTED: &str = "Plantedname";

/// A file in `tests/bad` and its complaints in order: the place with the key, and
/// words that must follow.
type Bad = (&'static str, &'static [(&'static str, &'static str)]);

const BAD: &[Bad] = &[
    (
        "after-receipt",
        &[
            ("line 15, column 9: pain.onset", "after 2026-03-02, the day the request was received"),
            ("line 21, column 8: left.injections.date", "after 2026-03-02"),
            ("line 25, column 9: therapy.active.start", "after 2026-03-02"),
        ],
    ),
    ("blank-member", &[("line 5, column 6: member.id", "empty")]),
    (
        "determination-bent",
        &[
            ("line 14, column 11: determination.outcome", "a text in quotes"),
            ("line 15, column 1: determination.verdict", "unknown key"),
            ("line 16, column 8: determination.date", "a day such as 2026-03-02, without quotes"),
            ("line 17, column 9: units", "a list of tables"),
        ],
    ),
    (
        "end-before-start",
        &[
            ("line 16, column 7: therapy.active.end", "ends before it starts"),
            ("line 21, column 7: therapy.inactive.end", "ends before it starts"),
        ],
    ),
    (
        "flag-on-no-item",
        &[
            ("line 14, column 1: flags.D.I.A.4", "did you mean D.I.A.4"),
            ("line 15, column 13: flags.D.I.B.1", "empty"),
            ("line 18, column 1: evidence.D.IV", "did you mean"),
        ],
    ),
    ("format-missing", &[("line 1, column 1: format", "begins with format = 1")]),
    ("format-newer", &[("line 1, column 10: format", "newer format than 1")]),
    ("format-wrong", &[("line 1, column 10: format", "this program reads format = 1")]),
    ("location-empty", &[("line 14, column 12: pain.location", "nothing is named")]),
    ("month-thirteen", &[("line 14, column 8: left.injections.date", "\"2026-03\"")]),
    ("needed-key-absent", &[("line 13, column 1: therapy.active.kind", "needed in every entry")]),
    (
        "needed-not-documented",
        &[
            ("line 11, column 8: request.side", "can't be not-documented"),
            ("line 14, column 8: therapy.inactive.kind", "can't be not-documented"),
        ],
    ),
    // The TOML parser fails before the key is known.
    ("no-such-day", &[("line 14, column 16", "day between 01 and 28")]),
    ("no-toml", &[("line 6, column 8", "must be quoted")]),
    ("not-a-table", &[("line 14, column 15: left.injections", "[[left.injections]]")]),
    (
        "numbers",
        &[
            ("line 14, column 18: left.injections.relief_percent", "at most six decimals"),
            ("line 17, column 18: left.injections.relief_percent", "from 0 to 100"),
            ("line 20, column 18: left.injections.relief_percent", "from 0 to 100"),
            ("line 23, column 18: left.injections.relief_percent", "from 0 to 100"),
            ("line 26, column 18: left.injections.relief_percent", "from 0 to 100"),
            ("line 29, column 18: left.injections.relief_percent", "this is a text"),
            ("line 32, column 18: left.injections.relief_percent", "from 0 to 100"),
        ],
    ),
    ("other-policy", &[("line 2, column 10: policy", "policy = \"MM-1463\"")]),
    ("quote-left-open", &[("line 6, column 28", "not TOML")]),
    (
        "quoted-day",
        &[
            ("line 14, column 16: left.service_date", "without quotes"),
            ("line 17, column 8: left.injections.date", "without quotes"),
        ],
    ),
    ("relief-too-long", &[("line 19, column 17: left.ablations.relief_months", "longer than the time")]),
    (
        "several",
        &[
            ("line 5, column 12: request.received", "without quotes"),
            ("line 6, column 13: request.procedure", "\"radiofrequency-ablation\""),
            ("line 8, column 12: request.sedation", "did you mean \"conscious-sedation\"?"),
            ("line 11, column 6: member.id", "a text in quotes"),
            ("line 15, column 12: left.sij_pain", "did you mean \"yes\"?"),
            ("line 16, column 1: left.servicedate", "did you mean service_date?"),
            ("line 20, column 18: left.injections.relief_percent", "from 0 to 100"),
            ("line 23, column 9: pain.onset", "\"8 months\""),
            ("line 25, column 10: request.extra", "unknown key"),
        ],
    ),
    ("table-as-value", &[("line 1, column 10: device", "[device]")]),
    ("text-too-long", &[("line 14, column 13: evidence.D.I.A.3", "longer than 4000 characters")]),
    (
        "too-long",
        &[
            ("line 12, column 9: request.codes", "more than 50 entries"),
            ("line 16, column 1: left.injections", "more than 50 entries"),
        ],
    ),
    ("two-keys-of-one-name", &[("line 12, column 1", "duplicate key")]),
    (
        "unknown-choice",
        &[
            ("line 10, column 13: request.procedure", "did you mean \"diagnostic-injection\"?"),
            ("line 14, column 12: pain.location", "did you mean \"low-back\"?"),
            ("line 15, column 13: pain.character", "\"nonradicular\", \"radicular\", \"mixed\""),
        ],
    ),
    (
        "unknown-key",
        &[
            ("line 14, column 1: pain.charakter", "did you mean character?"),
            ("line 15, column 1: pain.mood", "unknown key"),
        ],
    ),
    (
        "unknown-table",
        &[
            ("line 13, column 2: theraphy", "did you mean therapy?"),
            ("line 16, column 8: left.injektions", "did you mean injections?"),
        ],
    ),
    (
        "wrong-type",
        &[
            ("line 11, column 8: request.side", "this is a whole number"),
            ("line 12, column 9: request.codes", "a list in square brackets"),
            ("line 15, column 12: pain.location", "a list in square brackets"),
            ("line 16, column 17: pain.herpes_zoster", "this is true or false: write one of \"yes\", \"no\""),
            ("line 19, column 16: left.service_date", "this has a time"),
            ("line 20, column 18: left.positive_tests", "\"thigh-thrust\""),
            ("line 21, column 14: left.injections", "a list of tables"),
        ],
    ),
    ("year-out-of-range", &[("line 9, column 12: request.received", "between 1900 and 2199")]),
];

const GOOD: &str = "2026-03-02-diagnostic-clean";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn good() -> PathBuf {
    root().join("cases").join(GOOD).with_extension("toml")
}

fn bad(name: &str) -> PathBuf {
    root().join("tests/bad").join(name).with_extension("toml")
}

fn program() -> Command {
    let mut command = Command::new(tested_program());
    command.arg("determine").stdin(Stdio::null());
    command
}

/// Determines the bad input between two good ones and returns the complaints
/// without the name of the input.
fn complaints_between_good_files(input: &Path) -> Vec<String> {
    let output = program().arg(good()).arg(input).arg(good()).output().unwrap();
    let printed = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(
        printed.matches(&format!("{GOOD}: CRITERIA MET")).count(),
        2,
        "{}: {printed}",
        input.display()
    );
    let complaints = complaints(&output);
    let lead = format!("{}: ", input.display());
    let named = complaints.iter().map(|line| line.strip_prefix(&lead).map(str::to_owned));
    named.collect::<Option<Vec<_>>>().unwrap_or_else(|| panic!("{lead}{complaints:?}"))
}

/// The lines of standard error; the run must end with status 2, without a panic
/// and without patient data.
fn complaints(output: &Output) -> Vec<String> {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    assert!(!said.contains(PLANTED), "{said}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(PLANTED));
    said.lines().map(str::to_owned).collect()
}

fn assert_complaints(of: &str, found: &[String], expected: &[(&str, &str)]) {
    assert_eq!(found.len(), expected.len(), "{of}: {found:#?}");
    for (found, (place, words)) in found.iter().zip(expected) {
        let rest = found.strip_prefix(&format!("{place}: "));
        assert!(rest.is_some_and(|rest| rest.contains(words)), "{of}: {found} is not {place}: …{words}…");
    }
}

#[test]
fn every_bad_file_is_named_with_line_key_and_remedy() {
    for (name, expected) in BAD {
        assert_complaints(name, &complaints_between_good_files(&bad(name)), expected);
    }
}

#[test]
fn every_bad_file_is_listed_and_plants_a_name() {
    let mut found: Vec<String> = fs::read_dir(root().join("tests/bad"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    assert_eq!(found, BAD.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for name in found {
        assert!(fs::read_to_string(bad(&name)).unwrap().contains(PLANTED), "{name}");
    }
}

#[test]
fn all_bad_files_at_once_are_all_named() {
    let output = program().args(BAD.iter().map(|(name, _)| bad(name))).arg(good()).output().unwrap();
    let complaints = complaints(&output);
    for (name, expected) in BAD {
        let lead = format!("{}: ", bad(name).display());
        let mine = complaints.iter().filter(|line| line.starts_with(&lead)).count();
        assert_eq!(mine, expected.len(), "{name}");
    }
    assert!(String::from_utf8(output.stdout).unwrap().contains(&format!("{GOOD}: CRITERIA MET")));
}

#[test]
fn unreadable_paths_are_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, bytes: &[u8]| fs::write(path(name), bytes).unwrap();
    write("empty.toml", b"");
    write("latin.toml", b"format = 1\npolicy = \"MM-1463\"\n[member]\nname = \"Plantedname \xe9\"\n");
    write("brackets.toml", &vec![b'['; 10_000_000]);
    write("needs.toml", b"format = 1\npolicy = \"MM-1463\"\n[request]\nreceived = 2026-03-02\n");
    fs::create_dir(path("folder.toml")).unwrap();
    std::os::unix::fs::symlink(good(), path("link.toml")).unwrap();
    for (name, words) in [
        ("empty.toml", "line 1, column 1: the file is empty"),
        ("latin.toml", "line 4: the file is not UTF-8 text"),
        ("brackets.toml", "the file has 10000000 bytes"),
        ("needs.toml", "member.id, request.procedure, request.side are needed"),
        ("folder.toml", "this is a folder, not a file"),
        ("link.toml", "this is a link, not a file"),
        ("absent.toml", "there is no such file"),
    ] {
        let found = complaints_between_good_files(&path(name));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].contains(words), "{name}: {found:?}");
    }
}

/// Texts of the largest size that nest or repeat without end.
#[test]
fn hostile_texts_get_few_short_complaints() {
    let folder = tempfile::tempdir().unwrap();
    let keys: String = (0..3_000).map(|number| format!("a{number} = 1\n")).collect();
    let head = "format = 1\npolicy = \"MM-1463\"\n";
    for (name, text) in [
        ("brackets", "[".repeat(250_000)),
        ("lists", format!("{head}x = {}", "[".repeat(250_000))),
        ("tables", format!("{head}x = {}", "{a=".repeat(80_000))),
        ("dots", format!("{head}{}b = 1", "a.".repeat(120_000))),
        ("keys", format!("{head}{keys}")),
        ("one-line", format!("{head}x = \"{}\"", "y".repeat(250_000))),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let found = complaints_between_good_files(&path);
        assert!((1..=41).contains(&found.len()), "{name}: {} lines", found.len());
        assert!(found.iter().all(|line| line.len() < 400), "{name}: {found:?}");
    }
}

#[test]
fn complaints_name_standard_input() {
    for (text, words) in [
        (&b""[..], "standard input: line 1, column 1: the file is empty"),
        (b"format = 2\npolicy = \"MM-1463\"\n", "standard input: line 1, column 10: format: "),
        (b"name = \"Plantedname \xe9\"\n", "standard input: "),
    ] {
        let mut child = program()
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        let found = complaints(&child.wait_with_output().unwrap());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(words), "{found:?}");
    }
}
