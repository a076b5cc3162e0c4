//! Letters and reports written beside a case, from the screen and from line mode.

use chrono::{DateTime, FixedOffset};
use sij_intake::casefile;
use sij_intake::line::Ended;
use sij_intake::session::Clock;
use sij_intake::store::AuditAction;
use sij_intake::worklist::Zone;

use super::super::case_folder::CaseFolder;
use super::sample;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };

fn now() -> DateTime<FixedOffset> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

fn folder(name: &str) -> CaseFolder {
    CaseFolder::with(CLOCK, &casefile::write(&sample(name)))
}

fn file(folder: &CaseFolder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap_or_default()
}

#[test]
fn letters_are_numbered_and_logged_and_reports_replace_none() {
    let folder = folder("2026-05-12-diagnostic-record-has-gaps");
    let mut workspace = folder.workspace();
    let settings = "[letter]\nletterhead = 'Plan of {today}'";
    workspace.program = casefile::read_program_settings(settings).unwrap();
    let mut session = workspace.open(&folder.id().unwrap()).unwrap();
    let form = &workspace.program.letter;
    assert_eq!(session.write_letter(form).unwrap(), "one.letter-1.txt");
    assert_eq!(session.write_letter(form).unwrap(), "one.letter-2.txt");
    assert_eq!(session.save_report("first").unwrap(), "one.report.md");
    assert_eq!(session.save_report("second").unwrap(), "one.report-2.md");
    let letter = file(&folder, "one.letter-1.txt");
    assert!(letter.starts_with("Plan of 2026-11-23\n\nREQUEST FOR INFORMATION\n"), "{letter}");
    assert_eq!([file(&folder, "one.report.md"), file(&folder, "one.report-2.md")], ["first", "second"]);
    let mut logged = Vec::new();
    let report = workspace.folder.audit(|line| {
        logged.push((line.event, line.what.join(" ")));
        Ok(())
    });
    assert!(report.unwrap().faults.is_empty());
    for (action, name) in
        [(AuditAction::LetterWritten, "one.letter-2.txt"), (AuditAction::Exported, "one.report-2.md")]
    {
        let pair = [(action, String::new()), (AuditAction::Done, name.to_owned())];
        assert!(logged.windows(2).any(|lines| lines == pair), "{logged:?}");
    }
    let mut reader = workspace.open(&folder.id().unwrap()).unwrap();
    let refused = reader.write_letter(form).unwrap_err().to_string();
    assert_eq!(refused, "letter not written: read-only: a test since 2026-11-23 00:00 has it open");
}

#[test]
fn line_mode_writes_the_letter_or_says_why_not() {
    let (said, ended) = folder("2026-05-12-diagnostic-record-has-gaps").type_lines("letter\nquit\n");
    assert!(said.contains("Written as one.letter-1.txt. Nothing is sent."), "{said}");
    assert_eq!(ended, Ended::AllSaved);
    let open = folder("2026-05-18-therapeutic-half-answered");
    let (said, _) = open.type_lines("letter\nquit\n");
    assert!(said.contains("no letter yet: 2 questions have no answer"), "{said}");
    assert_eq!(file(&open, "one.letter-1.txt"), "");
}
