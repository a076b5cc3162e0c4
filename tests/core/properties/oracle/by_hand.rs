//! The items of MM-1463 on complete facts, written from READING alone: every date
//! known to the day, nothing missing that the item reads.

use chrono::NaiveDate;
use sij_intake::case::{
    BlockPlace, Character, DateRange, Decimal, Fact, Facts, Injection, Laterality, Location, OtherBlock,
    PartialDate, Procedure, ProvocationTest, Purpose, Report, RequestedSide, Technique, YesNo, days_after,
    months_after, months_before,
};
use sij_intake::policy::{Finding, PolicySettings, Reading, Setting};

/// The result of an item or of one of its parts, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Met,
    Missing,
    Unclear,
    NotMet,
}

use Verdict::{Met, Missing, NotMet, Unclear};

impl Verdict {
    pub(crate) fn of(finding: Finding) -> Self {
        match finding {
            Finding::NotApplicable | Finding::Met => Met,
            Finding::Missing => Missing,
            Finding::Unclear => Unclear,
            Finding::NotMet => NotMet,
        }
    }
}

/// The result of an item, and those of its parts where READING has parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) item: Verdict,
    pub(crate) parts: Vec<Verdict>,
}

impl Judged {
    pub(super) fn one(item: Verdict) -> Self {
        Self { item, parts: Vec::new() }
    }

    pub(super) fn all_of(parts: Vec<Verdict>) -> Self {
        Self { item: worst(&parts), parts }
    }
}

pub(super) fn best(arms: &[Verdict]) -> Verdict {
    arms.iter().copied().min().unwrap_or(NotMet)
}

pub(super) fn worst(parts: &[Verdict]) -> Verdict {
    parts.iter().copied().max().unwrap_or(Met)
}

pub(super) fn met_if(condition: bool) -> Verdict {
    if condition { Met } else { NotMet }
}

/// The first day of service that the policy governs.
pub(crate) fn governs_from() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).unwrap()
}

pub(crate) fn received(facts: &Facts) -> NaiveDate {
    facts.request.received.0.unwrap()
}

pub(super) fn is_yes(fact: &Fact<YesNo>) -> bool {
    matches!(fact, Fact::Known(YesNo::Yes))
}

pub(super) fn day_of(date: &Fact<PartialDate>) -> NaiveDate {
    match date {
        Fact::Known(PartialDate::Day(day)) => *day,
        other => unreachable!("{other:?} is no day"),
    }
}

/// How many different days these ranges have together.
pub(super) fn days_together(mut ranges: Vec<DateRange>) -> u32 {
    ranges.sort_by_key(|range| range.first);
    let mut days = 0;
    let mut counted_to = NaiveDate::MIN;
    for range in ranges {
        let first = range.first.max(days_after(counted_to, 1));
        days += DateRange { first, last: range.last }.days();
        counted_to = counted_to.max(range.last);
    }
    days
}

/// One joint of a case with complete facts.
#[derive(Clone, Copy)]
pub(crate) struct ByHand<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) side: Laterality,
    pub(crate) settings: &'a PolicySettings,
    /// Whether a clinician's answer is that it is met.
    pub(crate) clinician: bool,
}

impl<'a> ByHand<'a> {
    pub(crate) fn judge(self, item: &str) -> Judged {
        match item {
            "effective-date" => Judged::one(met_if(self.service() >= governs_from())),
            "D.I.A" => Judged::one(self.limit_of_two()),
            "D.I.A.1" => Judged::all_of(vec![self.place(), self.character(), self.duration()]),
            "D.I.A.2" => Judged::all_of(self.region()),
            "D.I.A.3" => Judged::one(self.tests()),
            "D.I.A.4.a" => Judged::one(self.active()),
            "D.I.A.4.b" => Judged::one(self.inactive()),
            "D.I.A.5" => Judged::one(self.one_week_after_the_first()),
            "D.I.B.1" => Judged::one(self.previous_helped()),
            "D.I.B.2" => Judged::one(met_if(is_yes(&self.facts.joint(self.side).returned))),
            "D.I.B.3" => Judged::all_of(self.alongside()),
            "D.I.B.4" => Judged::all_of(self.two_months()),
            "D.I.B.5" => Judged::one(self.limit_of_four()),
            "D.I.C.3" => Judged::all_of(vec![self.other_block(), self.both_joints()]),
            "D.I.C.6" => Judged::one(self.zoster()),
            "D.II.A.1" => Judged::all_of(vec![self.active(), self.inactive()]),
            "D.II.A.2" => Judged::one(self.diagnostic_relief()),
            "D.II.B.1" => self.conservative_or_waived(),
            "D.II.B.2" => Judged::one(self.diagnostic_or_spared()),
            "D.II.B.3" => {
                let last = day_of(&self.last_ablation().date);
                Judged::one(met_if(self.service() >= months_after(last, 12)))
            }
            "D.II.C.1" => Judged::one(self.technique()),
            "D.III" => Judged::one(self.device()),
            other => unreachable!("{other} is no item"),
        }
    }

