//! The door from the shell: the only place that reads the arguments, the
//! environment and the clock.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser;
use sij_intake::cli::{Cli, Command};
use sij_intake::commands::{self, Status, Streams};

fn main() -> color_eyre::Result<ExitCode> {
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let status = run(&cli, &mut Streams { out: &mut out, err: &mut err })?;
    out.flush()?;
    Ok(ExitCode::from(status as u8))
}

fn run(cli: &Cli, to: &mut Streams<'_>) -> color_eyre::Result<Status> {
    let terms = match commands::terms(cli.common.readings.as_deref(), cli.common.limits.as_deref()) {
        Ok(terms) => terms,
        Err(problem) => {
            writeln!(to.err, "{problem}")?;
            return Ok(Status::Invalid);
        }
    };
    match &cli.command {
        Some(Command::Determine { cases, format }) => Ok(commands::determine(cases, *format, &terms, to)?),
        Some(Command::Policy { item, format }) => Ok(commands::policy(item.as_deref(), *format, &terms, to)?),
        Some(Command::Questions { format }) => Ok(commands::questions(*format, to)?),
        _ => Ok(Status::Invalid),
    }
}
