//! When a request is due: clocks with their lengths, the days and hours that a plan is
//! open, and the arithmetic. A clock decides nothing: it says when an answer is due.

mod calendar;
mod clock;
mod count;
mod distance;
mod explain;
mod length;
mod local_time;
mod receipt;
mod zone;

pub use calendar::{Calendar, LastOpen, OpeningHours};
pub use clock::{ClockSettings, DueClock, Origin};
pub use count::{Due, NotCounted, count_clock, due};
pub use distance::DueTime;
pub use explain::{Explained, due_sentence, explain, receipt_words};
pub use length::Length;
pub use local_time::{day_words, instant_words};
pub use receipt::Receipt;
pub use zone::Zone;
#[cfg(test)]
pub(crate) use zone::tests::EASTERN;
