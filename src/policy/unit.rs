//! The unit of decision: one procedure on one joint on one planned date, and
//! what its record could be when parts of it are missing.

use chrono::NaiveDate;

use crate::case::{
    DateRange, Decimal, Fact, Facts, Injection, Joint, Laterality, PartialDate, Procedure, Purpose,
    RequestedSide, YesNo, months_after, months_before,
};

use super::PolicySettings;
use super::finding::Certainty;

/// The facts no determination can do without.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs {
    pub(super) received: NaiveDate,
    pub(super) procedure: Procedure,
    pub(super) side: RequestedSide,
}

/// One joint of a request, as the items see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    pub(super) facts: &'a Facts,
    pub(super) joint: &'a Joint,
    pub(super) side: Laterality,
    pub(super) needs: Needs,
    /// S, unless it is missing.
    pub(super) service: Option<NaiveDate>,
    pub(super) settings: &'a PolicySettings,
}

/// Months, 300 years of them: a later day than any that could matter.
const FAR_MONTHS: u32 = 3600;

impl<'a> Unit<'a> {
    pub(super) fn new(
        facts: &'a Facts,
        side: Laterality,
        needs: Needs,
        settings: &'a PolicySettings,
    ) -> Self {
        let joint = facts.joint(side);
        let service = joint.service_date.known().copied();
        Self { facts, joint, side, needs, service, settings }
    }

    pub(super) fn received(&self) -> NaiveDate {
        self.needs.received
    }

    pub(super) fn both_requested(&self) -> bool {
        self.needs.side == RequestedSide::Both
    }

    /// The first day S could be: S itself, or R while S is missing.
    pub(super) fn first_service(&self) -> NaiveDate {
        self.service.unwrap_or(self.needs.received)
    }

    /// The last day S could be: S itself, or a far day while S is missing.
    pub(super) fn last_service(&self) -> NaiveDate {
        self.service.unwrap_or_else(|| months_after(self.needs.received, FAR_MONTHS))
    }

    /// The window in which evidence counts, both ends included.
    pub(super) fn evidence(&self) -> DateRange {
        let months = self.settings.limits.evidence_months;
        DateRange { first: months_before(self.received(), months), last: self.received() }
    }

    /// The days a past event could have been on.
    pub(super) fn days(&self, date: &Fact<PartialDate>) -> DateRange {
        let until = DateRange::until(self.received());
        date.known().and_then(|when| when.span().and(until)).unwrap_or(until)
    }

    /// The injections this joint had, or could have had where the history is missing.
    pub(super) fn injections(&self) -> impl Iterator<Item = PriorInjection> + '_ {
        let known = self.joint.injections.known();
        let unknown = if known.is_none() { self.settings.limits.injections + 1 } else { 0 };
        let anything = (0..unknown).map(|_| PriorInjection::anything(self.received()));
        let listed = known.into_iter().flatten().map(|injection| self.injection(injection));
        listed.chain(anything)
    }

    fn injection(&self, injection: &Injection) -> PriorInjection {
        let enough = Decimal::whole(self.settings.limits.relief_percent.into());
        PriorInjection {
            exists: Certainty::known(true),
            days: self.days(&injection.date),
            diagnostic: Certainty::of(&injection.purpose, |purpose| *purpose == Purpose::Diagnostic),
            relieved: Certainty::of(&injection.relief_percent, |relief| relief.0 >= enough),
            improved: yes(&injection.functional_improvement),
        }
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

/// Whether a yes-or-no fact is yes.
pub(super) fn yes(fact: &Fact<YesNo>) -> Certainty {
    Certainty::of(fact, |answer| answer.is_yes())
}

/// How many of the injections must, and how many can, be what is counted.
pub(super) fn count(all: impl Iterator<Item = Certainty>) -> (u32, u32) {
    all.fold((0, 0), |(must, can), one| (must + u32::from(one.must), can + u32::from(one.can)))
}

/// Whether any must, and whether any can.
pub(super) fn any(all: impl Iterator<Item = Certainty>) -> Certainty {
    let (must, can) = count(all);
    Certainty { can: can > 0, must: must > 0 }
}
