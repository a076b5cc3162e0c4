//! D.I.A.4: failure of conservative therapy, active (a) and inactive (b). D.II cites both.

use std::fmt::{self, Write};

use crate::case::{Choice, End, Fact, Field, Inability, Part, PartialDate};
use crate::policy::engine::{Finding, Item, Limits, Reading, Rule, Unit, Verdict, VerdictSet, yes};

use super::therapy::{Days, Episode, between, harshest, kindest};

/// What is read of an episode of active therapy.
pub(super) const ACTIVE_PARTS: &[Part] =
    &[Part::Kind, Part::Start, Part::End, Part::InRecord, Part::Supervised, Part::Plan, Part::FollowUp];
/// What is read of an episode of inactive therapy.
pub(super) const INACTIVE_PARTS: &[Part] =
    &[Part::Kind, Part::Start, Part::End, Part::InRecord, Part::TensDetails];

/// D.I.A.4.a: active conservative therapy.
pub(super) static D_I_A_4_A: Rule = Rule {
    item: Item::D_I_A_4_A,
    title: "{therapy_days:weeks} of active conservative therapy",
    summary: "The record shows {therapy_days:weeks} of active therapy in the last {evidence_months:month|# months}, or why \
           it could not be completed.",
    criteria: "{therapy_days} different {therapy_days:day|days} of qualifying active therapy inside receipt − \
           {evidence_months:unit} to receipt: met. Inability for contraindication, increased pain, intolerance or \
           physical reasons, stated in the record: met; another explanation goes to a clinician. {therapy_days:Visits} \
           ({therapy_days:almost}) and a programme that began before the window are live readings. Home exercise \
           counts when supervised, planned, followed up and {therapy_days:unit} long.",
    reads: &[Field::ActiveTherapy, Field::Inability, Field::InabilityInRecord],
    parts: &[ACTIVE_PARTS],
    limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
    readings: &[Reading::SIX_WEEKLY_VISITS, Reading::STRADDLING_PROGRAMME],
    remedy: "more documented days of active therapy in the window, or a recorded inability to complete it",
    evaluate: active_therapy,
    explain: explain_active_therapy,
    entry_can_count,
    shortfall: |unit| days_short(unit, &TherapyTotals::active(unit)),
    ..Rule::BLANK
};

/// D.I.A.4.a over all its missing facts.
pub(super) fn active_therapy(unit: &Unit<'_>) -> VerdictSet {
    let therapy = &unit.facts.therapy;
    let stated = yes(&therapy.inability_in_record);
    let reason = |unknown: Inability| therapy.inability.known().copied().unwrap_or(unknown);
    TherapyTotals::active(unit).evaluate(
        unit,
        |days| enough_active(unit, days, reason(Inability::Contraindication), stated.can),
        |days| enough_active(unit, days, reason(Inability::No), stated.must),
        &[Reading::SIX_WEEKLY_VISITS, Reading::STRADDLING_PROGRAMME],
    )
}

fn enough_active(unit: &Unit<'_>, days: Days, inability: Inability, stated: bool) -> Verdict {
    let unable = match inability {
        Inability::OtherExplained if stated => Verdict::CLINICAL_JUDGEMENT,
        reason => Verdict::met_if(reason.can_count() && reason != Inability::OtherExplained && stated),
    };
    let visits =
        if days.six_visits { unit.readings.verdict(Reading::SIX_WEEKLY_VISITS) } else { Verdict::NOT_MET };
    enough_days(unit, days).or(unable).or(visits)
}

/// The two arms that D.I.A.4.a and D.I.A.4.b share: the days, and the programme that straddles the window.
fn enough_days(unit: &Unit<'_>, days: Days) -> Verdict {
    let limit = unit.limits.therapy_days;
    if days.in_window >= limit {
        Verdict::MET
    } else if days.straddling >= limit {
        unit.readings.verdict(Reading::STRADDLING_PROGRAMME)
    } else {
        Verdict::NOT_MET
    }
}

