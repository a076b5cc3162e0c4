//! What a response says of itself: that it is one, which form it answers, whether it is
//! done, and where it comes from.

use std::borrow::Cow;

use crate::case::{Provider, Text};
use crate::casefile::shown_key;
use crate::policy::Editions;

use super::super::names::{Names, version};
use super::LARGEST_RESPONSE;
use super::collect::MODIFIED;
use super::depth::{DEEPEST, too_deep};
use super::found::{Findings, Spot, byte_at, offset};
use super::json::{Identifier, Raw, Resource, part, string};
use super::value::day_of_moment;

/// The form that is read, in its versions.
#[derive(Debug)]
pub(super) struct Head {
    questionnaire: String,
    versions: Vec<String>,
}

/// The place of a text as a whole.
const WHOLE: Spot<'static> = Spot::new("", 0);
const RESPONSE: &str = "QuestionnaireResponse";
const BUNDLE: &str = "Bundle";

/// The resource of a text.
pub(super) fn parse<'t>(text: &'t str, found: &mut Findings) -> Option<Resource<'t>> {
    if text.len() > LARGEST_RESPONSE {
        found.refuse(WHOLE, format!("longer than {LARGEST_RESPONSE} bytes: this is no response to the form"));
        return None;
    }
    let parsed = serde_json::from_str(text);
    if let Some(at) = too_deep(text, parsed.as_ref().ok()) {
        found.refuse(
            Spot::new("", at),
            format!("nested deeper than {DEEPEST} levels: this is no response to the form"),
        );
        return None;
    }
    parsed.map_err(|error| refuse_json(&error, text, found)).ok()
}

fn refuse_json(error: &serde_json::Error, text: &str, found: &mut Findings) {
    let at = byte_at(text, error.line(), error.column());
    let problem = match error.classify() {
        serde_json::error::Category::Eof => "this ends before its end: send the whole file again",
        serde_json::error::Category::Data => {
            "this is not as FHIR R4 has it: a list, an object or a text is missing, or a key stands twice"
        }
        _ => "this is not JSON: correct it here, or send it again",
    };
    found.refuse(Spot::new("", at), problem);
}

impl Head {
    pub(super) fn new(editions: &Editions, names: &Names) -> Self {
        Self {
            questionnaire: names.questionnaire(),
            versions: editions.iter().map(|edition| version(edition.label.id)).collect(),
        }
    }

    /// The response in a resource, if it answers a form that is read and is not void.
    pub(super) fn check<'r, 't>(
        &self,
        resource: &'r Resource<'t>,
        text: &str,
        found: &mut Findings,
    ) -> Option<&'r Resource<'t>> {
        let response = response_in(resource, text, found)?;
        reject_modifiers(response, text, found);
        self.check_form(response, text, found);
        check_status(response, text, found);
        Some(response)
    }

    fn check_form(&self, response: &Resource<'_>, text: &str, found: &mut Findings) {
        const KEY: &str = "questionnaire";
        let spot = spot(KEY, response.questionnaire, text);
        let versions = self.versions.join(" and ");
        let canonical = response.questionnaire.and_then(string);
        let (url, version) = match canonical.as_deref().map(|canonical| canonical.split_once('|')) {
            Some(Some(both)) => both,
            Some(None) => (canonical.as_deref().unwrap_or_default(), ""),
            None => {
                return found
                    .refuse(spot, format!("this is missing: write {}|{versions}", self.questionnaire));
            }
        };
        if url != self.questionnaire {
            let problem = format!(
                "another form: this program reads {}; --base names another address",
                self.questionnaire
            );
            found.refuse(spot, problem);
        } else if version.is_empty() {
            found.refuse(spot, format!("the version of the form is missing: this program reads {versions}"));
        } else if !self.versions.iter().any(|known| known == version) {
            let version = shown_key(version);
            found.refuse(
                spot,
                format!("of version {version}; this program reads {versions}: ask for it again"),
            );
        }
    }
}

/// The response: the resource itself, or the first of a Bundle.
fn response_in<'r, 't>(
    resource: &'r Resource<'t>,
    text: &str,
    found: &mut Findings,
) -> Option<&'r Resource<'t>> {
    let response = match (kind_of(resource).as_deref(), &resource.entry.0) {
        (Some(BUNDLE), Some(entry)) => {
            if let Some(raw) = entry.modifier_extension {
                found.refuse(Spot::new("modifierExtension", offset(text, raw)), MODIFIED);
            }
            entry.resource.as_deref()
        }
        _ => Some(resource),
    };
    if let Some(response) = response.filter(|response| kind_of(response).as_deref() == Some(RESPONSE)) {
        return Some(response);
    }
    let raw = response.and_then(|response| response.resource_type).or(resource.resource_type);
    let problem = format!("this is no {RESPONSE}, and no {BUNDLE} with one in front: name the file of one");
    found.refuse(spot("resourceType", raw, text), problem);
    None
}

fn kind_of<'t>(resource: &Resource<'t>) -> Option<Cow<'t, str>> {
    resource.resource_type.and_then(string)
}

/// What may change the meaning of the whole response.
fn reject_modifiers(response: &Resource<'_>, text: &str, found: &mut Findings) {
    if let Some(raw) = response.modifier_extension {
        found.refuse(Spot::new("modifierExtension", offset(text, raw)), MODIFIED);
    }
    if let Some(raw) = response.implicit_rules {
        let problem =
            "rules of its own may change what this means: send it without, or enter the answers by hand";
        found.refuse(Spot::new("implicitRules", offset(text, raw)), problem);
    }
}

fn check_status(response: &Resource<'_>, text: &str, found: &mut Findings) {
    let spot = spot("status", response.status, text);
    match response.status.and_then(string).as_deref() {
        Some("completed" | "amended") => {}
        Some("in-progress") => found.warn(spot, "the provider has not completed this response"),
        Some("stopped") => found.refuse(spot, "the provider stopped before the end: ask for a completed one"),
        Some("entered-in-error") => {
            found.refuse(spot, "the provider withdrew this response: ask for another one")
        }
        _ => found.refuse(spot, "write completed, amended or in-progress"),
    }
}

fn spot<'k>(key: &'k str, raw: Option<Raw<'_>>, text: &str) -> Spot<'k> {
    Spot::new(key, raw.map_or(0, |raw| offset(text, raw)))
}

/// The provider's response before any answer: its identifier, and the day it was made.
pub(super) fn provider(response: &Resource<'_>) -> Provider {
    let identifier: Option<Identifier<'_>> = response.identifier.and_then(part);
    let value = identifier.and_then(|identifier| identifier.value).and_then(string);
    let value = value.filter(|value| is_short(value) && !value.trim().is_empty());
    Provider {
        response: value.map(Text::new).unwrap_or_default(),
        authored: response.authored.and_then(string).and_then(|moment| day_of_moment(&moment)),
        ..Provider::default()
    }
}

/// Whether an identifier is one that a case file can hold and a page can show.
fn is_short(value: &str) -> bool {
    const LONGEST: usize = 200;
    value.chars().nth(LONGEST).is_none()
}
