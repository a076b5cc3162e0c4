//! The interview: which question next, take an answer, go back. One state
//! machine for every door: the wizard, line mode, replay and the tests.
//!
//! It knows the questions, the policy and the case; no screen, file or clock.

mod describe;
mod parse;
mod replay;
mod walk;

use std::fmt;

use crate::case::{
    Answer, Case, Facts, LONGEST_TEXT, Laterality, MOST_ENTRIES, Mismatch, NOT_DOCUMENTED, Part, Problem,
    QuestionId, Text, ValidationError, validate,
};
use crate::policy::{self, Determination, Editions, Item, Limits, PolicySettings, Rule};
use crate::questions;

pub use describe::{describe, describe_entry, describe_parts, distance, weekday};
pub use parse::{ParseError, parse_answer, parse_day};
pub use replay::{NotTaken, replay_answers};
pub use walk::Position;

/// A case on its way through the questions.
#[derive(Debug, Clone)]
pub struct Interview {
    case: Case,
    editions: Editions,
}

/// Why an answer was not taken; the case is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerError {
    /// The question is not asked in this request.
    NotAsked,
    /// The question is a needed one.
    Required,
    /// The answer has another shape than the question asks for.
    Mismatch,
    /// The list has entries, which none or "not documented" would drop.
    HasEntries,
    /// More entries than a case file takes.
    TooMany,
    /// A text longer than a case file takes, or the word that means "not documented".
    Unfit,
    /// The answer, or another that it touches, can't be.
    Impossible(ValidationError),
}

impl fmt::Display for AnswerError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked => out.write_str("this is not asked in this request"),
            Self::Required => out.write_str("this is needed: give a value"),
            Self::Mismatch => out.write_str("this does not fit the question"),
            Self::HasEntries => out.write_str("there are entries: remove them first"),
            Self::TooMany => write!(out, "more than {MOST_ENTRIES} entries: a case has fewer"),
            Self::Unfit => {
                write!(out, "give a text of at most {LONGEST_TEXT} characters, other than {NOT_DOCUMENTED}")
            }
            Self::Impossible(refusal) => refusal.problem.fmt(out),
        }
    }
}

impl Interview {
    /// Takes a case up where it stands.
    pub fn of(case: Case, editions: &Editions) -> Self {
        let mut interview = Self { case, editions: editions.clone() };
        interview.set_aside_unasked();
        interview
    }

    /// The editions the case is asked and decided under.
    pub fn editions(&self) -> &Editions {
        &self.editions
    }

    /// The parts that are asked for in one entry of a list, counted from 0.
    pub fn entry_parts(&self, question: QuestionId, index: usize) -> Vec<Part> {
        policy::entry_parts(self.facts(), &self.editions, question, index)
    }

    /// The parts of a record that are asked for where this list is asked for.
    pub fn applicable_parts(&self, question: QuestionId) -> Vec<Part> {
        policy::applicable_parts(self.facts(), &self.editions, question)
    }

    /// The items that ask a question, those that decide first.
    pub fn items_asking(&self, question: QuestionId) -> Vec<Item> {
        policy::items_asking(self.facts(), &self.editions, question.field())
    }

    /// The item a question is filed under: evidence and flags go with it.
    pub fn filed_under(&self, question: QuestionId) -> Option<Item> {
        policy::filed_under(self.facts(), &self.editions, question.field())
    }

    /// The limits a question is asked under.
    pub fn limits(&self, question: QuestionId) -> &Limits {
        &questions::edition(self.facts(), question.side(), &self.editions).limits
    }

    /// The rule of an item with its limits, in the edition a joint is asked
    /// under, or else in the latest one that has it.
    pub fn rule(&self, joint: Option<Laterality>, item: Item) -> Option<(&'static Rule, &Limits)> {
        let first = questions::edition(self.facts(), joint, &self.editions);
        let mut all = std::iter::once(first).chain(self.editions.iter().rev());
        all.find_map(|edition| Some((edition.rule(item)?, &edition.limits)))
    }

    /// What the dates of this case make of a question, a line each.
    pub fn hints(&self, question: QuestionId) -> Vec<String> {
        questions::hints(self.facts(), question, &self.editions)
    }

    /// What a list comes to, in words, where something is counted in it.
    pub fn list_total(&self, question: QuestionId) -> Option<String> {
        policy::list_total(self.facts(), &self.editions, question.field())
    }

    /// The case as it stands.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The facts as they stand.
    pub fn facts(&self) -> &Facts {
        &self.case.facts
    }

    /// The places asked for now, in the order they are asked.
    pub fn questions(&self) -> Vec<QuestionId> {
        questions::in_order(&self.case.facts, &self.editions)
    }

    /// The places that decide something and still lack an answer, in order.
    pub fn open(&self) -> Vec<QuestionId> {
        let open = policy::unanswered(&self.case.facts, &self.editions);
        self.questions().into_iter().filter(|question| open.contains(question)).collect()
    }

    /// Takes an answer, and sets aside or brings back the answers to questions
    /// that it makes stop or start being asked.
    ///
    /// # Errors
    /// When the answer can't be taken; nothing has changed then.
    pub fn answer(&mut self, question: QuestionId, answer: &Answer) -> Result<(), AnswerError> {
        self.replace(question, Some(answer))
    }

    /// Makes a question unanswered again.
    fn clear(&mut self, question: QuestionId) -> Result<(), AnswerError> {
        let mut cleared = self.clone();
        // What was set aside before does not come back in the place of what is taken away.
        let _ = cleared.case.set_aside.fact_mut(question).set(None);
        cleared.replace(question, None)?;
        *self = cleared;
        Ok(())
    }

