//! Where an answer came from, as DTR's extension says it.

use crate::case::{AnswerSource, Choice};

use super::json::{Concept, Extension, ExtensionValue};
use super::names::ORIGIN;

/// Who gave an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The coordinator.
    Coordinator,
    /// The plan, before the form reaches the provider.
    Plan,
    /// The provider, in this way.
    Provider(AnswerSource),
}

/// The extension; `None` where DTR has no code for it. DTR wants an author for what
/// somebody entered, and none for what a system filled in.
pub(super) fn extension(origin: Origin) -> Option<Extension> {
    let (source, author) = match origin {
        Origin::Coordinator => (AnswerSource::Manual, Some("intake coordinator, health plan")),
        Origin::Plan => (AnswerSource::AutoServer, None),
        Origin::Provider(AnswerSource::Mixed | AnswerSource::Unstated) => return None,
        Origin::Provider(source @ (AnswerSource::Manual | AnswerSource::Override)) => {
            (source, Some("provider"))
        }
        Origin::Provider(source) => (source, None),
    };
    let mut parts = vec![Extension::new("source", ExtensionValue::Code(source.name()))];
    parts.extend(author.map(|role| {
        let role = Extension::new("role", ExtensionValue::Concept(Concept::words(role)));
        Extension::new("author", ExtensionValue::Parts(vec![role]))
    }));
    Some(Extension::new(ORIGIN, ExtensionValue::Parts(parts)))
}
