//! The entry point: the only place that reads the arguments, the environment and
//! the clock.

#![expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]

#[path = "main/person.rs"]
mod person;
#[path = "main/syslog.rs"]
mod syslog;
#[path = "main/terminal.rs"]
mod terminal;

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use chrono::{DateTime, Local, TimeZone};
use person::{identity, who};
use sij_intake::cli::{
    Cli, Command, Common, InputArgs, InputForm, NewArgs, ReplayFormat, ReportFormat, ResponseArgs,
};
use sij_intake::commands::{
    self, Batch, DoctorArgs, LetterOptions, LineReader, Printing, Status, Streams, UserFolders,
    unreadable_folder,
};
use sij_intake::fhir::{Names, ReadOptions};
use sij_intake::harden::{self, Confinement, Reach};
use sij_intake::line::{self, Chosen, Ended, LineIo};
use sij_intake::policy::PolicySettings;
use sij_intake::session::{Clock, Workspace};
use sij_intake::store::{AuditAction, Folder};
use sij_intake::tui::{self, Start};
use sij_intake::worklist::{Find, Order, View, Zone};
use syslog::{syslog, tell_unsent};
use terminal::{
    erase_lines, idle_lock, screens, terminal_problem, terminal_state, theme, uses_line_mode, wait_for_line,
};

fn main() -> color_eyre::Result<ExitCode> {
    color_eyre::config::HookBuilder::default().display_env_section(false).install()?;
    harden::apply()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let cli = match Cli::read(env::args_os()) {
        Ok(cli) => cli,
        Err(page) if page.is_complaint => {
            write!(err, "{}", page.text)?;
            return Ok(ExitCode::from(Status::Invalid as u8));
        }
        Err(page) => {
            // The reader of a pipe may stop before the end of the help.
            let _ = write!(out, "{}", page.text).and_then(|()| out.flush());
            return Ok(ExitCode::SUCCESS);
        }
    };
    let result =
        run(&cli, &mut Streams { out: &mut out, err: &mut err }).and_then(|status| match out.flush() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(status),
        });
    match result {
        // The reader of the pipe has stopped: that is not an error.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        result => Ok(ExitCode::from(result? as u8)),
    }
}

