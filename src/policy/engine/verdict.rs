//! Three-valued evaluation: a rule is evaluated for every value its missing facts
//! could have, and [`VerdictSet`] collects the results into one finding.

use std::cmp::Ordering;

use super::finding::Finding;
use super::reading::{Reading, ReadingSettings, Readings, Setting};

/// The result of a rule on complete facts, and the readings that made it unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The result.
    pub(crate) finding: Finding,
    /// The unsettled readings that made it unclear.
    pub(crate) readings: Readings,
}

impl Verdict {
    pub(crate) const MET: Self = Self::of(Finding::Met);
    pub(crate) const NOT_MET: Self = Self::of(Finding::NotMet);
    pub(crate) const NOT_APPLICABLE: Self = Self::of(Finding::NotApplicable);
    /// The record needs clinical judgement, whatever the readings.
    pub(crate) const CLINICAL_JUDGEMENT: Self = Self::of(Finding::Unclear);

    pub(crate) const fn of(finding: Finding) -> Self {
        Self { finding, readings: Readings::NONE }
    }

    pub(crate) const fn unclear(reading: Reading) -> Self {
        Self { finding: Finding::Unclear, readings: Readings::one(reading) }
    }

    pub(crate) const fn met_if(holds: bool) -> Self {
        if holds { Self::MET } else { Self::NOT_MET }
    }

    /// Either of two alternatives is enough: the better verdict.
    pub(crate) fn or(self, other: Self) -> Self {
        self.pick(other, Ordering::Less)
    }

    /// Both parts are needed: the worse verdict.
    pub(crate) fn and(self, other: Self) -> Self {
        self.pick(other, Ordering::Greater)
    }

    fn pick(self, other: Self, preferred: Ordering) -> Self {
        match self.finding.cmp(&other.finding) {
            Ordering::Equal => Self { readings: self.readings.union(other.readings), ..self },
            order if order == preferred => self,
            _ => other,
        }
    }
}

/// The possible results of a rule, over every value its missing facts could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct VerdictSet {
    /// One bit per [`Finding`]: only the distinct results matter, and sets are copied
    /// and combined in every evaluation.
    results: u8,
    readings: Readings,
}

impl VerdictSet {
    /// One result, whatever the missing facts.
    pub(crate) fn only(verdict: Verdict) -> Self {
        Self::default().with(verdict)
    }

    /// The results for the values most and least favorable to the member. A rule that
    /// could have another finding for a value in between adds that result, too.
    pub(crate) fn between(most_favorable: Verdict, least_favorable: Verdict) -> Self {
        Self::only(most_favorable).with(least_favorable)
    }

    /// The set with one more result.
    #[must_use]
    pub(crate) fn with(self, verdict: Verdict) -> Self {
        Self {
            results: self.results | 1 << verdict.finding as u8,
            readings: self.readings.union(verdict.readings),
        }
    }

    /// The results of both sets.
    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self { results: self.results | other.results, readings: self.readings.union(other.readings) }
    }

    /// Combines two parts of a rule that share no missing fact: every pair of their
    /// results is possible.
    pub(crate) fn combine(self, other: Self, combine: fn(Verdict, Verdict) -> Verdict) -> Self {
        self.verdicts().fold(Self::default(), |all, mine| {
            other.verdicts().fold(all, |all, theirs| all.with(combine(mine, theirs)))
        })
    }

    /// Each possible result.
    pub(crate) fn verdicts(self) -> impl Iterator<Item = Verdict> {
        self.findings().map(move |finding| Verdict {
            finding,
            readings: if finding == Finding::Unclear { self.readings } else { Readings::NONE },
        })
    }

    /// The finding of each possible result.
    pub(crate) fn findings(self) -> impl Iterator<Item = Finding> {
        Finding::ALL.iter().copied().filter(move |finding| self.has(*finding))
    }

    /// Whether no unsettled reading is behind any result.
    pub(crate) fn has_no_reading(self) -> bool {
        self.readings == Readings::NONE
    }

    fn has(self, finding: Finding) -> bool {
        self.results & 1 << finding as u8 != 0
    }

    /// The finding: the result when there is only one; of several, `missing` when
    /// `met` is among them, else `unclear`.
    pub(crate) fn evaluate(self) -> Evaluation {
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
        let can_change = usize::from(counts_as_met) + others > 1;
        Evaluation { finding, readings, can_change }
    }
}

/// The finding of an item, and whether a missing fact could still change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evaluation {
    /// The finding.
    pub(crate) finding: Finding,
    /// The unsettled readings behind an unclear finding.
    pub(crate) readings: Readings,
    /// Whether different values of the missing facts give different results.
    pub(crate) can_change: bool,
}

impl ReadingSettings {
    /// The verdict of a case that depends on this reading alone.
    pub(crate) fn verdict(&self, reading: Reading) -> Verdict {
        match self.of(reading) {
            Setting::Met => Verdict::MET,
            Setting::Unsettled => Verdict::unclear(reading),
            Setting::Other => Verdict::of(reading.text().otherwise),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding_of(findings: &[Finding]) -> Finding {
        findings.iter().fold(VerdictSet::default(), |all, f| all.with(Verdict::of(*f))).evaluate().finding
    }

    #[test]
    fn finding_is_missing_only_when_a_missing_fact_could_make_it_met() {
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
            assert_eq!(finding_of(results), finding, "{results:?}");
        }
    }
}
