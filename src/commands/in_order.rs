//! Work on many inputs by several threads: the results come in the order of the inputs,
//! and only a few inputs are in memory at a time.
//!
//! It knows nothing of cases.

use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
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

/// Inputs that each thread may have waiting.
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
    thread::scope(|scope| {
        let lanes = (0..threads.get()).map(|_| {
            let (jobs, waiting) = sync_channel::<J::Job>(DEPTH);
            let (done, results) = sync_channel::<R>(DEPTH);
            let work = &work;
            scope.spawn(move || waiting.into_iter().try_for_each(|job| done.send(work(job))));
            Lane { jobs, results }
        });
        Lanes { lanes: lanes.collect(), given: 0, taken: 0 }.run(jobs, results)
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

/// The way to a thread and back.
struct Lane<J, R> {
    jobs: SyncSender<J>,
    results: Receiver<R>,
}

/// Jobs go to the threads in turn, so the results are taken from them in turn.
struct Lanes<J, R> {
    lanes: Vec<Lane<J, R>>,
    /// How many jobs were given, and how many results were taken.
    given: usize,
    taken: usize,
}

impl<J, R> Lanes<J, R> {
    fn run(mut self, jobs: &mut impl Jobs<Job = J>, results: &mut dyn Results<R>) -> io::Result<()> {
        loop {
            match jobs.next()? {
                Next::Job(job) => {
                    if self.given - self.taken == self.lanes.len() * DEPTH {
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
        let turn = self.given % self.lanes.len();
        self.given += 1;
        self.lanes[turn].jobs.send(job).map_err(|_| a_thread_is_gone())
    }

    fn take_one(&mut self, results: &mut dyn Results<R>) -> io::Result<()> {
        let turn = self.taken % self.lanes.len();
        self.taken += 1;
        results.take(self.lanes[turn].results.recv().map_err(|_| a_thread_is_gone())?)
    }

    fn take_all(&mut self, results: &mut dyn Results<R>) -> io::Result<()> {
        while self.taken < self.given {
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
}
