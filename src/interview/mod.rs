//! The interview: which question next, take an answer, go back. One state
//! machine for every door: the wizard, line mode, replay and the tests.
//!
//! It knows the questions, the policy and the case; no screen, file or clock.

mod echo;
mod entry;

use std::fmt;

use crate::case::{
    Answer, Case, Facts, Item, LONGEST_TEXT, MOST_ENTRIES, Mismatch, NOT_DOCUMENTED, Place, Problem, Refusal,
    Text, refusals,
};
use crate::policy::{self, Determination, Terms};
use crate::questions;

pub use echo::{distance, echo, echo_entry, weekday};
pub use entry::{EntryError, parse_answer, parse_day};

/// A case on its way through the questions.
#[derive(Debug, Clone, Default)]
pub struct Interview {
    case: Case,
}

/// Why an answer was not taken; the case is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The question is not asked in this request.
    NotAsked,
    /// The question is a needed one.
    Needed,
    /// The answer has another shape than the question asks for.
    Mismatch,
    /// More entries than a case file takes.
    TooMany,
    /// A text longer than a case file takes, or the word that means "not documented".
    Unfit,
    /// The answer, or another that it touches, can't be.
    Impossible(Refusal),
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked => out.write_str("this is not asked in this request"),
            Self::Needed => out.write_str("this is needed: give a value"),
            Self::Mismatch => out.write_str("this does not fit the question"),
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
    pub fn of(case: Case) -> Self {
        let mut interview = Self { case };
        interview.settle();
        interview
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
    pub fn places(&self) -> Vec<Place> {
        questions::in_order(&self.case.facts)
    }

    /// The places that decide something and still lack an answer, in order.
    pub fn open(&self) -> Vec<Place> {
        let open = policy::unanswered(&self.case.facts);
        self.places().into_iter().filter(|place| open.contains(place)).collect()
    }

    /// The place to take the interview up at: a list that was left half done,
    /// else the place after the last answer, else the first that still decides
    /// something. `None`: nothing that decides is left.
    pub fn resume(&self) -> Option<Place> {
        let open = self.open();
        let first = open.first().copied()?;
        let answered = |place: &Place| self.case.facts.answer(*place).is_some();
        let places = self.places();
        let after_the_last = places.iter().rposition(answered).map_or(0, |last| last + 1);
        let half_done = open.iter().copied().find(answered);
        half_done.or(places.get(after_the_last).copied()).or(Some(first))
    }

    /// The place asked after this one.
    pub fn after(&self, place: Place) -> Option<Place> {
        let places = self.places();
        let here = places.iter().position(|each| *each == place)?;
        places.get(here + 1).copied()
    }

    /// The place asked before this one.
    pub fn before(&self, place: Place) -> Option<Place> {
        let places = self.places();
        let here = places.iter().position(|each| *each == place)?;
        here.checked_sub(1).map(|before| places[before])
    }

    /// Takes an answer, and sets aside or brings back the answers to questions
    /// that it makes stop or start being asked.
    ///
    /// # Errors
    /// When the answer can't be taken; nothing has changed then.
    pub fn answer(&mut self, place: Place, answer: &Answer) -> Result<(), Refused> {
        if !policy::counted(&self.case.facts).contains(&place) {
            return Err(Refused::NotAsked);
        }
        let mut facts = self.case.facts.clone();
        let slot = facts.slot_mut(place);
        if slot.needed() && *answer == Answer::NotDocumented {
            return Err(Refused::Needed);
        }
        fits_a_file(answer)?;
        slot.put(Some(answer)).map_err(|Mismatch| Refused::Mismatch)?;
        match impossible(&facts) {
            Some(refusal) => Err(Refused::Impossible(refusal)),
            None => {
                // The same answer once more changes nothing.
                if self.case.facts != facts {
                    self.case.facts = facts;
                    self.case.recorded = None;
                    self.settle();
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

    /// Records a determination in the case, or that there is none.
    pub fn record(&mut self, recorded: Option<crate::case::Recorded>) {
        self.case.recorded = recorded;
    }

    /// What the policy says of the case as it stands.
    ///
    /// # Errors
    /// The needed fields that lack an answer.
    pub fn determination(&self, terms: &Terms) -> Result<Determination, Vec<crate::case::Field>> {
        policy::determine(&self.case, terms)
    }

    /// Moves the answers to questions no longer asked aside, and those asked
    /// again back; what comes back can make more questions asked, but never
    /// more than there are.
    fn settle(&mut self) {
        for _ in Place::all() {
            if !self.settle_once() {
                return;
            }
        }
    }

    fn settle_once(&mut self) -> bool {
        let request = &self.case.facts.request;
        if request.procedure.0.is_none() || request.side.0.is_none() || request.received.0.is_none() {
            return false;
        }
        let counted = policy::counted(&self.case.facts);
        let mut moved = false;
        for place in Place::all() {
            moved |= if counted.contains(&place) { self.bring_back(place) } else { self.put_aside(place) };
        }
        moved
    }

    fn bring_back(&mut self, place: Place) -> bool {
        let Some(kept) = self.case.set_aside.answer(place) else { return false };
        if self.case.facts.answer(place).is_some() {
            return false;
        }
        let mut facts = self.case.facts.clone();
        if facts.slot_mut(place).put(Some(&kept)).is_err() || impossible(&facts).is_some() {
            return false;
        }
        self.case.facts = facts;
        // Clearing has no shape that could be wrong.
        let _ = self.case.set_aside.slot_mut(place).put(None);
        true
    }

    fn put_aside(&mut self, place: Place) -> bool {
        let Some(answer) = self.case.facts.answer(place) else { return false };
        if self.case.facts.slot(place).needed() {
            return false;
        }
        let moved = self.case.set_aside.slot_mut(place).put(Some(&answer)).is_ok();
        // Clearing has no shape that could be wrong.
        moved && self.case.facts.slot_mut(place).put(None).is_ok()
    }
}

/// Longer words than a case file takes are cut.
fn put(texts: &mut std::collections::BTreeMap<Item, Text>, item: Item, words: Option<Text>) {
    let cut = |words: Text| Text::new(words.raw().chars().take(LONGEST_TEXT).collect::<String>());
    match words.map(cut).filter(|words| !words.is_blank()) {
        Some(words) => texts.insert(item, words),
        None => texts.remove(&item),
    };
}

/// What a case file would not give back as it is, is refused where it is entered.
fn fits_a_file(answer: &Answer) -> Result<(), Refused> {
    let fits = |text: &Text| {
        text.raw().chars().count() <= LONGEST_TEXT && text.raw() != NOT_DOCUMENTED && !text.is_blank()
    };
    match answer {
        Answer::Text(text) if !fits(text) => Err(Refused::Unfit),
        Answer::Codes(codes) if codes.len() > MOST_ENTRIES => Err(Refused::TooMany),
        Answer::Codes(codes) if !codes.iter().all(fits) => Err(Refused::Unfit),
        Answer::Entries(entries) if entries.len() > MOST_ENTRIES => Err(Refused::TooMany),
        _ => Ok(()),
    }
}

/// The first thing that can't be.
fn impossible(facts: &Facts) -> Option<Refusal> {
    refusals(facts).first().copied()
}

impl Refused {
    /// The place whose answer stands in the way, when it is another than the one answered.
    pub fn elsewhere(&self, place: Place) -> Option<Place> {
        match self {
            Self::Impossible(refusal) if refusal.place != place => Some(refusal.place),
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