    fn replace(&mut self, question: QuestionId, answer: Option<&Answer>) -> Result<(), AnswerError> {
        if !policy::considered(&self.case.facts, &self.editions).contains(&question) {
            return Err(AnswerError::NotAsked);
        }
        let mut facts = self.case.facts.clone();
        let fact = facts.fact_mut(question);
        if fact.required() && matches!(answer, None | Some(Answer::NotDocumented)) {
            return Err(AnswerError::Required);
        }
        answer.map_or(Ok(()), fits_a_file)?;
        fact.set(answer).map_err(|Mismatch| AnswerError::Mismatch)?;
        match impossible(&facts) {
            Some(refusal) => Err(AnswerError::Impossible(refusal)),
            None => {
                // The same answer once more changes nothing.
                if self.case.facts != facts {
                    self.case.facts = facts;
                    self.case.recorded = None;
                    self.set_aside_unasked();
                }
                Ok(())
            }
        }
    }

    /// Flags an item for a clinician, or takes the flag back.
    pub fn flag(&mut self, item: Item, words: Option<Text>) {
        put(&mut self.case.flags, item, words);
        self.case.recorded = None;
    }

    /// Notes where in the record the fact behind an item stands, or takes the note back.
    pub fn note_evidence(&mut self, item: Item, words: Option<Text>) {
        put(&mut self.case.evidence, item, words);
    }

    /// Flags and notes evidence as another state of the case has them.
    pub fn annotate_as(&mut self, other: &Case) {
        self.case.flags = other.flags.clone();
        self.case.evidence = other.evidence.clone();
    }

    /// Records a determination in the case, or that there is none.
    pub fn record(&mut self, recorded: Option<crate::case::Recorded>) {
        self.case.recorded = recorded;
    }

    /// What the policy says of the case as it stands.
    ///
    /// # Errors
    /// The needed fields that lack an answer.
    pub fn determination(&self, settings: &PolicySettings) -> Result<Determination, Vec<crate::case::Field>> {
        policy::determine(&self.case, settings)
    }

    /// Moves the answers to questions no longer asked aside, and those asked
    /// again back; what comes back can make more questions asked, but never
    /// more than there are.
    fn set_aside_unasked(&mut self) {
        for _ in QuestionId::all() {
            if !self.set_aside_once() {
                return;
            }
        }
    }

    fn set_aside_once(&mut self) -> bool {
        let request = &self.case.facts.request;
        if request.procedure.0.is_none() || request.side.0.is_none() || request.received.0.is_none() {
            return false;
        }
        let counted = policy::considered(&self.case.facts, &self.editions);
        let mut moved = false;
        for question in QuestionId::all() {
            moved |= if counted.contains(&question) {
                self.restore(question)
            } else {
                self.set_aside_answer(question)
            };
        }
        moved
    }

    fn restore(&mut self, question: QuestionId) -> bool {
        let Some(kept) = self.case.set_aside.answer(question) else { return false };
        if self.case.facts.answer(question).is_some() {
            return false;
        }
        let mut facts = self.case.facts.clone();
        if facts.fact_mut(question).set(Some(&kept)).is_err() || impossible(&facts).is_some() {
            return false;
        }
        self.case.facts = facts;
        // Clearing has no shape that could be wrong.
        let _ = self.case.set_aside.fact_mut(question).set(None);
        true
    }

    fn set_aside_answer(&mut self, question: QuestionId) -> bool {
        let Some(answer) = self.case.facts.answer(question) else { return false };
        if self.case.facts.fact(question).required() {
            return false;
        }
        let moved = self.case.set_aside.fact_mut(question).set(Some(&answer)).is_ok();
        // Clearing has no shape that could be wrong.
        moved && self.case.facts.fact_mut(question).set(None).is_ok()
    }
}

/// Longer words than a case file takes are cut.
fn put(texts: &mut std::collections::BTreeMap<String, Text>, item: Item, words: Option<Text>) {
    let cut = |words: Text| Text::new(words.raw().chars().take(LONGEST_TEXT).collect::<String>());
    match words.map(cut).filter(|words| !words.is_blank()) {
        Some(words) => texts.insert(item.key().to_owned(), words),
        None => texts.remove(item.key()),
    };
}

/// What a case file would not give back as it is, is refused where it is entered.
fn fits_a_file(answer: &Answer) -> Result<(), AnswerError> {
    let fits = |text: &Text| {
        text.raw().chars().count() <= LONGEST_TEXT && text.raw() != NOT_DOCUMENTED && !text.is_blank()
    };
    match answer {
        Answer::Text(text) if !fits(text) => Err(AnswerError::Unfit),
        Answer::Codes(codes) if codes.len() > MOST_ENTRIES => Err(AnswerError::TooMany),
        Answer::Codes(codes) if !codes.iter().all(fits) => Err(AnswerError::Unfit),
        Answer::Entries(entries) if entries.len() > MOST_ENTRIES => Err(AnswerError::TooMany),
        _ => Ok(()),
    }
}

/// The first thing that can't be.
fn impossible(facts: &Facts) -> Option<ValidationError> {
    validate(facts).first().copied()
}

impl AnswerError {
    /// The place whose answer stands in the way, when it is another than the one answered.
    pub fn elsewhere(&self, question: QuestionId) -> Option<QuestionId> {
        match self {
            Self::Impossible(refusal) if refusal.question != question => Some(refusal.question),
            _ => None,
        }
    }

    /// Whether the answer was refused for its dates.
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::Impossible(refusal) => Some(refusal.problem),
            _ => None,
        }
    }
}
