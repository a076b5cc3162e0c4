//! File permissions follow the folder, and no link leads out of it.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::store::{CaseId, Folder, FolderWarning, ReadError};

use super::child::{command, command_under, start};
use super::{create, names, open, sample};
use crate::skipped::skipped;
use crate::temp_folder::temporary;

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn new_files_follow_the_folder_permissions_under_any_umask() {
    for (folder_mode, file_mode) in [(0o2770, 0o660), (0o700, 0o600), (0o755, 0o600), (0o2775, 0o660)] {
        for umask in ["000", "022", "077", "777"] {
            let temp = temporary();
            set_mode(temp.path(), folder_mode);
            let folder = Folder::at(temp.path());
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]);
            let (said, complaints, status) = start(command_under(shell, "short", &folder)).end();
            assert!(status.success(), "{said:?} {complaints}");
            let files = names(&folder, "");
            // Case, lock, report, audit log, its head and its key.
            assert_eq!(files.len(), 6, "{files:?}");
            for file in files {
                let mode = std::fs::metadata(&file).unwrap().mode() & 0o7777;
                assert_eq!(mode, file_mode, "{} in {folder_mode:o} under {umask}: {mode:o}", file.display());
            }
        }
    }
}

#[test]
fn folder_open_to_others_is_detected() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    for (mode, is_open) in [(0o700, false), (0o2770, false), (0o755, true), (0o701, true), (0o2777, true)] {
        set_mode(temp.path(), mode);
        assert_eq!(folder.warning() == Some(FolderWarning::OpenToOthers), is_open, "{mode:o}");
    }
}

/// A group that nobody is in.
const GROUP: u32 = 61_463;
const NOBODY: u32 = 65_534;

/// A folder of this user for the group, without the bit that gives its group to new files.
fn folder_for_a_group(user: u32) -> Option<(tempfile::TempDir, Folder)> {
    let temp = temporary();
    set_mode(temp.path(), 0o770);
    if chown(temp.path(), Some(user), Some(GROUP)).is_err() {
        skipped("files can't be given to another group");
        return None;
    }
    let folder = Folder::at(temp.path());
    Some((temp, folder))
}

#[test]
fn new_files_get_the_group_of_a_shared_folder() {
    let Some((_temp, folder)) = folder_for_a_group(0) else { return };
    assert_eq!(folder.warning(), None);
    let (said, complaints, status) = start(command("short", &folder, 0)).end();
    assert!(status.success(), "{said:?} {complaints}");
    for file in names(&folder, "") {
        let found = std::fs::metadata(&file).unwrap();
        assert_eq!((found.gid(), found.mode() & 0o777), (GROUP, 0o660), "{}", file.display());
    }
}

#[test]
fn files_that_can_t_get_the_group_are_private_and_the_program_says_so() {
    let Some((temp, folder)) = folder_for_a_group(NOBODY) else { return };
    set_mode(temp.path(), 0o770);
    let mut child = command("short", &folder, 0);
    child.uid(NOBODY).gid(NOBODY);
    let Ok(_) = child.spawn().map(|mut child| child.wait()) else {
        return skipped("other users can't run the test program");
    };
    let files = names(&folder, "");
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let found = std::fs::metadata(&file).unwrap();
        assert_eq!((found.gid(), found.mode() & 0o777), (NOBODY, 0o600), "{}", file.display());
    }
    let mut child = command("warning", &folder, 0);
    child.uid(NOBODY).gid(NOBODY);
    assert_eq!(start(child).end().0, [FolderWarning::GroupNotGiven.to_string()]);
    set_mode(temp.path(), 0o2770);
    assert_eq!(folder.warning(), None);
}

#[test]
fn case_names_follow_an_allow_list() {
    for good in ["2026-03-02-001", "a", "A.b_c-d", "x.conflict-1"] {
        assert!(CaseId::new(good).is_some(), "{good}");
    }
    let long = "a".repeat(101);
    for bad in [
        "",
        ".",
        "..",
        ".hidden",
        "-dash",
        "a/b",
        "/etc/passwd",
        "../a",
        "a..b",
        "a b",
        "a\0b",
        "a\nb",
        "ä",
        "a\u{202e}b",
        "a\u{1b}[2J",
        "_a",
        "a*",
        "a;b",
        "$(a)",
        &long,
    ] {
        assert!(CaseId::new(bad).is_none(), "{bad:?}");
    }
}

#[test]
fn only_files_in_the_folder_are_its_cases() {
    let temp = temporary();
    let inside = temp.path().join("cases");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(temp.path().join("outside.toml"), sample().1).unwrap();
    std::fs::write(inside.join("one.toml"), sample().1).unwrap();
    symlink("../outside.toml", inside.join("link.toml")).unwrap();
    symlink("cases", temp.path().join("link")).unwrap();
    let folder = Folder::at(&inside);
    assert!(folder.holds(&inside.join("one.toml")).is_some());
    assert!(folder.holds(&temp.path().join("link/one.toml")).is_some(), "the same folder by another path");
    assert_eq!(folder.holds(&temp.path().join("outside.toml")), None);
    assert_eq!(folder.holds(&inside.join("../outside.toml")), None);
    let link = CaseId::new("link").unwrap();
    assert!(matches!(open(&folder, &link), Err(ReadError::NotAFile("a link"))));
}

#[test]
fn symbolic_links_in_place_of_program_files_are_not_followed() {
    for planted in [".one.lock", ".audit.log", ".audit.head", ".one.1.new"] {
        let temp = temporary();
        let inside = temp.path().join("cases");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(inside.join("one.toml"), sample().1).unwrap();
        let target = temp.path().join("target");
        std::fs::write(&target, "untouched").unwrap();
        set_mode(&target, 0o644);
        symlink("../target", inside.join(planted)).unwrap();
        let folder = Folder::at(&inside);
        let mut session = open(&folder, &CaseId::new("one").unwrap()).unwrap();
        // Refused or saved, but not through the link.
        let _ = session.note_evidence(Item::D_I_A_3, Some(Text::new("note")));
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "untouched", "{planted}");
        let mode = std::fs::metadata(&target).unwrap().mode() & 0o777;
        assert_eq!(mode, 0o644, "{planted}");
    }
}

#[test]
fn case_list_leaves_out_the_programs_own_files() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let mut session = create(&folder);
    session.note_evidence(Item::D_I_A_3, Some(Text::new("p. 2"))).unwrap();
    session.save_report("# report").unwrap();
    let letter = folder.save_letter(session.id(), "letter").unwrap();
    assert_eq!(std::fs::metadata(temp.path().join(letter)).unwrap().mode() & 0o077, 0);
    std::fs::write(folder.settings_file(), "[letter]").unwrap();
    assert_eq!(folder.cases().unwrap(), [session.id().clone()]);
}
