//! Findings and outcomes, and the one mechanism for what is missing or unclear:
//! an item is worked out for each value its missing facts could have, and
//! [`VerdictSet`] gathers the results.

use std::cmp::Ordering;
use std::fmt;

use super::reading::{Reading, Readings};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in JSON and in the file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.name())
            }
        }
    )*};
}

words! {
    /// What was found for one item; later ones weigh more in the outcome.
    Finding {
        /// The item does not bear on this unit; counts as met.
        NotApplicable = "not-applicable",
        /// Every sensible reading is satisfied.
        Met = "met",
        /// A fact is missing, and with it the item could be met.
        Missing = "missing",
        /// The live readings disagree, or clinical judgement is needed.
        Unclear = "unclear",
        /// Every sensible reading fails.
        NotMet = "not-met",
    }
    /// What follows for a unit or a case; later ones are higher.
    Outcome {
        /// All items met or not applicable.
        CriteriaMet = "criteria-met",
        /// Something is missing.
        InformationNeeded = "information-needed",
        /// Something is unclear.
        ClinicalReview = "clinical-review",
        /// Something is not met, or an exclusion applies.
        CriteriaNotMet = "criteria-not-met",
        /// The policy does not govern this request.
        OutsidePolicy = "outside-policy",
    }
}

impl Outcome {
    /// What the coordinator does next.
    pub const fn next_step(self) -> &'static str {
        match self {
            Self::CriteriaMet => "approve under the plan's own sign-off rules",
            Self::InformationNeeded => "pend; ask the provider for everything on the list, at once",
            Self::ClinicalReview => "send to a clinical reviewer, with the question",
            Self::CriteriaNotMet => "send to a clinical reviewer; the decision is a clinician's alone",
            Self::OutsidePolicy => "send to the supervisor or to the policy that governs",
        }
    }
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::NotApplicable | Finding::Met => Self::CriteriaMet,
            Finding::Missing => Self::InformationNeeded,
            Finding::Unclear => Self::ClinicalReview,
            Finding::NotMet => Self::CriteriaNotMet,
        }
    }
}

/// The result of an item on complete facts, and the readings that left it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The result.
    pub(super) finding: Finding,
    /// The unsettled readings that made it unclear.
    pub(super) readings: Readings,
}

impl Verdict {
    pub(super) const MET: Self = Self::of(Finding::Met);
    pub(super) const NOT_MET: Self = Self::of(Finding::NotMet);
    pub(super) const NOT_APPLICABLE: Self = Self::of(Finding::NotApplicable);
    /// The record needs clinical judgement, whatever the readings.
    pub(super) const CLINICAL_JUDGEMENT: Self = Self::of(Finding::Unclear);

    pub(super) const fn of(finding: Finding) -> Self {
        Self { finding, readings: Readings::NONE }
    }

    pub(super) const fn open(reading: Reading) -> Self {
        Self { finding: Finding::Unclear, readings: Readings::one(reading) }
    }

    pub(super) const fn met_if(holds: bool) -> Self {
        if holds { Self::MET } else { Self::NOT_MET }
    }

    /// This arm or that one: the better of the two.
    pub(super) fn or(self, other: Self) -> Self {
        self.pick(other, Ordering::Less)
    }

    /// This part and that one: the worse of the two.
    pub(super) fn and(self, other: Self) -> Self {
        self.pick(other, Ordering::Greater)
    }

    fn pick(self, other: Self, mine: Ordering) -> Self {
        match self.finding.cmp(&other.finding) {
            Ordering::Equal => Self { readings: self.readings.and(other.readings), ..self },
            order if order == mine => self,
            _ => other,
        }
    }
}

/// The results an item can have, over every value its missing facts could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct VerdictSet {
    results: u8,
    readings: Readings,
}

impl VerdictSet {
    /// One result whatever the missing facts.
    pub(super) fn only(verdict: Verdict) -> Self {
        Self::default().with(verdict)
    }

    /// The results in the kindest and in the harshest case the missing facts allow.
    pub(super) fn between(kindest: Verdict, harshest: Verdict) -> Self {
        Self::only(kindest).with(harshest)
    }