fn is_broken_pipe(error: &color_eyre::Report) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: &Cli, to: &mut Streams<'_>) -> color_eyre::Result<Status> {
    if cli.version {
        let confinement = cli.verbose.then(|| confine(cli, &case_folder(&cli.common))).transpose();
        return match confinement {
            Ok(confinement) => Ok(commands::version(confinement.as_ref(), to)?),
            Err(problem) => refuse(to, &problem),
        };
    }
    let settings = match commands::settings(cli.common.readings.as_deref(), cli.common.limits.as_deref()) {
        Ok(settings) => settings,
        Err(problem) => return refuse(to, &problem),
    };
    let folder = case_folder(&cli.common);
    if let Some(problem) = missing_folder(cli, &folder, to)? {
        return refuse(to, &problem);
    }
    identity();
    // The log of another folder can't be written any more once the program is confined.
    if let Some((action, cases)) = cli.command.as_ref().and_then(commands::viewed) {
        log_views(action, cases, &folder, &cli.common, to)?;
    }
    let confinement = match confine(cli, &folder) {
        Ok(confinement) => confinement,
        Err(problem) => return refuse(to, &problem),
    };
    match &cli.command {
        Some(Command::Letter { cases, format, draft }) => {
            let form = match commands::program_settings(cli.common.settings.as_deref(), &folder) {
                Ok(program) => program.letter,
                Err(problem) => return refuse(to, &problem),
            };
            let (format, draft, today) = (*format, *draft, CLOCK.today());
            Ok(commands::letter(cases, &LetterOptions { folder, settings, form, format, draft, today }, to)?)
        }
        Some(Command::Clocks { case }) => in_workspace(&cli.common, folder, settings, to, |workspace, to| {
            commands::clocks(case.as_deref(), workspace, to)
        }),
        Some(Command::Determine { cases, format, input, response }) => {
            let names = names(&cli.common);
            let options = read_options(*response);
            let printing =
                Printing { format: format.unwrap_or(ReportFormat::Text), settings: &settings, names: &names };
            match (input.from, format) {
                (InputForm::Toml, _) if options.is_own => {
                    refuse(to, "--own goes with a response: leave it out, or give --from fhir")
                }
                (InputForm::Toml, _) => {
                    Ok(commands::determine(cases, options.received, &folder, printing, batch(*input), to)?)
                }
                (InputForm::Fhir, _) => Ok(commands::determine_responses(cases, options, printing, to)?),
                (InputForm::Ndjson, None | Some(ReportFormat::Json)) => {
                    let reader = LineReader::new(&settings.editions, &names, options);
                    Ok(commands::determine_lines(cases, &reader, &settings, batch(*input), to)?)
                }
                (InputForm::Ndjson, Some(_)) => refuse(to, "--from ndjson prints JSON: leave --format out"),
            }
        }
        Some(Command::Import(args)) => in_workspace(&cli.common, folder, settings, to, |workspace, to| {
            commands::import(args, workspace, &names(&cli.common), to)
        }),
        Some(Command::Export(args)) => {
            Ok(commands::export(args, &folder, &settings, &names(&cli.common), to)?)
        }
        Some(Command::List { find, sort, reverse, format }) => {
            let view = View { find: Find::of(find), order: Order { by: *sort, is_reversed: *reverse } };
            in_workspace(&cli.common, folder, settings, to, |workspace, to| {
                commands::list(workspace, view, *format, to)
            })
        }
        Some(Command::Next { case, format }) => Ok(commands::next(case, &folder, *format, &settings, to)?),
        Some(Command::Policy { item, format }) => {
            Ok(commands::policy(item.as_deref(), *format, &settings, to)?)
        }
        Some(Command::Questions { format }) => Ok(commands::questions(*format, &settings, to)?),
        Some(Command::Questionnaire) => Ok(commands::questionnaire(&settings, &names(&cli.common), to)?),
        Some(Command::Doctor) => {
            let program = commands::program_settings(cli.common.settings.as_deref(), &folder);
            let (settings, terminal) = (program.map(|_| ()), terminal_state());
            Ok(commands::doctor(&folder, DoctorArgs { settings, clock: CLOCK, terminal, confinement }, to)?)
        }
        Some(Command::Schema { of }) => Ok(commands::schema(*of, &settings.editions, to)?),
        Some(Command::Completions { shell }) => Ok(commands::completions(*shell, to)?),
        Some(Command::Man { list: true, .. }) => Ok(commands::man_list(to)?),
        Some(Command::Man { command, .. }) => Ok(commands::man(command.as_deref(), to)?),
        Some(Command::Replay { paths, format, input, response }) if input.from == InputForm::Toml => {
            if *response != ResponseArgs::default() {
                return refuse(to, "--received and --own go with responses: give --from ndjson");
            }
            let format = format.unwrap_or(ReplayFormat::Text);
            Ok(commands::replay(paths, &folder, format, &settings, batch(*input), to)?)
        }
        Some(Command::Replay { input, .. }) if input.from == InputForm::Fhir => {
            refuse(to, "one response has no recorded determination: give --from ndjson, or import it")
        }
        Some(Command::Replay { paths, format, input, response }) => {
            let (format, names) = (format.unwrap_or(ReplayFormat::Json), names(&cli.common));
            let reader = LineReader::new(&settings.editions, &names, read_options(*response));
            Ok(commands::replay_lines(paths, &reader, format, &settings, batch(*input), to)?)
        }
        Some(Command::Withdraw { case }) => {
            in_workspace(&cli.common, folder, settings, to, |workspace, to| {
                commands::withdraw(workspace, case, to)
            })
        }
        Some(Command::Restore { case }) => {
            in_workspace(&cli.common, folder, settings, to, |workspace, to| {
                commands::restore(workspace, case.as_deref(), to)
            })
        }
        Some(Command::Audit(args)) => Ok(commands::audit(&folder, args, to)?),
        None => intake(&cli.common, folder, settings, &Start::Worklist, to),
        Some(Command::New(NewArgs { from: Some(from), even_so })) => {
            in_workspace(&cli.common, folder, settings, to, |workspace, to| {
                commands::new_from(from, *even_so, workspace, to)
            })
        }
        Some(Command::New(_)) => intake(&cli.common, folder, settings, &Start::New, to),
        Some(Command::Open { case }) => open(&cli.common, &folder, settings, case, to),
        Some(Command::Play { case, every }) => {
            play(&cli.common, &folder, settings, case, every.as_deref(), to)
        }
    }
}

