//! `replay`: answers the interview again with each saved case, and compares the
//! determination with the recorded one.

use std::io;
use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use crate::case::{Case, Recorded, Text};
use crate::casefile::complaint;
use crate::cli::ReplayFormat;
use crate::interview::replay_answers;
use crate::policy::{self, Determination, PolicySettings};
use crate::report;
use crate::store::Folder;

use super::determine::required;
use super::progress_line::ProgressLine;
use super::source::Source;
use super::what_if::{self, Change};
use super::{Status, Streams};

/// How the replay of one case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Ended {
    /// Every answer was asked for and accepted, and the determination is the recorded one.
    Agrees,
    /// As `Agrees`, but there is no recorded determination.
    NothingRecorded,
    /// Something is different.
    Differs,
    /// The file is not a valid case.
    Invalid,
}

/// The replay of one case.
#[derive(Debug, Serialize)]
struct Replayed {
    case: String,
    ended: Ended,
    outcome: Option<&'static str>,
    differences: Vec<String>,
    /// What the settings of this run change, compared with the default ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    what_if: Option<Change>,
}

/// Replays each case; an invalid file is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn replay(
    paths: &[PathBuf],
    folder: &Folder,
    format: ReplayFormat,
    settings: &PolicySettings,
    progress: bool,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let (files, mut status) = files(paths, folder, to)?;
    let mut progress = ProgressLine::new(progress, files.len());
    let started = Instant::now();
    let mut all = Vec::with_capacity(files.len());
    for file in &files {
        progress.step(started.elapsed(), to.err)?;
        let replayed = replay_file(file, settings, to)?;
        status = status.max(match replayed.ended {
            Ended::Agrees | Ended::NothingRecorded => Status::Done,
            Ended::Differs => Status::Differences,
            Ended::Invalid => Status::Invalid,
        });
        match format {
            ReplayFormat::Json => writeln!(to.out, "{}", serde_json::to_string(&replayed)?)?,
            ReplayFormat::Text => print_text(&replayed, to)?,
            ReplayFormat::Junit => {}
        }
        all.push(replayed);
    }
    progress.clear(to.err)?;
    match format {
        ReplayFormat::Text => {
            summary(&all, to)?;
            what_if::table(all.iter().filter_map(|replayed| replayed.what_if.as_ref()), to)?;
        }
        ReplayFormat::Junit => junit(&all, to)?,
        ReplayFormat::Json => {}
    }
    Ok(status)
}

/// The case files that the arguments name; those of a folder sorted by name.
fn files(paths: &[PathBuf], folder: &Folder, to: &mut Streams<'_>) -> io::Result<(Vec<Source>, Status)> {
    let mut files = Vec::new();
    let mut status = Status::Done;
    for path in paths {
        if !path.is_dir() {
            files.push(Source::file_named(path, folder));
            continue;
        }
        let folder = Folder::at(path);
        match folder.cases() {
            Ok(cases) => files.extend(cases.iter().map(|id| Source::File(folder.file(id)))),
            Err(error) => {
                let problem = format!("the folder can't be listed ({error})");
                let name = Text::new(path.to_string_lossy());
                writeln!(to.err, "{}", complaint(&name, &problem))?;
                status = Status::Invalid;
            }
        }
    }
    Ok((files, status))
}

fn replay_file(file: &Source, settings: &PolicySettings, to: &mut Streams<'_>) -> io::Result<Replayed> {
    let case = file.case_name().to_string();
    match file.read(&settings.editions) {
        Ok(saved) => {
            let (outcome, differences) = compare(&saved, settings);
            // The words of a recorded determination are arbitrary: make them safe to print.
            let differences: Vec<String> =
                differences.into_iter().map(|words| Text::new(words).to_string()).collect();
            let what_if = what_if::change(&saved, settings);
            let ended = match (differences.is_empty(), &saved.recorded) {
                (false, _) => Ended::Differs,
                // Under what-if limits nothing is compared with the record, but the outcome may change.
                (true, _) if what_if.is_some() => Ended::Differs,
                (true, None) => Ended::NothingRecorded,
                (true, Some(_)) => Ended::Agrees,
            };
            Ok(Replayed { case, ended, outcome, differences, what_if })
        }
        Err(error) => {
            writeln!(to.err, "{}", complaint(&file.display_name(), &error))?;
            Ok(Replayed {
                case,
                ended: Ended::Invalid,
                outcome: None,
                differences: vec![error.to_string()],
                what_if: None,
            })
        }
    }
}

/// The outcome of the replayed case, and the differences in words.
pub(super) fn compare(saved: &Case, settings: &PolicySettings) -> (Option<&'static str>, Vec<String>) {
    let (interview, rejected) = replay_answers(saved, settings, |_, _| {});
    let mut differences: Vec<String> = rejected.iter().map(ToString::to_string).collect();
    match interview.determination(settings) {
        Ok(determination) => {
            if policy::determine(saved, settings).as_ref() != Ok(&determination) {
                differences.push(
                    "the replayed answers give another determination than the file as it stands".to_owned(),
                );
            }
            if let Some(recorded) = &saved.recorded {
                differences.extend(differences_from_recorded(recorded, &determination));
            }
            (Some(determination.outcome.name()), differences)
        }
        Err(fields) => {
            if saved.recorded.is_some() {
                differences.push(required(&fields));
            }
            (None, differences)
        }
    }
}

