//! Reports: a determination as text, Markdown and JSON, and as the case file
//! records it; and the letter that asks for missing facts. It formats what the policy found and decides nothing. The outline
//! alone sets the sections, their headings and their order.

mod header;
mod json;
mod letter;
mod markdown;
mod outline;
mod recorded;
mod text;
mod words;
mod wrap;

pub use header::ReportHeader;
pub use json::{AskJson, DeterminationJson, ItemJson, UnitJson, determination_schema, json, write_json};
pub use letter::{
    LETTER_WIDTH, Letter, LetterOf, NoLetter, letter_text, letters_html, letters_markdown, letters_text,
};
pub(crate) use markdown::cell;
pub use markdown::markdown;
pub use outline::{
    ItemOutline, Outline, Remark, RequestOutline, Row, Section, ServiceLineOutline, UnitOutcome,
};
pub use recorded::{PROGRAM, recorded};
pub use text::{mark, text};
pub use wrap::{PAGE_WIDTH, wrap, wrap_below};
