//! The worklist: the cases of a folder in rows, with their order, the words that find
//! them, and possible duplicates.
//!
//! It knows no files, no screen and no clock: rows come in, and so does the time.

mod progress;

pub use progress::Progress;
