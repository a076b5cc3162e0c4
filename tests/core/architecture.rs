//! The architecture: which folder of `src` (room) may import which, no import
//! circles between files, no item in the engine, and a pure core.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the source files and fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the bottom up, each with the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("harden", &[]),
    ("case", &[]),
    ("policy", &["case"]),
    ("worklist", &["case", "policy"]),
    ("questions", &["case", "policy"]),
    ("casefile", &["case", "policy", "worklist"]),
    ("interview", &["case", "policy", "questions"]),
    ("report", &["case", "casefile", "policy", "questions"]),
    ("fhir", &["case", "casefile", "policy", "questions", "report"]),
    ("store", &["case", "casefile", "policy", "worklist", "harden"]),
    ("session", &["case", "casefile", "policy", "worklist", "interview", "report", "store"]),
    ("cli", &["case", "worklist"]),
    (
        "line",
        &["case", "casefile", "policy", "worklist", "questions", "interview", "report", "session", "store"],
    ),
    (
        "tui",
        &[
            "case",
            "casefile",
            "policy",
            "worklist",
            "questions",
            "interview",
            "report",
            "session",
            "store",
            "harden",
        ],
    ),
    (
        "commands",
        &[
            "case",
            "casefile",
            "policy",
            "worklist",
            "questions",
            "interview",
            "report",
            "fhir",
            "store",
            "cli",
            "session",
            "line",
            "harden",
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

/// Every module with its imports, each as the module that defines the name.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<String, String> = sources(&src())
        .iter()
        .map(|file| (module(file), code(file)))
        .filter(|(module, _)| !["lib", "main"].contains(&module.split("::").next().unwrap_or_default()))
        .collect();
    let found = files.iter().map(|(here, text)| {
        let used = paths(text, here).into_iter().filter_map(|path| defining_module(&path, &files));
        (here.clone(), used.filter(|used| used != here).collect())
    });
    found.collect()
}

/// The full paths that a text names through `crate::` and `super::`, except for
/// what a folder only re-exports.
fn paths(text: &str, here: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_folder = sources(&src()).iter().any(|file| file.ends_with("mod.rs") && module(file) == here);
    for statement in text.split(';') {
        let is_reexport = statement.contains("pub use ") || statement.contains("pub(crate) use ");
        if is_folder && is_reexport {
            continue;
        }
        for start in ["crate::", "super::"] {
            for (at, _) in statement.match_indices(start) {
                let before = statement[..at].chars().next_back();
                if before.is_some_and(|letter| letter.is_alphanumeric() || letter == ':' || letter == '_') {
                    continue;
                }
                found.extend(full_paths(&statement[at..], here));
            }
        }
    }
    found
}

/// `super::a::{b, c}` as full paths, one for each name.
fn full_paths(path: &str, here: &str) -> Vec<String> {
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

/// The module that a path leads to, through the re-exports of folders.
fn defining_module(path: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    let known = (1..=parts.len()).rev().find(|count| files.contains_key(&parts[..*count].join("::")))?;
    let module = parts[..known].join("::");
    let Some(name) = parts.get(known) else { return Some(module) };
    let text = &files[&module];
    for statement in text.split(';').filter(|statement| statement.contains(" use ")) {
        let Some((_, used)) = statement.rsplit_once(" use ") else { continue };
        let names = |word: &str| word == *name;
        let is_reexport = statement.contains("pub use ") || statement.contains("pub(crate) use ");
        if is_reexport && used.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(names) {
            let child = used.trim().split("::").next().unwrap_or_default();
            let below = format!("{module}::{child}::{name}");
            return defining_module(&below, files).or(Some(module));
        }
    }
    Some(module)
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

#[test]
fn each_room_imports_only_rooms_below_it() {
    let imports = imports();
    let rooms: BTreeSet<&str> = imports.keys().map(|module| room(module)).collect();
    assert_eq!(rooms, ROOMS.iter().map(|(room, _)| *room).collect(), "every room has a line in ROOMS");
    for (index, (name, below)) in ROOMS.iter().enumerate() {
        let above: Vec<_> =
            below.iter().filter(|other| !ROOMS[..index].iter().any(|(r, _)| r == *other)).collect();
        assert!(above.is_empty(), "{name} may import {above:?}, which stand above it");
    }
    for (module, used) in &imports {
        let (_, may) = ROOMS.iter().find(|(name, _)| *name == room(module)).unwrap();
        for used in used {
            let allowed = room(used) == room(module) || may.contains(&room(used));
            assert!(allowed, "{module} imports {used}");
        }
    }
}

#[test]
fn no_import_circle_between_files() {
    let imports = imports();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in imports.keys() {
        let mut path: Vec<&str> = Vec::new();
        assert_eq!(circle(start, &imports, &mut path, &mut done), None);
    }
}

/// The first import circle that can be reached from a module.
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
fn reexports_resolve_to_the_defining_file() {
    let imports = imports();
    let has_import = |module: &str, other: &str| imports[module].contains(other);
    assert!(has_import("policy::engine::rule", "policy::engine::verdict"));
    assert!(has_import("policy::mm_1463::d_i_a", "policy::engine::unit"), "through policy::engine");
    assert!(has_import("policy::mm_1463::d_i_a", "case::date"), "through case");
    assert!(has_import("session::change", "interview"));
    assert!(!has_import("case::fact", "case::field"));
}

#[test]
fn engine_names_no_item() {
    for file in sources(&src().join("policy/engine")) {
        let text = fs::read_to_string(&file).unwrap();
        for number in ["D.I", "MM-1463", "D_I_", "D_II", "mm_1463"] {
            let named =
                text.lines().find(|line| line.contains(number) && !line.trim_start().starts_with("//"));
            assert_eq!(named, None, "{}", file.display());
        }
    }
}

/// Which rooms and files may name the constants of a table.
const NAMED_IN: &[(&str, &[&str])] = &[
    ("Field::", &["case", "questions", "policy"]),
    ("Part::", &["case", "questions", "policy", "interview::describe"]),
    ("Item::", &["policy::mm_1463"]),
    ("Reading::", &["policy::mm_1463"]),
    ("Pathway::", &["policy::mm_1463"]),
];

#[test]
fn facts_are_named_only_where_stored_asked_and_read() {
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

/// Whether a constant of the table follows, and not a function or a list of all.
fn is_constant(text: &str, at: usize, prefix: &str) -> bool {
    let before = text[..at].chars().next_back();
    let name: String =
        text[at + prefix.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let starts = !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    starts && name.starts_with(char::is_uppercase) && !["ALL", "REGISTER", "FIELDS"].contains(&name.as_str())
}

#[test]
fn map_in_lib_rs_names_every_room() {
    let text = fs::read_to_string(src().join("lib.rs")).unwrap();
    let (docs, modules) = text.split_once("pub mod").unwrap();
    let (_, diagram) = docs.split_once("```text").unwrap();
    let (diagram, below) = diagram.split_once("```").unwrap();
    // The description to the right of the rooms holds words such as "line" too.
    let rooms =
        diagram.lines().filter_map(|line| line.trim_start_matches(['/', '!', ' ']).split("        ").next());
    let rooms: Vec<&str> = rooms.flat_map(str::split_whitespace).collect();
    let declared: BTreeSet<String> = format!("pub mod{modules}")
        .lines()
        .filter_map(|line| Some(line.strip_prefix("pub mod ")?.trim_end_matches(';').to_owned()))
        .collect();
    assert_eq!(declared, ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect());
    for room in declared {
        let named = rooms.contains(&room.as_str()) || below.contains(&format!("`{room}` is"));
        assert!(named, "{room} is missing on the map");
    }
}

#[test]
fn only_main_reads_the_clock_and_the_environment() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&root) {
        if file == root.join("main.rs") || file.starts_with(root.join("main")) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for forbidden in ["Local::now", "Utc::now", "SystemTime::now", "env::var", "env::args", "std::env"] {
            assert!(!text.contains(forbidden), "{}: {forbidden}", file.display());
        }
        let pure = ["case", "policy", "worklist", "questions", "interview", "casefile", "report", "fhir"];
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
