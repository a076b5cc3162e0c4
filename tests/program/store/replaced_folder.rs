//! A case folder that was unmounted, moved or replaced while a case of it is open:
//! nothing is written into what is there instead, and the program says so.

use std::path::Path;
use std::process::Command;

use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::session::{Saved, Session};
use sij_intake::store::{CaseId, Folder};

use super::disk_errors::SmallDisk;
use super::{create, open, sample, with_a_case};

fn note(session: &mut Session, words: &str) -> Result<(), String> {
    session.note_evidence(Item::D_I_A_3, Some(Text::new(words))).map_err(|error| error.to_string())
}

/// The names in a folder.
fn listed(path: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(path).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What an open case says when its folder is not at its path any more.
fn assert_refused(session: &mut Session, folder: &Folder) {
    let refused = note(session, "after").unwrap_err();
    let expected = format!(
        "NOT SAVED: the case folder {} was unmounted, moved or replaced while it was in use: bring it back \
         and try again, or quit and start again",
        folder.path().display()
    );
    assert!(refused.starts_with(&expected), "{refused}");
    assert!(matches!(session.saved(), Saved::Failed(problem) if problem.starts_with(&expected)));
    assert_eq!(session.case().evidence[Item::D_I_A_3.key()].raw(), "before");
    assert!(session.save_report("# report").is_err());
}

#[test]
fn nothing_is_written_into_a_folder_that_replaced_the_one_in_use() {
    let (temp, moved) = (crate::temp_folder::temporary(), "moved");
    let path = temp.path().join("cases");
    std::fs::create_dir(&path).unwrap();
    let (folder, id) = (Folder::at(&path), CaseId::new("one").unwrap());
    std::fs::write(folder.file(&id), sample().1).unwrap();
    let mut session = open(&folder, &id).unwrap();
    let mut started = create(&folder);
    note(&mut session, "before").unwrap();
    note(&mut started, "before").unwrap();
    let before = listed(&path);
    std::fs::rename(&path, temp.path().join(moved)).unwrap();
    for replaced in [false, true] {
        if replaced {
            std::fs::create_dir(&path).unwrap();
        }
        assert_refused(&mut session, &folder);
        assert_refused(&mut started, &folder);
        assert!(folder.new_case("2026-03-02".parse().unwrap(), "pat").is_err());
        assert!(folder.lock_new_cases().is_err());
        assert!(folder.withdrawn().has(&id) || folder.has(&id), "the folder in use is read");
    }
    let again = open(&folder, &id).unwrap();
    assert!(again.read_only().unwrap().contains("was unmounted, moved or replaced"));
    drop(again);
    session.save_drafts().unwrap();
    assert_eq!(listed(&path), Vec::<String>::new());
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(temp.path().join(moved), &path).unwrap();
    assert_eq!(listed(&path), before, "and none into the folder in use");
    note(&mut session, "after").unwrap();
    assert!(matches!(session.saved(), Saved::At(_)), "{:?}", session.saved());
    assert_eq!(folder.audit(|_| Ok(())).unwrap().faults, Vec::new());
}

#[test]
fn nothing_is_written_below_a_volume_that_was_unmounted() {
    let (temp, folder, id) = with_a_case();
    std::fs::remove_file(folder.file(&id)).unwrap();
    let folder = Folder::at(temp.path());
    let Some(volume) = SmallDisk::mount(temp.path()) else { return };
    std::fs::write(folder.file(&id), sample().1).unwrap();
    let mut session = open(&folder, &id).unwrap();
    note(&mut session, "before").unwrap();
    let mut started = create(&folder);
    note(&mut started, "before").unwrap();
    assert!(Command::new("umount").arg("-l").arg(temp.path()).status().unwrap().success());
    assert_refused(&mut session, &folder);
    assert_refused(&mut started, &folder);
    session.save_drafts().unwrap();
    drop((session, started));
    assert_eq!(listed(temp.path()), Vec::<String>::new());
    drop(volume);
}
