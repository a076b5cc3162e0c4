//! A batch of cases: how many threads work on it, and where its results and its progress
//! go.

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::Instant;

use super::in_order::{Jobs, Next, Results};
use super::progress_line::ProgressLine;
use super::source::Source;
use super::{Status, Streams};

/// How a batch is worked on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Batch {
    /// The threads that were asked for.
    pub threads: Option<NonZeroUsize>,
    /// Whether progress is shown on standard error.
    pub progress: bool,
}

impl Batch {
    /// The threads for so many files: as many as there are processors, but none that would
    /// have nothing to do.
    pub(super) fn threads_for_files(self, count: usize) -> NonZeroUsize {
        let useful = NonZeroUsize::new(count.div_ceil(FILES_AT_ONCE)).unwrap_or(NonZeroUsize::MIN);
        self.threads_for_plenty().min(useful)
    }

    fn threads_for_plenty(self) -> NonZeroUsize {
        self.threads.or(available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    /// The threads for these inputs: one for a pipe, whose other end needs processors too.
    pub(super) fn threads_for(self, inputs: &[PathBuf]) -> NonZeroUsize {
        let has_pipe = inputs.iter().any(|input| input.as_os_str() == "-");
        if has_pipe { self.threads.unwrap_or(NonZeroUsize::MIN) } else { self.threads_for_plenty() }
    }
}

/// A thread gets so many files at once.
const FILES_AT_ONCE: usize = 16;

/// The files of a batch, each with its number, counted from 0.
pub(super) struct Files<I>(pub(super) std::iter::Enumerate<I>);

impl<I: Iterator<Item = Source>> Jobs for Files<I> {
    type Job = Vec<(usize, Source)>;

    fn next(&mut self) -> io::Result<Next<Self::Job>> {
        let some: Vec<_> = self.0.by_ref().take(FILES_AT_ONCE).collect();
        Ok(if some.is_empty() { Next::End } else { Next::Job(some) })
    }
}

/// What was made of a piece of a batch.
pub(super) struct Done {
    /// For standard output.
    pub(super) out: Vec<u8>,
    /// For standard error.
    pub(super) err: Vec<u8>,
    pub(super) status: Status,
    pub(super) cases: u64,
    /// The part of the whole batch, in cases or bytes.
    pub(super) part: u64,
}

impl Default for Done {
    fn default() -> Self {
        Self { out: Vec::new(), err: Vec::new(), status: Status::Done, cases: 0, part: 0 }
    }
}

impl Done {
    /// An input that can't be read.
    pub(super) fn unreadable(complaint: &str) -> Self {
        Self { err: format!("{complaint}\n").into_bytes(), status: Status::Invalid, ..Self::default() }
    }

    /// Counts a case that is a part of its batch.
    pub(super) fn count_case(&mut self) {
        self.cases += 1;
        self.part += 1;
    }
}

/// Prints what was made, and shows the progress.
pub(super) struct Printer<'p, 's> {
    to: &'p mut Streams<'s>,
    progress: ProgressLine,
    started: Instant,
    /// How the batch ended so far.
    pub(super) status: Status,
}

impl<'p, 's> Printer<'p, 's> {
    /// `whole` is the size of the batch, in cases or bytes, or 0 where it is not known.
    pub(super) fn new(batch: Batch, whole: u64, to: &'p mut Streams<'s>) -> Self {
        let progress = ProgressLine::new(batch.progress, whole);
        Self { to, progress, started: Instant::now(), status: Status::Done }
    }

    /// Clears the progress, and gives the streams back for what comes after it.
    pub(super) fn end(mut self) -> io::Result<(&'p mut Streams<'s>, Status)> {
        self.progress.clear(self.to.err)?;
        Ok((self.to, self.status))
    }
}

impl Results<Done> for Printer<'_, '_> {
    fn take(&mut self, done: Done) -> io::Result<()> {
        self.status = self.status.max(done.status);
        self.to.out.write_all(&done.out)?;
        if !done.err.is_empty() {
            self.progress.clear(self.to.err)?;
            self.to.err.write_all(&done.err)?;
        }
        self.progress.step(done.cases, done.part, self.started.elapsed(), self.to.err)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(threads: usize) -> Batch {
        Batch { threads: NonZeroUsize::new(threads), progress: false }
    }

    #[test]
    fn case_counts_for_the_number_of_cases_and_the_part_of_the_batch() {
        let mut done = Done::default();
        (0..3).for_each(|_| done.count_case());
        assert_eq!((done.cases, done.part), (3, 3));
    }

    #[test]
    fn no_thread_has_nothing_to_do() {
        for (threads, files, used) in
            [(4, 0, 1), (4, 1, 1), (4, 16, 1), (4, 17, 2), (4, 1000, 4), (1, 1000, 1)]
        {
            assert_eq!(batch(threads).threads_for_files(files).get(), used, "{threads} for {files}");
        }
    }

    #[test]
    fn pipe_has_one_thread_unless_more_are_asked_for() {
        let inputs = ["a.ndjson", "-"].map(PathBuf::from);
        assert_eq!(batch(0).threads_for(&inputs).get(), 1);
        assert_eq!(batch(3).threads_for(&inputs).get(), 3);
        let processors = available_parallelism().map_or(1, NonZeroUsize::get);
        assert_eq!(batch(0).threads_for(&inputs[..1]).get(), processors);
    }
}
