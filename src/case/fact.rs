//! The three states of a fact, and the one door through which a fact is read or
//! changed without knowing its type.

use super::answer::{Answer, Shape, Value};

/// The word for "asked; the record does not say".
pub const NOT_DOCUMENTED: &str = "not-documented";

/// A fact of the case: nobody has asked, the record does not say, or a value.
///
/// "No" and the empty list are values; neither is ever the same as
/// [`Fact::NotDocumented`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// Nobody has asked yet: the key is absent from the case file.
    #[default]
    Unanswered,
    /// Asked, and the record does not say.
    NotDocumented,
    /// What the record says.
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

/// A fact the case can't do without: unanswered or a value, never "not documented".
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

/// The answer does not have the shape the fact asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

/// A fact seen without its type: what every door reads and writes.
pub trait AnyFact {
    /// The shape of the answers the fact takes.
    fn shape(&self) -> Shape;
    /// Whether "not documented" is refused here.
    fn required(&self) -> bool;
    /// The answer, or `None` while unanswered.
    fn answer(&self) -> Option<Answer>;
    /// Puts an answer in place of what stood here; `None` makes it unanswered.
    ///
    /// # Errors
    /// When the answer has another shape; the fact is then unchanged.
    fn put(&mut self, answer: Option<&Answer>) -> Result<(), Mismatch>;
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

    fn put(&mut self, answer: Option<&Answer>) -> Result<(), Mismatch> {
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

    fn put(&mut self, answer: Option<&Answer>) -> Result<(), Mismatch> {
        self.0 = match answer {
            None => None,
            Some(answer) => Some(T::from_answer(answer).ok_or(Mismatch)?),
        };
        Ok(())
    }
}
