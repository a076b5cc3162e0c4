//! A line of progress on a terminal, once a batch has taken a while.

use std::io::{self, Write};
use std::time::Duration;

/// How many cases of how many are replayed.
pub(super) struct ProgressLine {
    shown: bool,
    total: usize,
    done: usize,
    /// From when on it is written next.
    due: Duration,
    is_on_screen: bool,
}

const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(200);

impl ProgressLine {
    /// Before the first case; shown on a terminal only.
    pub(super) fn new(shown: bool, total: usize) -> Self {
        Self { shown, total, done: 0, due: PATIENCE, is_on_screen: false }
    }

    /// Counts a case, so long after the beginning.
    pub(super) fn step(&mut self, elapsed: Duration, err: &mut dyn Write) -> io::Result<()> {
        self.done += 1;
        if self.shown && elapsed >= self.due {
            self.due = elapsed + BETWEEN;
            self.is_on_screen = true;
            write!(err, "\r{} of {} replayed", self.done, self.total)?;
        }
        Ok(())
    }

    /// Takes the line off the screen.
    pub(super) fn clear(&self, err: &mut dyn Write) -> io::Result<()> {
        if self.is_on_screen { write!(err, "\r\x1b[K") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(shown: bool, steps: &[u64]) -> String {
        let mut err = Vec::new();
        let mut line = ProgressLine::new(shown, 9);
        for step in steps {
            line.step(Duration::from_millis(*step), &mut err).unwrap();
        }
        line.clear(&mut err).unwrap();
        String::from_utf8(err).unwrap()
    }

    #[test]
    fn progress_is_shown_after_a_while_and_not_with_every_case() {
        assert_eq!(written(true, &[0, 999]), "");
        let lines = "\r2 of 9 replayed\r5 of 9 replayed\r\u{1b}[K";
        assert_eq!(written(true, &[999, 1000, 1001, 1199, 1200]), lines);
        assert_eq!(written(false, &[5000, 9000]), "");
    }
}
