//! D.I.A.4 and D.II on complete facts, written from READING alone.

use sij_intake::case::{
    Ablation, ActiveEpisode, ActiveKind, DateRange, Decimal, End, Fact, Inability, InactiveEpisode,
    InactiveKind, Injection, PartialDate, Purpose, months_before,
};
use sij_intake::policy::{Reading, Setting};

use super::by_hand::Verdict::{Met, NotMet, Unclear};
use super::by_hand::{ByHand, Judged, Verdict, best, day_of, days_together, is_yes, worst};

const SIX_WEEKS: u32 = 42;
const ALMOST: std::ops::RangeInclusive<u32> = 36..=41;

impl<'a> ByHand<'a> {
    /// The days of an episode up to R; `None` where it is all after R.
    fn course(self, start: &Fact<PartialDate>, end: &Fact<End>) -> Option<DateRange> {
        let end = match end.known().unwrap() {
            End::Ongoing => self.received(),
            End::On(PartialDate::Day(day)) => *day,
            other @ End::On(_) => unreachable!("{other:?} is no day"),
        };
        DateRange { first: day_of(start), last: end }.intersection(DateRange::until(self.received()))
    }

    fn in_window(self, courses: &[DateRange]) -> Vec<DateRange> {
        courses.iter().filter_map(|course| course.intersection(self.window())).collect()
    }

    /// The arms that count days: 42 in the window, or with those before it.
    fn six_weeks(self, qualifying: &[DateRange]) -> [Verdict; 2] {
        let reaching: Vec<DateRange> = qualifying
            .iter()
            .copied()
            .filter(|course| course.intersection(self.window()).is_some())
            .collect();
        let inside = days_together(self.in_window(qualifying)) >= SIX_WEEKS;
        let with_earlier = days_together(reaching) >= SIX_WEEKS;
        let straddling = self.reading(Reading::STRADDLING_PROGRAMME);
        [if inside { Met } else { NotMet }, if with_earlier { straddling } else { NotMet }]
    }

    /// The recorded episode, unless it is a home exercise without what that needs.
    fn documented(self, episode: &ActiveEpisode) -> Option<DateRange> {
        let home = [&episode.supervised, &episode.plan, &episode.follow_up];
        let complete = episode.kind != ActiveKind::HomeExercise || home.into_iter().all(is_yes);
        (is_yes(&episode.in_record) && complete).then(|| self.course(&episode.start, &episode.end)).flatten()
    }

    pub(super) fn active(self) -> Verdict {
        let episodes = self.facts.therapy.active.known().unwrap();
        let documented: Vec<(&ActiveEpisode, DateRange)> =
            episodes.iter().filter_map(|each| Some((each, self.documented(each)?))).collect();
        let long_enough = |(episode, course): &&(&ActiveEpisode, DateRange)| {
            episode.kind != ActiveKind::HomeExercise || course.days() >= SIX_WEEKS
        };
        let qualifying: Vec<DateRange> = documented.iter().filter(long_enough).map(|each| each.1).collect();
        let all: Vec<DateRange> = documented.iter().map(|each| each.1).collect();
        let weekly = self.in_window(&all).iter().any(|inside| ALMOST.contains(&inside.days()));
        let weekly = if weekly { self.reading(Reading::SIX_WEEKLY_VISITS) } else { NotMet };
        let [inside, straddling] = self.six_weeks(&qualifying);
        best(&[inside, straddling, weekly, self.inability()])
    }

    fn inability(self) -> Verdict {
        let reason = *self.facts.therapy.inability.known().unwrap();
        let counts = !matches!(reason, Inability::No | Inability::Inconvenience | Inability::Unexplained);
        if !counts || !is_yes(&self.facts.therapy.inability_in_record) {
            NotMet
        } else if reason == Inability::OtherExplained {
            self.clinician_decides()
        } else {
            Met
        }
    }

