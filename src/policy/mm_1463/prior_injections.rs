//! The earlier injections of a joint, with what is certain about each when facts are missing.

use chrono::NaiveDate;

use crate::case::{DateRange, Decimal, Injection, Purpose, months_after};
use crate::policy::engine::{Certainty, Unit, yes};

impl Unit<'_> {
    /// The injections this joint had. When the history is missing, one unknown
    /// injection more than the limit allows.
    pub(super) fn injections(&self) -> impl Iterator<Item = PriorInjection> + '_ {
        let known = self.joint.injections.known();
        let unknown_count = if known.is_none() { self.limits.injections + 1 } else { 0 };
        let unknown = (0..unknown_count).map(|_| PriorInjection::unknown(self.received()));
        let listed = known.into_iter().flatten().map(|injection| self.injection(injection));
        listed.chain(unknown)
    }

    fn injection(&self, injection: &Injection) -> PriorInjection {
        let enough = Decimal::whole(self.limits.relief_percent.into());
        PriorInjection {
            exists: Certainty::known(true),
            days: self.possible_days(&injection.date),
            diagnostic: Certainty::of(&injection.purpose, |purpose| *purpose == Purpose::Diagnostic),
            relieved: Certainty::of(&injection.relief_percent, |relief| relief.0 >= enough),
            improved: yes(&injection.functional_improvement),
        }
    }

    /// The days at a given distance after the injections, from which a finding can be different.
    pub(super) fn days_after_injections(&self, after: impl Fn(NaiveDate) -> NaiveDate) -> Vec<NaiveDate> {
        self.injections().map(|injection| after(injection.days.last)).collect()
    }
}

/// An earlier injection, and what is certain about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PriorInjection {
    /// Whether it was given at all: uncertain when the history is missing.
    pub(super) exists: Certainty,
    /// The days it can have been on.
    pub(super) days: DateRange,
    pub(super) diagnostic: Certainty,
    /// Whether the relief reached the limit.
    pub(super) relieved: Certainty,
    /// Whether function improved.
    pub(super) improved: Certainty,
}

impl PriorInjection {
    fn unknown(received: NaiveDate) -> Self {
        Self {
            exists: Certainty::UNKNOWN,
            days: DateRange::until(received),
            diagnostic: Certainty::UNKNOWN,
            relieved: Certainty::UNKNOWN,
            improved: Certainty::UNKNOWN,
        }
    }

    /// Whether it was given and diagnostic.
    pub(super) fn diagnostic(&self) -> Certainty {
        self.exists.and(self.diagnostic)
    }

    /// Whether it was given and therapeutic.
    pub(super) fn therapeutic(&self) -> Certainty {
        self.exists.and(self.diagnostic.not())
    }

    /// Whether the service is less than `months` after it.
    pub(super) fn within_months_of(&self, unit: &Unit<'_>, months: u32) -> Certainty {
        Certainty {
            can: months_after(self.days.last, months) > unit.first_service(),
            must: months_after(self.days.first, months) > unit.last_service(),
        }
    }
}