/// The differences between a determination and the recorded one, item by item.
/// Only what was recorded is compared.
fn differences_from_recorded(recorded: &Recorded, determination: &Determination) -> Vec<String> {
    let Some(now) = report::recorded(determination, recorded.date) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    compare_word(&mut found, "edition", recorded.policy_text.as_deref(), now.policy_text.as_deref());
    compare_word(&mut found, "outcome", recorded.outcome.as_deref(), now.outcome.as_deref());
    for unit in &recorded.units {
        match now.units.iter().find(|other| other.side == unit.side) {
            None => found.push(format!("{}: recorded, and not requested now", unit.side)),
            Some(other) => {
                compare_word(
                    &mut found,
                    &format!("{} outcome", unit.side),
                    unit.outcome.as_deref(),
                    other.outcome.as_deref(),
                );
                compare_word(
                    &mut found,
                    &format!("{} pathway", unit.side),
                    unit.pathway.as_deref(),
                    other.pathway.as_deref(),
                );
                compare_items(&mut found, unit, other);
            }
        }
    }
    if let (Some(before), Some(after)) = (&recorded.lines, &now.lines)
        && before != after
    {
        let describe = |lines: &[crate::case::RecordedLine]| {
            let each = lines.iter().map(|line| format!("{} {} {}", line.item, line.what, line.finding));
            each.collect::<Vec<_>>().join(", ")
        };
        found.push(format!("lines: recorded [{}], now [{}]", describe(before), describe(after)));
    }
    found
}

fn compare_word(found: &mut Vec<String>, what: &str, recorded: Option<&str>, now: Option<&str>) {
    if let Some(recorded) = recorded
        && Some(recorded) != now
    {
        found.push(format!("{what}: recorded {}, now {}", Text::new(recorded), now.unwrap_or("none")));
    }
}

fn compare_items(
    found: &mut Vec<String>,
    before: &crate::case::RecordedUnit,
    after: &crate::case::RecordedUnit,
) {
    if before.items.is_empty() {
        return;
    }
    for item in &before.items {
        let now =
            after.items.iter().find(|other| other.item == item.item).map(|other| other.finding.as_str());
        compare_word(found, &format!("{} {}", before.side, item.item), Some(&item.finding), now);
    }
    for item in after.items.iter().filter(|item| !before.items.iter().any(|other| other.item == item.item)) {
        found.push(format!("{} {}: not recorded, now {}", before.side, item.item, item.finding));
    }
}

fn print_text(replayed: &Replayed, to: &mut Streams<'_>) -> io::Result<()> {
    let status = match replayed.ended {
        Ended::Agrees => "agrees",
        Ended::NothingRecorded => "nothing recorded",
        Ended::Differs => "DIFFERS",
        Ended::Invalid => "INVALID",
    };
    writeln!(to.out, "{status:<16} {} {}", replayed.case, replayed.outcome.unwrap_or_default())?;
    if let Some(change) = &replayed.what_if {
        writeln!(to.out, "    what if: {change}")?;
    }
    if replayed.ended == Ended::Differs {
        replayed.differences.iter().try_for_each(|difference| writeln!(to.out, "    {difference}"))?;
    }
    Ok(())
}

fn summary(all: &[Replayed], to: &mut Streams<'_>) -> io::Result<()> {
    let count = |ended: &Ended| all.iter().filter(|replayed| replayed.ended == *ended).count();
    writeln!(
        to.out,
        "{} cases: {} agree, {} with nothing recorded, {} differ, {} invalid",
        all.len(),
        count(&Ended::Agrees),
        count(&Ended::NothingRecorded),
        count(&Ended::Differs),
        count(&Ended::Invalid)
    )
}

fn junit(all: &[Replayed], to: &mut Streams<'_>) -> io::Result<()> {
    let failures = all.iter().filter(|replayed| replayed.ended == Ended::Differs).count();
    let errors = all.iter().filter(|replayed| replayed.ended == Ended::Invalid).count();
    writeln!(to.out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        to.out,
        r#"<testsuites><testsuite name="replay" tests="{}" failures="{failures}" errors="{errors}">"#,
        all.len()
    )?;
    for replayed in all {
        let name = escaped(&replayed.case);
        let element = match replayed.ended {
            Ended::Differs => "failure",
            Ended::Invalid => "error",
            Ended::Agrees | Ended::NothingRecorded => {
                writeln!(to.out, r#"<testcase classname="replay" name="{name}"/>"#)?;
                continue;
            }
        };
        let words = escaped(&replayed.differences.join("\n"));
        writeln!(
            to.out,
            r#"<testcase classname="replay" name="{name}"><{element}>{words}</{element}></testcase>"#
        )?;
    }
    writeln!(to.out, "</testsuite></testsuites>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
