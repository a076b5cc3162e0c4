//! Several coordinators, and other programs, in one folder.

use std::collections::BTreeSet;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::store::{Folder, Lock, SaveError, read_case};

use super::child::{command, save_count, start};
use super::{create, names, open, rounds, sample, with_a_case};
use crate::temp_folder::temporary;
use crate::tested_program::tested_program;

#[test]
fn one_of_eight_processes_writes_and_the_others_learn_who() {
    let (_temp, folder, id) = with_a_case();
    let mut eight: Vec<_> = (0..8).map(|_| start(command("hold", &folder, 0))).collect();
    let said: Vec<String> = eight.iter_mut().map(|running| running.next().unwrap()).collect();
    let writers: Vec<usize> = (0..8).filter(|each| said[*each] == "writes").collect();
    assert_eq!(writers.len(), 1, "{said:?}");
    for reader in said.iter().filter(|line| *line != "writes") {
        assert_eq!(reader, "pat (1001) from 10.0.0.5 port 50512 since 2026-03-03 09:14 has it open");
    }
    let lock = folder.path().join(".one.lock");
    let before = std::fs::metadata(&lock).unwrap().ino();
    eight[writers[0]].child.kill().unwrap();
    eight[writers[0]].child.wait().unwrap();
    let session = open(&folder, &id).unwrap();
    assert_eq!(session.read_only(), None, "a dead holder still locks the case");
    assert_eq!(std::fs::metadata(&lock).unwrap().ino(), before, "the lock file was replaced");
}

#[test]
fn interleaved_saves_lose_no_update() {
    let each = rounds("SIJ_TEST_SAVES", 800) / 8;
    let (_temp, folder, id) = with_a_case();
    let eight: Vec<_> = (0..8).map(|_| start(command("count", &folder, each))).collect();
    for running in eight {
        let (said, complaints, status) = running.end();
        assert!(status.success(), "{complaints}");
        assert_eq!(said, [format!("done {each}")]);
    }
    let session = open(&folder, &id).unwrap();
    assert_eq!(save_count(&session), each * 8);
    assert!(names(&folder, ".new").is_empty() && names(&folder, ".toml").len() == 1);
    let mut revisions = Vec::new();
    let verdict = folder.audit(|entry| {
        revisions.extend(entry.file.as_ref().filter(|_| !entry.what.is_empty()).and(entry.revision));
        Ok(())
    });
    assert_eq!(verdict.unwrap().faults, Vec::new());
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=each as u64 * 8).collect::<Vec<_>>());
}

#[test]
fn new_names_never_collide() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let mut eight: Vec<_> = (0..8).map(|_| start(command("new", &folder, 12))).collect();
    let mut all = Vec::new();
    for running in &mut eight {
        all.extend((0..12).filter_map(|_| running.next()));
    }
    for running in eight {
        let (_, complaints, status) = running.end();
        assert!(status.success(), "{complaints}");
    }
    assert_eq!(names(&folder, ".lock").len(), 0, "no case was saved");
    assert_eq!(all.len(), 96);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 96);
}

/// What line mode says of a case, given one answer.
fn typed(folder: &Folder, case: &str, answer: &str) -> (Option<i32>, String) {
    let mut program = Command::new(tested_program());
    program.arg("--cases").arg(folder.path()).args(["open", case]);
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = program.spawn().unwrap();
    // A program that refuses the case may end before it reads the answers.
    let _ = running.stdin.take().unwrap().write_all(answer.as_bytes());
    let output = running.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).replace('\n', " "))
}

#[test]
fn line_mode_ends_with_2_where_something_could_not_be_saved_or_opened() {
    let (_temp, folder, id) = with_a_case();
    let answers = "go 2\nAnother Name\nquit\n";
    let writer = open(&folder, &id).unwrap();
    let (status, said) = typed(&folder, "one", answers);
    assert!(status == Some(2) && said.contains("NOT SAVED: member name."), "{status:?} {said}");
    drop(writer);
    let (status, said) = typed(&folder, "one", answers);
    assert!(status == Some(0) && said.contains("Recorded: Another Name. Saved."), "{status:?} {said}");
    let (status, said) = typed(&folder, "two", answers);
    assert!(status == Some(2) && said.starts_with("two: "), "{status:?} {said}");
}

#[test]
fn file_changed_by_another_program_is_kept_beside_ours() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    let theirs = sample().1.replace("Sample", "Other");
    std::fs::write(folder.file(&id), &theirs).unwrap();
    let message = session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap_err().to_string();
    assert!(
        message.contains("somebody else changed the file") && message.contains("one.conflict-1.toml"),
        "{message}"
    );
    assert_eq!(std::fs::read_to_string(folder.file(&id)).unwrap(), theirs);
    let (ours, _) =
        read_case(&folder.path().join("one.conflict-1.toml"), sij_intake::policy::editions()).unwrap();
    assert_eq!(ours.evidence[Item::D_I_A_3.key()].raw(), "ours");
    // Further answers don't add further files.
    let message = session.note_evidence(Item::D_I_A_3, Some(Text::new("again"))).unwrap_err().to_string();
    assert!(message.contains("open it again"), "{message}");
    assert_eq!(names(&folder, ".toml").len(), 2);
    drop(session);
    assert_eq!(open(&folder, &id).unwrap().read_only(), None);
}