    /// These results and one more.
    #[must_use]
    pub(super) fn with(self, verdict: Verdict) -> Self {
        Self {
            results: self.results | 1 << verdict.finding as u8,
            readings: self.readings.and(verdict.readings),
        }
    }

    /// Two questions that share no missing fact, put together.
    pub(super) fn combine(self, other: Self, together: fn(Verdict, Verdict) -> Verdict) -> Self {
        self.verdicts().fold(Self::default(), |all, mine| {
            other.verdicts().fold(all, |all, theirs| all.with(together(mine, theirs)))
        })
    }

    /// Each possible result.
    pub(super) fn verdicts(self) -> impl Iterator<Item = Verdict> {
        let each = Finding::ALL.iter().filter(move |finding| self.has(**finding));
        each.map(move |finding| Verdict {
            finding: *finding,
            readings: if *finding == Finding::Unclear { self.readings } else { Readings::NONE },
        })
    }

    fn has(self, finding: Finding) -> bool {
        self.results & 1 << finding as u8 != 0
    }

    /// The finding: one and the same result is the finding; different ones are
    /// `missing` when `met` is among them and `unclear` when it is not.
    pub(super) fn evaluate(self) -> Evaluation {
        let counts_as_met = self.has(Finding::Met) || self.has(Finding::NotApplicable);
        let others = Finding::ALL[2..].iter().filter(|finding| self.has(**finding)).count();
        let finding = match (counts_as_met, others) {
            (true, 0) if self.has(Finding::Met) => Finding::Met,
            (true, 0) => Finding::NotApplicable,
            (true, _) => Finding::Missing,
            (false, 1) if self.has(Finding::Missing) => Finding::Missing,
            (false, 1) if self.has(Finding::NotMet) => Finding::NotMet,
            (false, _) => Finding::Unclear,
        };
        let readings = if finding == Finding::Unclear { self.readings } else { Readings::NONE };
        let open = usize::from(counts_as_met) + others > 1;
        Evaluation { finding, readings, open }
    }
}

/// The finding of an item, and whether a missing fact could still change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evaluation {
    /// The finding.
    pub(super) finding: Finding,
    /// The unsettled readings behind an unclear finding.
    pub(super) readings: Readings,
    /// Whether different values of the missing facts give different results.
    pub(super) open: bool,
}

/// Something that may be so: whether it can be, and whether it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Certainty {
    pub(super) can: bool,
    pub(super) must: bool,
}

impl Certainty {
    pub(super) const UNKNOWN: Self = Self { can: true, must: false };

    pub(super) fn known(so: bool) -> Self {
        Self { can: so, must: so }
    }

    /// From a fact that is known to hold, known not to, or missing.
    pub(super) fn of<T>(fact: &crate::case::Fact<T>, holds: impl Fn(&T) -> bool) -> Self {
        fact.known().map_or(Self::UNKNOWN, |value| Self::known(holds(value)))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { can: self.can && other.can, must: self.must && other.must }
    }

    pub(super) fn not(self) -> Self {
        Self { can: !self.must, must: !self.can }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(findings: &[Finding]) -> Finding {
        findings.iter().fold(VerdictSet::default(), |all, f| all.with(Verdict::of(*f))).evaluate().finding
    }

    #[test]
    fn a_missing_fact_counts_only_when_it_matters() {
        use Finding::{Met, Missing, NotApplicable, NotMet, Unclear};
        for (results, finding) in [
            (&[Met][..], Met),
            (&[NotMet], NotMet),
            (&[NotMet, Met], Missing),
            (&[Unclear, Met], Missing),
            (&[Unclear, NotMet], Unclear),
            (&[Unclear, NotMet, Met], Missing),
            (&[NotApplicable], NotApplicable),
            (&[NotApplicable, Met], Met),
            (&[NotApplicable, NotMet], Missing),
            (&[Missing], Missing),
        ] {
            assert_eq!(evaluation(results), finding, "{results:?}");
        }
    }
}
