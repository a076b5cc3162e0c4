//! The case that the collected items of a response make.

use chrono::NaiveDate;

use crate::case::{
    Answer, AnswerSource, Case, Entry, FactId, MOST_ENTRIES, Part, Provider, QuestionId, Shape,
    ValidationError, validate,
};

use super::super::link::Notes;
use super::collect::{Collected, EntryItems};
use super::fact::{Gate, Given, Refused, answer, gate, too_many, without_gate};
use super::found::{Findings, Spot};
use super::notes::notes;
use super::plan::{Plan, Question};
use super::source::Sources;

/// The case, and where each of its answers is.
pub(super) fn build(
    plan: &Plan,
    collected: Collected<'_, '_>,
    provider: Option<Provider>,
    received: Option<NaiveDate>,
    found: &mut Findings,
) -> (Case, Vec<(QuestionId, usize)>) {
    let case = Case {
        evidence: notes(Notes::Evidence, &collected, found),
        flags: notes(Notes::Flags, &collected, found),
        provider,
        ..Case::default()
    };
    let mut builder = Builder { collected, case, unstated: None, places: Vec::new(), found };
    plan.questions.iter().for_each(|question| builder.question(question));
    if received.is_some() {
        builder.case.facts.request.received.0 = received;
    }
    builder.reject_impossible(plan);
    builder.warn();
    (builder.case, builder.places)
}

struct Builder<'r, 't, 'f> {
    collected: Collected<'r, 't>,
    case: Case,
    /// The first answer that does not say where it comes from, and how many do not.
    unstated: Option<(Spot<'r>, usize)>,
    places: Vec<(QuestionId, usize)>,
    found: &'f mut Findings,
}

