//! Which cases a check reads, tells and indexes.

#![expect(clippy::disallowed_methods, reason = "a test writes case files")]

use std::fs;
use std::path::Path;

use super::*;
use crate::store::Lock;
use crate::worklist::Worklist;

/// Long after any file of these tests was changed.
const LATER: i64 = i64::MAX;

fn folder() -> (tempfile::TempDir, Folder) {
    let temp = tempfile::tempdir().unwrap();
    let folder = Folder::at(temp.path());
    (temp, folder)
}

fn write(folder: &Folder, name: &str, member: &str) {
    let text = format!("format = 1\npolicy = \"MM-1463\"\n\n[member]\nid = \"{member}\"\n");
    fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
}

fn check(folder: &Folder, now: i64) -> Check {
    let editions = crate::policy::editions().clone();
    Check { folder: folder.clone(), key: IndexKey::of("settings"), editions, now }
}

/// The row of a case in these tests: only its member.
fn row(id: &CaseId, case: &Case) -> Row {
    let member = case.facts.member.id.0.as_ref().map(ToString::to_string).unwrap_or_default();
    Row { member_id: member.into(), ..Row::unreadable(id.as_str()) }
}

/// Checks the folder at a time: the changes, and the names of the files that were read.
fn run_at(folder: &Folder, now: i64) -> (Vec<Change>, Vec<String>) {
    let check = check(folder, now);
    let index = folder.read_index(check.key);
    let (mut changes, read) = (Vec::new(), std::cell::RefCell::new(Vec::new()));
    let reading = |id: &CaseId, case: &Case| {
        read.borrow_mut().push(id.to_string());
        row(id, case)
    };
    check
        .run(&index, reading, |checked| {
            changes.extend(checked.changes);
            true
        })
        .unwrap();
    (changes, read.into_inner())
}

fn run(folder: &Folder) -> (Vec<Change>, Vec<String>) {
    run_at(folder, LATER)
}

/// The cases and members of the index.
fn indexed(folder: &Folder) -> Vec<(String, String)> {
    let entries = folder.read_index(IndexKey::of("settings")).entries();
    let named = |entry: Entry| (entry.row.name.into(), entry.row.member_id.into());
    entries.into_iter().map(named).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, member)| ((*name).to_owned(), (*member).to_owned())).collect()
}

fn index_file(folder: &Folder) -> std::path::PathBuf {
    folder.path().join(".index")
}

#[test]
fn only_cases_that_are_new_changed_or_gone_are_looked_at_again() {
    let (_temp, folder) = folder();
    for name in ["a", "b", "c"] {
        write(&folder, name, "TC1");
    }
    fs::write(folder.path().join("settings.toml"), "").unwrap();
    assert_eq!(run(&folder).1, ["a", "b", "c"]);
    assert_eq!(indexed(&folder), pairs(&[("a", "TC1"), ("b", "TC1"), ("c", "TC1")]));
    assert_eq!(run(&folder), (vec![], vec![]), "nothing has changed");
    write(&folder, "b", "TC2");
    write(&folder, "d", "TC3");
    fs::remove_file(folder.path().join("c.toml")).unwrap();
    let (changes, read) = run(&folder);
    assert_eq!(read, ["b", "d"]);
    assert_eq!(changes.len(), 3);
    assert!(changes.contains(&Change::Removed("c".into())));
    assert_eq!(indexed(&folder), pairs(&[("a", "TC1"), ("b", "TC2"), ("d", "TC3")]));
}

#[test]
fn a_change_of_the_same_length_within_the_same_second_is_seen() {
    let (_temp, folder) = folder();
    write(&folder, "a", "TC1");
    let now = fs::metadata(folder.path().join("a.toml")).unwrap();
    let now = std::os::unix::fs::MetadataExt::ctime(&now);
    for (at, reads_again) in [(now, true), (now + 1, true), (now + 2, true), (now + 3, false)] {
        run_at(&folder, at);
        let again = run_at(&folder, now + 100).1;
        assert_eq!(!again.is_empty(), reads_again, "{} s after the change", at - now);
        fs::remove_file(index_file(&folder)).unwrap();
    }
    run_at(&folder, now + 100);
    write(&folder, "a", "TC2");
    assert_eq!(run_at(&folder, now + 100).1, ["a"], "other nanoseconds");
    assert_eq!(indexed(&folder), pairs(&[("a", "TC2")]));
}