/// One list of therapy, worked out.
struct TherapyTotals {
    name: &'static str,
    /// `None`: the list is not known.
    episodes: Option<Vec<Episode>>,
    /// The days at the kindest.
    most: Days,
    /// The days at the harshest.
    fewest: Days,
}

impl TherapyTotals {
    fn active(unit: &Unit<'_>) -> Self {
        let listed = unit.facts.therapy.active.known();
        let episodes = listed.map(|listed| listed.iter().map(|entry| Episode::active(unit, entry)).collect());
        Self::of(unit, "active", episodes)
    }

    fn inactive(unit: &Unit<'_>) -> Self {
        let listed = unit.facts.therapy.inactive.known();
        let episodes =
            listed.map(|listed| listed.iter().map(|entry| Episode::inactive(unit, entry)).collect());
        Self::of(unit, "inactive", episodes)
    }

    fn of(unit: &Unit<'_>, name: &'static str, episodes: Option<Vec<Episode>>) -> Self {
        let certain =
            |episode: &Episode| episode.dated() && episode.documented.can == episode.documented.must;
        let (most, fewest) = match &episodes {
            None => (Days { in_window: unit.limits.therapy_days, ..Days::default() }, Days::default()),
            Some(episodes) => {
                let kind = kindest(unit, episodes);
                (kind, if episodes.iter().all(certain) { kind } else { harshest(unit, episodes) })
            }
        };
        Self { name, episodes, most, fewest }
    }

    /// The finding between the kindest and the harshest, given what so many
    /// days are at either end, and the readings that days can hang on.
    fn evaluate(
        &self,
        unit: &Unit<'_>,
        kindly: impl Fn(Days) -> Verdict,
        harshly: impl Fn(Days) -> Verdict,
        readings: &[Reading],
    ) -> VerdictSet {
        let ends = VerdictSet::between(kindly(self.most), harshly(self.fewest));
        // What can be met and can fail can also hang on a reading in between: that
        // changes no finding, but a reason that rests on this one names the reading.
        if ends.evaluate().finding != Finding::Missing {
            return ends;
        }
        let Some(episodes) = &self.episodes else {
            let hanging = readings.iter().map(|reading| unit.readings.verdict(*reading));
            return hanging.fold(ends, VerdictSet::with);
        };
        let hanging = between(unit, episodes).into_iter().map(harshly);
        hanging.filter(|verdict| verdict.finding == Finding::Unclear).fold(ends, VerdictSet::with)
    }

    fn explain_days(&self, unit: &Unit<'_>, out: &mut String) -> fmt::Result {
        let (window, limit, name) = (unit.evidence(), unit.limits.therapy_days, self.name);
        match (&self.episodes, self.fewest.in_window, self.most.in_window) {
            (None, ..) => write!(out, "{name} therapy not known")?,
            (Some(_), fewest, most) if fewest == most => write!(out, "{most} days of {name} therapy")?,
            (Some(_), fewest, most) => write!(out, "{fewest} to {most} days of {name} therapy")?,
        }
        write!(out, " between {} and {} ({limit} needed)", window.first, window.last)
    }

    /// The days, and the entries they come from.
    fn explain<'e, K: Choice + 'e>(
        &self,
        unit: &Unit<'_>,
        out: &mut String,
        entries: impl Iterator<Item = (&'e K, &'e Fact<PartialDate>, &'e Fact<End>)>,
    ) -> fmt::Result {
        self.explain_days(unit, out)?;
        super::words::episodes(unit, out, self.episodes.iter().flatten().copied().zip(entries))
    }
}

fn explain_active_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let therapy = &unit.facts.therapy;
    let entries = therapy.active.known().into_iter().flatten();
    let entries = entries.map(|entry| (&entry.kind, &entry.start, &entry.end));
    TherapyTotals::active(unit).explain(unit, out, entries)?;
    match therapy.inability.known() {
        Some(Inability::No) => Ok(()),
        None => out.write_str("; inability to complete it not known"),
        Some(reason) if !reason.can_count() => {
            write!(out, "; {} is no inability", reason.name())
        }
        Some(reason) => {
            write!(out, "; not completed: {}, stated in the record: ", reason.name())?;
            super::words::yes_no(out, &therapy.inability_in_record)
        }
    }
}