    pub(super) fn reading(self, reading: Reading) -> Verdict {
        match (self.settings.readings.of(reading), reading.text().otherwise) {
            (Setting::Met, _) => Met,
            (Setting::Unsettled, _) => Unclear,
            (Setting::Other, Finding::Missing) => Missing,
            (Setting::Other, _) => NotMet,
        }
    }

    pub(super) fn clinician_decides(self) -> Verdict {
        if self.clinician { Met } else { Unclear }
    }

    pub(super) fn received(self) -> NaiveDate {
        received(self.facts)
    }

    pub(super) fn service(self) -> NaiveDate {
        *self.facts.joint(self.side).service_date.known().unwrap()
    }

    pub(super) fn injections(self) -> &'a [Injection] {
        self.facts.joint(self.side).injections.known().unwrap()
    }

    pub(super) fn diagnostics(self) -> impl Iterator<Item = &'a Injection> {
        let of = |injection: &&Injection| injection.purpose == Fact::Known(Purpose::Diagnostic);
        self.injections().iter().filter(of)
    }

    pub(super) fn window(self) -> DateRange {
        DateRange { first: months_before(self.received(), 6), last: self.received() }
    }

    fn limit_of_two(self) -> Verdict {
        if self.diagnostics().count() < 2 {
            return Met;
        }
        let recent = self.diagnostics().filter(|one| months_after(day_of(&one.date), 12) > self.service());
        if recent.count() >= 2 { NotMet } else { self.reading(Reading::TWO_DIAGNOSTICS_PERIOD) }
    }

    fn place(self) -> Verdict {
        let locations = self.facts.pain.location.known().unwrap();
        if locations.contains(&Location::LowBack) || locations.contains(&Location::Buttock) {
            Met
        } else if locations.contains(&Location::Leg) {
            self.reading(Reading::LEG_ONLY_PAIN)
        } else {
            NotMet
        }
    }

    fn character(self) -> Verdict {
        match self.facts.pain.character.known().unwrap() {
            Character::Nonradicular => Met,
            Character::Radicular => NotMet,
            Character::Mixed => self.clinician_decides(),
        }
    }

    fn duration(self) -> Verdict {
        let onset = self.facts.pain.onset.known().unwrap().span(self.received());
        assert_eq!(onset.first, onset.last);
        if months_after(onset.first, 3) <= self.received() {
            Met
        } else if days_after(onset.first, 84) <= self.received() {
            self.reading(Reading::PAIN_84_DAYS)
        } else {
            NotMet
        }
    }

    fn region(self) -> Vec<Verdict> {
        let joint = self.facts.joint(self.side);
        [&joint.sij_pain, &joint.sij_tenderness].map(|fact| met_if(is_yes(fact))).to_vec()
    }

    fn tests(self) -> Verdict {
        let positive = self.facts.joint(self.side).positive_tests.known().unwrap();
        if positive.iter().any(|test| *test != ProvocationTest::Other) {
            Met
        } else if positive.is_empty() {
            NotMet
        } else {
            self.clinician_decides()
        }
    }

    fn one_week_after_the_first(self) -> Verdict {
        match self.diagnostics().collect::<Vec<_>>()[..] {
            [only] => met_if(self.service() >= days_after(day_of(&only.date), 7)),
            _ => Met,
        }
    }

    fn previous_helped(self) -> Verdict {
        let passes = |injection: &&Injection| {
            injection.relief_percent.known().unwrap().0 >= Decimal::whole(75)
                && is_yes(&injection.functional_improvement)
        };
        let latest = self.injections().iter().map(|injection| day_of(&injection.date)).max();
        let mut on_the_latest_day = self.injections().iter().filter(|one| Some(day_of(&one.date)) == latest);
        if latest.is_some() && on_the_latest_day.all(|one| passes(&one)) {
            Met
        } else if self.injections().iter().any(|one| passes(&one)) {
            self.reading(Reading::LATEST_OR_ANY_INJECTION)
        } else {
            NotMet
        }
    }

    fn alongside(self) -> Vec<Verdict> {
        let therapy = &self.facts.therapy;
        [&therapy.alongside_active, &therapy.alongside_inactive].map(|fact| met_if(is_yes(fact))).to_vec()
    }

    fn two_months(self) -> Vec<Verdict> {
        let since = |injection: &Injection| self.service() >= months_after(day_of(&injection.date), 2);
        let therapeutic = |one: &&Injection| one.purpose == Fact::Known(Purpose::Therapeutic);
        let after_therapeutic = self.injections().iter().filter(therapeutic).all(since);
        let after_any = self.injections().iter().all(since);
        let gap = self.reading(Reading::DIAGNOSTIC_TO_THERAPEUTIC_GAP);
        vec![met_if(after_therapeutic), if after_any { Met } else { gap }]
    }

    fn limit_of_four(self) -> Verdict {
        let counts = |one: &&Injection| months_after(day_of(&one.date), 12) > self.service();
        match self.injections().iter().filter(counts).count() {
            0..=3 => Met,
            4 => self.reading(Reading::FIFTH_INJECTION),
            _ => NotMet,
        }
    }

    fn other_block(self) -> Verdict {
        let OtherBlock::On(block) = *self.facts.request.other_block.known().unwrap() else { return Met };
        let apart = (block - self.service()).num_days().abs() >= 7;
        match self.facts.request.other_block_where.known().unwrap() {
            _ if apart => Met,
            BlockPlace::DifferentRegion => NotMet,
            BlockPlace::OtherJoint => self.reading(Reading::LEFT_AND_RIGHT_ARE_SITES),
        }
    }

    fn both_joints(self) -> Verdict {
        if self.facts.request.side.0 != Some(RequestedSide::Both) {
            return Met;
        }
        let other = *self.facts.joint(self.side.other()).service_date.known().unwrap();
        let apart = (other - self.service()).num_days().abs() >= 7;
        if apart { Met } else { self.reading(Reading::LEFT_AND_RIGHT_ARE_SITES) }
    }

    fn zoster(self) -> Verdict {
        let zoster = |code: &sij_intake::case::Text| code.to_string().starts_with("B02");
        if is_yes(&self.facts.pain.herpes_zoster) {
            NotMet
        } else if self.facts.request.diagnoses.known().is_some_and(|codes| codes.iter().any(zoster)) {
            self.clinician_decides()
        } else {
            Met
        }
    }

    fn technique(self) -> Verdict {
        match self.facts.request.technique.known().unwrap() {
            Technique::Thermal => Met,
            Technique::Cooled => NotMet,
            Technique::Pulsed | Technique::Other => self.clinician_decides(),
        }
    }

    fn device(self) -> Verdict {
        let device = &self.facts.device;
        if device.implanted.known().unwrap().is_empty() {
            return Met;
        }
        let ablation = self.facts.request.procedure.0 == Some(Procedure::RadiofrequencyAblation);
        match (device.working.known().unwrap(), device.report.known().unwrap()) {
            (YesNo::No, _) => self.clinician_decides(),
            (YesNo::Yes, Report::Yes) => Met,
            (YesNo::Yes, _) if ablation => self.reading(Reading::DEVICE_AND_RFA),
            (YesNo::Yes, Report::Declined) => self.clinician_decides(),
            (YesNo::Yes, Report::No) => Missing,
        }
    }
}
