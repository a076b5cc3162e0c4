//! D.I.A.1: where the pain is, its character and how long it has lasted.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use super::words::{choices, known};
use crate::case::{
    Character, Choice, DateRange, Field, IsoDay, Location, Onset, days_after, latest_with_months_until,
    months_after, whole_months,
};
use crate::policy::engine::{
    Criteria, Criterion, Item, Limits, Measure, Node, Reading, Rule, Unit, Verdict, VerdictSet,
};

/// D.I.A.1: chronic nonradicular low back pain.
pub(super) static D_I_A_1: Rule = Rule {
    item: Item::D_I_A_1,
    title: "nonradicular low back pain for {chronic_months:months}",
    summary: "The pain is in the low back or buttock (the leg may hurt too), is not radicular, and has lasted \
           {chronic_months:months}.",
    criteria: "Where: low back or buttock among the locations; the leg alone is a live reading. Character: nonradicular; \
           mixed goes to a clinician. Duration: onset + {chronic_months:unit} on or before receipt; {chronic_days:unit} \
           without {chronic_months:unit} is a live reading.",
    structure: Criteria::Tree(Node::All(&[Node::One(&PLACE), Node::One(&CHARACTER), Node::One(&DURATION)])),
    whole: Criterion {
        reads: &[Field::Location, Field::Character, Field::Onset],
        limits: &[Limits::CHRONIC_MONTHS, Limits::CHRONIC_DAYS],
        readings: &[Reading::LEG_ONLY_PAIN, Reading::PAIN_84_DAYS],
        explain: explain_chronic_pain,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// Where: low back or buttock.
static PLACE: Criterion = Criterion {
    name: "where",
    reads: &[Field::Location],
    readings: &[Reading::LEG_ONLY_PAIN],
    remedy: "a record of pain in the low back or buttock",
    evaluate: place,
    explain: explain_place,
    ..Criterion::BLANK
};

fn place(unit: &Unit<'_>) -> VerdictSet {
    let leg_only = unit.readings.verdict(Reading::LEG_ONLY_PAIN);
    let unknown = VerdictSet::between(Verdict::MET, Verdict::NOT_MET).with(leg_only);
    unit.facts.pain.location.known().map_or(unknown, |places| {
        let back = places.contains(&Location::LowBack) || places.contains(&Location::Buttock);
        VerdictSet::only(match back {
            true => Verdict::MET,
            false if places.contains(&Location::Leg) => leg_only,
            false => Verdict::NOT_MET,
        })
    })
}

fn explain_place(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    known(out, &unit.facts.pain.location, "place not known", |out, places| {
        out.write_str("pain in ")?;
        choices(out, places)
    })
}

/// Character: nonradicular.
static CHARACTER: Criterion = Criterion {
    name: "character",
    reads: &[Field::Character],
    remedy: "a record of nonradicular pain",
    evaluate: character,
    explain: explain_character,
    ..Criterion::BLANK
};

fn character(unit: &Unit<'_>) -> VerdictSet {
    let unknown = VerdictSet::between(Verdict::MET, Verdict::NOT_MET);
    unit.facts.pain.character.known().map_or(unknown, |character| {
        VerdictSet::only(match character {
            Character::Nonradicular => Verdict::MET,
            Character::Mixed => Verdict::CLINICAL_JUDGEMENT,
            Character::Radicular => Verdict::NOT_MET,
        })
    })
}

fn explain_character(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    known(out, &unit.facts.pain.character, "character of the pain not known", |out, character| {
        write!(out, "{} pain", character.name())
    })
}

/// Duration: three months.
static DURATION: Criterion = Criterion {
    name: "duration",
    reads: &[Field::Onset],
    limits: &[Limits::CHRONIC_MONTHS, Limits::CHRONIC_DAYS],
    readings: &[Reading::PAIN_84_DAYS],
    remedy: "a record of pain for {chronic_months:months}",
    evaluate: duration,
    explain: explain_onset,
    measure: months_of_pain,
    ..Criterion::BLANK
};

fn months_of_pain(unit: &Unit<'_>) -> Measure {
    let known = unit.facts.pain.onset.known().map(|_| onset(unit).last);
    Measure {
        from: known,
        to: Some(unit.received()),
        counted: known.map(|from| whole_months(from, unit.received())),
        needed: Some(unit.limits.chronic_months),
        unit: Some(Limits::CHRONIC_MONTHS.unit),
        ..Measure::default()
    }
}

fn explain_onset(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    known(out, &unit.facts.pain.onset, "onset not known", |out, onset| match onset {
        Onset::Since(when) => write!(out, "onset {when}"),
        Onset::Ago(ago) => {
            write!(out, "onset {ago} before receipt ({})", IsoDay(ago.before(unit.received())))
        }
    })?;
    explain_duration(unit, out)
}

fn onset(unit: &Unit<'_>) -> DateRange {
    let until = DateRange::until(unit.received());
    let known = unit.facts.pain.onset.known();
    known.and_then(|onset| onset.span(unit.received()).intersection(until)).unwrap_or(until)
}

/// The earliest onset is the most favorable; a reading can decide one in between.
fn duration(unit: &Unit<'_>) -> VerdictSet {
    let onset = onset(unit);
    let twelve_weeks =
        crate::case::days_before(unit.received(), unit.limits.chronic_days).clamp(onset.first, onset.last);
    [onset.first, twelve_weeks, onset.last]
        .into_iter()
        .fold(VerdictSet::default(), |all, day| all.with(long_enough(unit, day)))
}

fn long_enough(unit: &Unit<'_>, onset: NaiveDate) -> Verdict {
    if months_after(onset, unit.limits.chronic_months) <= unit.received() {
        Verdict::MET
    } else if days_after(onset, unit.limits.chronic_days) <= unit.received() {
        unit.readings.verdict(Reading::PAIN_84_DAYS)
    } else {
        Verdict::NOT_MET
    }
}

fn explain_chronic_pain(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    explain_character(unit, out)?;
    known(out, &unit.facts.pain.location, ", place not known", |out, places| {
        out.write_str(" in ")?;
        choices(out, places)
    })?;
    out.write_str(", ")?;
    explain_onset(unit, out)
}

fn explain_duration(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    if unit.facts.pain.onset.is_missing() {
        return Ok(());
    }
    let (DateRange { first, last }, received) = (onset(unit), unit.received());
    let months = Limits::CHRONIC_MONTHS.amount(unit.limits);
    let reached = months_after(last, months.count);
    if reached <= received {
        write!(out, ": {months} {} reached on {}", months.agreed("was", "were"), IsoDay(reached))
    } else if first == last {
        let days = (received - last).num_days();
        write!(out, ": {days} days by receipt on {received}, {months} only on {reached}")
    } else {
        let latest = latest_with_months_until(received, months.count);
        write!(out, ": {months} by {received} {} an onset by {latest}", months.agreed("needs", "need"))
    }
}
