//! D.I.A.4: failed conservative therapy, active (a) and inactive (b). D.II refers to both.

use std::fmt::{self, Write};

use crate::case::{Choice, End, Fact, Field, Inability, IsoDay, Part, PartialDate, QuestionId};
use crate::policy::engine::{
    Criteria, Criterion, Finding, Item, Limits, Measure, Node, Reading, Rule, Setting, Unit, Verdict,
    VerdictSet, yes,
};

use super::therapy::{Days, Episode, days_readings_can_decide, least_favorable, most_favorable};

/// The parts that are read of an episode of active therapy.
pub(super) const ACTIVE_PARTS: &[Part] =
    &[Part::Kind, Part::Start, Part::End, Part::InRecord, Part::Supervised, Part::Plan, Part::FollowUp];
/// The parts that are read of an episode of inactive therapy.
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
    structure: Criteria::Tree(ACTIVE_THERAPY),
    whole: Criterion {
        reads: &[Field::ActiveTherapy, Field::Inability, Field::InabilityInRecord],
        parts: &[ACTIVE_PARTS],
        limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
        readings: &[Reading::SIX_WEEKLY_VISITS, Reading::STRADDLING_PROGRAMME],
        explain: explain_active_therapy,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// D.I.A.4.a as criteria: six weeks, or an inability.
pub(super) const ACTIVE_THERAPY: Node = Node::Any(&[Node::One(&ACTIVE_DAYS), Node::One(&INABILITY)]);

/// Six weeks of active therapy.
static ACTIVE_DAYS: Criterion = Criterion {
    name: "active-days",
    reads: &[Field::ActiveTherapy],
    parts: &[ACTIVE_PARTS],
    limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
    readings: &[Reading::SIX_WEEKLY_VISITS, Reading::STRADDLING_PROGRAMME],
    remedy: "more documented days of active therapy in the window",
    evaluate: active_days,
    explain: |unit, out| TherapyTotals::active(unit).explain_days(unit, out),
    measure: |unit| TherapyTotals::active(unit).measure(unit),
    days_short: |unit| TherapyTotals::active(unit).days_short(unit, Field::ActiveTherapy),
    ..Criterion::BLANK
};

fn active_days(unit: &Unit<'_>) -> VerdictSet {
    let readings = &[Reading::SIX_WEEKLY_VISITS, Reading::STRADDLING_PROGRAMME];
    TherapyTotals::active(unit).evaluate(unit, |days| enough_active(unit, days), readings)
}

fn enough_active(unit: &Unit<'_>, days: Days) -> Verdict {
    let visits =
        if days.six_visits { unit.readings.verdict(Reading::SIX_WEEKLY_VISITS) } else { Verdict::NOT_MET };
    enough_days(unit, days).or(visits)
}

/// Active therapy could not be completed, for a reason that counts and is recorded.
static INABILITY: Criterion = Criterion {
    name: "inability",
    reads: &[Field::Inability, Field::InabilityInRecord],
    remedy: "a recorded inability to complete active therapy",
    evaluate: inability,
    explain: explain_inability,
    ..Criterion::BLANK
};

fn inability(unit: &Unit<'_>) -> VerdictSet {
    let therapy = &unit.facts.therapy;
    let stated = yes(&therapy.inability_in_record);
    let reason = |if_missing: Inability| therapy.inability.known().copied().unwrap_or(if_missing);
    VerdictSet::between(
        unable(reason(Inability::Contraindication), stated.can),
        unable(reason(Inability::No), stated.must),
    )
}

fn unable(reason: Inability, stated: bool) -> Verdict {
    match reason {
        Inability::OtherExplained if stated => Verdict::CLINICAL_JUDGEMENT,
        Inability::OtherExplained => Verdict::NOT_MET,
        reason => Verdict::met_if(reason.can_count() && stated),
    }
}

/// What D.I.A.4.a and D.I.A.4.b share: enough days in the window, or with those
/// before it by a reading.
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

/// The days of one list of therapy, as far as they are known.
struct TherapyTotals {
    name: &'static str,
    /// `None` when the list is missing.
    episodes: Option<Vec<Episode>>,
    /// The days when every missing fact is favorable.
    most: Days,
    /// The days when every missing fact is unfavorable.
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
        let is_certain =
            |episode: &Episode| episode.is_dated() && episode.documented.can == episode.documented.must;
        let (most, fewest) = match &episodes {
            None => (Days { in_window: unit.limits.therapy_days, ..Days::default() }, Days::default()),
            Some(episodes) => {
                let most = most_favorable(unit, episodes);
                // Where nothing is missing, the second count would give the same.
                let certain = episodes.iter().all(is_certain);
                (most, if certain { most } else { least_favorable(unit, episodes) })
            }
        };
        Self { name, episodes, most, fewest }
    }

    /// The verdicts for the most and the fewest days, and those of the readings that
    /// could decide in between.
    fn evaluate(
        &self,
        unit: &Unit<'_>,
        decide: impl Fn(Days) -> Verdict,
        readings: &[Reading],
    ) -> VerdictSet {
        let ends = VerdictSet::between(decide(self.most), decide(self.fewest));
        // Where this can be met and can fail, a reading can decide in between. The finding
        // is missing either way, but the reason of an item that refers to this one names
        // the reading.
        if ends.evaluate().finding != Finding::Missing {
            return ends;
        }
        let Some(episodes) = &self.episodes else {
            let by_reading = readings.iter().map(|reading| unit.readings.verdict(*reading));
            return by_reading.fold(ends, VerdictSet::with);
        };
        let between = days_readings_can_decide(unit, episodes).into_iter().map(decide);
        between.filter(|verdict| verdict.finding == Finding::Unclear).fold(ends, VerdictSet::with)
    }

    fn measure(&self, unit: &Unit<'_>) -> Measure {
        let window = unit.evidence_window;
        Measure {
            from: Some(window.first),
            to: Some(window.last),
            counted: self.episodes.as_ref().map(|_| self.fewest.in_window),
            needed: Some(unit.limits.therapy_days),
            unit: Some(Limits::THERAPY_DAYS.unit),
            ..Measure::default()
        }
    }

    /// The documented days that are still needed: a day before the window counts only
    /// under the reading that says so.
    fn days_short(&self, unit: &Unit<'_>, field: Field) -> Option<(QuestionId, u32)> {
        self.episodes.as_ref()?;
        let straddling = unit.readings.of(Reading::STRADDLING_PROGRAMME) == Setting::Met;
        let days = if straddling { self.fewest.straddling } else { self.fewest.in_window };
        Some((field.at(unit.side), unit.limits.therapy_days.saturating_sub(days)))
    }

    fn explain_days(&self, unit: &Unit<'_>, out: &mut String) -> fmt::Result {
        let (window, limit, name) = (unit.evidence_window, unit.limits.therapy_days, self.name);
        match (&self.episodes, self.fewest.in_window, self.most.in_window) {
            (None, ..) => write!(out, "{name} therapy not known")?,
            (Some(_), fewest, most) if fewest == most => write!(out, "{most} days of {name} therapy")?,
            (Some(_), fewest, most) => write!(out, "{fewest} to {most} days of {name} therapy")?,
        }
        let (first, last) = (IsoDay(window.first), IsoDay(window.last));
        write!(out, " between {first} and {last} ({limit} needed)")
    }

    /// Writes the days and the episodes they come from.
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
    if therapy.inability.known() == Some(&Inability::No) {
        return Ok(());
    }
    out.write_str("; ")?;
    explain_inability(unit, out)
}

