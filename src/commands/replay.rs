//! `replay`: answers the interview again with each saved case, and compares the
//! determination with the recorded one.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::case::{Case, Text};
use crate::casefile::complaint;
use crate::cli::ReplayFormat;
use crate::policy::PolicySettings;
use crate::store::Folder;

use super::batch::{Batch, Done, Files, Printer};
use super::in_order::{Results, in_order};
use super::junit::junit;
use super::replayed::Replayed;
use super::source::Source;
use super::what_if::{self, ChangeCounts};
use super::{Status, Streams};

/// Replays each case; an invalid file is reported and the rest go on.
///
/// # Errors
/// When standard output or standard error can't be written.
pub fn replay(
    paths: &[PathBuf],
    folder: &Folder,
    format: ReplayFormat,
    settings: &PolicySettings,
    batch: Batch,
    to: &mut Streams<'_>,
) -> io::Result<Status> {
    let (files, status) = files(paths, folder, to)?;
    let mut replays =
        Replays::new(format, Printer::new(batch, u64::try_from(files.len()).unwrap_or_default(), to));
    let threads = batch.threads_for_files(files.len());
    let work = |files: Vec<(usize, Source)>| {
        let mut some = SomeReplays::default();
        files.iter().for_each(|(_, file)| some.replay_file(file, format, settings));
        some
    };
    in_order(threads, &mut Files(files.into_iter().enumerate()), work, &mut replays)?;
    Ok(replays.end()?.max(status))
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
        match files_of(&folder) {
            Ok(inside) => files.extend(inside),
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

/// The case files of a folder, then those whose names are not those of cases.
fn files_of(folder: &Folder) -> io::Result<Vec<Source>> {
    let cases = folder.cases()?.into_iter().map(|id| Source::File(folder.file(&id)));
    let misnamed = folder
        .misnamed()?
        .into_iter()
        .map(|found| Source::Misnamed { path: folder.path().join(&found.file), rename_to: found.rename_to });
    Ok(cases.chain(misnamed).collect())
}

/// The replays of some cases.
#[derive(Default)]
pub(super) struct SomeReplays {
    pub(super) done: Done,
    counts: Counts,
    /// Only where they are printed together at the end.
    all: Vec<Replayed>,
}

/// How many cases ended how, and what changes.
#[derive(Default)]
struct Counts {
    ended: [u64; 4],
    changes: ChangeCounts,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.ended.iter_mut().zip(other.ended).for_each(|(all, more)| *all += more);
        for (change, count) in other.changes {
            *self.changes.entry(change).or_default() += count;
        }
    }
}

impl SomeReplays {
    /// An input that can't be read.
    pub(super) fn unreadable(complaint: &str) -> Self {
        Self { done: Done::unreadable(complaint), ..Self::default() }
    }

    fn replay_file(&mut self, file: &Source, format: ReplayFormat, settings: &PolicySettings) {
        self.done.part += 1;
        match file.read(&settings.editions) {
            Ok(saved) => self.replay_case(file.case_name().to_string(), &saved, format, settings),
            Err(error) => {
                // Writing to a buffer does not fail.
                let _ = writeln!(self.done.err, "{}", complaint(&file.display_name(), &error));
                self.add(Replayed::invalid(file.case_name().to_string(), error.to_string()), format);
            }
        }
    }

    pub(super) fn replay_case(
        &mut self,
        name: String,
        saved: &Case,
        format: ReplayFormat,
        settings: &PolicySettings,
    ) {
        self.add(Replayed::of(name, saved, settings), format);
    }

    /// Counts and prints a replay.
    pub(super) fn add(&mut self, replayed: Replayed, format: ReplayFormat) {
        let out = &mut self.done.out;
        // Writing to a buffer does not fail.
        let _ = match format {
            ReplayFormat::Json => serde_json::to_writer(&mut *out, &replayed)
                .map_err(io::Error::from)
                .and_then(|()| writeln!(out)),
            ReplayFormat::Text => replayed.print_text(out),
            ReplayFormat::Junit => Ok(()),
        };
        self.count(replayed, format);
    }

    /// Counts a replay that is printed already.
    pub(super) fn count(&mut self, replayed: Replayed, format: ReplayFormat) {
        self.done.cases += 1;
        self.done.status = self.done.status.max(replayed.ended.status());
        self.counts.ended[replayed.ended as usize] += 1;
        if let Some(change) = &replayed.what_if {
            change.count_in(&mut self.counts.changes);
        }
        if format == ReplayFormat::Junit {
            self.all.push(replayed);
        }
    }
}

/// Prints replays, and at the end what they add up to.
pub(super) struct Replays<'p, 's> {
    format: ReplayFormat,
    printer: Printer<'p, 's>,
    counts: Counts,
    all: Vec<Replayed>,
}

impl<'p, 's> Replays<'p, 's> {
    pub(super) fn new(format: ReplayFormat, printer: Printer<'p, 's>) -> Self {
        Self { format, printer, counts: Counts::default(), all: Vec::new() }
    }

    /// The same where each line was answered by a line: what they add up to is no answer.
    pub(super) fn end_of_lines(self) -> io::Result<Status> {
        if self.format != ReplayFormat::Json {
            return self.end();
        }
        let (to, status) = self.printer.end()?;
        to.out.flush()?;
        self.counts.print(to.err)?;
        Ok(status)
    }

    /// Prints what they add up to, and tells how they ended.
    pub(super) fn end(self) -> io::Result<Status> {
        let (to, status) = self.printer.end()?;
        match self.format {
            ReplayFormat::Text => self.counts.print(to.out)?,
            ReplayFormat::Junit => junit(&self.all, to.out)?,
            ReplayFormat::Json => {}
        }
        Ok(status)
    }
}

impl Results<SomeReplays> for Replays<'_, '_> {
    fn take(&mut self, some: SomeReplays) -> io::Result<()> {
        self.counts.add(some.counts);
        self.all.extend(some.all);
        self.printer.take(some.done)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.printer.flush()
    }
}

impl Counts {
    fn print(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let [agree, unrecorded, differ, invalid] = self.ended;
        let all: u64 = self.ended.iter().sum();
        writeln!(
            out,
            "{all} cases: {agree} agree, {unrecorded} with nothing recorded, {differ} differ, {invalid} invalid"
        )?;
        what_if::table(&self.changes, out)
    }
}
