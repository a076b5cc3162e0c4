//! Papers: a determination as text, Markdown and JSON. Knows how to say it,
//! never what follows from what.

mod json;
mod markdown;
mod notice;
mod recorded;
mod text;
mod wrap;

pub use json::{AskJson, DeterminationJson, ItemJson, UnitJson, json};
pub(crate) use markdown::cell;
pub use markdown::markdown;
pub use notice::NOTICE;
pub use recorded::{POLICY_TEXT, PROGRAM, recorded};
pub use text::{mark, text};
pub use wrap::{PAGE_WIDTH, wrap, wrap_below};
