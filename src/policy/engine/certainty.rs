//! Whether something can be so and whether it must be, when facts are missing.

use crate::case::Fact;

/// Something that may be so: whether it can be, and whether it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Certainty {
    pub(crate) can: bool,
    pub(crate) must: bool,
}

impl Certainty {
    pub(crate) const UNKNOWN: Self = Self { can: true, must: false };

    pub(crate) fn known(so: bool) -> Self {
        Self { can: so, must: so }
    }

    /// From a fact that is known to hold, known not to, or missing.
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

/// How many must, and how many can, be what is counted.
pub(crate) fn count(all: impl Iterator<Item = Certainty>) -> (u32, u32) {
    all.fold((0, 0), |(must, can), one| (must + u32::from(one.must), can + u32::from(one.can)))
}

/// Whether any must, and whether any can.
pub(crate) fn any(all: impl Iterator<Item = Certainty>) -> Certainty {
    let (must, can) = count(all);
    Certainty { can: can > 0, must: must > 0 }
}
