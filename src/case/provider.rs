//! Where answers came from that a provider gave, and which of them the coordinator confirmed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Case;
use super::choice::AnswerSource;
use super::field::QuestionId;
use super::text::Text;

/// The origins of the answers that were taken from one response of a provider.
///
/// An answer counts in a determination whether it is confirmed or not; while one that
/// counts is unconfirmed, no determination is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provider {
    /// The identifier of the response.
    pub response: Text,
    /// The day on which the provider completed it.
    pub authored: Option<NaiveDate>,
    /// The answers that the coordinator confirmed: each of them is one of `answers`.
    pub confirmed: BTreeSet<QuestionId>,
    /// The answers that were taken from the response, each with its source; a list has one
    /// source for all of its entries.
    pub answers: BTreeMap<QuestionId, AnswerSource>,
}

impl Provider {
    /// The source of an answer; `None` when the provider did not give it.
    pub fn source(&self, question: QuestionId) -> Option<AnswerSource> {
        self.answers.get(&question).copied()
    }

    /// Whether the provider gave this answer and the coordinator has not confirmed it.
    pub fn is_unconfirmed(&self, question: QuestionId) -> bool {
        self.answers.contains_key(&question) && !self.confirmed.contains(&question)
    }

    /// Confirms an answer of the provider.
    pub fn confirm(&mut self, question: QuestionId) {
        if self.answers.contains_key(&question) {
            self.confirmed.insert(question);
        }
    }

    /// Notes that not all entries of a list are the provider's any more.
    pub fn mix(&mut self, question: QuestionId) {
        self.answers.entry(question).and_modify(|source| *source = AnswerSource::Mixed);
    }

    /// Forgets that the provider gave this answer: it is the coordinator's now.
    pub fn forget(&mut self, question: QuestionId) {
        self.answers.remove(&question);
        self.confirmed.remove(&question);
    }
}

impl Case {
    /// The source of an answer that a provider gave.
    pub fn source(&self, question: QuestionId) -> Option<AnswerSource> {
        self.provider.as_ref()?.source(question)
    }

    /// Whether this answer came from a provider and is not confirmed. An answer that is set
    /// aside is not: it is confirmed when it counts again.
    pub fn is_unconfirmed(&self, question: QuestionId) -> bool {
        self.provider.as_ref().is_some_and(|provider| provider.is_unconfirmed(question))
            && self.facts.answer(question).is_some()
    }

    /// The answers that are confirmed here and were not before, in file order.
    pub fn newly_confirmed(&self, before: &Self) -> Vec<QuestionId> {
        let is_confirmed = |case: &Self, question: QuestionId| {
            case.provider.as_ref().is_some_and(|provider| provider.confirmed.contains(&question))
        };
        let is_new =
            |question: &QuestionId| is_confirmed(self, *question) && !is_confirmed(before, *question);
        QuestionId::all().filter(is_new).collect()
    }

    /// Whether a question has an answer, be it set aside.
    pub fn has_answer(&self, question: QuestionId) -> bool {
        self.facts.answer(question).is_some() || self.set_aside.answer(question).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Fact, Field, Laterality, YesNo};

    const RETURNED: QuestionId = Field::Returned.at(Laterality::Left);
    const OTHER: QuestionId = Field::Returned.at(Laterality::Right);

    fn with_an_answer() -> Case {
        let answers = BTreeMap::from([(RETURNED, AnswerSource::Manual)]);
        let mut case =
            Case { provider: Some(Provider { answers, ..Provider::default() }), ..Case::default() };
        case.facts.left.returned = Fact::Known(YesNo::Yes);
        case
    }

    #[test]
    fn only_an_answer_of_the_provider_is_unconfirmed_until_it_is_confirmed() {
        let mut case = with_an_answer();
        case.facts.right.returned = Fact::Known(YesNo::Yes);
        assert_eq!(case.source(RETURNED), Some(AnswerSource::Manual));
        assert_eq!((case.is_unconfirmed(RETURNED), case.is_unconfirmed(OTHER)), (true, false));
        let provider = case.provider.as_mut().unwrap();
        provider.confirm(RETURNED);
        provider.confirm(OTHER);
        assert_eq!(provider.confirmed, BTreeSet::from([RETURNED]));
        assert!(!case.is_unconfirmed(RETURNED));
        assert_eq!(case.source(RETURNED), Some(AnswerSource::Manual), "it is kept");
    }

    #[test]
    fn forgotten_answer_has_neither_source_nor_confirmation() {
        let mut provider = with_an_answer().provider.unwrap();
        provider.confirm(RETURNED);
        provider.forget(RETURNED);
        assert_eq!(provider, Provider::default());
    }

    #[test]
    fn answer_that_is_set_aside_is_not_unconfirmed() {
        let mut case = with_an_answer();
        std::mem::swap(&mut case.facts, &mut case.set_aside);
        assert_eq!((case.is_unconfirmed(RETURNED), case.has_answer(RETURNED)), (false, true));
        assert!(!case.has_answer(OTHER));
    }
}
