//! D.I.A.4: failure of conservative therapy, active (a) and inactive (b). D.II cites both.

use std::fmt::{self, Write};

use crate::case::{Choice, Field, Inability, Item, Part};

use super::finding::{Finding, Possible, Verdict};
use super::reading::Reading;
use super::rule::{Kind, Rule};
use super::therapy::{Days, Episode, between, harshest, kindest};
use super::unit::{Unit, yes};

/// What is read of an episode of active therapy.
pub(super) const ACTIVE_PARTS: &[Part] =
    &[Part::Kind, Part::Start, Part::End, Part::InRecord, Part::Supervised, Part::Plan, Part::FollowUp];
/// What is read of an episode of inactive therapy.
pub(super) const INACTIVE_PARTS: &[Part] =
    &[Part::Kind, Part::Start, Part::End, Part::InRecord, Part::TensDetails];

/// D.I.A.4.a: active conservative therapy.
pub(super) const D_I_A_4_A: Rule = Rule {
    item: Item::DIA4a,
    title: "six weeks of active conservative therapy",
    says: "The record shows six weeks of active therapy in the last six months, or why it could not be completed.",
    rule: "42 different days of qualifying active therapy inside receipt − 6 months to receipt: met. Inability for \
           contraindication, increased pain, intolerance or physical reasons, stated in the record: met; another \
           explanation goes to a clinician. Six weekly visits (36 to 41 days) and a programme that began before the \
           window are live readings. Home exercise counts when supervised, planned, followed up and 42 days long.",
    kind: Kind::Criterion,
    reads: &[Field::ActiveTherapy, Field::Inability, Field::InabilityInRecord],
    parts: &[ACTIVE_PARTS],
    readings: &[Reading::SixWeeklyVisits, Reading::StraddlingProgramme],
    remedy: "more documented days of active therapy in the window, or a recorded inability to complete it",
    possible: active_therapy,
    explain: explain_active_therapy,
};

/// D.I.A.4.a over all its missing facts.
pub(super) fn active_therapy(unit: &Unit<'_>) -> Possible {
    let therapy = &unit.facts.therapy;
    let stated = yes(&therapy.inability_in_record);
    let reason = |unknown: Inability| therapy.inability.known().copied().unwrap_or(unknown);
    let episodes = active_episodes(unit);
    let (kind, harsh) = days_of(unit, episodes.as_deref());
    let harshly = |days: Days| enough_active(unit, days, reason(Inability::No), stated.must);
    let kindly = enough_active(unit, kind, reason(Inability::Contraindication), stated.can);
    let readings = [Reading::SixWeeklyVisits, Reading::StraddlingProgramme];
    with_what_lies_between(
        unit,
        Possible::between(kindly, harshly(harsh)),
        episodes.as_deref(),
        harshly,
        &readings,
    )
}

/// What can be met and can fail can also hang on a reading in between: that
/// changes no finding, but a reason that rests on this one names the reading.
fn with_what_lies_between(
    unit: &Unit<'_>,
    ends: Possible,
    episodes: Option<&[Episode]>,
    verdict: impl Fn(Days) -> Verdict,
    readings: &[Reading],
) -> Possible {
    if ends.judge().finding != Finding::Missing {
        return ends;
    }
    let Some(episodes) = episodes else {
        return readings
            .iter()
            .map(|reading| unit.terms.readings.verdict(*reading))
            .fold(ends, Possible::with);
    };
    let hanging = between(unit, episodes).into_iter().map(verdict);
    hanging.filter(|verdict| verdict.finding == Finding::Unclear).fold(ends, Possible::with)
}

fn enough_active(unit: &Unit<'_>, days: Days, inability: Inability, stated: bool) -> Verdict {
    let unable = match inability {
        Inability::OtherExplained if stated => Verdict::JUDGEMENT,
        reason => Verdict::met_if(reason.can_count() && reason != Inability::OtherExplained && stated),
    };
    let visits = if days.six_visits {
        unit.terms.readings.verdict(Reading::SixWeeklyVisits)
    } else {
        Verdict::NOT_MET
    };
    enough_days(unit, days).or(unable).or(visits)
}

/// The two arms that D.I.A.4.a and D.I.A.4.b share: the days, and the programme that straddles the window.
fn enough_days(unit: &Unit<'_>, days: Days) -> Verdict {
    let limit = unit.terms.limits.therapy_days;
    if days.in_window >= limit {
        Verdict::MET
    } else if days.straddling >= limit {
        unit.terms.readings.verdict(Reading::StraddlingProgramme)
    } else {
        Verdict::NOT_MET
    }
}

/// The episodes of active therapy; `None`: not known.
fn active_episodes(unit: &Unit<'_>) -> Option<Vec<Episode>> {
    let listed = unit.facts.therapy.active.known()?;
    Some(listed.iter().map(|episode| Episode::active(unit, episode)).collect())
}

/// The episodes of inactive therapy; `None`: not known.
fn inactive_episodes(unit: &Unit<'_>) -> Option<Vec<Episode>> {
    let listed = unit.facts.therapy.inactive.known()?;
    Some(listed.iter().map(|episode| Episode::inactive(unit, episode)).collect())
}

