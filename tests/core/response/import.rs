//! `import` and `determine --from fhir`: what is printed, what is in the case folder
//! afterwards, and what is never touched.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may fail, and reads files")]

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use sij_intake::case::{Case, QuestionId};
use sij_intake::cli::{ImportArgs, ReportFormat, ResponseArgs};
use sij_intake::commands::{
    Batch, LineReader, Printing, Status, Streams, determine, determine_lines, determine_responses, import,
};
use sij_intake::fhir::{Audience, Form, Names, ReadOptions, ResponseOf, response};
use sij_intake::interview::Interview;
use sij_intake::policy::{self, PolicySettings};
use sij_intake::session::Clock;
use sij_intake::store::{AuditAction, CaseId, Lock, digest, read_case};
use sij_intake::worklist::Zone;

use super::super::case_folder::CaseFolder;
use super::super::sample_cases::sample_cases;

const CLOCK: Clock = Clock { read: now, zone: Zone::UTC };
/// The first name of a new case on that day.
const FIRST: &str = "2026-11-23-001";

fn now() -> DateTime<FixedOffset> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

fn args() -> ImportArgs {
    ImportArgs {
        files: Vec::new(),
        response: ResponseArgs { received: None, own: false },
        partial: false,
        check: false,
        into: None,
        even_so: false,
    }
}

fn own() -> ImportArgs {
    ImportArgs { response: ResponseArgs { received: None, own: true }, ..args() }
}

fn received(day: &str) -> ImportArgs {
    ImportArgs { response: ResponseArgs { received: day.parse().ok(), own: false }, ..args() }
}

fn into(case: &str) -> ImportArgs {
    ImportArgs { into: Some(case.into()), ..args() }
}

/// What the command did, printed and complained of, with the name of the file as `FILE`.
fn run(folder: &CaseFolder, text: &str, args: ImportArgs) -> (Status, String, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let args = ImportArgs { files: vec![file.path().to_owned()], ..args };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let status = import(&args, &folder.workspace(), &Names::default(), &mut to).unwrap();
    let path = file.path().to_str().unwrap();
    let [out, err] = [out, err].map(|bytes| String::from_utf8(bytes).unwrap().replace(path, "FILE"));
    (status, out, err)
}

fn saved(folder: &CaseFolder, name: &str) -> Case {
    let id = CaseId::new(name).unwrap();
    read_case(&folder.workspace().folder.file(&id), policy::editions()).unwrap().0
}

fn files(folder: &CaseFolder) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The files with their texts.
fn contents(folder: &CaseFolder) -> Vec<(PathBuf, Vec<u8>)> {
    files(folder).into_iter().map(|file| (file.clone(), fs::read(&file).unwrap_or_default())).collect()
}

fn sample(name: &str) -> Case {
    sample_cases().into_iter().find(|(known, _)| known == name).unwrap().1
}

const CLEAN: &str = "2026-03-02-diagnostic-clean";

fn exported(case: &Case, audience: Audience) -> String {
    let settings = PolicySettings::default();
    let interview = Interview::of(case.clone(), &settings);
    let name = sij_intake::case::Text::new("one");
    let of = ResponseOf { name: &name, case: interview.case(), is_complete: true, date: None, audience };
    response(&of, &Form::of(policy::editions()), &Names::default()).json
}

