//! Papers: a determination as text, Markdown and JSON. Knows how to say it,
//! never what follows from what. What is said, and in which order, is the
//! business of the outline alone.

mod json;
mod markdown;
mod outline;
mod recorded;
mod text;
mod wrap;

pub use json::{AskJson, DeterminationJson, ItemJson, UnitJson, json};
pub(crate) use markdown::cell;
pub use markdown::markdown;
pub use outline::{ItemOutline, Outline, Remark, Row, Section, UnitOutline};
pub use recorded::{PROGRAM, recorded};
pub use text::{mark, text};
pub use wrap::{PAGE_WIDTH, wrap, wrap_below};