fn explain_inability(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let therapy = &unit.facts.therapy;
    match therapy.inability.known() {
        Some(Inability::No) => out.write_str("no inability to complete it"),
        None => out.write_str("inability to complete it not known"),
        Some(reason) if !reason.can_count() => write!(out, "{} is no inability", reason.name()),
        Some(reason) => {
            write!(out, "not completed: {}, stated in the record: ", reason.name())?;
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
    structure: Criteria::Tree(INACTIVE_THERAPY),
    whole: Criterion {
        reads: &[Field::InactiveTherapy],
        parts: &[INACTIVE_PARTS],
        limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
        readings: &[Reading::STRADDLING_PROGRAMME],
        explain: explain_inactive_therapy,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// D.I.A.4.b as criteria: six weeks.
pub(super) const INACTIVE_THERAPY: Node = Node::One(&INACTIVE_DAYS);

/// Six weeks of inactive therapy.
static INACTIVE_DAYS: Criterion = Criterion {
    name: "inactive-days",
    reads: &[Field::InactiveTherapy],
    parts: &[INACTIVE_PARTS],
    limits: &[Limits::THERAPY_DAYS, Limits::EVIDENCE_MONTHS],
    readings: &[Reading::STRADDLING_PROGRAMME],
    remedy: "more documented days of inactive therapy in the window",
    evaluate: inactive_days,
    explain: |unit, out| TherapyTotals::inactive(unit).explain_days(unit, out),
    measure: |unit| TherapyTotals::inactive(unit).measure(unit),
    days_short: |unit| TherapyTotals::inactive(unit).days_short(unit, Field::InactiveTherapy),
    ..Criterion::BLANK
};

fn inactive_days(unit: &Unit<'_>) -> VerdictSet {
    let enough = |days| enough_days(unit, days);
    TherapyTotals::inactive(unit).evaluate(unit, enough, &[Reading::STRADDLING_PROGRAMME])
}

fn explain_inactive_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let entries = unit.facts.therapy.inactive.known().into_iter().flatten();
    let entries = entries.map(|entry| (&entry.kind, &entry.start, &entry.end));
    TherapyTotals::inactive(unit).explain(unit, out, entries)
}

/// The days of a list of therapy, in words: `35 days of active therapy ... (42 needed)`.
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

/// Failed conservative therapy as D.II requires it: D.I.A.4.a and D.I.A.4.b together.
pub(super) const FAILED_THERAPY: Node = Node::All(&[ACTIVE_THERAPY, INACTIVE_THERAPY]);

/// Explains both items of D.I.A.4, for the items of D.II that refer to them.
pub(super) fn explain_failed_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    write!(out, "D.I.A.4.a {}: ", ACTIVE_THERAPY.results(unit).evaluate().finding)?;
    explain_active_therapy(unit, out)?;
    write!(out, ". D.I.A.4.b {}: ", INACTIVE_THERAPY.results(unit).evaluate().finding)?;
    explain_inactive_therapy(unit, out)
}