#[test]
fn an_index_that_is_absent_torn_foreign_or_of_other_settings_is_made_anew() {
    let (_temp, folder) = folder();
    write(&folder, "a", "TC1");
    run(&folder);
    let whole = fs::read(index_file(&folder)).unwrap();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let member = whole.windows(3).position(|bytes| bytes == b"TC1").unwrap();
    let mut forged = whole.clone();
    forged[member + 2] = b'7';
    let other = b"another program's file".to_vec();
    let longer = [&whole[..], b"x"].concat();
    for bytes in
        [whole[..whole.len() - 1].to_vec(), whole[..30].to_vec(), vec![], flipped, forged, other, longer]
    {
        fs::write(index_file(&folder), &bytes).unwrap();
        assert_eq!(run(&folder).1, ["a"], "{} bytes", bytes.len());
        assert_eq!(fs::read(index_file(&folder)).unwrap(), whole);
    }
    let mut other_settings = check(&folder, LATER);
    other_settings.key = IndexKey::of("others");
    assert!(folder.read_index(other_settings.key).entries().is_empty());
}

#[test]
fn an_index_that_is_a_folder_a_link_or_can_t_be_written_is_done_without() {
    let (_temp, folder) = folder();
    write(&folder, "a", "TC1");
    fs::create_dir(index_file(&folder)).unwrap();
    assert_eq!(run(&folder).1, ["a"]);
    assert_eq!(run(&folder).1, ["a"], "again, without an index");
    fs::remove_dir(index_file(&folder)).unwrap();
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), index_file(&folder)).unwrap();
    assert_eq!(run(&folder).1, ["a"]);
    assert_eq!(fs::metadata(elsewhere.path()).unwrap().len(), 0, "a link is replaced, not followed");
    assert!(indexed(&folder) == pairs(&[("a", "TC1")]));
}

#[test]
fn the_index_has_the_mode_of_the_folder_s_files_and_nothing_else_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let (_temp, folder) = folder();
    for (mode, expected) in [(0o700, 0o600), (0o770, 0o660), (0o755, 0o600)] {
        write(&folder, "a", &format!("TC{mode}"));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        run(&folder);
        assert_eq!(fs::metadata(index_file(&folder)).unwrap().permissions().mode() & 0o777, expected);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}

#[test]
fn who_has_a_case_open_is_looked_up_every_time() {
    let (_temp, folder) = folder();
    write(&folder, "a", "TC1");
    run(&folder);
    let id = CaseId::new("a").unwrap();
    let lock = Lock::take(&folder, &id, "Kim (1001) from 10.0.0.5").unwrap();
    let open = |changes: &[Change]| match changes {
        [Change::Set(entry)] => Some((entry.person().to_owned(), entry.is_open)),
        _ => None,
    };
    let (changes, read) = run(&folder);
    assert_eq!((open(&changes), read), (Some(("Kim".to_owned(), true)), vec![]));
    assert_eq!(
        open(&run(&folder).0),
        Some(("Kim".to_owned(), true)),
        "the index does not say who has it open"
    );
    drop(lock);
    run(&folder);
    let entries = folder.read_index(IndexKey::of("settings")).entries();
    assert_eq!((entries[0].person(), entries[0].is_open), ("Kim", false), "who had it last is kept");
    assert_eq!(run(&folder), (vec![], vec![]));
}

#[test]
fn what_is_found_is_told_in_batches_and_can_be_stopped() {
    let (_temp, folder) = folder();
    for number in 0..150 {
        write(&folder, &format!("case-{number:03}"), "TC1");
    }
    let mut told = Vec::new();
    let check = check(&folder, LATER);
    let index = folder.read_index(check.key);
    check
        .run(&index, row, |checked| {
            told.push((checked.done, checked.of, checked.changes.len()));
            told.len() < 2
        })
        .unwrap();
    assert_eq!(told, [(64, 150, 64), (128, 150, 64)]);
    assert!(!index_file(&folder).exists(), "a check that was stopped writes no index");
    let mut list = Worklist::default();
    check
        .run(&index, row, |checked| {
            list.apply(checked.changes);
            true
        })
        .unwrap();
    assert_eq!(list.count(), 150);
}

#[test]
fn a_folder_that_is_gone_is_an_error() {
    let gone = Folder::at(Path::new("/nonexistent/cases"));
    assert!(check(&gone, LATER).run(&Index::default(), row, |_| true).is_err());
}

#[test]
fn a_file_that_is_no_case_has_a_row_too() {
    let (_temp, folder) = folder();
    fs::write(folder.path().join("bad.toml"), "no case").unwrap();
    let (changes, read) = run(&folder);
    let [Change::Set(entry)] = &changes[..] else { panic!("{changes:?}") };
    assert_eq!((&entry.row, read), (&Row::unreadable("bad"), vec![]));
    assert_eq!(run(&folder), (vec![], vec![]), "it is not read again");
}

#[test]
fn what_was_found_is_told_after_every_so_many_cases() {
    let mut found = Found { of: 10_000, ..Found::default() };
    for _ in 0..2 {
        let told = (1..=LOOKED_AT_IN_BATCH).filter(|_| found.count().is_some()).count();
        assert_eq!((told, found.told), (1, found.done));
    }
    assert_eq!(found.done, 2 * LOOKED_AT_IN_BATCH);
}
