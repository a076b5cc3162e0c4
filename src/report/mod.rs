//! Reports: a determination as text, Markdown and JSON, and as the case file
//! records it. It formats what the policy found and decides nothing. The outline
//! alone sets the sections, their headings and their order.

mod header;
mod json;
mod markdown;
mod outline;
mod recorded;
mod text;
mod words;
mod wrap;

pub use header::ReportHeader;
pub use json::{AskJson, DeterminationJson, ItemJson, UnitJson, json};
pub(crate) use markdown::cell;
pub use markdown::markdown;
pub use outline::{
    ItemOutline, Outline, Remark, RequestOutline, Row, Section, ServiceLineOutline, UnitOutcome,
};
pub use recorded::{PROGRAM, recorded};
pub use text::{mark, text};
pub use wrap::{PAGE_WIDTH, wrap, wrap_below};
