//! `new --from`: a new case from what another program knows of a request.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and reads files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use chrono::{DateTime, FixedOffset};
use sij_intake::case::Case;
use sij_intake::casefile;
use sij_intake::commands::{Status, Streams, new_from};
use sij_intake::policy::{self, Limits};
use sij_intake::session::{Clock, Workspace};
use sij_intake::store::{AuditAction, CaseId, read_case};
use sij_intake::worklist::{Request, Zone};

use super::case_folder::CaseFolder;
use super::sample_cases::sample_cases;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };
/// The first name of a new case on that day.
const FIRST: &str = "2026-11-23-001";

fn now() -> DateTime<FixedOffset> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

const HEAD: &str = "format = 1\npolicy = \"MM-1463\"\n";

/// The request of a member, for the left joint.
fn request(member: &str) -> String {
    format!(
        "{HEAD}member.id = '{member}'\nrequest.received = 2026-03-02\nrequest.side = 'left'\n\
         request.procedure = 'diagnostic-injection'\n"
    )
}

/// What the command did, printed and complained of, with the name of the file as `FILE`.
fn run(workspace: &Workspace, text: &str, even_so: bool) -> (Status, String, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let status = new_from(file.path(), even_so, workspace, &mut to).unwrap();
    let [out, err] = [out, err].map(|bytes| String::from_utf8(bytes).unwrap());
    (status, out, err.replace(file.path().to_str().unwrap(), "FILE"))
}

/// Makes a case, which has to work, and reads it.
fn made(folder: &CaseFolder, text: &str) -> Case {
    let (status, out, err) = run(&folder.workspace(), text, false);
    assert_eq!((status, err.as_str()), (Status::Done, ""));
    let id = CaseId::new(out.strip_suffix('\n').unwrap()).unwrap();
    read_case(&folder.workspace().folder.file(&id), policy::editions()).unwrap().0
}

/// The names of the files that are not those of the program.
fn cases(folder: &CaseFolder) -> Vec<String> {
    let cases = folder.workspace().folder.cases().unwrap();
    cases.iter().map(ToString::to_string).collect()
}

