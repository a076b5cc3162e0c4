//! JSON Schemas of the files that this room reads. What a value can be comes from the
//! shapes of the answers, so that no field is described here.
//!
//! A schema says what one value can be. What two answers say together, such as an end
//! before its start, only the program can tell.

mod case;
mod value;

use serde_json::json;

/// A schema, or a part of one.
pub(in crate::casefile) type Schema = serde_json::Value;

pub use case::case_schema;
pub(super) use value::{day, number_between, object, one_of, text};

/// A whole schema: what it is of, around the schema of its value.
pub(super) fn document(title: &str, description: &str, mut value: Schema) -> Schema {
    if let Schema::Object(keys) = &mut value {
        keys.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        keys.insert("title".to_owned(), json!(title));
        keys.insert("description".to_owned(), json!(description));
    }
    value
}

/// The schema of a value with its name in words.
pub(super) fn titled(title: &str, mut value: Schema) -> Schema {
    if let Schema::Object(keys) = &mut value {
        keys.insert("title".to_owned(), json!(title));
    }
    value
}
