//! The house: which room may know which, no import circle between files, an
//! engine that names no item, and a core without clock, files and screen.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the source files and fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may know of the others. A room stands above all that it knows.
const ROOMS: &[(&str, &[&str])] = &[
    ("case", &[]),
    ("policy", &["case"]),
    ("questions", &["case", "policy"]),
    ("casefile", &["case", "policy"]),
    ("interview", &["case", "policy", "questions"]),
    ("report", &["case", "policy", "questions"]),
    ("store", &["case", "casefile", "policy"]),
    ("session", &["case", "casefile", "policy", "interview", "report", "store"]),
    ("cli", &["case"]),
    ("harden", &[]),
    ("line", &["case", "casefile", "policy", "questions", "interview", "report", "session", "store"]),
    (
        "tui",
        &["case", "casefile", "policy", "questions", "interview", "report", "session", "store", "harden"],
    ),
    (
        "commands",
        &[
            "case",
            "casefile",
            "policy",
            "questions",
            "interview",
            "report",
            "store",
            "cli",
            "session",
            "line",
        ],
    ),
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(under: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(under).unwrap().map(|entry| entry.unwrap().path());
    let each = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    each.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// The text of a file up to its tests, without comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The module path of a file: `policy::engine::rule`; that of a folder for its `mod.rs`.
fn module(file: &Path) -> String {
    let relative = file.strip_prefix(src()).unwrap().with_extension("");
    let mut parts: Vec<&str> = relative.iter().map(|part| part.to_str().unwrap()).collect();
    if parts.last() == Some(&"mod") {
        parts.pop();
    }
    parts.join("::")
}

/// Every module with its imports, each as the module in which the name is defined.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<String, String> = sources(&src())
        .iter()
        .map(|file| (module(file), code(file)))
        .filter(|(module, _)| !["lib", "main"].contains(&module.as_str()))
        .collect();
    let found = files.iter().map(|(here, text)| {
        let used = paths(text, here).into_iter().filter_map(|path| defining(&path, &files));
        (here.clone(), used.filter(|used| used != here).collect())
    });
    found.collect()
}

/// The full paths that a text names through `crate::`, `super::` and `self::`,
/// but for what a folder only hands on.
fn paths(text: &str, here: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_folder = sources(&src()).iter().any(|file| file.ends_with("mod.rs") && module(file) == here);
    for statement in text.split(';') {
        let handed_on = statement.contains("pub use ") || statement.contains("pub(crate) use ");
        if is_folder && handed_on {
            continue;
        }
        for start in ["crate::", "super::"] {
            for (at, _) in statement.match_indices(start) {
                let before = statement[..at].chars().next_back();
                if before.is_some_and(|letter| letter.is_alphanumeric() || letter == ':' || letter == '_') {
                    continue;
                }
                found.extend(spelled_out(&statement[at..], here));
            }
        }
    }
    found
}

/// `super::a::{b, c}` in full: what stands before the names, and each name.
fn spelled_out(path: &str, here: &str) -> Vec<String> {
    let mut base: Vec<String> = Vec::new();
    let mut rest = path;
    if let Some(inner) = rest.strip_prefix("crate::") {
        rest = inner;
    } else {
        base = here.split("::").map(str::to_owned).collect();
        while let Some(inner) = rest.strip_prefix("super::") {
            base.pop();
            rest = inner;
        }
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
    let (named, after) = rest.split_at(end);
    base.extend(named.split("::").filter(|part| !part.is_empty()).map(str::to_owned));
    let list = after.strip_prefix('{').and_then(|list| list.split('}').next());
    match list {
        None => vec![base.join("::")],
        Some(list) => {
            let names = list.split(',').map(|name| name.split_whitespace().next().unwrap_or_default());
            names.filter(|name| !name.is_empty()).map(|name| format!("{}::{name}", base.join("::"))).collect()
        }
    }
}

/// The module a path leads to, through the names that folders hand on.
fn defining(path: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    let known = (1..=parts.len()).rev().find(|count| files.contains_key(&parts[..*count].join("::")))?;
    let module = parts[..known].join("::");
    let Some(name) = parts.get(known) else { return Some(module) };
    let text = &files[&module];
    for statement in text.split(';').filter(|statement| statement.contains(" use ")) {
        let Some((_, used)) = statement.rsplit_once(" use ") else { continue };
        let names = |word: &str| word == *name;
        let handed_on = statement.contains("pub use ") || statement.contains("pub(crate) use ");
        if handed_on && used.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(names) {
            let child = used.trim().split("::").next().unwrap_or_default();
            let below = format!("{module}::{child}::{name}");
            return defining(&below, files).or(Some(module));
        }
    }
    Some(module)
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

#[test]
fn every_room_knows_only_rooms_below_it() {
    let imports = imports();
    let rooms: BTreeSet<&str> = imports.keys().map(|module| room(module)).collect();
    assert_eq!(rooms, ROOMS.iter().map(|(room, _)| *room).collect(), "every folder has a line in the table");
    for (index, (name, below)) in ROOMS.iter().enumerate() {
        let above: Vec<_> =
            below.iter().filter(|other| !ROOMS[..index].iter().any(|(r, _)| r == *other)).collect();
        assert!(above.is_empty(), "{name} knows {above:?}, which stand above it");
    }
    for (module, used) in &imports {
        let (_, may) = ROOMS.iter().find(|(name, _)| *name == room(module)).unwrap();
        for used in used {
            let known = room(used) == room(module) || may.contains(&room(used));
            assert!(known, "{module} imports {used}");
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = imports();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in imports.keys() {
        let mut path: Vec<&str> = Vec::new();
        assert_eq!(circle(start, &imports, &mut path, &mut done), None);
    }
}

/// The first circle of imports that can be reached from a module.
fn circle<'m>(
    module: &'m str,
    imports: &'m BTreeMap<String, BTreeSet<String>>,
    path: &mut Vec<&'m str>,
    done: &mut BTreeSet<&'m str>,
) -> Option<String> {
    if let Some(start) = path.iter().position(|other| *other == module) {
        return Some(format!("{} -> {module}", path[start..].join(" -> ")));
    }
    if done.contains(module) {
        return None;
    }
    path.push(module);
    let found = imports.get(module)?.iter().find_map(|used| circle(used, imports, path, done));
    path.pop();
    done.insert(module);
    found
}

#[test]
fn imports_are_seen_through_what_folders_hand_on() {
    let imports = imports();
    let knows = |module: &str, other: &str| imports[module].contains(other);
    assert!(knows("policy::engine::rule", "policy::engine::verdict"));
    assert!(knows("policy::mm_1463::d_i_a", "policy::engine::unit"), "through policy::engine");
    assert!(knows("policy::mm_1463::d_i_a", "case::date"), "through case");
    assert!(knows("session::change", "interview"));
    assert!(!knows("case::fact", "case::field"));
}

#[test]
fn the_engine_names_no_item() {
    for file in sources(&src().join("policy/engine")) {
        let text = fs::read_to_string(&file).unwrap();
        for number in ["D.I", "MM-1463", "D_I_", "D_II", "mm_1463"] {
            let named =
                text.lines().find(|line| line.contains(number) && !line.trim_start().starts_with("//"));
            assert_eq!(named, None, "{}", file.display());
        }
    }
}

/// Where the variants of a table may be named.
const NAMED_IN: &[(&str, &[&str])] = &[
    ("Field::", &["case", "questions", "policy"]),
    ("Part::", &["case", "questions", "policy", "interview::describe"]),
    ("Item::", &["policy::mm_1463"]),
    ("Reading::", &["policy::mm_1463"]),
    ("Pathway::", &["policy::mm_1463"]),
];

#[test]
fn a_fact_is_named_only_where_it_is_kept_asked_and_read() {
    for file in sources(&src()) {
        let (text, module) = (code(&file), module(&file));
        if text.contains("#![cfg(test)]") || module.contains("test") {
            continue;
        }
        for (prefix, rooms) in NAMED_IN {
            let named = text.match_indices(prefix).find(|(at, _)| is_constant(&text, *at, prefix));
            let may = rooms.iter().any(|room| module == *room || module.starts_with(&format!("{room}::")));
            assert!(may || named.is_none(), "{module} names a {prefix}");
        }
    }
}

/// Whether a name of the table follows, and not a function or what all of them share.
fn is_constant(text: &str, at: usize, prefix: &str) -> bool {
    let before = text[..at].chars().next_back();
    let name: String =
        text[at + prefix.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let starts = !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    starts && name.starts_with(char::is_uppercase) && !["ALL", "REGISTER", "FIELDS"].contains(&name.as_str())
}

#[test]
fn the_map_names_every_room() {
    let text = fs::read_to_string(src().join("lib.rs")).unwrap();
    let (map, modules) = text.split_once("pub mod").unwrap();
    let declared: BTreeSet<String> = format!("pub mod{modules}")
        .lines()
        .filter_map(|line| Some(line.strip_prefix("pub mod ")?.trim_end_matches(';').to_owned()))
        .collect();
    assert_eq!(declared, ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect());
    for room in declared {
        let named = map.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == room);
        assert!(named, "{room} is not on the map");
    }
}

#[test]
fn only_main_reads_the_clock_and_the_environment() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root) {
        if file.ends_with("src/main.rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for forbidden in ["Local::now", "Utc::now", "SystemTime::now", "env::var", "env::args", "std::env"] {
            assert!(!text.contains(forbidden), "{}: {forbidden}", file.display());
        }
        let pure = ["case", "policy", "questions", "interview", "casefile", "report"];
        let room = file.strip_prefix(&root).unwrap().components().next().unwrap();
        if pure.iter().any(|pure| room.as_os_str() == *pure) {
            for forbidden in [
                "std::fs",
                "std::io",
                "std::path",
                "std::process",
                "std::time",
                "println!",
                "ratatui",
                "crossterm",
            ] {
                assert!(!text.contains(forbidden), "{}: {forbidden}", file.display());
            }
        }
    }
}
