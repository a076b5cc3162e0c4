//! Whether a statement can be true and whether it must be, when facts are missing.

use crate::case::Fact;

/// What is certain of a statement, over every value the missing facts could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Certainty {
    /// It is true for some value.
    pub(crate) can: bool,
    /// It is true for every value.
    pub(crate) must: bool,
}

impl Certainty {
    pub(crate) const UNKNOWN: Self = Self { can: true, must: false };

    pub(crate) fn known(holds: bool) -> Self {
        Self { can: holds, must: holds }
    }

    /// Whether a condition holds of a fact; unknown when the fact is missing.
    pub(crate) fn of<T>(fact: &Fact<T>, holds: impl Fn(&T) -> bool) -> Self {
        fact.known().map_or(Self::UNKNOWN, |value| Self::known(holds(value)))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self { can: self.can && other.can, must: self.must && other.must }
    }

    pub(crate) fn not(self) -> Self {
        Self { can: !self.must, must: !self.can }
    }
}

/// How many of the statements must be true, and how many can be.
pub(crate) fn count(all: impl Iterator<Item = Certainty>) -> (u32, u32) {
    all.fold((0, 0), |(must, can), one| (must + u32::from(one.must), can + u32::from(one.can)))
}

/// Whether any of the statements must be true, and whether any can be.
pub(crate) fn any(all: impl Iterator<Item = Certainty>) -> Certainty {
    let (must, can) = count(all);
    Certainty { can: can > 0, must: must > 0 }
}
