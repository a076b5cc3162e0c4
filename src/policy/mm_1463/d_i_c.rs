//! D.I.C: exclusions and limits of injections. The findings on its billed lines are
//! in [`super::service_lines`].

use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::case::{BlockPlace, Choice, Field, OtherBlock, days_after};
use crate::policy::engine::{
    Criteria, Criterion, Item, Kind, Limits, Measure, Reading, Rule, Unit, Verdict, VerdictSet, yes,
};

use super::codes;
use super::service_lines;
use super::words::{known, planned_day, yes_no};

/// D.I.C.3: different regions or sites a week apart.
pub(super) static D_I_C_3: Rule = Rule {
    item: Item::D_I_C_3,
    title: "different regions and sites {spacing_days:weeks} apart",
    summary: "Injections in different regions or at different sites are at least {spacing_days:weeks} apart.",
    criteria: "Another block in a different region is {spacing_days:unit} or more before or after the service. Another \
           block at the other sacroiliac joint, or both joints requested less than {spacing_days:unit} apart, is a \
           live reading.",
    structure: Criteria::Sharing(&[OTHER_BLOCK, BOTH_JOINTS]),
    whole: Criterion {
        reads: &[Field::OtherBlock, Field::OtherBlockWhere, Field::ServiceDate],
        limits: &[Limits::SPACING_DAYS],
        readings: &[Reading::LEFT_AND_RIGHT_ARE_SITES],
        remedy: "days of service {spacing_days:weeks} or more apart",
        evaluate: sites_apart,
        explain: explain_sites_apart,
        reads_of_other_joint: &[Field::ServiceDate],
        change_days: days_a_week_after,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

/// Another block is a week away.
const OTHER_BLOCK: Criterion = Criterion {
    name: "other-block",
    reads: &[Field::OtherBlock, Field::OtherBlockWhere, Field::ServiceDate],
    evaluate: other_block_apart,
    explain: explain_other_block,
    measure: |unit| days_between(unit, other_block_day(unit)),
    ..APART
};

/// Both joints are a week apart, if both are requested.
const BOTH_JOINTS: Criterion = Criterion {
    name: "both-joints",
    reads: &[Field::ServiceDate],
    reads_of_other_joint: &[Field::ServiceDate],
    evaluate: joints_apart,
    explain: explain_both_joints,
    measure: |unit| days_between(unit, other_service(unit).copied().filter(|_| unit.both_requested())),
    ..APART
};

/// What both parts share.
const APART: Criterion = Criterion {
    limits: &[Limits::SPACING_DAYS],
    readings: &[Reading::LEFT_AND_RIGHT_ARE_SITES],
    ..Criterion::BLANK
};

fn days_between(unit: &Unit<'_>, other: Option<NaiveDate>) -> Measure {
    let both = other.zip(unit.service);
    Measure {
        from: both.map(|(one, other)| one.min(other)),
        to: both.map(|(one, other)| one.max(other)),
        counted: both.and_then(|(one, other)| u32::try_from((one - other).num_days().abs()).ok()),
        needed: other.map(|_| unit.limits.spacing_days),
        unit: other.map(|_| Limits::SPACING_DAYS.unit),
        ..Measure::default()
    }
}

fn other_block_day(unit: &Unit<'_>) -> Option<NaiveDate> {
    match unit.facts.request.other_block.known() {
        Some(OtherBlock::On(day)) => Some(*day),
        _ => None,
    }
}

fn sites_apart(unit: &Unit<'_>) -> VerdictSet {
    // While S is missing, both parts depend on it, and their worst days can differ.
    // They are combined all the same: a distant day is good for both, so the finding
    // is the same as for one shared day.
    other_block_apart(unit).combine(joints_apart(unit), Verdict::and)
}

fn other_block_apart(unit: &Unit<'_>) -> VerdictSet {
    let Some(block) = unit.facts.request.other_block.known() else {
        return VerdictSet::between(Verdict::MET, Verdict::NOT_MET)
            .with(block_too_close(unit, BlockPlace::OtherJoint));
    };
    let OtherBlock::On(block) = *block else {
        return VerdictSet::only(Verdict::MET);
    };
    let (nearest, farthest) = service_days_around(unit, block);
    let verdict = |service: NaiveDate, place: BlockPlace| {
        if apart(unit, service, block) { Verdict::MET } else { block_too_close(unit, place) }
    };
    let around = |place: BlockPlace| VerdictSet::between(verdict(farthest, place), verdict(nearest, place));
    match unit.facts.request.other_block_where.known() {
        Some(place) => around(*place),
        None => around(BlockPlace::DifferentRegion).with(verdict(nearest, BlockPlace::OtherJoint)),
    }
}

/// The possible days of S nearest to `block` and farthest after it.
fn service_days_around(unit: &Unit<'_>, block: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (first, last) = (unit.first_service(), unit.last_service());
    (block.clamp(first, last), last)
}

fn block_too_close(unit: &Unit<'_>, place: BlockPlace) -> Verdict {
    match place {
        BlockPlace::DifferentRegion => Verdict::NOT_MET,
        BlockPlace::OtherJoint => unit.readings.verdict(Reading::LEFT_AND_RIGHT_ARE_SITES),
    }
}

fn apart(unit: &Unit<'_>, one: NaiveDate, other: NaiveDate) -> bool {
    (one - other).num_days().unsigned_abs() >= unit.limits.spacing_days.into()
}

fn joints_apart(unit: &Unit<'_>) -> VerdictSet {
    if !unit.both_requested() {
        return VerdictSet::only(Verdict::MET);
    }
    let close = unit.readings.verdict(Reading::LEFT_AND_RIGHT_ARE_SITES);
    match (unit.service, other_service(unit)) {
        (Some(mine), Some(theirs)) if apart(unit, mine, *theirs) => VerdictSet::only(Verdict::MET),
        (Some(_), Some(_)) => VerdictSet::only(close),
        _ => VerdictSet::between(Verdict::MET, close),
    }
}

fn other_service<'a>(unit: &Unit<'a>) -> Option<&'a NaiveDate> {
    unit.facts.joint(unit.side.other()).service_date.known()
}

