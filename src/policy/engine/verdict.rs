//! The one mechanism for what is missing or unclear: an item is worked out for
//! each value its missing facts could have, and [`VerdictSet`] gathers the results.

use std::cmp::Ordering;

use super::finding::Finding;
use super::reading::{Reading, ReadingSettings, Readings, Setting};

/// The result of an item on complete facts, and the readings that left it open.
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

    pub(crate) const fn open(reading: Reading) -> Self {
        Self { finding: Finding::Unclear, readings: Readings::one(reading) }
    }

    pub(crate) const fn met_if(holds: bool) -> Self {
        if holds { Self::MET } else { Self::NOT_MET }
    }

    /// This arm or that one: the better of the two.
    pub(crate) fn or(self, other: Self) -> Self {
        self.pick(other, Ordering::Less)
    }

    /// This part and that one: the worse of the two.
    pub(crate) fn and(self, other: Self) -> Self {
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
pub(crate) struct VerdictSet {
    results: u8,
    readings: Readings,
}

impl VerdictSet {
    /// One result whatever the missing facts.
    pub(crate) fn only(verdict: Verdict) -> Self {
        Self::default().with(verdict)
    }

    /// The results in the kindest and in the harshest case the missing facts allow.
    pub(crate) fn between(kindest: Verdict, harshest: Verdict) -> Self {
        Self::only(kindest).with(harshest)
    }

    /// These results and one more.
    #[must_use]
    pub(crate) fn with(self, verdict: Verdict) -> Self {
        Self {
            results: self.results | 1 << verdict.finding as u8,
            readings: self.readings.and(verdict.readings),
        }
    }

    /// These results and those.
    #[must_use]
    pub(crate) fn union(self, other: Self) -> Self {
        Self { results: self.results | other.results, readings: self.readings.and(other.readings) }
    }

    /// Two questions that share no missing fact, put together.
    pub(crate) fn combine(self, other: Self, together: fn(Verdict, Verdict) -> Verdict) -> Self {
        self.verdicts().fold(Self::default(), |all, mine| {
            other.verdicts().fold(all, |all, theirs| all.with(together(mine, theirs)))
        })
    }

    /// Each possible result.
    pub(crate) fn verdicts(self) -> impl Iterator<Item = Verdict> {
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
        let open = usize::from(counts_as_met) + others > 1;
        Evaluation { finding, readings, open }
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
    pub(crate) open: bool,
}

impl ReadingSettings {
    /// What the case finding is where it hangs on this reading alone.
    pub(crate) fn verdict(&self, reading: Reading) -> Verdict {
        match self.of(reading) {
            Setting::Met => Verdict::MET,
            Setting::Unsettled => Verdict::open(reading),
            Setting::Other => Verdict::of(reading.text().otherwise),
        }
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
