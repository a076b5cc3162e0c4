//! The interview: which question comes next, accepting an answer, going back. One
//! state machine for the wizard, line mode, replay and the tests.
//!
//! This room knows the questions, the policy and the case, and no screen, file or
//! clock.

mod change;
mod describe;
mod other_joint;
mod parse;
mod parse_time;
mod pending;
mod provided;
mod replay;
mod take;
mod walk;

use std::fmt;
use std::sync::OnceLock;

use crate::case::{
    Answer, Case, FactId, Facts, Intake, LONGEST_TEXT, Laterality, MOST_ENTRIES, Mismatch, NOT_DOCUMENTED,
    Part, Problem, QuestionId, QuestionSet, State, Text, ValidationError, validate,
};
use crate::policy::{self, Determination, Editions, Item, Limits, PolicySettings, Rule};
use crate::questions;

pub use change::{Change, changes};
pub use describe::{describe, describe_entry, describe_intake, describe_parts, distance, weekday};
pub use parse::{ParseError, parse_answer, parse_day};
pub use parse_time::{TypedTime, parse_time};
pub use pending::NewQuestions;
pub use provided::{describe_counted_back, describe_origin, describe_source, step_name};
pub use replay::{NotTaken, replay_answers};
pub use take::{Taken, take_answers};
pub use walk::Position;

/// A case that is being answered.
#[derive(Debug, Clone)]
pub struct Interview {
    case: Case,
    settings: PolicySettings,
    /// Worked out when first needed, and again after each change.
    asked: OnceLock<Vec<FactId>>,
    /// The same.
    applicable: OnceLock<QuestionSet>,
}

/// Why an answer was rejected; the case is unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerError {
    /// The question does not apply to this request.
    NotAsked,
    /// The question requires a value.
    Required,
    /// The answer has another shape than the question takes.
    Mismatch,
    /// The list has entries, which "none" or "not documented" would discard.
    HasEntries,
    /// More entries than a case file can hold.
    TooMany,
    /// A text that a case file can't hold: too long, blank, or the word for "not documented".
    Unfit,
    /// The answer, or another one because of it, is impossible.
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
            Self::Impossible(error) => error.problem.fmt(out),
        }
    }
}

impl Interview {
    /// Continues a case.
    pub fn of(case: Case, settings: &PolicySettings) -> Self {
        let (settings, asked, applicable) = (settings.clone(), OnceLock::new(), OnceLock::new());
        let mut interview = Self { case, settings, asked, applicable };
        interview.set_aside_unasked();
        interview
    }

    /// The editions that decide the case.
    pub fn editions(&self) -> &Editions {
        &self.settings.editions
    }

    /// The parts that are asked for in one entry of a list, counted from 0.
    pub fn entry_parts(&self, question: QuestionId, index: usize) -> Vec<Part> {
        policy::entry_parts(self.facts(), &self.settings.editions, question, index, self.asked())
    }

    /// The parts that are asked for in the records of this list.
    pub fn applicable_parts(&self, question: QuestionId) -> Vec<Part> {
        policy::applicable_parts(self.facts(), &self.settings.editions, question)
    }

    /// The items that ask a question: those that decide, then the billed lines.
    pub fn items_asking(&self, question: QuestionId) -> Vec<Item> {
        policy::items_asking(self.facts(), &self.settings.editions, question.field())
    }

    /// The item a question is shown under: its evidence and flags belong to that item.
    pub fn filed_under(&self, question: QuestionId) -> Option<Item> {
        policy::filed_under(self.facts(), &self.settings.editions, question.field())
    }

    /// The limits of the edition that a question is asked under.
    pub fn limits(&self, question: QuestionId) -> &Limits {
        &questions::edition(self.facts(), question.side(), &self.settings.editions).limits
    }

    /// The rule of an item and its limits, from the edition that a joint is asked under,
    /// else from the latest edition that has the item.
    pub fn rule(&self, joint: Option<Laterality>, item: Item) -> Option<(&'static Rule, &Limits)> {
        let first = questions::edition(self.facts(), joint, &self.settings.editions);
        let mut all = std::iter::once(first).chain(self.settings.editions.iter().rev());
        all.find_map(|edition| Some((edition.rule(item)?, &edition.limits)))
    }