/// How responses are read.
fn read_options(args: ResponseArgs) -> ReadOptions {
    ReadOptions { received: args.received, is_own: args.own }
}

/// How this run works on many cases.
fn batch(input: InputArgs) -> Batch {
    Batch { threads: input.threads, progress: io::stderr().is_terminal() }
}

/// The case folder of this run, whether it exists or not.
fn case_folder(common: &Common) -> Folder {
    let path = |name: &str| env::var_os(name).map(PathBuf::from);
    let user = UserFolders { data: path("XDG_DATA_HOME"), home: path("HOME") };
    Folder::at(commands::case_folder(common.cases.as_deref(), &user))
}

/// The names under the given address, else under one that stands for it.
fn names(common: &Common) -> Names {
    common.base.as_deref().map_or_else(Names::default, Names::under)
}

fn refuse(to: &mut Streams<'_>, problem: &str) -> color_eyre::Result<Status> {
    writeln!(to.err, "{problem}")?;
    Ok(Status::Invalid)
}

fn log_views(
    action: AuditAction,
    cases: &[PathBuf],
    folder: &Folder,
    common: &Common,
    to: &mut Streams<'_>,
) -> io::Result<()> {
    // What is wrong with the settings is said by the commands that need them.
    let program = || commands::program_settings(common.settings.as_deref(), folder).unwrap_or_default();
    let syslog = syslog(common, folder.is_audited().then(program).as_ref())?;
    let folder = syslog.into_iter().fold(folder.clone(), Folder::with_syslog);
    match commands::log_views(action, cases, &folder, || who(common), CLOCK) {
        Ok(()) => tell_unsent(&folder, to),
        Err(error) => writeln!(to.err, "this view is NOT in the audit log of the case folder ({error})"),
    }
}

/// The case folder with all settings; the complaint when its settings file can't be read.
fn workspace(common: &Common, folder: Folder, settings: PolicySettings) -> Result<Workspace, String> {
    let program = commands::program_settings(common.settings.as_deref(), &folder)?;
    let syslog = syslog(common, Some(&program)).map_err(|error| format!("syslog can't be used ({error})"))?;
    let folder = syslog.into_iter().fold(folder, Folder::with_syslog);
    Ok(Workspace { folder, settings, program, clock: CLOCK, who: who(common) })
}

