//! The values of facts as untyped answers, and access to any fact without knowing
//! its type.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answer::{Answer, Shape};
use super::choice::Choice;
use super::date::{End, Onset, OtherBlock, PartialDate};
use super::part::Part;
use super::text::Text;

/// The word for "asked; the record does not say".
pub const NOT_DOCUMENTED: &str = "not-documented";

/// Which of its three states a fact is in, without the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has asked.
    Unanswered,
    /// Asked; the record does not say.
    NotDocumented,
    /// A value.
    Known,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unanswered, Self::NotDocumented, Self::Known];

    /// The word used for this state in files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::NotDocumented => NOT_DOCUMENTED,
            Self::Known => "known",
        }
    }
}

/// The answer has another shape than the fact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

/// A fact without its type, for code that handles every fact alike.
pub trait AnyFact {
    /// The shape of the answers the fact takes.
    fn shape(&self) -> Shape;
    /// Whether the fact needs a value and can't be "not documented".
    fn required(&self) -> bool;
    /// The answer, or `None` while unanswered.
    fn answer(&self) -> Option<Answer>;
    /// Replaces the answer; `None` makes the fact unanswered.
    ///
    /// # Errors
    /// When the answer has another shape; the fact is then unchanged.
    fn set(&mut self, answer: Option<&Answer>) -> Result<(), Mismatch>;
    /// Which of its three states it is in.
    fn state(&self) -> State;
    /// The number of entries of its list; 0 where it is no list.
    fn entry_count(&self) -> usize {
        0
    }
    /// One part of one entry of its list, counted from 0, unless every entry must have it.
    fn entry_part(&self, _index: usize, _part: Part) -> Option<&dyn AnyFact> {
        None
    }
    /// The same, mutable.
    fn entry_part_mut(&mut self, _index: usize, _part: Part) -> Option<&mut dyn AnyFact> {
        None
    }
}

/// A type that can be the value of a fact.
pub trait Value: Sized {
    /// The shape of its answers.
    const SHAPE: Shape;
    /// The value as an answer.
    fn to_answer(&self) -> Answer;
    /// The value of an answer; `None` when the answer has another shape.
    fn from_answer(answer: &Answer) -> Option<Self>;
    /// The number of its entries; 0 unless it is a list of records.
    fn entry_count(&self) -> usize {
        0
    }
    /// One part of one entry, counted from 0, unless every entry must have it.
    fn entry_part(&self, _index: usize, _part: Part) -> Option<&dyn AnyFact> {
        None
    }
    /// The same, mutable.
    fn entry_part_mut(&mut self, _index: usize, _part: Part) -> Option<&mut dyn AnyFact> {
        None
    }
}

macro_rules! plain_value {
    ($($type:ty => $shape:ident),* $(,)?) => {$(
        impl Value for $type {
            const SHAPE: Shape = Shape::$shape;

            fn to_answer(&self) -> Answer {
                Answer::$shape(self.clone())
            }

            fn from_answer(answer: &Answer) -> Option<Self> {
                match answer {
                    Answer::$shape(value) => Some(value.clone()),
                    _ => None,
                }
            }
        }
    )*};
}

plain_value! {
    Text => Text,
    NaiveDate => Day,
    PartialDate => PartialDate,
    End => DateOrOngoing,
    Onset => DateOrAgo,
    OtherBlock => DayOrNone,
    Vec<Text> => Codes,
}

impl<T: Choice> Value for T {
    const SHAPE: Shape = Shape::Choice(T::NAMES);

    fn to_answer(&self) -> Answer {
        Answer::Choice(self.name())
    }

    fn from_answer(answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Choice(name) => T::named(name),
            _ => None,
        }
    }
}

impl<T: Choice> Value for BTreeSet<T> {
    const SHAPE: Shape = Shape::Choices(T::NAMES);

    fn to_answer(&self) -> Answer {
        Answer::Choices(self.iter().map(|choice| choice.name()).collect())
    }

    fn from_answer(answer: &Answer) -> Option<Self> {
        match answer {
            Answer::Choices(names) => names.iter().map(|name| T::named(name)).collect(),
            _ => None,
        }
    }
}