    /// The dates of this case that matter for a question, one per line.
    pub fn hints(&self, question: QuestionId) -> Vec<String> {
        questions::hints(self.facts(), question, &self.settings.editions)
    }

    /// The total of a list in words, if something is counted in it.
    pub fn list_total(&self, question: QuestionId) -> Option<String> {
        policy::list_total(self.facts(), &self.settings.editions, question.field())
    }

    /// The case.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The facts.
    pub fn facts(&self) -> &Facts {
        &self.case.facts
    }

    /// The questions that apply now, in the order they are asked.
    pub fn questions(&self) -> Vec<QuestionId> {
        self.with_unconfirmed(questions::in_order_of(self.applicable()).collect())
    }

    /// The questions that apply now.
    fn applicable(&self) -> QuestionSet {
        *self.applicable.get_or_init(|| policy::applicable(&self.case.facts, &self.settings.editions))
    }

    /// The unanswered facts that can still change something.
    pub fn asked(&self) -> &[FactId] {
        self.asked.get_or_init(|| policy::asked(&self.case.facts, &self.settings))
    }

    /// The same in the order in which they are asked.
    pub fn asked_in_order(&self) -> Vec<FactId> {
        let of =
            |question: QuestionId| self.asked().iter().copied().filter(move |fact| fact.question == question);
        self.questions().into_iter().flat_map(of).collect()
    }

    /// The items for which a fact is asked.
    pub fn asked_for(&self, fact: FactId) -> Vec<Item> {
        policy::asked_for(self.facts(), &self.settings, fact)
    }

    /// The questions that can change a finding and are not fully answered, in order.
    pub fn open(&self) -> Vec<QuestionId> {
        let open = |question: &QuestionId| self.asked().iter().any(|fact| fact.question == *question);
        self.questions().into_iter().filter(open).collect()
    }

    /// Accepts an answer, sets aside the answers to questions that no longer apply, and
    /// restores those to questions that apply again. The answer that a provider gave is
    /// confirmed by giving it again.
    ///
    /// # Errors
    /// When the answer is rejected; nothing has changed then.
    pub fn answer(&mut self, question: QuestionId, answer: &Answer) -> Result<(), AnswerError> {
        let is_same = self.case.facts.answer(question).as_ref() == Some(answer);
        self.replace(question, Some(answer))?;
        if is_same {
            self.confirm(&[question]);
        }
        Ok(())
    }

    /// Makes a question unanswered again.
    fn clear(&mut self, question: QuestionId) -> Result<(), AnswerError> {
        let mut cleared = self.clone();
        // Otherwise an older answer that was set aside would be restored in its place.
        let _ = cleared.case.set_aside.fact_mut(question).set(None);
        cleared.replace(question, None)?;
        *self = cleared;
        Ok(())
    }

    fn replace(&mut self, question: QuestionId, answer: Option<&Answer>) -> Result<(), AnswerError> {
        if !self.considered().contains(&question) {
            return Err(AnswerError::NotAsked);
        }
        let mut facts = self.case.facts.clone();
        let fact = facts.fact_mut(question);
        if fact.required() && matches!(answer, None | Some(Answer::NotDocumented)) {
            return Err(AnswerError::Required);
        }
        answer.map_or(Ok(()), check_file_can_hold)?;
        fact.set(answer).map_err(|Mismatch| AnswerError::Mismatch)?;
        match first_impossible(&facts) {
            Some(error) => Err(AnswerError::Impossible(error)),
            None => {
                // Giving the same answer again keeps the recorded determination.
                if self.case.facts != facts {
                    let before = std::mem::replace(&mut self.case.facts, facts);
                    self.change_origin(question, &before);
                    self.case.recorded = None;
                    self.forget_what_applied();
                    self.set_aside_unasked();
                }
                Ok(())
            }
        }
    }

    /// Flags an item for a clinician; `None` removes the flag.
    pub fn flag(&mut self, item: Item, reason: Option<Text>) {
        set_text(&mut self.case.flags, item, reason);
        self.case.recorded = None;
    }

    /// Notes where in the record the evidence for an item is; `None` removes the note.
    pub fn note_evidence(&mut self, item: Item, place: Option<Text>) {
        set_text(&mut self.case.evidence, item, place);
    }

