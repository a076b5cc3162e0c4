//! Work on many inputs by several threads: the results come in the order of the inputs,
//! and only a few inputs are in memory at a time.
//!
//! It knows nothing of cases.

use std::collections::VecDeque;
use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::harden::allow_memory;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<J> {
    /// Something to work on.
    Job(J),
    /// Nothing yet: the call after this one waits for it.
    Dry,
    /// Nothing more.
    End,
}

/// Where inputs come from.
pub(super) trait Jobs {
    /// One of them.
    type Job: Send;
    /// The next one.
    ///
    /// # Errors
    /// When the input can't be read.
    fn next(&mut self) -> io::Result<Next<Self::Job>>;
}

/// Where results go.
pub(super) trait Results<R> {
    /// Takes the next result.
    ///
    /// # Errors
    /// When the output can't be written.
    fn take(&mut self, result: R) -> io::Result<()>;
    /// Passes on what was taken, because there may be nothing more for a while.
    ///
    /// # Errors
    /// When the output can't be written.
    fn flush(&mut self) -> io::Result<()>;
}

/// Inputs for each thread that may be waiting or worked on, or have a result that waits.
const DEPTH: usize = 2;
/// What a thread may take with the inputs and results that wait, in bytes.
const MEMORY_PER_THREAD: u64 = 24 << 20;

/// Works on every input.
///
/// # Errors
/// When the input can't be read or the output can't be written.
pub(super) fn in_order<J: Jobs, R: Send>(
    threads: NonZeroUsize,
    jobs: &mut J,
    work: impl Fn(J::Job) -> R + Sync,
    results: &mut dyn Results<R>,
) -> io::Result<()> {
    if threads.get() == 1 {
        return alone(jobs, work, results);
    }
    allow_memory(MEMORY_PER_THREAD.saturating_mul(u64::try_from(threads.get()).unwrap_or(u64::MAX)));
    let most = threads.get() * DEPTH;
    let (given, waiting) = sync_channel(most);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        (0..threads.get()).for_each(|_| {
            scope.spawn(|| work_on(&waiting, &work));
        });
        Given { jobs: given, most, results: VecDeque::with_capacity(most) }.run(jobs, results)
    })
}

fn alone<J: Jobs, R>(
    jobs: &mut J,
    work: impl Fn(J::Job) -> R,
    results: &mut dyn Results<R>,
) -> io::Result<()> {
    loop {
        match jobs.next()? {
            Next::Job(job) => results.take(work(job))?,
            Next::Dry => results.flush()?,
            Next::End => return Ok(()),
        }
    }
}

/// A job, and where its result goes.
type Assignment<J, R> = (J, SyncSender<R>);

/// Works on what is waiting, until there is nothing more or nobody wants the result. Each
/// thread takes the next job when it is free: in turn, all would be as slow as the one
/// that shares its processor with the reading and writing.
fn work_on<J, R>(waiting: &Mutex<Receiver<Assignment<J, R>>>, work: &impl Fn(J) -> R) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((job, result)) = next else { return };
        if result.send(work(job)).is_err() {
            return;
        }
    }
}

/// The jobs that were given, and in their order where their results come.
struct Given<J, R> {
    jobs: SyncSender<Assignment<J, R>>,
    /// The most of them at a time: so many jobs can be sent without a wait.
    most: usize,
    results: VecDeque<Receiver<R>>,
}

impl<J, R> Given<J, R> {
    fn run(mut self, jobs: &mut impl Jobs<Job = J>, results: &mut dyn Results<R>) -> io::Result<()> {
        loop {
            match jobs.next()? {
                Next::Job(job) => {
                    if self.results.len() == self.most {
                        self.take_one(results)?;
                    }
                    self.give(job)?;
                }
                Next::Dry => {
                    self.take_all(results)?;
                    results.flush()?;
                }
                Next::End => return self.take_all(results),
            }
        }
    }

    fn give(&mut self, job: J) -> io::Result<()> {
        let (result, when_done) = sync_channel(1);
        self.results.push_back(when_done);
        self.jobs.send((job, result)).map_err(|_| a_thread_is_gone())
    }