    pub(super) fn inactive(self) -> Verdict {
        let qualifies = |episode: &&InactiveEpisode| {
            is_yes(&episode.in_record)
                && (episode.kind != InactiveKind::Tens || is_yes(&episode.tens_details))
        };
        let episodes = self.facts.therapy.inactive.known().unwrap().iter().filter(qualifies);
        let courses: Vec<DateRange> =
            episodes.filter_map(|episode| self.course(&episode.start, &episode.end)).collect();
        best(&self.six_weeks(&courses))
    }

    pub(super) fn diagnostic_relief(self) -> Verdict {
        let recent = |one: &&Injection| self.window().contains(day_of(&one.date));
        let relieved = |one: &Injection| one.relief_percent.known().unwrap().0 >= Decimal::whole(75);
        let diagnostics: Vec<&Injection> = self.diagnostics().filter(recent).collect();
        let therapeutic = |one: &&Injection| one.purpose == Fact::Known(Purpose::Therapeutic);
        if !diagnostics.is_empty() && diagnostics.iter().all(|one| relieved(one)) {
            Met
        } else if diagnostics.iter().any(|one| relieved(one)) {
            self.reading(Reading::DISAGREEING_DIAGNOSTICS)
        } else if self.injections().iter().filter(recent).filter(therapeutic).any(relieved) {
            self.reading(Reading::THERAPEUTIC_AS_DIAGNOSTIC)
        } else {
            NotMet
        }
    }

    /// The ablations in order: of two on a day, the one with the longer relief is the later.
    fn ablations(self) -> Vec<&'a Ablation> {
        let mut ablations: Vec<&Ablation> =
            self.facts.joint(self.side).ablations.known().unwrap().iter().collect();
        ablations.sort_by_key(|one| (day_of(&one.date), one.relief_months.known().copied()));
        ablations
    }

    pub(super) fn last_ablation(self) -> &'a Ablation {
        self.ablations().pop().unwrap()
    }

    fn recent(self, ablation: &Ablation) -> bool {
        months_before(self.received(), 36) <= day_of(&ablation.date)
    }

    fn waiver(self) -> Verdict {
        let long = |one: &Ablation| one.relief_months.known().unwrap().0 >= Decimal::whole(12);
        let ablations = self.ablations();
        let (first, last) = (ablations[0], self.last_ablation());
        let only_one = ablations.len() == 1;
        match self.recent(first) && long(first) {
            true if only_one || long(last) => Met,
            true => self.reading(Reading::WAIVER_AFTER_POOR_REPEAT),
            false if !only_one && self.recent(last) && long(last) => {
                self.reading(Reading::RELIEF_FROM_LATER_RFA)
            }
            false => NotMet,
        }
    }

    pub(super) fn conservative_or_waived(self) -> Judged {
        let parts = vec![self.active(), self.inactive()];
        Judged { item: best(&[self.waiver(), worst(&parts)]), parts }
    }

    pub(super) fn diagnostic_or_spared(self) -> Verdict {
        let last = day_of(&self.last_ablation().date);
        let since = self.diagnostics().any(|one| day_of(&one.date) > last);
        let since = if since { self.reading(Reading::REPEAT_INJECTION_STANDARD) } else { NotMet };
        best(&[self.diagnostic_relief(), since, self.spared()])
    }

    /// D.II.B.2's arms that need no injection.
    fn spared(self) -> Verdict {
        let repeat_is_recent = self.ablations()[1..].iter().any(|one| self.recent(one));
        let without_waiver = Reading::REPEAT_WITHOUT_WAIVER;
        match self.waiver() {
            Met if repeat_is_recent => Met,
            Met => self.reading(Reading::REPEAT_MEANS_ANY_RFA),
            Unclear if self.settings.readings.of(without_waiver) == Setting::Met => Met,
            Unclear => Unclear,
            _ if repeat_is_recent => self.reading(without_waiver),
            _ => NotMet,
        }
    }
}
