//! The JSON Schema of a determination, from the types that are printed. The types in this
//! file stand for names that are printed as text.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::case::{Choice, Laterality, Part, QuestionId, State};
use crate::policy::{Finding, Outcome};

use super::DeterminationJson;

/// The JSON Schema of a determination.
pub fn determination_schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<DeterminationJson<'static>>();
    schema.insert("title".to_owned(), "Determination of sij-intake".into());
    schema.to_value()
}

/// Types that stand for names, each with what its names are and all of them.
macro_rules! names {
    ($($(#[doc = $doc:literal])* $name:ident: $names:expr;)*) => {$(
        $(#[doc = $doc])*
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
                let names: Vec<&'static str> = $names.collect();
                json_schema!({ "description": concat!($($doc),*).trim(), "enum": names })
            }
        }
    )*};
}

names! {
    /// The table and the key of a question in the case file.
    Question: QuestionId::all().map(QuestionId::name);
    /// The key of a part of a list's entry.
    PartKey: Part::ALL.iter().map(|part| part.key());
    /// A joint.
    Side: Laterality::NAMES.iter().copied();
    /// What was found of an item.
    FindingName: Finding::ALL.iter().map(|finding| finding.name());
    /// What was found of a joint or a case; none of them denies anything.
    OutcomeName: Outcome::ALL.iter().map(|outcome| outcome.name());
    /// What is known of a fact.
    FactState: State::ALL.iter().map(|state| state.name());
}

impl JsonSchema for super::day::DayJson {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A day, such as 2026-03-02.", "type": "string", "format": "date" })
    }
}