/// The days at the kindest and at the harshest.
fn days_of(unit: &Unit<'_>, episodes: Option<&[Episode]>) -> (Days, Days) {
    let Some(episodes) = episodes else {
        let enough = Days { in_window: unit.terms.limits.therapy_days, ..Days::default() };
        return (enough, Days::default());
    };
    let certain = |episode: &Episode| episode.dated() && episode.documented.can == episode.documented.must;
    let kind = kindest(unit, episodes);
    let harsh = if episodes.iter().all(certain) { kind } else { harshest(unit, episodes) };
    (kind, harsh)
}

fn explain_active_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let therapy = &unit.facts.therapy;
    explain_days(
        unit,
        out,
        "active",
        days_of(unit, active_episodes(unit).as_deref()),
        therapy.active.is_missing(),
    )?;
    let entries = therapy.active.known().into_iter().flatten();
    let entries = entries.map(|entry| (Episode::active(unit, entry), &entry.kind, &entry.start, &entry.end));
    super::words::episodes(unit, out, entries)?;
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

fn explain_days(
    unit: &Unit<'_>,
    out: &mut String,
    which: &str,
    (most, fewest): (Days, Days),
    missing: bool,
) -> fmt::Result {
    let (window, limit) = (unit.evidence(), unit.terms.limits.therapy_days);
    match (missing, fewest.in_window, most.in_window) {
        (true, ..) => write!(out, "{which} therapy not known")?,
        (false, fewest, most) if fewest == most => write!(out, "{most} days of {which} therapy")?,
        (false, fewest, most) => write!(out, "{fewest} to {most} days of {which} therapy")?,
    }
    write!(out, " between {} and {} ({limit} needed)", window.first, window.last)
}

/// D.I.A.4.b: inactive conservative therapy.
pub(super) const D_I_A_4_B: Rule = Rule {
    item: Item::DIA4b,
    title: "six weeks of inactive conservative therapy",
    says: "The record shows six weeks of inactive therapy in the last six months.",
    rule: "42 different days of qualifying inactive therapy inside receipt − 6 months to receipt: met. A programme \
           that began before the window is a live reading. TENS counts when use, frequency, duration and start date \
           are all in the record.",
    kind: Kind::Criterion,
    reads: &[Field::InactiveTherapy],
    parts: &[INACTIVE_PARTS],
    readings: &[Reading::StraddlingProgramme],
    remedy: "more documented days of inactive therapy in the window",
    possible: inactive_therapy,
    explain: explain_inactive_therapy,
};

/// D.I.A.4.b over all its missing facts.
pub(super) fn inactive_therapy(unit: &Unit<'_>) -> Possible {
    let episodes = inactive_episodes(unit);
    let (kind, harsh) = days_of(unit, episodes.as_deref());
    let enough = |days: Days| enough_days(unit, days);
    let ends = Possible::between(enough(kind), enough(harsh));
    with_what_lies_between(unit, ends, episodes.as_deref(), enough, &[Reading::StraddlingProgramme])
}

fn explain_inactive_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let therapy = &unit.facts.therapy;
    explain_days(
        unit,
        out,
        "inactive",
        days_of(unit, inactive_episodes(unit).as_deref()),
        therapy.inactive.is_missing(),
    )?;
    let entries = therapy.inactive.known().into_iter().flatten();
    super::words::episodes(
        unit,
        out,
        entries.map(|entry| (Episode::inactive(unit, entry), &entry.kind, &entry.start, &entry.end)),
    )
}

/// The days a list of therapy comes to, in words: `35 of 42 days`.
pub(super) fn days_in_words(unit: &Unit<'_>, field: Field) -> Option<String> {
    let (which, days) = match field {
        Field::ActiveTherapy => ("active", days_of(unit, active_episodes(unit).as_deref())),
        Field::InactiveTherapy => ("inactive", days_of(unit, inactive_episodes(unit).as_deref())),
        _ => return None,
    };
    let mut words = String::new();
    explain_days(unit, &mut words, which, days, false).ok()?;
    Some(words)
}

/// The documented days still lacking under D.I.A.4, at least: active and inactive.
pub(super) fn days_lacking(unit: &Unit<'_>, item: Item) -> Option<u32> {
    let (days, missing) = match item {
        Item::DIA4a => {
            (days_of(unit, active_episodes(unit).as_deref()).0, unit.facts.therapy.active.is_missing())
        }
        Item::DIA4b => {
            (days_of(unit, inactive_episodes(unit).as_deref()).0, unit.facts.therapy.inactive.is_missing())
        }
        _ => return None,
    };
    let lacking = unit.terms.limits.therapy_days.saturating_sub(days.in_window);
    (lacking > 0 && !missing).then_some(lacking)
}

/// Failed conservative therapy as D.II takes it over: D.I.A.4.a and D.I.A.4.b together.
pub(super) fn failed_therapy(unit: &Unit<'_>) -> Possible {
    active_therapy(unit).combine(inactive_therapy(unit), Verdict::and)
}

/// Both findings of D.I.A.4, for the items of D.II that cite them.
pub(super) fn explain_failed_therapy(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    write!(out, "D.I.A.4.a {}: ", active_therapy(unit).judge().finding)?;
    explain_active_therapy(unit, out)?;
    write!(out, ". D.I.A.4.b {}: ", inactive_therapy(unit).judge().finding)?;
    explain_inactive_therapy(unit, out)
}
