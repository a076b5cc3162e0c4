//! A fact in one of three states.

use super::answer::{Answer, Shape};
use super::part::Part;
use super::value::{AnyFact, Mismatch, State, Value};

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

    fn state(&self) -> State {
        Fact::state(self)
    }

    fn entry_count(&self) -> usize {
        self.known().map_or(0, Value::entry_count)
    }

    fn entry_part(&self, index: usize, part: Part) -> Option<&dyn AnyFact> {
        self.known()?.entry_part(index, part)
    }

    fn entry_part_mut(&mut self, index: usize, part: Part) -> Option<&mut dyn AnyFact> {
        match self {
            Self::Known(value) => value.entry_part_mut(index, part),
            Self::Unanswered | Self::NotDocumented => None,
        }
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

    fn state(&self) -> State {
        if self.0.is_some() { State::Known } else { State::Unanswered }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Procedure, YesNo};

    #[test]
    fn fact_that_is_no_list_has_no_entries() {
        assert_eq!(Fact::Known(YesNo::Yes).entry_count(), 0);
        assert_eq!(Required(Some(Procedure::DiagnosticInjection)).entry_count(), 0);
    }
}