fn files(folder: &CaseFolder) -> Vec<PathBuf> {
    fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn partial_case_gets_a_fresh_name_and_is_saved_as_it_stands() {
    let folder = CaseFolder::new(CLOCK);
    let text = format!(
        "{HEAD}[member]\nid = 'TC1'\n[left]\npositive_tests = []\n[intake]\nchannel = 'fax'\n\
         [flags]\n\"D.I.A.1\" = 'two onsets'\n[evidence]\n\"D.I.A.3\" = 'p. 2'\n"
    );
    let case = made(&folder, &text);
    assert_eq!(case, casefile::read(&text, policy::editions()).unwrap());
    assert_eq!(cases(&folder), [FIRST]);
    assert_eq!(made(&folder, &text), case, "it has no request yet: nothing to be a duplicate of");
    assert_eq!(cases(&folder), [FIRST, "2026-11-23-002"]);
    let session = folder.workspace().open(&CaseId::new(FIRST).unwrap()).unwrap();
    assert_eq!(session.read_only(), None);
    let hidden = files(&folder).into_iter().filter(|path| path.to_str().unwrap().ends_with(".draft"));
    assert_eq!(hidden.count(), 0);
}

#[test]
fn audit_log_has_the_start_and_the_answers() {
    let folder = CaseFolder::new(CLOCK);
    made(&folder, &format!("{}[flags]\n\"D.I.A.1\" = 'two onsets'\n", request("TC1")));
    let mut events = Vec::new();
    let report = folder.workspace().folder.audit(|line| {
        assert_eq!(line.case, FIRST);
        events.push((line.event, line.what.join(" ")));
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    let answered = "member.id request.received request.procedure request.side";
    let expected = [
        (AuditAction::Created, String::new()),
        (AuditAction::Answered, answered.to_owned()),
        (AuditAction::Flagged, "D.I.A.1".to_owned()),
        (AuditAction::Done, String::new()),
    ];
    assert_eq!(events, expected);
}

#[test]
fn complete_case_is_determined_as_in_the_wizard() {
    let folder = CaseFolder::new(CLOCK);
    let mut count = 0;
    for (name, mut case) in sample_cases() {
        let Some(recorded) = case.recorded.take() else { continue };
        case.set_aside = Default::default();
        let (status, out, err) = run(&folder.workspace(), &casefile::write(&case), true);
        assert_eq!((status, err.as_str()), (Status::Done, ""), "{name}");
        let id = CaseId::new(out.trim_end()).unwrap();
        let (saved, _) = read_case(&folder.workspace().folder.file(&id), policy::editions()).unwrap();
        let made = saved.recorded.unwrap();
        assert_eq!((made.outcome, made.date), (recorded.outcome, Some(now().date_naive())), "{name}");
        assert_eq!(made.units, recorded.units, "{name}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn hypothetical_determination_is_not_recorded() {
    let folder = CaseFolder::new(CLOCK);
    let mut workspace = folder.workspace();
    let limits = Limits { spacing_days: 8, ..workspace.settings.editions.latest().limits };
    workspace.settings = workspace.settings.with_limits(limits);
    let is_clean = |(name, _): &(String, Case)| name == "2026-03-02-diagnostic-clean";
    let (_, mut case) = sample_cases().into_iter().find(is_clean).unwrap();
    assert!(case.recorded.take().is_some(), "it is complete");
    assert_eq!(run(&workspace, &casefile::write(&case), false).0, Status::Done);
    assert_eq!(folder.case(), case);
}

#[test]
fn answers_that_are_not_asked_for_are_set_aside() {
    let folder = CaseFolder::new(CLOCK);
    let case = made(&folder, &format!("{}[right]\nreturned = 'yes'\n", request("TC1")));
    assert!(case.facts.right.returned.known().is_none());
    assert!(case.set_aside.right.returned.known().is_some(), "kept, as everywhere");
}

#[test]
fn every_complaint_is_made_at_once_and_nothing_is_created() {
    let folder = CaseFolder::new(CLOCK);
    let text = format!(
        "{HEAD}[member]\nid = ' '\nnam = 'x'\n[pain]\nonset = 'soon'\n[determination]\noutcome = 'criteria-met'\n"
    );
    let (status, out, err) = run(&folder.workspace(), &text, true);
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
    let lines: Vec<&str> = err.lines().collect();
    for (line, start) in lines.iter().zip([
        "FILE: line 4, column 6: member.id: ",
        "FILE: line 5, column 1: member.nam: unknown key: did you mean name?",
        "FILE: line 7, column 9: pain.onset: ",
        "FILE: line 8, column 2: determination: the program works this out itself: take the table out",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
    assert_eq!(lines.len(), 4, "{err}");
    let (status, _, err) = run(&folder.workspace(), HEAD, false);
    assert_eq!(status, Status::Invalid);
    assert!(err.contains("there is no answer in this case"), "{err}");
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
}

#[test]
fn possible_duplicate_is_made_only_even_so() {
    let folder = CaseFolder::new(CLOCK);
    made(&folder, &request("TC0001234"));
    let (status, out, err) = run(&folder.workspace(), &request("tc 000 1234"), false);
    assert_eq!((status, out.as_str()), (Status::Differences, ""));
    let why = "the same member, procedure and joint, received within 90 days";
    let remedy = "go on with that case, or make this one too with --even-so";
    assert_eq!(err, format!("FILE: possible duplicate of {FIRST}: {why}: {remedy}\n"));
    assert_eq!(cases(&folder), [FIRST]);
    made(&folder, &request("TC0001235"));
    let (status, out, err) = run(&folder.workspace(), &request("TC0001234"), true);
    assert_eq!((status, out.as_str(), err.as_str()), (Status::Done, "2026-11-23-003\n", ""));
    let (_, _, err) = run(&folder.workspace(), &request("TC0001234"), false);
    assert!(err.contains(&format!("possible duplicate of {FIRST}, 2026-11-23-003: ")), "{err}");
    let list = folder.workspace().list().unwrap();
    let marked: Vec<bool> = list.iter().map(|entry| entry.is_duplicate).collect();
    assert_eq!(marked, [true, false, true]);
    assert!(list.iter().all(|entry| !entry.is_open));
    assert!(list.iter().all(|entry| Request::of_row(&entry.row).is_some()));
}

/// How often this process has a file open.
fn times_open(file: &Path) -> usize {
    let open = fs::read_dir("/proc/self/fd").unwrap();
    open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok()).filter(|path| path == file).count()
}

#[test]
fn case_that_another_program_makes_meanwhile_is_seen() {
    let folder = CaseFolder::new(CLOCK);
    let lock = folder.workspace().folder.lock_new_cases().unwrap();
    let (lock_file, workspace) =
        (folder.path().canonicalize().unwrap().join(".new-case"), folder.workspace());
    let making = thread::spawn(move || run(&workspace, &request("TC1"), false));
    while times_open(&lock_file) < 2 && !making.is_finished() {
        thread::yield_now();
    }
    fs::write(folder.path().join("other.toml"), request("TC1")).unwrap();
    drop(lock);
    let (status, _, err) = making.join().unwrap();
    assert_eq!(status, Status::Differences, "{err}");
    assert_eq!(cases(&folder), ["other"]);
}

#[test]
fn missing_folder_is_refused_with_what_to_do() {
    let folder = CaseFolder::new(CLOCK);
    folder.move_away();
    let (status, out, err) = run(&folder.workspace(), &request("TC1"), false);
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
    let path = folder.path();
    let remedy = "make it (mkdir -p -m 700), or choose another one with --cases";
    assert_eq!(err, format!("the case folder {} does not exist: {remedy}\n", path.display()));
    folder.move_back();
}

#[test]
fn case_that_cant_be_saved_is_named() {
    let folder = CaseFolder::new(CLOCK);
    // Each tab takes six bytes in the file of the case.
    let note = format!("p{}", "\t".repeat(1000));
    let items: Vec<&str> = policy::editions().item_keys().into_iter().collect();
    let notes: String = items.iter().map(|item| format!("\"{item}\" = '{note}'\n")).collect();
    let text = format!("{HEAD}[flags]\n{notes}[evidence]\n{notes}");
    let (status, out, err) = run(&folder.workspace(), &text, false);
    assert_eq!((status, out.as_str()), (Status::Invalid, ""), "{}", text.len());
    assert!(err.starts_with(&format!("FILE: {FIRST}: NOT SAVED: the case would be larger")), "{err}");
    assert_eq!(cases(&folder), Vec::<String>::new());
}

#[test]
fn case_that_cant_be_logged_is_not_made() {
    let folder = CaseFolder::new(CLOCK);
    fs::create_dir(folder.path().join(".audit.log")).unwrap();
    let (status, out, err) = run(&folder.workspace(), &request("TC1"), false);
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
    assert!(err.contains("NOT SAVED (have .audit.log checked, it can't be written: "), "{err}");
    assert_eq!(cases(&folder), Vec::<String>::new());
}
