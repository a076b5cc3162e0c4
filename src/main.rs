//! The door from the shell: the only place that reads the arguments, the
//! environment and the clock.

#![expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use chrono::{Local, NaiveDate, NaiveTime};
use sij_intake::cli::{Cli, Command, Common};
use sij_intake::commands::{self, Status, Streams};
use sij_intake::guard;
use sij_intake::policy::Terms;
use sij_intake::session::Clock;
use sij_intake::store::{CaseId, Folder};
use sij_intake::tui::{self, Look, Setting, Start};

fn main() -> color_eyre::Result<ExitCode> {
    color_eyre::config::HookBuilder::default().display_env_section(false).install()?;
    guard::stand()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let cli = match Cli::read(env::args_os()) {
        Ok(cli) => cli,
        Err(page) if page.is_complaint => {
            write!(err, "{}", page.text)?;
            return Ok(ExitCode::from(Status::Invalid as u8));
        }
        Err(page) => {
            // Whoever reads help through a pipe may stop reading.
            let _ = write!(out, "{}", page.text).and_then(|()| out.flush());
            return Ok(ExitCode::SUCCESS);
        }
    };
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
    let folder = Folder::at(&cli.common.cases);
    match &cli.command {
        Some(Command::Determine { cases, format }) => Ok(commands::determine(cases, *format, &terms, to)?),
        Some(Command::Replay { paths, format }) => {
            let progress = io::stderr().is_terminal();
            let status = commands::replay(paths, *format, &terms, progress, to)?;
            let clock = Clock { today, time };
            if let Err(error) = commands::note_replays(paths, &folder, &who(), clock) {
                writeln!(to.err, "the replay is NOT in the audit log of the case folder ({error})")?;
            }
            Ok(status)
        }
        Some(Command::Audit(asked)) => Ok(commands::audit(&folder, asked.case.as_deref(), asked.verify, to)?),
        None => wizard(&cli.common, terms, &Start::Worklist, to),
        Some(Command::New) => wizard(&cli.common, terms, &Start::New, to),
        Some(Command::Open { case }) => match case_named(&folder, case) {
            Some(id) => wizard(&cli.common, terms, &Start::Open(id), to),
            None => refuse(
                to,
                "that is no case of the case folder: give the name of a case, made of letters, digits, '-', '_' and '.', or its file; --cases names another folder",
            ),
        },
        _ => Ok(Status::Invalid),
    }
}

fn refuse(to: &mut Streams<'_>, problem: &str) -> color_eyre::Result<Status> {
    writeln!(to.err, "{problem}")?;
    Ok(Status::Invalid)
}

/// The case that an argument means: its name, or the path of its file in the
/// case folder and in no other.
fn case_named(folder: &Folder, argument: &Path) -> Option<CaseId> {
    match argument.parent() {
        Some(parent) if parent == Path::new("") => {
            CaseId::of_path(argument).or_else(|| CaseId::new(argument.to_str()?))
        }
        Some(_) => folder.holds(argument),
        None => None,
    }
}

fn wizard(common: &Common, terms: Terms, start: &Start, to: &mut Streams<'_>) -> color_eyre::Result<Status> {
    let setting = Setting {
        folder: Folder::at(&common.cases),
        terms,
        clock: Clock { today, time },
        who: who(),
        look: look(common),
    };
    to.out.flush()?;
    tui::run(setting, start)?;
    Ok(Status::Done)
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

/// Who is at the keyboard, and over which connection. The number is the
/// kernel's word, the name the login's.
fn who() -> String {
    let user = variable("USER").or_else(|| variable("LOGNAME")).unwrap_or_else(|| "somebody".to_owned());
    let user = format!("{user} ({})", rustix::process::getuid().as_raw());
    let line = variable("SSH_CONNECTION").unwrap_or_default();
    let mut words = line.split(' ');
    match (words.next(), words.next()) {
        (Some(address), Some(port)) => format!("{user} from {address} port {port}"),
        _ => user,
    }
}

fn look(common: &Common) -> Look {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default().to_lowercase();
    let utf8 = locale.contains("utf-8") || locale.contains("utf8");
    Look { ascii: common.ascii || !utf8, color: variable("NO_COLOR").is_none() }
}
