//! Levels between worse and better results: a missing fact matters where it can
//! move a result from one side of a level to the other.

use super::finding::Finding;
use super::verdict::VerdictSet;

/// A set of levels: *unclear or better*, *missing or better*, *met*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Levels(u8);

impl Levels {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALL: Self = Self(0b111);

    pub(crate) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(crate) fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[must_use]
    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The levels that a result reaches.
    const fn of(finding: Finding) -> Self {
        match finding {
            Finding::NotMet => Self(0),
            Finding::Unclear => Self(0b001),
            Finding::Missing => Self(0b011),
            Finding::Met | Finding::NotApplicable => Self(0b111),
        }
    }
}

impl VerdictSet {
    /// The levels that some result reaches. `missing` stands for results not known yet.
    pub(crate) fn reached(self) -> Levels {
        self.findings().fold(Levels::NONE, |all, finding| match finding {
            Finding::Missing => Levels::ALL,
            known => all.union(Levels::of(known)),
        })
    }

    /// The levels that some result fails to reach.
    pub(crate) fn failed(self) -> Levels {
        self.findings().fold(Levels::NONE, |all, finding| match finding {
            Finding::Missing => Levels::ALL,
            known => all.union(Levels::ALL.without(Levels::of(known))),
        })
    }

    /// The levels that some result reaches and some does not.
    pub(crate) fn undecided(self) -> Levels {
        self.reached().both(self.failed())
    }

    /// Whether it is met, or does not apply, whatever the missing facts.
    pub(crate) fn is_certainly_met(self) -> bool {
        self.failed().is_empty()
    }
}
