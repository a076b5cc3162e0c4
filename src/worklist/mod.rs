//! The worklist: the cases of a folder in rows, with their order, the words that find
//! them, possible duplicates, and when each request is due.
//!
//! It knows no files, no screen and no clock: rows come in, and so does the time.

mod days;
mod describe;
mod due;
mod duplicate_watch;
mod duplicates;
mod entry;
mod find;
mod list;
mod mark;
mod moment;
mod order;
mod progress;
mod row;
#[cfg(test)]
mod samples;
mod view;

pub use describe::{SAME_REQUEST, describe, describe_mark, first_of, side_by_side};
#[cfg(test)]
pub(crate) use due::EASTERN;
pub use due::{
    Calendar, ClockSettings, Due, DueClock, DueTime, Explained, LastOpen, Length, NotCounted, OpeningHours,
    Origin, Receipt, Zone, count_clock, day_words, due, due_sentence, explain, instant_words, receipt_words,
};
pub use duplicate_watch::DuplicateWatch;
pub use duplicates::{Request, have_duplicates};
pub use entry::Entry;
pub use find::Find;
pub use list::{Change, Worklist};
pub use mark::Mark;
pub use moment::Moment;
pub use order::{Order, SortBy};
pub use progress::Progress;
pub use row::Row;
pub use view::{NumberedView, View, usual_views};
