//! The form for the provider as FHIR: the Questionnaire, and the answers of a case as a
//! response to it. Everything is derived from the questions, the shapes of answers and
//! the rules; nothing about a question is said here again.
//!
//! This room knows no file, screen, clock or network; it formats and decides nothing.

mod answers;
mod build;
mod form;
mod form_item;
mod guidance;
mod json;
mod link;
mod names;
mod options;
mod origin;
mod read;
mod tree;
mod write;

pub use answers::{Value, values_at};
pub use form::questionnaire;
pub use form_item::{AnyOf, FormItem, FormOption, Is, ItemType, Meaning, Test};
pub use guidance::guidance;
pub use link::{Link, NoteRole, Notes, Role};
pub use names::{BASE, Names, ORIGIN, System, TIME_UNITS, UCUM, version};
pub use read::{Imported, LARGEST_RESPONSE, ReadOptions, ResponseReader};
pub use tree::Form;
pub use write::{Audience, Response, ResponseOf, response};