    /// Takes the first result, if there is a job without one.
    fn take_one(&mut self, results: &mut dyn Results<R>) -> io::Result<()> {
        let Some(when_done) = self.results.pop_front() else { return Ok(()) };
        results.take(when_done.recv().map_err(|_| a_thread_is_gone())?)
    }

    fn take_all(&mut self, results: &mut dyn Results<R>) -> io::Result<()> {
        while !self.results.is_empty() {
            self.take_one(results)?;
        }
        Ok(())
    }
}

fn a_thread_is_gone() -> io::Error {
    io::Error::other("a thread has ended before its work")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Numbers; it runs dry before each number that is a multiple of ten.
    struct Numbers {
        next: u64,
        end: u64,
        is_dry: bool,
    }

    impl Jobs for Numbers {
        type Job = u64;

        fn next(&mut self) -> io::Result<Next<u64>> {
            if self.next == self.end {
                return Ok(Next::End);
            }
            self.is_dry = !self.is_dry && self.next.is_multiple_of(10);
            if self.is_dry {
                return Ok(Next::Dry);
            }
            self.next += 1;
            Ok(Next::Job(self.next - 1))
        }
    }

    #[derive(Default)]
    struct Taken {
        numbers: Vec<u64>,
        flushed_after: Vec<usize>,
    }

    impl Results<u64> for Taken {
        fn take(&mut self, result: u64) -> io::Result<()> {
            self.numbers.push(result);
            if result == 2 * 77 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        }

        fn flush(&mut self) -> io::Result<()> {
            self.flushed_after.push(self.numbers.len());
            Ok(())
        }
    }

    fn threads(count: usize) -> NonZeroUsize {
        NonZeroUsize::new(count).unwrap()
    }

    /// Takes longer for some numbers than for others.
    fn double(number: u64) -> u64 {
        (0..number * 7919 % 5000).fold(number * 2, |sum, step| std::hint::black_box(sum + step) - step)
    }

    #[test]
    fn results_come_in_order_and_all_of_them_before_a_wait() {
        for count in [1, 2, 3, 8] {
            let mut taken = Taken::default();
            let mut numbers = Numbers { next: 0, end: 75, is_dry: false };
            in_order(threads(count), &mut numbers, double, &mut taken).unwrap();
            assert_eq!(taken.numbers, (0..75).map(|number| number * 2).collect::<Vec<_>>(), "{count}");
            assert_eq!(taken.flushed_after, [0, 10, 20, 30, 40, 50, 60, 70], "{count}");
        }
    }

    #[test]
    fn work_stops_soon_after_the_output_is_gone() {
        for count in [1, 2, 3, 8] {
            let done = AtomicUsize::new(0);
            let work = |number| {
                done.fetch_add(1, Ordering::Relaxed);
                double(number)
            };
            let mut numbers = Numbers { next: 0, end: 10_000, is_dry: false };
            let ended = in_order(threads(count), &mut numbers, work, &mut Taken::default());
            assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
            assert!(done.into_inner() <= 78 + count * DEPTH, "{count}");
        }
    }

    /// Counts the jobs that have no result yet, and the most at a time.
    #[derive(Default)]
    struct Open {
        now: Cell<usize>,
        most: Cell<usize>,
    }

    /// So many jobs.
    struct Counted<'o>(usize, &'o Open);

    impl Jobs for Counted<'_> {
        type Job = ();

        fn next(&mut self) -> io::Result<Next<()>> {
            let Some(left) = self.0.checked_sub(1) else { return Ok(Next::End) };
            self.0 = left;
            self.1.now.update(|now| now + 1);
            self.1.most.set(self.1.most.get().max(self.1.now.get()));
            Ok(Next::Job(()))
        }
    }

    impl Results<()> for &Open {
        fn take(&mut self, (): ()) -> io::Result<()> {
            self.now.update(|now| now - 1);
            Ok(())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn so_many_jobs_wait_at_a_time_as_there_are_threads() {
        for count in [2, 3, 8] {
            let open = Open::default();
            in_order(threads(count), &mut Counted(1000, &open), |()| (), &mut &open).unwrap();
            assert_eq!((open.now.get(), open.most.get()), (0, count * DEPTH + 1), "the next one was read");
        }
    }
}