impl<'r, 't> Builder<'r, 't, '_> {
    fn question(&mut self, question: &Question) {
        let id = question.question;
        let given = self.collected.given(&question.place);
        let mut sources = Sources::default();
        given.iter().for_each(|given| sources.add(given.item));
        let read = match question.place.shape {
            Shape::Entries(_) => self.list(question, &given, &mut sources),
            _ => answer(&question.place, &given, self.found),
        };
        let Ok(Some(answer)) = read else { return };
        let Some(first) = given.first() else { return };
        if self.collected.is_spoiled(id, None) {
            return;
        }
        if self.case.facts.fact_mut(id).set(Some(&answer)).is_err() {
            self.found.complain(first.spot, "this does not fit the question: correct it");
            return;
        }
        self.places.push((id, first.spot.at));
        self.state_source(id, sources.source(), first.spot);
    }

    fn state_source(&mut self, question: QuestionId, source: AnswerSource, spot: Spot<'r>) {
        let Some(provider) = &mut self.case.provider else { return };
        provider.answers.insert(question, source);
        if source == AnswerSource::Unstated {
            let (_, count) = self.unstated.get_or_insert((spot, 0));
            *count += 1;
        }
    }

    /// A list: what the question says of it, and its entries.
    fn list(
        &mut self,
        question: &Question,
        given: &[Given<'_, '_>],
        sources: &mut Sources,
    ) -> Result<Option<Answer>, Refused> {
        let id = question.question;
        let said = given.first().map(|given| gate(question.place.shape, given, self.found)).transpose()?;
        let first = self.collected.entries.iter().find(|entry| entry.list == id).map(|entry| entry.spot);
        match (said, first) {
            (Some(Gate::Given), Some(_)) => {
                self.entries(question, sources).map(|list| Some(Answer::Entries(list)))
            }
            (Some(Gate::Given), None) => {
                let spots = given.iter().map(|given| given.spot);
                spots.for_each(|spot| {
                    self.found.warn(spot, "there are some, and none is listed: left unanswered")
                });
                Ok(None)
            }
            (said, Some(spot)) => {
                self.found.complain(spot, without_gate(said.is_some()));
                Err(Refused)
            }
            (Some(Gate::Answered(answer)), None) => Ok(Some(answer)),
            (None, None) => Ok(None),
        }
    }

    fn entries(&mut self, question: &Question, sources: &mut Sources) -> Result<Vec<Entry>, Refused> {
        let all = || self.collected.entries.iter().filter(|entry| entry.list == question.question);
        if let Some(entry) = all().nth(MOST_ENTRIES) {
            self.found.complain(entry.spot, too_many());
            return Err(Refused);
        }
        let read: Vec<_> =
            all().map(|entry| read_entry(&self.collected, entry, question, sources, self.found)).collect();
        read.into_iter().collect()
    }

    /// Answers that can't be: they are taken out of the case.
    fn reject_impossible(&mut self, plan: &Plan) {
        for ValidationError { question, entry, problem } in validate(&self.case.facts) {
            let spot = self.spot_of(plan, question, entry);
            match spot {
                Some(spot) => self.found.complain(spot, problem.to_string()),
                None => self.found.complain(Spot::new(&question.to_string(), 0), problem.to_string()),
            }
            // The part is there, and an answer that is taken out has no shape.
            let _ = self.case.facts.set_fact(FactId { question, entry }, None);
            if entry.is_none()
                && let Some(provider) = &mut self.case.provider
            {
                provider.forget(question);
            }
        }
    }

    /// Where the answer to a question, or to a part of an entry, is.
    fn spot_of(&self, plan: &Plan, question: QuestionId, entry: Option<(usize, Part)>) -> Option<Spot<'r>> {
        let planned = plan.questions.iter().find(|planned| planned.question == question)?;
        let given = match entry {
            None => self.collected.given(&planned.place),
            Some((index, part)) => {
                let (_, place) = planned.parts.iter().find(|(other, _)| *other == part)?;
                let mut all = self.collected.entries.iter();
                let entry = all.find(|entry| entry.list == question && entry.index == index)?;
                self.collected.given_in(entry, place)
            }
        };
        given.first().map(|given| given.spot)
    }

    /// The warnings that are given once for the whole response.
    fn warn(&mut self) {
        if let Some((spot, count)) = self.collected.of_plan {
            let problem =
                format!("only the plan answers this: left out ({})", counted(count, "item", "items"));
            self.found.warn(spot, problem);
        }
        if let Some((spot, count)) = self.unstated {
            let counted = counted(
                count,
                "answer does not say where it comes from",
                "answers do not say where they come from",
            );
            self.found.warn(spot, format!("{counted}; this is the first"));
        }
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// One entry: what is wrong with a part leaves the part unanswered; without what each
/// entry needs there is no list.
fn read_entry<'r, 't>(
    collected: &Collected<'r, 't>,
    entry: &EntryItems<'r, 't>,
    question: &Question,
    sources: &mut Sources,
    found: &mut Findings,
) -> Result<Entry, Refused> {
    let mut read = Entry::default();
    let mut is_whole = true;
    for (part, place) in &question.parts {
        let given = collected.given_in(entry, place);
        given.iter().for_each(|given| sources.add(given.item));
        let answered = answer(place, &given, found);
        let is_spoiled = collected.is_spoiled(question.question, Some((entry.index, *part)));
        match answered.ok().flatten().filter(|_| !is_spoiled) {
            Some(answer) => read.0.push((*part, answer)),
            None => is_whole &= !place.required,
        }
        if given.is_empty() && place.required {
            complain_of_missing(entry, *part, found);
        }
    }
    if is_whole { Ok(read) } else { Err(Refused) }
}

fn complain_of_missing(entry: &EntryItems<'_, '_>, part: Part, found: &mut Findings) {
    let id = format!("{}.{}", entry.list, part.key());
    let spot = Spot { id: &id, entry: Some((entry.list, entry.index)), at: entry.spot.at };
    found.complain(spot, "this is needed in every entry: give it, or take the entry out");
}
