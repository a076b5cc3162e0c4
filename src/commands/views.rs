//! Looking at cases stands in the audit log of their folder, on one line a command. A
//! folder without a log, such as that of the sample cases, does not get one.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::{Command, InputArgs, InputForm};
use crate::session::Clock;
use crate::store::{AuditAction, AuditEvent, CaseId, Folder, Sync};

use super::source::Source;

/// Logs that somebody is about to look at these cases, named as on the command line: by
/// name in the case folder, by their files, or by a folder with all its cases.
///
/// # Errors
/// When a log can't be written.
pub fn log_views(
    action: AuditAction,
    arguments: &[PathBuf],
    folder: &Folder,
    who: impl Fn() -> String,
    clock: Clock,
) -> io::Result<()> {
    for (path, cases) in by_folder(arguments, folder) {
        let place = if path == folder.path() { folder.clone() } else { Folder::at(&path) };
        // A withdrawn case has its lines in the log of the folder it was withdrawn from.
        let outer = path.parent().map(Folder::at).filter(|outer| outer.withdrawn().path() == path);
        let mut logs = [Some(place.clone()), outer].into_iter().flatten();
        let Some(log) = logs.find(Folder::is_audited) else { continue };
        let log = folder.syslog().cloned().into_iter().fold(log, Folder::with_syslog);
        let names = names(cases, &place);
        if !names.is_empty() {
            let event = AuditEvent::view(clock.instant(), &who(), action, names.len(), names.into_iter());
            log.log_events(&[event], Sync::Later)?;
        }
    }
    Ok(())
}

/// The cases whose contents a command prints, and how the audit log calls that.
pub fn viewed(command: &Command) -> Option<(AuditAction, &[PathBuf])> {
    let is_of_files = |input: &InputArgs| input.from == InputForm::Toml;
    match command {
        Command::Determine { cases, input, .. } if is_of_files(input) => Some((AuditAction::Printed, cases)),
        Command::Replay { paths, input, .. } if is_of_files(input) => Some((AuditAction::Replayed, paths)),
        Command::Letter { cases, .. } => Some((AuditAction::PrintedLetter, cases)),
        Command::Export(args) => Some((AuditAction::PrintedForExport, &args.cases)),
        Command::Next { case, .. } | Command::Clocks { case: Some(case) } => {
            Some((AuditAction::Printed, std::slice::from_ref(case)))
        }
        _ => None,
    }
}

/// The cases of one folder that are looked at.
#[derive(Default)]
struct Viewed<'a> {
    files: Vec<&'a Path>,
    is_whole: bool,
}

/// The arguments by the folders they are in. A path is not looked up: there may be many.
fn by_folder<'a>(arguments: &'a [PathBuf], folder: &Folder) -> BTreeMap<PathBuf, Viewed<'a>> {
    let mut folders = BTreeMap::<PathBuf, Viewed<'a>>::new();
    let mut last = PathBuf::new();
    for argument in arguments {
        let is_file = CaseId::of_path(argument).is_some();
        match argument.parent().filter(|parent| *parent != Path::new("")) {
            Some(parent) if is_file => {
                if parent != last {
                    last = parent.to_owned();
                }
                match folders.get_mut(&last) {
                    Some(viewed) => viewed.files.push(argument),
                    None => folders.entry(last.clone()).or_default().files.push(argument),
                }
            }
            _ if !is_file && argument.is_dir() => {
                folders.entry(argument.clone()).or_default().is_whole = true;
            }
            _ => {
                let place = match Source::named(argument, folder) {
                    Source::File(path) if path.parent() == Some(Path::new("")) => PathBuf::from("."),
                    _ => folder.path().to_owned(),
                };
                folders.entry(place).or_default().files.push(argument);
            }
        }
    }
    folders
}

