//! A slow second implementation, written from READING alone: each item on complete
//! facts, and what every value of the missing facts would give.

mod by_hand;
mod lists;
mod plan;
mod reads;
mod search;
mod therapy_and_ablations;
mod values;

pub(crate) use by_hand::{ByHand, Verdict, governs_from};
pub(crate) use plan::{ItemOf, Step};
pub(crate) use reads::{called_for, gated_by, holes, items, readings_of, reads, reads_of, relevant_holes};
pub(crate) use search::{Search, TooMany, narrows};
pub(crate) use values::{answer_of, values};