/// D.I.A.4.b: inactive conservative therapy.
pub(super) static D_I_A_4_B: Rule = Rule {
    item: Item::D_I_A_4_B,
    title: "{therapy_days:weeks} of inactive conservative therapy",
    summary: "The record shows {therapy_days:weeks} of inactive therapy in the last {evidence_months:month|# months}.",
    criteria: "{therapy_days} different {therapy_days:day|days} of qualifying inactive therapy inside receipt − \
           {evidence_months:unit} to receipt: met. A programme that began before the window is a live reading. TENS \
           counts when use, frequency, duration and start date are all in the record.",
    reads: &[Field::InactiveTherapy],
    parts: &[INACTIVE_PARTS],
    limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
    readings: &[Reading::STRADDLING_PROGRAMME],
    remedy: "more documented days of inactive therapy in the window",
    evaluate: inactive_therapy,
    explain: explain_inactive_therapy,
    entry_can_count,
    shortfall: |unit| days_short(unit, &TherapyTotals::inactive(unit)),
    ..Rule::BLANK
};

/// D.I.A.4.b over all its missing facts.
pub(super) fn inactive_therapy(unit: &Unit<'_>) -> VerdictSet {
    let enough = |days| enough_days(unit, days);
    TherapyTotals::inactive(unit).evaluate(unit, enough, enough, &[Reading::STRADDLING_PROGRAMME])
}

fn explain_inactive_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let entries = unit.facts.therapy.inactive.known().into_iter().flatten();
    let entries = entries.map(|entry| (&entry.kind, &entry.start, &entry.end));
    TherapyTotals::inactive(unit).explain(unit, out, entries)
}

/// The days a list of therapy comes to, in words: `35 of 42 days`.
pub(super) fn days_in_words(unit: &Unit<'_>, field: Field) -> Option<String> {
    let therapy = match field {
        Field::ActiveTherapy => TherapyTotals::active(unit),
        Field::InactiveTherapy => TherapyTotals::inactive(unit),
        _ => return None,
    };
    let mut words = String::new();
    therapy.explain_days(unit, &mut words).ok()?;
    Some(words)
}

/// The documented days still lacking, at least, in words.
fn days_short(unit: &Unit<'_>, therapy: &TherapyTotals) -> Option<String> {
    let lacking = unit.limits.therapy_days.saturating_sub(therapy.most.in_window);
    let is_short = lacking > 0 && therapy.episodes.is_some();
    is_short.then(|| format!("{} more in the record", super::words::plural(lacking, "documented day")))
}

/// Whether an episode could count whatever its missing parts are: a therapy
/// that was over before the window opened can't.
pub(super) fn entry_can_count(unit: &Unit<'_>, field: Field, index: usize) -> bool {
    let therapy = &unit.facts.therapy;
    let episode = match field {
        Field::ActiveTherapy => {
            therapy.active.known().and_then(|list| list.get(index)).map(|entry| Episode::active(unit, entry))
        }
        Field::InactiveTherapy => therapy
            .inactive
            .known()
            .and_then(|list| list.get(index))
            .map(|entry| Episode::inactive(unit, entry)),
        _ => None,
    };
    episode.is_none_or(|episode| episode.longest().intersection(unit.evidence()).is_some())
}

/// Failed conservative therapy as D.II takes it over: D.I.A.4.a and D.I.A.4.b together.
pub(super) fn failed_therapy(unit: &Unit<'_>) -> VerdictSet {
    active_therapy(unit).combine(inactive_therapy(unit), Verdict::and)
}

/// Both findings of D.I.A.4, for the items of D.II that cite them.
pub(super) fn explain_failed_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    write!(out, "D.I.A.4.a {}: ", active_therapy(unit).evaluate().finding)?;
    explain_active_therapy(unit, out)?;
    write!(out, ". D.I.A.4.b {}: ", inactive_therapy(unit).evaluate().finding)?;
    explain_inactive_therapy(unit, out)
}
