//! A QuestionnaireResponse as JSON: only what is read of it, borrowed from its text.
//!
//! What stands in a value is kept as text, so that a value of the wrong type is a
//! complaint about its answer and not about the whole file, and a decimal is never a
//! float.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The text of one JSON value, as it stands in the file.
pub(super) type Raw<'t> = &'t RawValue;

/// The resource in a file: a response, or a Bundle with one in front.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 't"))]
pub(super) struct Resource<'t> {
    pub(super) resource_type: Option<Raw<'t>>,
    pub(super) implicit_rules: Option<Raw<'t>>,
    pub(super) modifier_extension: Option<Raw<'t>>,
    pub(super) identifier: Option<Raw<'t>>,
    pub(super) questionnaire: Option<Raw<'t>>,
    pub(super) status: Option<Raw<'t>>,
    pub(super) authored: Option<Raw<'t>>,
    #[serde(default)]
    pub(super) item: Vec<Item<'t>>,
    #[serde(default)]
    pub(super) entry: First<BundleEntry<'t>>,
}

/// One entry of a Bundle.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 't"))]
pub(super) struct BundleEntry<'t> {
    pub(super) modifier_extension: Option<Raw<'t>>,
    pub(super) resource: Option<Box<Resource<'t>>>,
}

/// An item of a response: a question with its answers, or a group.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 't"))]
pub(super) struct Item<'t> {
    pub(super) link_id: Option<Raw<'t>>,
    pub(super) modifier_extension: Option<Raw<'t>>,
    #[serde(default)]
    pub(super) answer: Vec<Answer<'t>>,
    #[serde(default)]
    pub(super) item: Vec<Item<'t>>,
}

/// One answer of an item.
#[derive(Default)]
pub(super) struct Answer<'t> {
    /// Its value; `None` where it has none, or more than one.
    pub(super) value: Option<(ValueType, Raw<'t>)>,
    pub(super) modifier_extension: Option<Raw<'t>>,
    pub(super) extension: Vec<Extension<'t>>,
    pub(super) item: Vec<Item<'t>>,
}

/// An extension, such as where an answer comes from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 't"))]
pub(super) struct Extension<'t> {
    pub(super) url: Option<Raw<'t>>,
    pub(super) value_code: Option<Raw<'t>>,
    #[serde(default)]
    pub(super) extension: Vec<Extension<'t>>,
}

/// A chosen option.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 't"))]
pub(super) struct Coding<'t> {
    pub(super) system: Option<Raw<'t>>,
    pub(super) code: Option<Raw<'t>>,
}

/// A number with a unit.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "'de: 't"))]
pub(super) struct Quantity<'t> {
    pub(super) value: Option<Raw<'t>>,
    pub(super) comparator: Option<Raw<'t>>,
    pub(super) system: Option<Raw<'t>>,
    pub(super) code: Option<Raw<'t>>,
}

/// An identifier of a resource.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 't"))]
pub(super) struct Identifier<'t> {
    pub(super) value: Option<Raw<'t>>,
}

/// The first element of a list; the others are skipped.
pub(super) struct First<T>(pub(super) Option<T>);

impl<T> Default for First<T> {
    fn default() -> Self {
        Self(None)
    }
}

macro_rules! value_types {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// The type of an answer's value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum ValueType { $($variant,)* Unknown }

        impl ValueType {
            /// Its name in a response.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Unknown => "of a type that no answer has" }
            }

            fn named(name: &str) -> Self {
                match name { $($name => Self::$variant,)* _ => Self::Unknown }
            }
        }
    };
}

value_types! {
    Coding = "valueCoding",
    String = "valueString",
    Date = "valueDate",
    Decimal = "valueDecimal",
    Quantity = "valueQuantity",
    Boolean = "valueBoolean",
    Integer = "valueInteger",
    DateTime = "valueDateTime",
    Time = "valueTime",
    Uri = "valueUri",
    Attachment = "valueAttachment",
    Reference = "valueReference",
}

/// The text of a JSON string; `None` for any other value.
pub(super) fn string<'t>(raw: Raw<'t>) -> Option<Cow<'t, str>> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw.get()).ok().map(Cow::Owned)
}

/// What a value is read as; `None` where it is something else.
pub(super) fn part<'t, T: Deserialize<'t>>(raw: Raw<'t>) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

enum AnswerKey {
    Value(ValueType),
    Extension,
    ModifierExtension,
    Item,
    Ignored,
}

impl<'de> Deserialize<'de> for AnswerKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Key;

        impl Visitor<'_> for Key {
            type Value = AnswerKey;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a key of an answer")
            }

            fn visit_str<E>(self, key: &str) -> Result<AnswerKey, E> {
                Ok(match key {
                    "extension" => AnswerKey::Extension,
                    "modifierExtension" => AnswerKey::ModifierExtension,
                    "item" => AnswerKey::Item,
                    key if key.starts_with("value") => AnswerKey::Value(ValueType::named(key)),
                    _ => AnswerKey::Ignored,
                })
            }
        }

        deserializer.deserialize_identifier(Key)
    }
}

impl<'de: 't, 't> Deserialize<'de> for Answer<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Answer<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an answer")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answer<'de>, A::Error> {
                let mut answer = Answer::default();
                let mut values = 0;
                while let Some(key) = map.next_key()? {
                    match key {
                        AnswerKey::Value(kind) => {
                            values += 1;
                            answer.value = Some((kind, map.next_value()?)).filter(|_| values == 1);
                        }
                        AnswerKey::Extension if answer.extension.is_empty() => {
                            answer.extension = map.next_value()?;
                        }
                        AnswerKey::Item if answer.item.is_empty() => answer.item = map.next_value()?,
                        AnswerKey::Extension | AnswerKey::Item => {
                            return Err(A::Error::custom("a key stands twice in an answer"));
                        }
                        AnswerKey::ModifierExtension => answer.modifier_extension = map.next_value()?,
                        AnswerKey::Ignored => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(answer)
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for First<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
            type Value = First<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<First<T>, A::Error> {
                let first = list.next_element()?;
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(First(first))
            }
        }

        deserializer.deserialize_seq(List(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_kept_with_its_type_unless_there_are_two() {
        let value = |text: &str| {
            let answer: Answer<'_> = serde_json::from_str(text).unwrap();
            answer.value.map(|(kind, raw)| (kind, raw.get().to_owned()))
        };
        let seven = Some((ValueType::Decimal, "7.50".to_owned()));
        assert_eq!(value(r#"{"id": "x", "valueDecimal": 7.50, "valu": 1}"#), seven);
        assert_eq!(value(r#"{"valueMoney": {}}"#), Some((ValueType::Unknown, "{}".to_owned())));
        assert_eq!(value(r#"{"valueDecimal": 7.50, "valueString": "x"}"#), None);
        assert_eq!(value("{}"), None);
    }

    #[test]
    fn text_is_a_json_string_without_its_escapes() {
        let text = |json: &str| {
            let raw: Raw<'_> = serde_json::from_str(json).unwrap();
            string(raw).map(Cow::into_owned)
        };
        assert_eq!(text(r#" "left.\u0073ij" "#).as_deref(), Some("left.sij"));
        assert_eq!(text(r#""left""#).as_deref(), Some("left"));
        for other in ["7", "{}", "true", "[\"a\"]"] {
            assert_eq!(text(other), None, "{other}");
        }
        assert_eq!(text(r#""\ud800""#), None);
    }
}