/// Runs a command in the case folder with all settings.
fn in_workspace(
    common: &Common,
    folder: Folder,
    settings: PolicySettings,
    to: &mut Streams<'_>,
    run: impl FnOnce(&Workspace, &mut Streams<'_>) -> io::Result<Status>,
) -> color_eyre::Result<Status> {
    match workspace(common, folder, settings) {
        Ok(workspace) => {
            let status = run(&workspace, to)?;
            tell_unsent(&workspace.folder, to)?;
            Ok(status)
        }
        Err(problem) => refuse(to, &problem),
    }
}

/// Opens a case. The path of its file may be in another folder, unless `--cases`
/// was given.
fn open(
    common: &Common,
    folder: &Folder,
    settings: PolicySettings,
    case: &Path,
    to: &mut Streams<'_>,
) -> color_eyre::Result<Status> {
    let named = match common.cases {
        Some(_) => folder.case_named(case).map(|id| (folder.clone(), id)),
        None => commands::case_anywhere(folder, case),
    };
    match named {
        Some((folder, id)) => intake(common, folder, settings, &Start::Open(id), to),
        None => refuse(to, &commands::not_a_case(folder, case)),
    }
}

/// The wizard, or line mode where there is no screen to draw on.
fn intake(
    common: &Common,
    folder: Folder,
    settings: PolicySettings,
    start: &Start,
    to: &mut Streams<'_>,
) -> color_eyre::Result<Status> {
    // A folder that does not exist has no case to open.
    if let Some(problem) = matches!(start, Start::Open(_)).then(|| unreadable_folder(&folder)).flatten() {
        return refuse(to, &problem);
    }
    let workspace = match workspace(common, folder, settings) {
        Ok(workspace) => workspace,
        Err(problem) => return refuse(to, &problem),
    };
    to.out.flush()?;
    tell_unsent(&workspace.folder, to)?;
    if uses_line_mode(common) {
        return match run_line_mode(&workspace, start, to) {
            Ok(status) => Ok(status),
            Err(error) => refuse(to, &line::ended_early(&error)),
        };
    }
    let folder = workspace.folder.clone();
    let unlogged = match tui::run(workspace, theme(common), screens(), start) {
        Ok(unlogged) => unlogged,
        Err(error) => return refuse(to, &terminal_problem(&error)),
    };
    tell_unsent(&folder, to)?;
    unlogged.iter().try_for_each(|problem| writeln!(to.err, "{problem}"))?;
    Ok(if unlogged.is_empty() { Status::Done } else { Status::Invalid })
}

/// The complaint about a case folder that does not exist, unless the user wants it made. The
/// wizard and line mode need one.
fn missing_folder(cli: &Cli, folder: &Folder, to: &mut Streams<'_>) -> io::Result<Option<String>> {
    if !matches!(cli.command, None | Some(Command::New(NewArgs { from: None, .. }))) {
        return Ok(None);
    }
    let asks = io::stdin().is_terminal() && io::stdout().is_terminal();
    Ok(commands::ensure_folder(folder, asks, &mut io::stdin().lock(), to.out)?.err())
}

/// Gives up what this run does not need; else why the program does not run.
fn confine(cli: &Cli, folder: &Folder) -> Result<Confinement, String> {
    let folders = [Some(folder.path()), cli.folder_of_case()].into_iter().flatten().collect();
    commands::confine(cli.common.confine, &Reach { folders, read: cli.paths_to_read() })
}

/// Plays a saved case on the screen.
fn play(
    common: &Common,
    cases: &Folder,
    settings: PolicySettings,
    case: &Path,
    every: Option<&str>,
    to: &mut Streams<'_>,
) -> color_eyre::Result<Status> {
    let every = match every.map(|words| tui::pace(words).ok_or(words)) {
        None => None,
        Some(Ok(pace)) => Some(pace),
        Some(Err(_)) => return refuse(to, "--every takes a time such as 800ms or 2s"),
    };
    let Some((folder, id)) = commands::case_anywhere(cases, case) else {
        return refuse(to, "this is not the name of a case: give a name, or the path of a .toml file");
    };
    if let Some(problem) = unreadable_folder(&folder) {
        return refuse(to, &problem);
    }
    log_views(AuditAction::Replayed, &[folder.file(&id)], cases, common, to)?;
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return refuse(to, "play needs a terminal; replay works without one");
    }
    let workspace = match workspace(common, folder, settings) {
        Ok(workspace) => workspace,
        Err(problem) => return refuse(to, &problem),
    };
    match workspace.folder.read_case(&id, &workspace.settings.editions) {
        Ok((case, _)) => match tui::play(workspace, theme(common), screens(), &id, &case, every) {
            Ok(()) => Ok(Status::Done),
            Err(error) => refuse(to, &terminal_problem(&error)),
        },
        Err(error) => refuse(to, &format!("{id}: {error}")),
    }
}

fn run_line_mode(workspace: &Workspace, start: &Start, to: &mut Streams<'_>) -> io::Result<Status> {
    let (mut input, erase, mut wait) = (io::stdin().lock(), erase_lines(), wait_for_line);
    let idle = idle_lock(&workspace.program, &mut wait, &erase);
    let mut io = LineIo { input: &mut input, out: to.out, err: to.err, idle };
    let chosen = match start {
        Start::Worklist => line::choose(workspace, &mut io)?,
        Start::New => Some(Chosen::New),
        Start::Open(id) => Some(Chosen::Case(id.clone())),
    };
    let Some(chosen) = chosen else { return io.out.flush().map(|()| Status::Done) };
    Ok(match line::run(workspace, &chosen, &mut io)? {
        Ended::AllSaved => Status::Done,
        Ended::NotSaved | Ended::NotOpened => Status::Invalid,
    })
}

/// The clock of the machine, in the time zone of the machine or of `TZ`.
const CLOCK: Clock = Clock {
    // `Local::now` panics before 1970.
    read: || DateTime::<Local>::from(SystemTime::now()).fixed_offset(),
    zone: Zone {
        local: |instant| instant.with_timezone(&Local).fixed_offset(),
        instants: |local| Local.from_local_datetime(&local).map(|instant| instant.fixed_offset()),
    },
};