/// A response with these items of a question each: its link and the value.
fn answered(items: &[(&str, &str)]) -> String {
    let origin = r#"{"url":"http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin","extension":[{"url":"source","valueCode":"manual"}]}"#;
    let item = |(link, value): &(&str, &str)| {
        format!(r#"{{"linkId":"{link}","answer":[{{"extension":[{origin}],{value}}}]}}"#)
    };
    let items: Vec<String> = items.iter().map(item).collect();
    format!(
        r#"{{"resourceType":"QuestionnaireResponse","identifier":{{"value":"r-1"}},"questionnaire":"https://example.org/fhir/sij-intake/Questionnaire/mm-1463|2025-07-01.1","status":"completed","authored":"2026-02-27T14:00:00Z","item":[{}]}}"#,
        items.join(",\n")
    )
}

const MIXED: (&str, &str) = ("pain.character", r#""valueCoding":{"code":"mixed"}"#);
const PAIN: (&str, &str) = ("left.sij_pain", r#""valueCoding":{"code":"Y"}"#);

fn case_file(lines: &str) -> String {
    format!("format = 1\npolicy = \"MM-1463\"\n{lines}")
}

#[test]
fn new_case_has_the_answers_to_be_confirmed_and_no_determination() {
    let folder = CaseFolder::new(CLOCK);
    let text = exported(&sample(CLEAN), Audience::Plan);
    let (status, out, err) = run(&folder, &text, received("2026-03-02"));
    assert_eq!(status, Status::Done, "{err}");
    let case = saved(&folder, FIRST);
    let count = case.provider.as_ref().unwrap().answers.len();
    assert!(count > 10, "{count}");
    assert_eq!(out, format!("{FIRST}: taken {count}, to confirm {count}, open 0\n"));
    assert_eq!(case.facts, sample(CLEAN).facts, "with the day of receipt that was given");
    assert_eq!(case.recorded, None);
    let is_of_plan =
        |question: &QuestionId| case.facts.answer(*question).is_some() && !case.is_unconfirmed(*question);
    let of_plan: Vec<String> =
        QuestionId::all().filter(is_of_plan).map(|question| question.to_string()).collect();
    assert_eq!(of_plan, ["request.received"]);
}

#[test]
fn own_export_is_the_case_again_with_its_determination() {
    let folder = CaseFolder::new(CLOCK);
    let text = exported(&sample(CLEAN), Audience::Plan);
    let (status, out, err) = run(&folder, &text, own());
    assert_eq!((status, err.as_str()), (Status::Done, ""));
    assert!(out.ends_with(", to confirm 0, open 0\n"), "{out}");
    let case = saved(&folder, FIRST);
    assert_eq!((case.provider.as_ref(), &case.facts), (None, &sample(CLEAN).facts));
    assert_eq!(case.recorded.unwrap().units, sample(CLEAN).recorded.unwrap().units);
}

#[test]
fn response_is_named_by_its_identifier_or_else_by_its_bytes() {
    let folder = CaseFolder::new(CLOCK);
    let text = answered(&[MIXED]);
    run(&folder, &text, args());
    let provider = saved(&folder, FIRST).provider.unwrap();
    assert_eq!((provider.response.raw(), provider.authored), ("r-1", "2026-02-27".parse().ok()));
    let unnamed = text.replace("r-1", " ");
    run(&folder, &unnamed, args());
    let provider = saved(&folder, "2026-11-23-002").provider.unwrap();
    assert_eq!(provider.response.raw(), format!("sha256:{}", digest(unnamed.as_bytes())));
}

#[test]
fn audit_log_has_one_line_for_the_import_with_the_digest_of_the_file() {
    let folder = CaseFolder::new(CLOCK);
    let text = answered(&[MIXED, PAIN]);
    run(&folder, &text, args());
    let mut events = Vec::new();
    let report = folder.workspace().folder.audit(|line| {
        events.push((line.event, line.what.join(" ")));
        Ok(())
    });
    assert_eq!(report.unwrap().faults, Vec::new());
    let key = folder.workspace().folder.audit_key().unwrap();
    let expected = [
        (AuditAction::Created, String::new()),
        (AuditAction::Imported, key.digest(&format!("sha256:{}", digest(text.as_bytes())))),
        (AuditAction::Answered, "pain.character left.sij_pain".to_owned()),
        (AuditAction::Done, String::new()),
    ];
    assert_eq!(events, expected);
}

const BAD: (&str, &str) = ("left.sij_tenderness", r#""valueString":"y""#);

#[test]
fn bad_response_makes_no_case_unless_the_good_answers_are_wanted() {
    let folder = CaseFolder::new(CLOCK);
    let text = answered(&[MIXED, BAD]);
    let (status, out, err) = run(&folder, &text, args());
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
    assert!(err.starts_with("FILE: line 2, column 11: left.sij_tenderness: this is valueString: "), "{err}");
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
    let (status, out, same) = run(&folder, &text, ImportArgs { partial: true, ..args() });
    assert_eq!((status, same), (Status::Invalid, err));
    assert_eq!(out, format!("{FIRST}: taken 1, to confirm 1, open 4\n"));
    let useless = answered(&[MIXED]).replace("completed", "stopped");
    let (status, out, _) = run(&folder, &useless, ImportArgs { partial: true, ..args() });
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
}

#[test]
fn check_writes_nothing() {
    let folder = CaseFolder::new(CLOCK);
    let (status, out, _) = run(&folder, &answered(&[MIXED]), ImportArgs { check: true, ..args() });
    assert_eq!((status, out.as_str()), (Status::Done, "FILE: taken 1, to confirm 1, open 4\n"));
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
    let folder = CaseFolder::with(CLOCK, &case_file("[pain]\ncharacter = \"radicular\"\n"));
    let before = contents(&folder);
    let args = ImportArgs { check: true, ..into("one") };
    let (status, out, err) = run(&folder, &answered(&[MIXED, PAIN]), args);
    assert_eq!((status, out.as_str()), (Status::Differences, "FILE: taken 1, to confirm 1, open 4\n"));
    assert!(err.starts_with("FILE: pain.character: the case has another answer, which is kept"), "{err}");
    assert_eq!(contents(&folder), before);
}

#[test]
fn response_without_an_answer_makes_no_case() {
    let folder = CaseFolder::new(CLOCK);
    for (text, partial) in [(answered(&[]), false), (answered(&[BAD]), true)] {
        let (status, out, err) = run(&folder, &text, ImportArgs { partial, ..received("2026-03-02") });
        assert_eq!((status, out.as_str()), (Status::Invalid, ""));
        assert!(err.ends_with("FILE: there is no answer to be taken: no case is made\n"), "{err}");
    }
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
}

#[test]
fn possible_duplicate_is_made_only_even_so() {
    let folder = CaseFolder::new(CLOCK);
    let text = exported(&sample(CLEAN), Audience::Plan);
    run(&folder, &text, own());
    let (status, out, err) = run(&folder, &text, own());
    assert_eq!((status, out.as_str()), (Status::Differences, ""));
    assert!(err.contains(&format!("possible duplicate of {FIRST}: ")) && err.contains("--into"), "{err}");
    let (status, ..) = run(&folder, &text, ImportArgs { even_so: true, ..own() });
    assert_eq!(status, Status::Done);
}

#[test]
fn bad_response_does_not_keep_the_others_from_being_imported() {
    let folder = CaseFolder::new(CLOCK);
    let files = ["{}".to_owned(), answered(&[MIXED]), answered(&[PAIN])].map(|text| {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        file
    });
    let missing = PathBuf::from("no/such.json");
    let paths = files.iter().map(|file| file.path().to_owned()).chain([missing]).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let args = ImportArgs { files: paths, ..args() };
    let status = import(&args, &folder.workspace(), &Names::default(), &mut to).unwrap();
    assert_eq!((status, String::from_utf8(out).unwrap().lines().count()), (Status::Invalid, 2));
    let err = String::from_utf8(err).unwrap();
    assert!(err.contains("resourceType: this is no QuestionnaireResponse"), "{err}");
    assert!(err.ends_with("no/such.json: there is no such file: check the name\n"), "{err}");
}

#[test]
fn names_are_those_of_the_plan() {
    let folder = CaseFolder::new(CLOCK);
    let text = answered(&[MIXED]);
    let file = folder.path().join("one.json");
    let under = |base: &str| {
        fs::write(&file, text.replace("https://example.org/fhir/sij-intake", base)).unwrap();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let args = ImportArgs { files: vec![file.clone()], check: true, ..args() };
        import(&args, &folder.workspace(), &Names::under("https://plan.example/fhir"), &mut to).unwrap()
    };
    assert_eq!(under("https://plan.example/fhir"), Status::Done);
    assert_eq!(under("https://example.org/fhir/sij-intake"), Status::Invalid);
}

#[test]
fn answers_are_taken_into_a_case_and_its_own_are_kept() {
    let lines =
        "[member]\nid = \"TC1\"\n[pain]\ncharacter = \"radicular\"\n[left]\nsij_tenderness = \"no\"\n";
    let folder = CaseFolder::with(CLOCK, &case_file(lines));
    let tenderness = ("left.sij_tenderness", r#""valueCoding":{"code":"N"}"#);
    let (status, out, err) = run(&folder, &answered(&[MIXED, PAIN, tenderness]), into("one"));
    assert_eq!((status, out.as_str()), (Status::Differences, "one: taken 1, to confirm 1, open 3\n"));
    let kept = "the case has another answer, which is kept: ask the provider, or correct the case";
    assert_eq!(err, format!("FILE: pain.character: {kept}\n"));
    let (case, mut expected) =
        (saved(&folder, "one"), case_file(lines).replace("[left]\n", "[left]\nsij_pain = \"yes\"\n"));
    expected.push_str("[provider]\nresponse = 'r-1'\nauthored = 2026-02-27\n[provider.answers]\n'left.sij_pain' = 'manual'\n");
    assert_eq!(case, sij_intake::casefile::read(&expected, policy::editions()).unwrap());
    let before =
        contents(&folder).into_iter().filter(|(path, _)| path.ends_with("one.toml")).collect::<Vec<_>>();
    let (_, out, _) = run(&folder, &answered(&[PAIN]), into("one"));
    assert_eq!(out, "one: taken 0, to confirm 1, open 3\n");
    let after =
        contents(&folder).into_iter().filter(|(path, _)| path.ends_with("one.toml")).collect::<Vec<_>>();
    assert_eq!(after, before, "what is there already is not saved again");
}

#[test]
fn answer_after_the_cases_day_of_receipt_is_refused() {
    let folder = CaseFolder::with(CLOCK, &case_file("[request]\nreceived = 2026-03-02\n"));
    let before = contents(&folder);
    let onset = ("pain.onset", r#""valueDate":"2026-03-03""#);
    let (status, _, err) = run(&folder, &answered(&[onset]), into("one"));
    assert_eq!(status, Status::Invalid);
    assert!(err.starts_with("FILE: line 1, column "), "{err}");
    assert!(err.contains("pain.onset: this is after 2026-03-02, the day the request was received"), "{err}");
    assert_eq!(contents(&folder), before);
}

#[test]
fn case_that_somebody_has_open_is_not_changed() {
    let folder = CaseFolder::with(CLOCK, &case_file("[member]\nid = \"TC1\"\n"));
    let id = CaseId::new("one").unwrap();
    let lock = Lock::take(&folder.workspace().folder, &id, "pat since noon").unwrap();
    let text = fs::read_to_string(folder.path().join("one.toml")).unwrap();
    let (status, out, err) = run(&folder, &answered(&[MIXED]), into("one"));
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
    assert_eq!(err, "FILE: one: read-only: pat since noon has it open\n");
    assert_eq!(fs::read_to_string(folder.path().join("one.toml")).unwrap(), text);
    drop(lock);
    assert_eq!(run(&folder, &answered(&[MIXED]), into("one")).0, Status::Done);
}

#[test]
fn case_to_take_answers_into_has_to_exist() {
    let folder = CaseFolder::new(CLOCK);
    for (case, problem) in [
        ("two", "two: there is no such file: check the name"),
        ("../x", "--into takes the name of a case in the case folder"),
    ] {
        let (status, out, err) = run(&folder, &answered(&[MIXED]), into(case));
        assert_eq!((status, out.as_str()), (Status::Invalid, ""));
        assert_eq!(err, format!("FILE: {problem}\n"));
    }
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
}

#[test]
fn determination_of_an_exported_case_is_that_of_the_case() {
    let folder = CaseFolder::new(CLOCK);
    let store = folder.workspace().folder;
    let (settings, names) = (PolicySettings::default(), Names::default());
    let printing = Printing { format: ReportFormat::Json, settings: &settings, names: &names };
    for (name, case) in sample_cases() {
        let path = folder.path().join(format!("{name}.json"));
        fs::write(&path, exported(&case, Audience::Plan)).unwrap();
        let printed = |of: &dyn Fn(&mut Streams<'_>) -> std::io::Result<Status>| {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            of(&mut Streams { out: &mut out, err: &mut err }).unwrap();
            String::from_utf8(out).unwrap()
        };
        let options = ReadOptions { received: None, is_own: true };
        let found = printed(&|to| determine_responses(std::slice::from_ref(&path), options, printing, to));
        let file = PathBuf::from(format!("{}/cases/{name}.toml", env!("CARGO_MANIFEST_DIR")));
        let expected = printed(&|to| {
            determine(std::slice::from_ref(&file), None, &store, printing, Batch::default(), to)
        });
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn line_with_a_response_has_the_determination_of_its_case_and_a_bad_one_its_faults() {
    let folder = CaseFolder::new(CLOCK);
    let path = folder.path().join("responses.ndjson");
    let broken = exported(&sample(CLEAN), Audience::Plan).replace("\"valueCoding\"", "\"valueString\"");
    let lines = sample_cases().into_iter().map(|(_, case)| exported(&case, Audience::Plan)).chain([broken]);
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let (settings, names) = (PolicySettings::default(), Names::default());
    let options = ReadOptions { received: None, is_own: true };
    let reader = LineReader::new(&settings.editions, &names, options);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut to = Streams { out: &mut out, err: &mut err };
    let files = std::slice::from_ref(&path);
    let status = determine_lines(files, &reader, &settings, Batch::default(), &mut to).unwrap();
    assert_eq!((status, err.len()), (Status::Invalid, 0));
    let found = String::from_utf8(out).unwrap();
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found.len(), lines.len());
    for (found, (name, case)) in found.iter().zip(sample_cases()) {
        let determination = policy::determine(&case, &settings).unwrap();
        let identifier = sij_intake::case::Text::new("one");
        assert_eq!(*found, sij_intake::report::json(&identifier, &determination), "{name}");
    }
    let bad: serde_json::Value = serde_json::from_str(found[lines.len() - 1]).unwrap();
    assert_eq!(bad["line"], lines.len());
    assert!(bad["errors"].as_array().unwrap().len() > 1, "{bad}");
    assert_eq!(bad["error"]["where"], "request.procedure");
}

#[test]
fn another_day_of_receipt_decides_in_place_of_that_of_the_file() {
    let folder = CaseFolder::new(CLOCK);
    let file = PathBuf::from(format!("{}/cases/{CLEAN}.toml", env!("CARGO_MANIFEST_DIR")));
    let determined = |received: &str| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let (settings, names, store) =
            (PolicySettings::default(), Names::default(), folder.workspace().folder);
        let (files, received) = (std::slice::from_ref(&file), received.parse().ok());
        let printing = Printing { format: ReportFormat::Json, settings: &settings, names: &names };
        determine(files, received, &store, printing, Batch::default(), &mut to).unwrap();
        [out, err].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    let [out, _] = determined("2026-03-09");
    assert!(out.contains("\"received\":\"2026-03-09\""), "{out}");
    let [out, err] = determined("2020-01-01");
    assert_eq!(out, "");
    assert!(err.contains("this is after 2020-01-01, the day the request was received"), "{err}");
}

#[test]
fn day_of_receipt_is_given_or_asked_for() {
    let folder = CaseFolder::new(CLOCK);
    let path = folder.path().join("one.json");
    fs::write(&path, exported(&sample(CLEAN), Audience::Provider)).unwrap();
    let determined = |received: Option<&str>| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut to = Streams { out: &mut out, err: &mut err };
        let options = ReadOptions { received: received.and_then(|day| day.parse().ok()), is_own: false };
        let (settings, names) = (PolicySettings::default(), Names::default());
        let printing = Printing { format: ReportFormat::Json, settings: &settings, names: &names };
        let status = determine_responses(std::slice::from_ref(&path), options, printing, &mut to);
        (status.unwrap(), String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    };
    let (status, out, err) = determined(None);
    assert_eq!((status, out.as_str()), (Status::Invalid, ""));
    assert!(
        err.contains(
            "no determination yet: request.received is needed; give the day of receipt with --received"
        ),
        "{err}"
    );
    let (status, out, _) = determined(Some("2026-03-02"));
    assert_eq!(status, Status::Done);
    assert!(out.contains("\"outcome\":\"criteria-met\"") && out.contains("\"unconfirmed\":"), "{out}");
}
