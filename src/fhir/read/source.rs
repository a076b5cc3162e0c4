//! Where the answers of a response come from, as each of them says.

use crate::case::{AnswerSource, Choice};

use super::super::names::ORIGIN;
use super::json::{Answer, Extension, Item, string};

/// The sources of answers that make one answer of the case.
#[derive(Debug, Default)]
pub(super) struct Sources {
    found: Option<AnswerSource>,
}

impl Sources {
    /// Adds the sources of an item's answers.
    pub(super) fn add(&mut self, item: &Item<'_>) {
        for answer in &item.answer {
            let source = source(answer);
            self.found = Some(match self.found {
                Some(found) if found != source => AnswerSource::Mixed,
                _ => source,
            });
        }
    }

    /// The source of them all.
    pub(super) fn source(&self) -> AnswerSource {
        self.found.unwrap_or(AnswerSource::Unstated)
    }
}

/// The sources that a response can state.
const STATED: [AnswerSource; 4] =
    [AnswerSource::AutoClient, AnswerSource::AutoServer, AnswerSource::Override, AnswerSource::Manual];

fn source(answer: &Answer<'_>) -> AnswerSource {
    let origin = answer.extension.iter().find(|extension| is_at(extension, ORIGIN));
    let stated =
        origin.and_then(|origin| origin.extension.iter().find(|extension| is_at(extension, "source")));
    let code = stated.and_then(|stated| stated.value_code).and_then(string);
    let known = code.and_then(|code| STATED.into_iter().find(|source| source.name() == code));
    known.unwrap_or(AnswerSource::Unstated)
}

fn is_at(extension: &Extension<'_>, url: &str) -> bool {
    extension.url.and_then(string).is_some_and(|found| found == url)
}