/// The days a week after the other block and a week after the other joint's service.
fn days_a_week_after(unit: &Unit<'_>) -> Vec<NaiveDate> {
    let other = other_service(unit).copied().filter(|_| unit.both_requested());
    other_block_day(unit)
        .into_iter()
        .chain(other)
        .map(|day| days_after(day, unit.limits.spacing_days))
        .collect()
}

fn explain_sites_apart(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    explain_other_block(unit, out)?;
    if unit.both_requested() {
        out.write_str("; ")?;
        explain_both_joints(unit, out)?;
    }
    Ok(())
}

fn explain_other_block(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    let request = &unit.facts.request;
    let not_known = "other block or spinal injection not known";
    known(out, &request.other_block, not_known, |out, block| match block {
        OtherBlock::None => out.write_str("no other block or spinal injection"),
        OtherBlock::On(day) => {
            write!(out, "other block on {day}")?;
            known(out, &request.other_block_where, ", place not known", |out, place| {
                write!(out, " ({})", place.name())
            })?;
            explain_gap(unit, out, *day)
        }
    })
}

fn explain_both_joints(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    if !unit.both_requested() {
        return out.write_str("one joint requested");
    }
    out.write_str("both joints requested, ")?;
    match other_service(unit) {
        Some(day) => {
            write!(out, "the {} on {day}", unit.side.other().name())?;
            explain_gap(unit, out, *day)
        }
        None => write!(out, "the {} on a date not known", unit.side.other().name()),
    }
}

