//! The unit of decision: one procedure on one joint on one planned date, and
//! what its record could be when parts of it are missing.

use chrono::NaiveDate;

use crate::case::{
    Decimal, Fact, Facts, Injection, Joint, Laterality, Procedure, Purpose, RequestedSide, Span, When, YesNo,
    months_after, months_before,
};

use super::Terms;
use super::finding::Maybe;

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
    pub(super) terms: &'a Terms,
}

/// Months, 300 years of them: a later day than any that could matter.
const FAR_MONTHS: u32 = 3600;

impl<'a> Unit<'a> {
    pub(super) fn new(facts: &'a Facts, side: Laterality, needs: Needs, terms: &'a Terms) -> Self {
        let joint = facts.joint(side);
        let service = joint.service_date.known().copied();
        Self { facts, joint, side, needs, service, terms }
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
    pub(super) fn evidence(&self) -> Span {
        let months = self.terms.limits.evidence_months;
        Span { first: months_before(self.received(), months), last: self.received() }
    }

    /// The days a past event could have been on.
    pub(super) fn days(&self, date: &Fact<When>) -> Span {
        let until = Span::until(self.received());
        date.known().and_then(|when| when.span().and(until)).unwrap_or(until)
    }

    /// The injections this joint had, or could have had where the history is missing.
    pub(super) fn injections(&self) -> impl Iterator<Item = Past> + '_ {
        let known = self.joint.injections.known();
        let unknown = if known.is_none() { self.terms.limits.injections + 1 } else { 0 };
        let anything = (0..unknown).map(|_| Past::anything(self.received()));
        let listed = known.into_iter().flatten().map(|injection| self.past(injection));
        listed.chain(anything)
    }

    fn past(&self, injection: &Injection) -> Past {
        let enough = Decimal::whole(self.terms.limits.relief_percent.into());
        Past {
            exists: Maybe::known(true),
            days: self.days(&injection.date),
            diagnostic: Maybe::of(&injection.purpose, |purpose| *purpose == Purpose::Diagnostic),
            relieved: Maybe::of(&injection.relief_percent, |relief| relief.0 >= enough),
            improved: yes(&injection.functional_improvement),
        }
    }
}

/// An injection as it could have been.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past {
    pub(super) exists: Maybe,
    pub(super) days: Span,
    pub(super) diagnostic: Maybe,
    pub(super) relieved: Maybe,
    pub(super) improved: Maybe,
}

impl Past {
    fn anything(received: NaiveDate) -> Self {
        Self {
            exists: Maybe::UNKNOWN,
            days: Span::until(received),
            diagnostic: Maybe::UNKNOWN,
            relieved: Maybe::UNKNOWN,
            improved: Maybe::UNKNOWN,
        }
    }

    /// Whether it was, or could be, a diagnostic injection that was given.
    pub(super) fn diagnostic(&self) -> Maybe {
        self.exists.and(self.diagnostic)
    }

    /// Whether it was, or could be, a therapeutic injection that was given.
    pub(super) fn therapeutic(&self) -> Maybe {
        self.exists.and(self.diagnostic.not())
    }

    /// Whether the service comes before `months` have passed since it.
    pub(super) fn within_months_of(&self, unit: &Unit<'_>, months: u32) -> Maybe {
        Maybe {
            can: months_after(self.days.last, months) > unit.first_service(),
            must: months_after(self.days.first, months) > unit.last_service(),
        }
    }
}

/// Whether a yes-or-no fact is yes.
pub(super) fn yes(fact: &Fact<YesNo>) -> Maybe {
    Maybe::of(fact, |answer| answer.is_yes())
}

/// How many of the injections must, and how many can, be what is counted.
pub(super) fn count(all: impl Iterator<Item = Maybe>) -> (u32, u32) {
    all.fold((0, 0), |(must, can), one| (must + u32::from(one.must), can + u32::from(one.can)))
}

/// Whether any must, and whether any can.
pub(super) fn any(all: impl Iterator<Item = Maybe>) -> Maybe {
    let (must, can) = count(all);
    Maybe { can: can > 0, must: must > 0 }
}
