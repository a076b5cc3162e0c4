//! The injections a joint had, as they could have been where parts of the record are missing.

use chrono::NaiveDate;

use crate::case::{DateRange, Decimal, Injection, Purpose, months_after};
use crate::policy::engine::{Certainty, Unit, yes};

impl Unit<'_> {
    /// The injections this joint had, or could have had where the history is missing.
    pub(super) fn injections(&self) -> impl Iterator<Item = PriorInjection> + '_ {
        let known = self.joint.injections.known();
        let unknown = if known.is_none() { self.limits.injections + 1 } else { 0 };
        let anything = (0..unknown).map(|_| PriorInjection::anything(self.received()));
        let listed = known.into_iter().flatten().map(|injection| self.injection(injection));
        listed.chain(anything)
    }

    fn injection(&self, injection: &Injection) -> PriorInjection {
        let enough = Decimal::whole(self.limits.relief_percent.into());
        PriorInjection {
            exists: Certainty::known(true),
            days: self.days(&injection.date),
            diagnostic: Certainty::of(&injection.purpose, |purpose| *purpose == Purpose::Diagnostic),
            relieved: Certainty::of(&injection.relief_percent, |relief| relief.0 >= enough),
            improved: yes(&injection.functional_improvement),
        }
    }

    /// The days that lie this far after an injection: on them a finding can turn.
    pub(super) fn days_after_injections(&self, after: impl Fn(NaiveDate) -> NaiveDate) -> Vec<NaiveDate> {
        self.injections().map(|injection| after(injection.days.last)).collect()
    }
}

/// An injection as it could have been.
#[derive(Debug, Clone, Copy)]
pub(super) struct PriorInjection {
    pub(super) exists: Certainty,
    pub(super) days: DateRange,
    pub(super) diagnostic: Certainty,
    pub(super) relieved: Certainty,
    pub(super) improved: Certainty,
}

impl PriorInjection {
    fn anything(received: NaiveDate) -> Self {
        Self {
            exists: Certainty::UNKNOWN,
            days: DateRange::until(received),
            diagnostic: Certainty::UNKNOWN,
            relieved: Certainty::UNKNOWN,
            improved: Certainty::UNKNOWN,
        }
    }

    /// Whether it was, or could be, a diagnostic injection that was given.
    pub(super) fn diagnostic(&self) -> Certainty {
        self.exists.and(self.diagnostic)
    }

    /// Whether it was, or could be, a therapeutic injection that was given.
    pub(super) fn therapeutic(&self) -> Certainty {
        self.exists.and(self.diagnostic.not())
    }

    /// Whether the service comes before `months` have passed since it.
    pub(super) fn within_months_of(&self, unit: &Unit<'_>, months: u32) -> Certainty {
        Certainty {
            can: months_after(self.days.last, months) > unit.first_service(),
            must: months_after(self.days.first, months) > unit.last_service(),
        }
    }
}
