//! The progress line on a terminal, shown once long work has taken a while: how many
//! cases, how fast, and how long it still takes.

use std::io::{self, Write};
use std::time::Duration;

/// Shows how far the work has come.
pub(super) struct ProgressLine {
    shown: bool,
    /// All there is to do, in cases or bytes; 0 where that is not known.
    whole: u64,
    part: u64,
    cases: u64,
    /// The elapsed time at which it is written next.
    next_update: Duration,
    is_on_screen: bool,
}

const DELAY_BEFORE_PROGRESS: Duration = Duration::from_secs(1);
const TIME_BETWEEN_UPDATES: Duration = Duration::from_millis(200);

impl ProgressLine {
    /// Starts before the first case; `shown` is false where there is no terminal. `whole`
    /// is all there is to do, in cases or bytes, or 0 where that is not known.
    pub(super) fn new(shown: bool, whole: u64) -> Self {
        Self { shown, whole, part: 0, cases: 0, next_update: DELAY_BEFORE_PROGRESS, is_on_screen: false }
    }

    /// Counts cases that were done at this elapsed time, and their part of the whole.
    pub(super) fn step(
        &mut self,
        cases: u64,
        part: u64,
        elapsed: Duration,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        self.cases += cases;
        self.part += part;
        if self.shown && elapsed >= self.next_update {
            self.next_update = elapsed + TIME_BETWEEN_UPDATES;
            self.is_on_screen = true;
            write!(err, "\r\x1b[K{}", self.in_words(elapsed))?;
            err.flush()?;
        }
        Ok(())
    }

    fn in_words(&self, elapsed: Duration) -> String {
        let milliseconds = elapsed.as_millis().max(1);
        let rate = u128::from(self.cases) * 1000 / milliseconds;
        let done = format!("{} cases, {rate} a second", self.cases);
        if self.whole == 0 || self.part == 0 {
            return done;
        }
        let missing = u128::from(self.whole.saturating_sub(self.part));
        let seconds = (milliseconds * missing / u128::from(self.part)).div_ceil(1000);
        format!("{done}, {}:{:02} left", seconds / 60, seconds % 60)
    }

    /// Clears the line from the screen.
    pub(super) fn clear(&mut self, err: &mut dyn Write) -> io::Result<()> {
        let was_on_screen = std::mem::take(&mut self.is_on_screen);
        if was_on_screen { write!(err, "\r\x1b[K") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(shown: bool, whole: u64, steps: &[u64]) -> String {
        let mut err = Vec::new();
        let mut line = ProgressLine::new(shown, whole);
        for step in steps {
            line.step(1, 1, Duration::from_millis(*step), &mut err).unwrap();
        }
        line.clear(&mut err).unwrap();
        line.clear(&mut err).unwrap();
        String::from_utf8(err).unwrap()
    }

    #[test]
    fn progress_is_shown_after_a_while_and_not_with_every_case() {
        assert_eq!(written(true, 9, &[0, 999]), "");
        let lines =
            "\r\u{1b}[K2 cases, 2 a second, 0:04 left\r\u{1b}[K5 cases, 4 a second, 0:01 left\r\u{1b}[K";
        assert_eq!(written(true, 9, &[999, 1000, 1001, 1199, 1200]), lines);
        assert_eq!(written(false, 9, &[5000, 9000]), "");
    }

    #[test]
    fn time_left_is_told_where_the_end_is_known() {
        assert_eq!(written(true, 0, &[2000]), "\r\u{1b}[K1 cases, 0 a second\r\u{1b}[K");
        assert_eq!(written(true, 62, &[2000]), "\r\u{1b}[K1 cases, 0 a second, 2:02 left\r\u{1b}[K");
    }
}