fn explain_gap(unit: &Unit<'_>, out: &mut String, other: NaiveDate) -> fmt::Result {
    out.write_str(", ")?;
    planned_day(unit, out)?;
    match unit.service {
        Some(day) => write!(out, ": {} days apart", (day - other).num_days().abs()),
        None => Ok(()),
    }
}

/// D.I.C.6: no injections for pain caused by herpes zoster.
pub(super) static D_I_C_6: Rule = Rule {
    item: Item::D_I_C_6,
    title: "pain caused by herpes zoster",
    summary: "Injections for pain caused by herpes zoster are excluded.",
    criteria: "Caused by herpes zoster: not met. Not caused by it, but a B02 diagnosis is listed: a clinician looks.",
    kind: Kind::Exclusion,
    whole: Criterion {
        name: "cause",
        reads: &[Field::HerpesZoster, Field::Diagnoses],
        evaluate: herpes_zoster,
        explain: explain_herpes_zoster,
        ..Criterion::BLANK
    },
    ..Rule::BLANK
};

fn herpes_zoster(unit: &Unit<'_>) -> VerdictSet {
    let decide = |zoster: bool| match (zoster, codes::zoster_listed(unit.facts)) {
        (true, _) => Verdict::NOT_MET,
        (false, true) => Verdict::CLINICAL_JUDGEMENT,
        (false, false) => Verdict::MET,
    };
    let zoster = yes(&unit.facts.pain.herpes_zoster);
    VerdictSet::between(decide(zoster.must), decide(zoster.can))
}

fn explain_herpes_zoster(unit: &Unit<'_>, out: &mut String) -> fmt::Result {
    out.write_str("caused by herpes zoster: ")?;
    yes_no(out, &unit.facts.pain.herpes_zoster)?;
    if codes::zoster_listed(unit.facts) {
        out.write_str("; a B02 (herpes zoster) diagnosis is listed")?;
    }
    Ok(())
}

/// D.I.C.1: two codes for one procedure.
pub(super) static D_I_C_1: Rule = Rule {
    item: Item::D_I_C_1,
    title: "27096 and 64451 together",
    summary: "27096 and 64451 are one procedure: only one of them is billed.",
    criteria: "Both billed: choose one code.",
    kind: Kind::ServiceLine,
    service_lines: service_lines::both_codes,
    whole: Criterion { reads: &[Field::Codes], ..Criterion::BLANK },
    ..Rule::BLANK
};

/// D.I.C.2: imaging is included.
pub(super) static D_I_C_2: Rule = Rule {
    item: Item::D_I_C_2,
    title: "image guidance or contrast billed apart",
    summary: "Image guidance and contrast are part of the injection.",
    criteria: "A line of its own (asked, or an imaging code): included, not separately billable.",
    kind: Kind::ServiceLine,
    service_lines: service_lines::imaging,
    whole: Criterion { reads: &[Field::ImagingLine, Field::Codes], ..Criterion::BLANK },
    ..Rule::BLANK
};

/// D.I.C.5: sedation.
pub(super) static D_I_C_5: Rule = Rule {
    item: Item::D_I_C_5,
    title: "sedation",
    summary: "Monitored anesthesia and conscious sedation are not medically necessary for the injection.",
    criteria: "Asked for, or a sedation or anesthesia code, or modifier QS: a clinical reviewer decides the line. Deep or \
           general anesthesia: the policy does not name it, the line is unclear.",
    kind: Kind::ServiceLine,
    service_lines: service_lines::sedation,
    whole: Criterion { reads: &[Field::Sedation, Field::Codes], ..Criterion::BLANK },
    ..Rule::BLANK
};

/// D.I.C.4: long-term continuation.
pub(super) static D_I_C_4: Rule = Rule {
    item: Item::D_I_C_4,
    title: "long-term continuation of injections",
    summary: "Injections are not shown to work in the long term; long continuation may be reviewed.",
    criteria: "Said with every therapeutic injection.",
    kind: Kind::Advisory,
    ..Rule::BLANK
};
