//! A fact in one of three states, and access to any fact without knowing its type.

use super::answer::{Answer, Shape, Value};

/// The word for "asked; the record does not say".
pub const NOT_DOCUMENTED: &str = "not-documented";

/// A fact of the case: unanswered, not documented, or known.
///
/// "No" and the empty list are values, different from [`Fact::NotDocumented`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// Nobody has asked yet: the key is absent from the case file.
    #[default]
    Unanswered,
    /// Asked, and the record does not say.
    NotDocumented,
    /// The record gives this value.
    Known(T),
}

impl<T> Fact<T> {
    /// The value, when there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unanswered | Self::NotDocumented => None,
        }
    }

    /// Whether the fact is missing: unanswered or not documented.
    pub fn is_missing(&self) -> bool {
        self.known().is_none()
    }

    /// Which of the three states the fact is in.
    pub fn state(&self) -> State {
        match self {
            Self::Unanswered => State::Unanswered,
            Self::NotDocumented => State::NotDocumented,
            Self::Known(_) => State::Known,
        }
    }
}

/// A fact without which there is no determination: unanswered or a value, never "not documented".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Required<T>(pub Option<T>);

impl<T> Default for Required<T> {
    fn default() -> Self {
        Self(None)
    }
}

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
    /// The word used for this state in files and JSON.
    pub fn name(self) -> &'static str {
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
}

impl<T: Value> AnyFact for Fact<T> {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn required(&self) -> bool {
        false
    }

    fn answer(&self) -> Option<Answer> {
        match self {
            Self::Unanswered => None,
            Self::NotDocumented => Some(Answer::NotDocumented),
            Self::Known(value) => Some(value.to_answer()),
        }
    }

    fn set(&mut self, answer: Option<&Answer>) -> Result<(), Mismatch> {
        *self = match answer {
            None => Self::Unanswered,
            Some(Answer::NotDocumented) => Self::NotDocumented,
            Some(answer) => Self::Known(T::from_answer(answer).ok_or(Mismatch)?),
        };
        Ok(())
    }
}

impl<T: Value> AnyFact for Required<T> {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn required(&self) -> bool {
        true
    }

    fn answer(&self) -> Option<Answer> {
        self.0.as_ref().map(Value::to_answer)
    }

    fn set(&mut self, answer: Option<&Answer>) -> Result<(), Mismatch> {
        self.0 = match answer {
            None => None,
            Some(answer) => Some(T::from_answer(answer).ok_or(Mismatch)?),
        };
        Ok(())
    }
}
