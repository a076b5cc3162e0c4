//! `kill -9`: every acknowledged answer is in the file, no file is torn, and the
//! next start removes what the kill left behind.

use std::process::Command;
use std::time::{Duration, Instant};

use sij_intake::casefile;
use sij_intake::policy::PolicySettings;
use sij_intake::store::{CaseId, Folder};

use super::child::{BEGIN, Running, command, command_under, save_count, start};
use super::{answered, names, open, rounds, sample};
use crate::random::Random;
use crate::skipped::skipped;
use crate::temp_folder::temporary;

/// What a child acknowledged before it ended.
#[derive(Default)]
struct Acknowledged {
    case: Option<CaseId>,
    answers: usize,
    notes: usize,
    lines: usize,
}

impl Acknowledged {
    fn take(&mut self, line: &str) {
        self.lines += 1;
        match line.split_once(' ') {
            Some(("case", id)) => self.case = CaseId::new(id),
            Some(("answered", count)) => self.answers = count.parse().unwrap(),
            Some(("noted", count)) => self.notes = count.parse().unwrap(),
            _ => {}
        }
    }
}

/// The file is whole, holds everything acknowledged and nothing wrong, and the
/// next start removes leftovers.
fn check(folder: &Folder, acknowledged: &Acknowledged) {
    let (full, _) = sample();
    let Some(id) = &acknowledged.case else { return };
    match std::fs::read_to_string(folder.file(id)) {
        Err(_) => assert_eq!(acknowledged.answers, 0, "{id}: acknowledged answers, and no file"),
        Ok(text) => {
            let case = casefile::read(&text, sij_intake::policy::editions())
                .unwrap_or_else(|torn| panic!("{id}: torn: {torn}"));
            assert_eq!(casefile::write(&case), text, "{id}");
            let there = answered(&case);
            assert!(
                there.len() >= acknowledged.answers,
                "{id}: {} of {} answers",
                there.len(),
                acknowledged.answers
            );
            for question in there {
                assert_eq!(case.facts.answer(question), full.facts.answer(question), "{id}: {question}");
            }
            let session = open(folder, id).unwrap();
            assert_eq!(begun_without_end(folder, id), 0, "{id}: an end is missing in the log");
            assert_eq!(session.read_only(), None, "{id}: a dead holder still locks the case");
            assert!(save_count(&session) >= acknowledged.notes, "{id}: notes");
        }
    }
    sij_intake::session::Session::create(folder, super::WHO, PolicySettings::default(), super::CLOCK)
        .unwrap();
    assert_eq!(names(folder, ".new"), Vec::<std::path::PathBuf>::new(), "leftovers");
}

/// How many changes of a case are begun in the audit log and have no end there.
fn begun_without_end(folder: &Folder, id: &CaseId) -> usize {
    let mut begun = None;
    folder
        .audit(|line| {
            if line.case == id.as_str() && (line.begun || line.event.is_end()) {
                assert!(begun.is_none_or(|number| line.begun || line.of == Some(number)), "{line}");
                begun = line.begun.then_some(line.number);
            }
            Ok(())
        })
        .unwrap();
    usize::from(begun.is_some())
}

#[test]
fn no_acknowledged_answer_is_lost_to_kills_at_random_moments() {
    let kills = rounds("SIJ_TEST_KILLS", 120);
    let temp = temporary();
    let folder = Folder::at(temp.path());
    let mut random = Random(1463);
    let mut acknowledged = 0;
    for kill in 0..kills {
        let fresh = usize::from(kill % 2 == 0);
        let mut running = start(command("intake", &folder, fresh));
        let mut said = Acknowledged::default();
        let lines = 1 + random.below(40);
        let delay = Duration::from_micros(random.below(4000));
        for _ in 0..lines {
            let line = running.next().expect("the child ended before it was killed");
            said.take(&line);
        }
        let since = Instant::now();
        while since.elapsed() < delay {
            std::hint::spin_loop();
        }
        running.child.kill().unwrap();
        while let Some(line) = running.next() {
            said.take(&line);
        }
        running.child.wait().unwrap();
        acknowledged += said.lines;
        check(&folder, &said);
    }
    let verdict = folder.audit(|_| Ok(())).unwrap();
    assert_eq!(verdict.faults, Vec::new());
    assert!(acknowledged > kills, "{acknowledged} acknowledged in {kills} kills");
}

/// The system calls that touch files.
const CALLS: &str = "openat,read,write,pwrite64,fsync,fdatasync,renameat,renameat2,unlinkat,ftruncate,flock,fchmod,statx,close,getdents64";