    /// Replaces how and when the request arrived.
    pub fn set_intake(&mut self, intake: Intake) {
        self.case.intake = intake;
    }

    /// Takes over the intake, the flags and the evidence notes of another case: all that is no answer.
    pub fn annotate_as(&mut self, other: &Case) {
        self.case.flags = other.flags.clone();
        self.case.evidence = other.evidence.clone();
        self.case.intake = other.intake.clone();
    }

    /// Records a determination in the case; `None` removes it.
    pub fn record(&mut self, recorded: Option<crate::case::Recorded>) {
        self.case.recorded = recorded;
    }

    /// The determination of the case.
    ///
    /// # Errors
    /// The required fields without an answer.
    pub fn determination(&self, settings: &PolicySettings) -> Result<Determination, Vec<crate::case::Field>> {
        policy::determine(&self.case, settings)
    }

    /// The determination without the ways to meet an item: quick enough for a status line.
    ///
    /// # Errors
    /// The required fields without an answer.
    pub fn findings(&self, settings: &PolicySettings) -> Result<Determination, Vec<crate::case::Field>> {
        policy::decide(&self.case, settings)
    }

    /// Sets aside the answers to questions that no longer apply, and restores those to
    /// questions that apply again. A restored answer can make more questions apply, so
    /// this repeats until nothing moves, at most once for each question.
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
        let considered = self.considered();
        let is_anything_aside = self.case.set_aside != Facts::default();
        let mut moved = false;
        for question in QuestionId::all() {
            moved |= if considered.contains(&question) {
                is_anything_aside && self.restore(question)
            } else {
                self.set_aside_answer(question)
            };
        }
        if moved {
            self.forget_what_applied();
        }
        moved
    }

    /// The questions whose answers can change a finding.
    fn considered(&self) -> QuestionSet {
        policy::considered_of(self.applicable(), &self.case.facts)
    }

    /// After a change of the facts.
    fn forget_what_applied(&mut self) {
        self.asked = OnceLock::new();
        self.applicable = OnceLock::new();
    }

    fn restore(&mut self, question: QuestionId) -> bool {
        if self.case.facts.fact(question).state() != State::Unanswered {
            return false;
        }
        let Some(answer) = self.case.set_aside.answer(question) else { return false };
        let mut facts = self.case.facts.clone();
        if facts.fact_mut(question).set(Some(&answer)).is_err() || first_impossible(&facts).is_some() {
            return false;
        }
        self.case.facts = facts;
        // Clearing never has the wrong shape.
        let _ = self.case.set_aside.fact_mut(question).set(None);
        true
    }

    fn set_aside_answer(&mut self, question: QuestionId) -> bool {
        let Some(answer) = self.case.facts.answer(question) else { return false };
        if self.case.facts.fact(question).required() {
            return false;
        }
        let moved = self.case.set_aside.fact_mut(question).set(Some(&answer)).is_ok();
        // Clearing never has the wrong shape.
        moved && self.case.facts.fact_mut(question).set(None).is_ok()
    }
}

/// Replaces the text of an item, cut to what a case file can hold; blank removes it.
fn set_text(texts: &mut std::collections::BTreeMap<String, Text>, item: Item, text: Option<Text>) {
    let cut = |text: Text| Text::new(text.raw().chars().take(LONGEST_TEXT).collect::<String>());
    match text.map(cut).filter(|text| !text.is_blank()) {
        Some(text) => texts.insert(item.key().to_owned(), text),
        None => texts.remove(item.key()),
    };
}

/// Rejects what a case file can't hold, or would read back as something else.
fn check_file_can_hold(answer: &Answer) -> Result<(), AnswerError> {
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

/// The first impossible answer.
fn first_impossible(facts: &Facts) -> Option<ValidationError> {
    validate(facts).first().copied()
}

impl AnswerError {
    /// The question whose answer is impossible, when it is another than the one answered.
    pub fn elsewhere(&self, question: QuestionId) -> Option<QuestionId> {
        match self {
            Self::Impossible(error) if error.question != question => Some(error.question),
            _ => None,
        }
    }

    /// Why the answer is impossible, if that is why it was rejected.
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::Impossible(error) => Some(error.problem),
            _ => None,
        }
    }
}