fn names(viewed: Viewed<'_>, place: &Folder) -> Vec<String> {
    if viewed.is_whole {
        // The command itself reports a folder that can't be listed.
        return place.cases().unwrap_or_default().iter().map(ToString::to_string).collect();
    }
    let id = |path: &Path| CaseId::of_path(path).or_else(|| CaseId::new(path.to_str()?));
    viewed.files.into_iter().filter_map(id).map(|id| id.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::worklist::Zone;

    const CLOCK: Clock = Clock { read: || "2026-03-03T09:14:05Z".parse().unwrap(), zone: Zone::UTC };

    /// A folder with cases of these names; `audited` says whether it has a log.
    fn folder(names: &[&str], audited: bool) -> (tempfile::TempDir, Folder) {
        let temp = tempfile::tempdir().unwrap();
        for name in names {
            let file = tempfile::NamedTempFile::new_in(temp.path()).unwrap();
            file.persist(temp.path().join(format!("{name}.toml"))).unwrap();
        }
        if audited {
            Folder::at(temp.path()).audit_key().unwrap();
        }
        let folder = Folder::at(temp.path());
        (temp, folder)
    }

    fn logged(folder: &Folder) -> Vec<(String, Vec<String>)> {
        let mut lines = Vec::new();
        folder
            .audit(|line| {
                lines.push((line.case.clone(), line.cases.clone()));
                Ok(())
            })
            .unwrap();
        lines
    }

    #[test]
    fn each_folder_gets_one_line_and_one_without_a_log_gets_none() {
        let (_one, one) = folder(&["a", "b"], true);
        let (_two, two) = folder(&["c", "d"], true);
        let (_three, three) = folder(&["e"], false);
        let files =
            [one.path().join("a.toml"), two.path().to_owned(), three.path().join("e.toml"), "b".into()];
        log_views(AuditAction::Printed, &files, &one, || "pat".to_owned(), CLOCK).unwrap();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(logged(&one), [(String::new(), names(&["a", "b"]))]);
        assert_eq!(logged(&two), [(String::new(), names(&["c", "d"]))]);
        assert!(!three.is_audited());
        log_views(AuditAction::Replayed, &files[..1], &one, || "pat".to_owned(), CLOCK).unwrap();
        assert_eq!(logged(&one)[1], ("a".to_owned(), Vec::new()));
        log_views(AuditAction::Printed, &["-".into()], &one, || "pat".to_owned(), CLOCK).unwrap();
        assert_eq!(logged(&one).len(), 2, "standard input is no case of a folder");
    }

    #[test]
    fn lines_of_an_export_are_no_cases_of_a_folder() {
        let command = |words: &[&str]| {
            let words = ["sij-intake"].iter().chain(words).map(Into::into);
            crate::cli::Cli::read(words).unwrap().command.unwrap()
        };
        for (words, expected) in [
            (&["determine", "one"][..], Some(AuditAction::Printed)),
            (&["replay", "one"], Some(AuditAction::Replayed)),
            (&["determine", "--from", "ndjson", "one"], None),
            (&["replay", "--from", "ndjson", "one"], None),
        ] {
            assert_eq!(viewed(&command(words)).map(|(action, _)| action), expected, "{words:?}");
        }
    }

    #[test]
    fn name_of_a_file_beside_the_program_is_one_of_that_folder() {
        let (_temp, folder) = folder(&["a"], true);
        // The tests run where this file is.
        let arguments = ["Cargo.toml", "a"].map(PathBuf::from);
        let places: BTreeSet<PathBuf> = by_folder(&arguments, &folder).into_keys().collect();
        assert_eq!(places, BTreeSet::from([PathBuf::from("."), folder.path().to_owned()]));
    }

    #[test]
    fn withdrawn_case_is_logged_where_it_was_withdrawn_from() {
        let (_one, one) = folder(&["a"], true);
        std::fs::create_dir(one.withdrawn().path()).unwrap();
        let file = one.withdrawn().path().join("b.toml");
        log_views(AuditAction::Printed, &[file], &one, || "pat".to_owned(), CLOCK).unwrap();
        assert_eq!(logged(&one), [("b".to_owned(), Vec::new())]);
        assert!(!one.withdrawn().is_audited());
    }
}