#[test]
fn file_deleted_by_another_program_is_not_silently_restored() {
    let (_temp, folder, id) = with_a_case();
    let mut session = open(&folder, &id).unwrap();
    std::fs::remove_file(folder.file(&id)).unwrap();
    let message = session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap_err().to_string();
    assert!(message.contains("deleted or renamed") && message.contains("one.conflict-1.toml"), "{message}");
    assert!(
        !folder.has(&id)
            && read_case(&folder.path().join("one.conflict-1.toml"), sij_intake::policy::editions()).is_ok()
    );
}

#[test]
fn file_that_appears_under_the_new_name_is_not_overwritten() {
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let mut session = create(&folder);
    std::fs::write(folder.file(session.id()), "theirs").unwrap();
    let message = session.note_evidence(Item::D_I_A_3, Some(Text::new("ours"))).unwrap_err().to_string();
    assert!(message.contains("somebody else changed the file"), "{message}");
    assert_eq!(std::fs::read_to_string(folder.file(session.id())).unwrap(), "theirs");
}

/// Another program replaces the file without locks. Each of its versions must turn
/// up: read back by that program, read by us before a save, or kept as a conflict.
#[test]
fn program_without_locks_loses_no_version() {
    let (_temp, folder, id) = with_a_case();
    let text = |who: &str, number: usize| format!("# {who} {number}\n{}", sample().1);
    let stop = AtomicBool::new(false);
    let (displaced, written) = std::thread::scope(|scope| {
        let outsider = scope.spawn(|| {
            let mut displaced = Vec::new();
            let mut number = 0;
            let other = folder.path().join("other");
            while !stop.load(Ordering::Relaxed) {
                number += 1;
                std::fs::write(&other, text("theirs", number)).unwrap();
                renameat_with(CWD, &other, CWD, folder.file(&id), RenameFlags::EXCHANGE).unwrap();
                displaced.push(std::fs::read_to_string(&other).unwrap());
                std::thread::yield_now();
            }
            (displaced, number)
        });
        let lock = Lock::take(&folder, &id, "us").unwrap();
        let mut replaced = Vec::new();
        let mut refused = 0;
        let mut own = Vec::new();
        for number in 0..rounds("SIJ_TEST_RACES", 3000) {
            let before = std::fs::read_to_string(folder.file(&id)).unwrap();
            let ours = text("ours", number);
            match folder.save(&id, &lock, Some(&before), &ours) {
                Ok(()) => replaced.push(before),
                Err(SaveError::Changed(kept)) => {
                    refused += 1;
                    let kept = folder.path().join(kept);
                    own.extend(Some(number).filter(|_| std::fs::read_to_string(&kept).unwrap() != ours));
                    std::fs::remove_file(kept).unwrap();
                    // Theirs that came between our two exchanges.
                    for beside in names(&folder, ".toml").into_iter().filter(|path| *path != folder.file(&id))
                    {
                        replaced.push(std::fs::read_to_string(&beside).unwrap());
                        std::fs::remove_file(beside).unwrap();
                    }
                }
                Err(other) => panic!("{other}"),
            }
        }
        stop.store(true, Ordering::Relaxed);
        let (mut displaced, number) = outsider.join().unwrap();
        displaced.append(&mut replaced);
        assert_eq!(own, Vec::<usize>::new(), "versions of ours that are not kept");
        eprintln!("{refused} refused, {} replaced, {number} of theirs", displaced.len());
        (displaced, number)
    });
    let last = std::fs::read_to_string(folder.file(&id)).unwrap();
    let found: BTreeSet<&String> = displaced.iter().chain([&last]).collect();
    for number in 1..=written {
        assert!(found.contains(&text("theirs", number)), "their version {number} is lost");
    }
}

#[test]
fn reader_during_saves_always_sees_a_whole_file() {
    let (_temp, folder, id) = with_a_case();
    let (stop, read) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                read_case(&folder.file(&id), sij_intake::policy::editions()).unwrap();
                read.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut session = open(&folder, &id).unwrap();
        for number in 0.. {
            session.note_evidence(Item::D_I_A_3, Some(Text::new("x".repeat(number % 100 * 30 + 1)))).unwrap();
            let enough = read.load(Ordering::Relaxed) >= 100 || reader.is_finished();
            if number >= 100 && enough {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}
