//! `schema`: the JSON Schemas of what other programs write for this one, or read from it.

use std::io;

use crate::casefile::{case_schema, settings_schema};
use crate::cli::SchemaOf;
use crate::policy::Editions;
use crate::report::determination_schema;

use super::{Status, Streams};

/// Prints a schema.
///
/// # Errors
/// When it can't be written.
pub fn schema(of: SchemaOf, editions: &Editions, to: &mut Streams<'_>) -> io::Result<Status> {
    let schema = match of {
        SchemaOf::Case => case_schema(editions),
        SchemaOf::Determination => determination_schema(),
        SchemaOf::Settings => settings_schema(),
    };
    writeln!(to.out, "{schema:#}")?;
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::case::QuestionId;
    use crate::policy::editions;

    fn printed(of: SchemaOf) -> Value {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        schema(of, editions(), &mut Streams { out: &mut out, err: &mut err }).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn each_question_is_in_the_schema_of_a_case_with_its_label() {
        let case = printed(SchemaOf::Case);
        for question in QuestionId::all() {
            let table = &case["$defs"][question.section()]["properties"];
            assert_eq!(table[question.field().key()]["title"], question.field().label(), "{question}");
        }
        assert_eq!(case["required"], json!(["format", "policy"]));
        assert_eq!(case["properties"]["left"]["anyOf"][0], json!({ "$ref": "#/$defs/left" }));
    }

    #[test]
    fn keys_that_a_determination_can_leave_out_are_not_required() {
        let determination = printed(SchemaOf::Determination);
        let required = |key: &str| determination["required"].as_array().unwrap().contains(&json!(key));
        assert!(required("outcome") && required("coding_checks"));
        assert!(!required("unconfirmed") && !required("hypothetical"));
        assert!(determination["properties"]["unconfirmed"].is_object());
    }

    #[test]
    fn settings_have_each_table_and_no_other() {
        let settings = printed(SchemaOf::Settings);
        assert_eq!(settings["additionalProperties"], false);
        assert_eq!(settings["properties"]["clocks"]["items"]["required"].as_array().unwrap().len(), 4);
    }
}
