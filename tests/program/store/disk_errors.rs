//! Failing disks: the error is reported, the old file stays whole, and the answer
//! can be given again.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use sij_intake::case::Text;
use sij_intake::policy::Item;
use sij_intake::session::{Saved, Session};
use sij_intake::store::Folder;

use super::child::{command, command_under, save_count, start};
use super::killed::{calls_of_the_work, tracer};
use super::{names, open, rounds, with_a_case};
use crate::process::until;
use crate::skipped::skipped;
use crate::temp_folder::temporary;

fn note(session: &mut Session, words: &str) -> Result<(), String> {
    session.note_evidence(Item::D_I_A_3, Some(Text::new(words))).map_err(|error| error.to_string())
}

/// A small file system, where mounting is allowed.
pub(super) struct SmallDisk(PathBuf);

impl SmallDisk {
    pub(super) fn mount(on: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k,mode=0770", "tmpfs"]).arg(on);
        if mount.output().is_ok_and(|output| output.status.success()) {
            return Some(Self(on.to_owned()));
        }
        skipped("no file system may be mounted");
        None
    }

    /// A child that another test forks holds this test's open files until it runs
    /// its own program, and keeps the file system busy that long.
    fn remount(&self, how: &str) {
        let options = format!("remount,{how}");
        let remounted = || Command::new("mount").args(["-o", &options]).arg(&self.0).output().unwrap();
        until("the file system to be free", || remounted().status.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

fn small_disk_with_a_case() -> Option<(tempfile::TempDir, SmallDisk, Folder, sij_intake::store::CaseId)> {
    let (temp, folder, id) = with_a_case();
    let text = std::fs::read(folder.file(&id)).unwrap();
    let small = SmallDisk::mount(temp.path())?;
    std::fs::write(folder.file(&id), text).unwrap();
    Some((temp, small, folder, id))
}

#[test]
fn full_disk_is_reported_and_the_answer_can_be_repeated() {
    let Some((_temp, _small, folder, id)) = small_disk_with_a_case() else { return };
    let mut session = open(&folder, &id).unwrap();
    note(&mut session, "before").unwrap();
    let before = std::fs::read(folder.file(&id)).unwrap();
    let ballast = folder.path().join("ballast");
    // Fails once the disk is full.
    assert!(std::fs::write(&ballast, vec![b'x'; 128 * 1024]).is_err());
    let refused = note(&mut session, &"words ".repeat(600)).unwrap_err();
    assert!(refused.starts_with("NOT SAVED") && refused.contains("No space left"), "{refused}");
    assert_eq!(session.saved(), &Saved::Failed(refused));
    assert_eq!(std::fs::read(folder.file(&id)).unwrap(), before);
    assert!(names(&folder, ".new").is_empty());
    assert_eq!(session.case().evidence[Item::D_I_A_3.key()].raw(), "before");
    std::fs::remove_file(ballast).unwrap();
    note(&mut session, &"words ".repeat(600)).unwrap();
    assert!(matches!(session.saved(), Saved::At(_)), "{:?}", session.saved());
    assert_eq!(folder.audit(|_| Ok(())).unwrap().faults, Vec::new());
}

#[test]
fn read_only_disk_is_reported() {
    let Some((_temp, small, folder, id)) = small_disk_with_a_case() else { return };
    let mut session = open(&folder, &id).unwrap();
    note(&mut session, "before").unwrap();
    drop(session);
    small.remount("ro");
    let mut session = open(&folder, &id).unwrap();
    assert!(session.read_only().unwrap().contains("Read-only file system"), "{:?}", session.read_only());
    let refused = note(&mut session, "after").unwrap_err();
    assert!(refused.starts_with("read-only: "), "{refused}");
    let unsaved = session.save_report("# report").unwrap_err();
    assert!(unsaved.to_string().contains("read-only"), "{unsaved}");
    drop(session);
    small.remount("rw");
    let mut session = open(&folder, &id).unwrap();
    assert_eq!(session.case().evidence[Item::D_I_A_3.key()].raw(), "before");
    note(&mut session, "after").unwrap();
}

#[test]
fn missing_folder_permission_is_reported() {
    let (_temp, folder, _) = with_a_case();
    let mut child = command("hold", &folder, 0);
    if rustix::process::geteuid().is_root() {
        // Permissions don't stop root, so the child runs as another user.
        let readable = Command::new("chmod").args(["-R", "a+rX"]).arg(folder.path()).status().unwrap();
        assert!(readable.success());
        child.uid(65534).gid(65534);
    } else {
        Command::new("chmod").arg("a-w").arg(folder.path()).status().unwrap();
    }
    let Ok(spawned) = child.spawn() else {
        return skipped("other users can't run the test program");
    };
    let output = spawned.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("> the lock can't be taken (Permission denied"), "{said}");
    let _ = Command::new("chmod").arg("u+w").arg(folder.path()).status();
}

#[test]
fn resource_limits_are_reported() {
    for (role, word) in [("files", "Too many open files"), ("size", "File too large")] {
        let (_temp, folder, _) = with_a_case();
        let (said, complaints, status) = start(command(role, &folder, 0)).end();
        assert!(status.success(), "{role}: {said:?} {complaints}");
        let refused = said.iter().filter(|line| line.starts_with("refused NOT SAVED") && line.contains(word));
        assert!(refused.count() > 0, "{role}: {said:?}");
        assert_eq!(said.last().unwrap(), "saved in the end");
        assert!(names(&folder, ".new").is_empty(), "{role}");
        assert_eq!(folder.audit(|_| Ok(())).unwrap().faults, Vec::new(), "{role}");
    }
}

/// System calls and the error that each gets.
const FAILING: &[(&str, &str)] = &[
    ("openat", "EIO"),
    ("openat", "EMFILE"),
    ("write", "ENOSPC"),
    ("pwrite64", "ENOSPC"),
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("renameat2", "EIO"),
    ("renameat", "EACCES"),
    ("unlinkat", "EIO"),
    ("fchmod", "EPERM"),
    ("flock", "ENOLCK"),
    ("read", "EIO"),
    ("ftruncate", "EIO"),
];

#[test]
fn failure_of_any_system_call_is_survived() {
    if tracer().is_none() {
        return;
    }
    let every = if rounds("SIJ_TEST_EVERY_CALL", 0) > 0 { 1 } else { 7 };
    let mut injected = 0;
    let calls = calls_of_the_work(
        "openat,read,write,pwrite64,fsync,fdatasync,renameat,renameat2,unlinkat,ftruncate,flock,fchmod,statx",
    );
    for (name, errno) in FAILING {
        for (_, nth) in calls.iter().filter(|(call, _)| call == name).step_by(every) {
            let temp = temporary();
            let folder = Folder::at(temp.path());
            let inject = format!("inject={name}:error={errno}:when={nth}");
            let mut tracer = Command::new("strace");
            tracer.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={name}"), "-e", &inject]);
            let (said, complaints, status) = start(command_under(tracer, "short", &folder)).end();
            assert!(status.success(), "{inject}: {said:?} {complaints}");
            assert!(said.contains(&"reported".to_owned()), "{inject}: {said:?}");
            let case = folder.cases().unwrap().pop().unwrap();
            let session = open(&folder, &case).unwrap();
            assert_eq!(save_count(&session), 1, "{inject}: {said:?}");
            assert_eq!(session.case().flags.len(), 1, "{inject}: {said:?}");
            assert!(names(&folder, ".new").is_empty(), "{inject}");
            injected += 1;
        }
    }
    eprintln!("{injected} injected errors");
    assert!(injected > 20, "{injected}");
}

#[test]
fn failed_fsync_is_reported_and_never_retried_on_the_same_descriptor() {
    if tracer().is_none() {
        return;
    }
    for (nth, expected) in [
        // The first are those of the key of the audit log and of the folder, for both.
        (1, None),
        (3, None),
        (4, Some("refused NOT SAVED")),
        (5, Some("refused saved, but not confirmed on disk")),
        (6, Some("refused NOT SAVED")),
    ] {
        let temp = temporary();
        let folder = Folder::at(temp.path().join("cases"));
        std::fs::create_dir(folder.path()).unwrap();
        let log = temp.path().join("trace");
        let mut tracer = Command::new("strace");
        let inject = format!("inject=fsync:error=EIO:when={nth}");
        tracer.args(["-f", "-qq", "-e", "trace=fsync,close", "-e", &inject, "-o"]).arg(&log);
        let (said, complaints, status) = start(command_under(tracer, "short", &folder)).end();
        assert!(status.success(), "{said:?} {complaints}");
        if let Some(expected) = expected {
            let refused = said.iter().filter(|line| line.starts_with(expected)).count();
            assert_eq!(refused, 1, "fsync {nth}: {said:?}");
        }
        let text = std::fs::read_to_string(log).unwrap();
        let after: Vec<&str> = text.lines().skip_while(|line| !line.contains("INJECTED")).collect();
        let descriptor = after[0].split(['(', ')']).nth(1).unwrap();
        assert!(after[1].contains(&format!("close({descriptor})")), "{}", after[1]);
    }
}
