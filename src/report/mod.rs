//! Papers: a determination as text, Markdown and JSON. Knows how to say it,
//! never what follows from what.

mod edition;
mod json;
mod markdown;
mod recorded;
mod text;
mod wrap;

pub use edition::{edition_heading, notice};
pub use json::{AskJson, DeterminationJson, ItemJson, UnitJson, json};
pub(crate) use markdown::cell;
pub use markdown::markdown;
pub use recorded::{PROGRAM, recorded};
pub use text::{mark, text};
pub use wrap::wrap;
