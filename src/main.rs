//! The door from the shell: the only place that reads the arguments, the
//! environment and the clock.

#![expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use chrono::{Local, NaiveDate, NaiveTime};
use clap::Parser;
use sij_intake::cli::{Cli, Command, Common};
use sij_intake::commands::{self, Opening, Status, Streams};
use sij_intake::policy::Terms;
use sij_intake::session::{Clock, Desktop};
use sij_intake::store::{CaseId, Folder};
use sij_intake::tui::{self, Look, Setting, Start};

fn main() -> color_eyre::Result<ExitCode> {
    color_eyre::config::HookBuilder::default().display_env_section(false).install()?;
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let done = run(&cli, &mut Streams { out: &mut out, err: &mut err }).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match done {
        // The reader of a pipe has seen enough.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        done => Ok(ExitCode::from(done? as u8)),
    }
}

fn is_broken_pipe(error: &color_eyre::Report) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: &Cli, to: &mut Streams<'_>) -> color_eyre::Result<Status> {
    let terms = match commands::terms(cli.common.readings.as_deref(), cli.common.limits.as_deref()) {
        Ok(terms) => terms,
        Err(problem) => return refuse(to, &problem),
    };
    match &cli.command {
        Some(Command::Determine { cases, format }) => Ok(commands::determine(cases, *format, &terms, to)?),
        Some(Command::Policy { item, format }) => Ok(commands::policy(item.as_deref(), *format, &terms, to)?),
        Some(Command::Questions { format }) => Ok(commands::questions(*format, to)?),
        Some(Command::Replay { paths, format }) => {
            let progress = io::stderr().is_terminal();
            Ok(commands::replay(paths, *format, &terms, progress, to)?)
        }
        None => intake(&cli.common, terms, &Start::Worklist, to),
        Some(Command::New) => intake(&cli.common, terms, &Start::New, to),
        Some(Command::Open { case }) => match case_named(&cli.common.cases, case) {
            Some((folder, id)) => {
                let common = Common { cases: folder, ..cli.common.clone() };
                intake(&common, terms, &Start::Open(id), to)
            }
            None => refuse(
                to,
                "that is no case name: use letters, digits, '-', '_' and '.', or a path to a .toml file",
            ),
        },
        Some(Command::Play { case, every }) => play(&cli.common, terms, case, every.as_deref(), to),
    }
}

fn refuse(to: &mut Streams<'_>, problem: &str) -> color_eyre::Result<Status> {
    writeln!(to.err, "{problem}")?;
    Ok(Status::Invalid)
}

/// The folder and the name of the case an argument means: a name in the case
/// folder, or the path of a file.
fn case_named(folder: &Path, argument: &Path) -> Option<(std::path::PathBuf, CaseId)> {
    match argument.parent() {
        Some(parent) if parent == Path::new("") => {
            let id = CaseId::of_path(argument).or_else(|| CaseId::new(argument.to_str()?));
            id.map(|id| (folder.to_owned(), id))
        }
        Some(parent) => CaseId::of_path(argument).map(|id| (parent.to_owned(), id)),
        None => None,
    }
}

fn setting(common: &Common, terms: Terms) -> Setting {
    let folder = Folder::at(&common.cases);
    Setting { folder, terms, clock: Clock { today, time }, who: who(), look: look(common) }
}

/// The wizard, or line mode where there is no screen to draw on.
fn intake(common: &Common, terms: Terms, start: &Start, to: &mut Streams<'_>) -> color_eyre::Result<Status> {
    let setting = setting(common, terms);
    to.out.flush()?;
    if in_lines(common) {
        return Ok(lines(setting, start, to)?);
    }
    tui::run(setting, start)?;
    Ok(Status::Done)
}

/// Plays a saved case on the screen; there is nothing to play without one.
fn play(
    common: &Common,
    terms: Terms,
    case: &Path,
    every: Option<&str>,
    to: &mut Streams<'_>,
) -> color_eyre::Result<Status> {
    let every = match every.map(|words| tui::pace(words).ok_or(words)) {
        None => None,
        Some(Ok(pace)) => Some(pace),
        Some(Err(_)) => return refuse(to, "--every takes a time such as 800ms or 2s"),
    };
    let Some((folder, id)) = case_named(&common.cases, case) else {
        return refuse(to, "that is no case name: name a case, or a path to a .toml file");
    };
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return refuse(to, "play needs a terminal; replay works without one");
    }
    let setting = setting(&Common { cases: folder, ..common.clone() }, terms);
    match sij_intake::store::read_case(&setting.folder.file(&id)) {
        Ok((case, _)) => {
            tui::play(setting, &id, &case, every)?;
            Ok(Status::Done)
        }
        Err(error) => refuse(to, &format!("{id}: {error}")),
    }
}

fn in_lines(common: &Common) -> bool {
    let no_screen = !io::stdin().is_terminal() || !io::stdout().is_terminal();
    let dumb = variable("TERM").is_none_or(|term| term == "dumb");
    common.plain || no_screen || dumb || variable("ACCESSIBLE").is_some()
}

fn lines(setting: Setting, start: &Start, to: &mut Streams<'_>) -> io::Result<Status> {
    let Setting { folder, terms, clock, who, .. } = setting;
    let desktop = Desktop { folder, terms, clock, who };
    let mut input = io::stdin().lock();
    let opening = match start {
        Start::Worklist => commands::choose(&desktop, &mut input, to)?,
        Start::New => Some(Opening::New),
        Start::Open(id) => Some(Opening::Case(id.clone())),
    };
    match opening {
        Some(opening) => commands::lines(&desktop, &opening, &mut input, to),
        None => Ok(Status::Done),
    }
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn time() -> NaiveTime {
    Local::now().time()
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who is at the keyboard, and from where.
fn who() -> String {
    let user = variable("USER").or_else(|| variable("LOGNAME")).unwrap_or_else(|| "somebody".to_owned());
    let from = variable("SSH_CONNECTION").and_then(|line| line.split(' ').next().map(str::to_owned));
    let from = from.map(|address| format!(" from {address}")).unwrap_or_default();
    format!("{user}{from} since {}", Local::now().format("%Y-%m-%d %H:%M"))
}

fn look(common: &Common) -> Look {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default().to_lowercase();
    let utf8 = locale.contains("utf-8") || locale.contains("utf8");
    Look { ascii: common.ascii || !utf8, color: variable("NO_COLOR").is_none() }
}