/// A tracer, if there is one and it may trace.
pub(crate) fn tracer() -> Option<Command> {
    let traces = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    if traces.is_ok_and(|output| output.status.success()) {
        return Some(Command::new("strace"));
    }
    skipped("there is no strace, or it may not trace");
    None
}

/// The system calls of the work: the name, and which call of that name it is.
pub(crate) fn calls_of_the_work(names: &str) -> Vec<(String, usize)> {
    let temp = temporary();
    let folder = Folder::at(temp.path().join("cases"));
    std::fs::create_dir(folder.path()).unwrap();
    let log = temp.path().join("trace");
    let mut tracer = tracer().unwrap();
    tracer.args(["-f", "-qq", "-e", &format!("trace={names}"), "-o"]).arg(&log);
    let (said, complaints, status) = start(command_under(tracer, "short", &folder)).end();
    assert!(status.success(), "{said:?} {complaints}");
    assert!(said.contains(&"reported".to_owned()), "{said:?}");
    let text = std::fs::read_to_string(log).unwrap();
    let worker = text.lines().find(|line| line.contains(BEGIN)).unwrap().split(' ').next().unwrap();
    let mut seen = std::collections::BTreeMap::new();
    let mut began = false;
    let mut calls = Vec::new();
    for line in text.lines().filter(|line| line.starts_with(worker)) {
        let Some((name, _)) = line[worker.len()..].trim_start().split_once('(') else { continue };
        let nth = seen.entry(name.to_owned()).or_insert(0);
        *nth += 1;
        if began {
            calls.push((name.to_owned(), *nth));
        }
        began |= line.contains(BEGIN);
    }
    calls
}

#[test]
fn kill_at_any_system_call_loses_nothing() {
    if tracer().is_none() {
        return;
    }
    let calls = calls_of_the_work(CALLS);
    let every = if rounds("SIJ_TEST_EVERY_CALL", 0) > 0 { 1 } else { 6 };
    assert!(calls.len() > 100, "{} calls", calls.len());
    let mut killed = 0;
    for (name, nth) in calls.iter().step_by(every) {
        let temp = temporary();
        let folder = Folder::at(temp.path());
        let mut tracer = Command::new("strace");
        let inject = format!("inject={name}:signal=KILL:when={nth}");
        tracer.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={name}"), "-e", &inject]);
        let (lines, _, status) = start(command_under(tracer, "short", &folder)).end();
        killed += usize::from(!status.success());
        let mut said = Acknowledged::default();
        for line in &lines {
            said.take(line);
            if line == "taken" {
                said.answers = 1;
            } else if line == "noted" {
                said.notes = 1;
            }
        }
        check(&folder, &said);
        // A kill before the first line leaves no log.
        let faults = folder.audit(|_| Ok(())).map_or(Vec::new(), |verdict| verdict.faults);
        assert_eq!(faults, Vec::new(), "{name} {nth}");
    }
    let tried = calls.len().div_ceil(every);
    eprintln!("{killed} kills at {tried} of {} system calls", calls.len());
    assert!(killed * 10 > tried * 9, "{killed} of {tried} killed");
}

/// A trace of these system calls.
fn trace(names: &str) -> String {
    let temp = temporary();
    let folder = Folder::at(temp.path().join("cases"));
    std::fs::create_dir(folder.path()).unwrap();
    let log = temp.path().join("trace");
    let mut tracer = Command::new("strace");
    tracer.args(["-f", "-y", "-qq", "-e", &format!("trace={names}"), "-o"]).arg(&log);
    let (said, complaints, status) = start(command_under(tracer, "short", &folder)).end();
    assert!(status.success(), "{said:?} {complaints}");
    std::fs::read_to_string(log).unwrap()
}

#[test]
fn answer_is_acknowledged_after_file_and_folder_are_synced() {
    if tracer().is_none() {
        return;
    }
    let log = trace("fsync,fdatasync,renameat2,write");
    let after = log.split("> case").nth(1).unwrap();
    let until_word = |word: &str| after.split(&format!("> {word}")).next().unwrap().to_owned();
    let first = until_word("taken");
    for saved in [first.clone(), until_word("noted")[first.len()..].to_owned()] {
        let at = |what: &str| saved.find(what).unwrap_or_else(|| panic!("{what}: {saved}"));
        // Only in a line of `fdatasync`.
        let logged = at("/.audit.log>)");
        let file = at(".new>)");
        let renamed = at("renameat2(");
        let folder = at("/cases>)");
        assert!(logged < file && file < renamed && renamed < folder, "{saved}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A failing test must not leave a child running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
